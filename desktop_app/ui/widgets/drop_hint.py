"""Lies over the page while files hang over the window: where they would go, or why they cannot be read."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme import Theme


class DropHint(QWidget):
    """A coloured frame around the sheet and one line in a chip at its foot."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._sheet = theme, parent
        self._text, self._taken = "", False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)

    def show_answer(self, text: str, taken: bool) -> None:
        """Tell what would happen."""
        self._text, self._taken = text, taken
        self.setGeometry(self._sheet.rect())
        self.raise_()
        self.setVisible(True)
        self.update()

    def text(self) -> str:
        """What is told, empty while hidden."""
        return self._text if self.isVisible() else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color("accent" if self._taken else "bad")
        painter.setPen(QPen(color, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 12, 12)
        painter.setFont(self._theme.font("strong"))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self._text, Qt.TextElideMode.ElideMiddle, self.width() - 80)
        chip = QRectF(0, 0, metrics.horizontalAdvance(text) + 32, metrics.height() + 18)
        chip.moveCenter(QRectF(self.rect()).center())
        chip.moveBottom(self.height() - 20)
        painter.setPen(QPen(color, 1))
        painter.setBrush(self._theme.color("soft" if self._taken else "bad_soft"))
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(self._theme.color("on_soft" if self._taken else "bad"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
