"""Switch and check box: QCheckBox with its keys and roles, painted in the theme."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme


class Switch(QCheckBox):
    """A setting that takes effect at once. Needs an accessible name: its label stands elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(40), self._theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on, enabled = self.isChecked(), self.isEnabled()
        border = self._theme.color(("accent" if on else "edge") if enabled else "line2")
        fill = self._theme.color(("accent" if on else "inset") if enabled else ("line2" if on else "inset"))
        painter.setPen(QPen(border, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        radius = box.height() / 2 - (3 if on else 4)
        x = box.right() - box.height() / 2 if on else box.left() + box.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("on_accent" if on else ("edge" if enabled else "off")))
        painter.drawEllipse(QPointF(x, box.center().y()), radius, radius)


class CheckBox(QCheckBox):
    """A check box with its label."""

    BOX = 18
    GAP = 8

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        width = self._theme.px(self.BOX) + (self.GAP + text.width() if self.text() else 0)
        return QSize(width + 2, max(self._theme.px(24), text.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._theme.px(self.BOX)
        box = QRectF(0.5, (self.height() - side) // 2 + 0.5, side - 1, side - 1)
        on, enabled = self.isChecked(), self.isEnabled()
        painter.setPen(QPen(self._theme.color(("accent" if on else "edge") if enabled else "line2"), 1))
        painter.setBrush(self._theme.color(("accent" if enabled else "line2") if on else "card"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            size = 14
            pixmap = self._theme.pixmap("check", "on_accent", size, self.devicePixelRatioF())
            offset = (side - self._theme.px(size)) / 2
            painter.drawPixmap(QPointF(box.x() - 0.5 + offset, box.y() - 0.5 + offset), pixmap)
        painter.setPen(self._theme.color("text" if enabled else "off"))
        text = self.rect().adjusted(side + self.GAP, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
