"""The drop-down list of models: a name, and under it the figures that tell them apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.ui.theme import Theme

DETAIL_ROLE = Qt.ItemDataRole.UserRole + 1
Align = Qt.AlignmentFlag


@dataclass(frozen=True)
class ModelChoice:
    """One model: its id, its title, and a line such as "99.52 % test accuracy · 0.4 MB · verified"."""

    key: str
    title: str
    detail: str


def paint_two_lines(
    painter: QPainter, theme: Theme, rect: QRect, title: str, detail: str, enabled: bool = True
) -> None:
    """Draw a bold line over a quiet one, both elided, centred in the height of `rect`."""
    upper, lower = theme.metrics("strong"), theme.metrics("help")
    top = rect.top() + (rect.height() - upper.height() - lower.height()) // 2
    painter.setFont(theme.font("strong"))
    painter.setPen(theme.color("text" if enabled else "off"))
    line = QRect(rect.left(), top, rect.width(), upper.height())
    painter.drawText(line, Align.AlignVCenter, upper.elidedText(title, Qt.TextElideMode.ElideMiddle, rect.width()))
    painter.setFont(theme.font("help"))
    painter.setPen(theme.color("text2" if enabled else "off"))
    line = QRect(rect.left(), line.bottom() + 1, rect.width(), lower.height())
    painter.drawText(line, Align.AlignVCenter, lower.elidedText(detail, Qt.TextElideMode.ElideRight, rect.width()))


class _TwoLines(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self._theme.height_for(pixels=48, around=32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        active = option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        painter.fillRect(option.rect, self._theme.color("soft" if active else "card"))
        rect = option.rect.adjusted(16, 0, -12, 0)
        paint_two_lines(painter, self._theme, rect, str(index.data()), str(index.data(DETAIL_ROLE)))


class ModelPicker(QComboBox):
    """Chooses a model. Emits `chosen` with its id when the person takes another one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setItemDelegate(_TwoLines(theme, self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda _: self.chosen.emit(self.selected()))
        theme.changed.connect(self.updateGeometry)

    def set_models(self, models: Sequence[ModelChoice]) -> None:
        """Show `models`; the chosen one stays chosen if it is still there. No signal is sent."""
        chosen = self.selected()
        self.blockSignals(True)
        self.clear()
        for model in models:
            self.addItem(model.title, model.key)
            row = self.count() - 1
            self.setItemData(row, model.detail, DETAIL_ROLE)
            self.setItemData(row, f"{model.title}, {model.detail}", Qt.ItemDataRole.AccessibleTextRole)
        self.select(chosen)
        self.blockSignals(False)
        self.update()

    def select(self, key: str) -> None:
        """Choose the model with id `key`; an unknown id leaves the first one."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def selected(self) -> str:
        """The id of the chosen model, empty when there is none."""
        return str(self.currentData() or "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.height_for(pixels=48, around=32))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("edge" if self.isEnabled() else "line2"), 1))
        painter.setBrush(self._theme.color("hover" if self.underMouse() and self.isEnabled() else "card"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        ratio = self.devicePixelRatioF()
        side, small = self._theme.px(20), self._theme.px(18)
        ink = "accent" if self.isEnabled() else "off"
        painter.drawPixmap(14, (self.height() - side) // 2, self._theme.pixmap("library", ink, 20, ratio))
        down = self._theme.pixmap("down", "text2" if self.isEnabled() else "off", 18, ratio)
        painter.drawPixmap(self.width() - small - 12, (self.height() - small) // 2, down)
        rect = self.rect().adjusted(14 + side + 12, 0, -small - 20, 0)
        detail = str(self.currentData(DETAIL_ROLE) or "")
        paint_two_lines(painter, self._theme, rect, self.currentText(), detail, self.isEnabled())
