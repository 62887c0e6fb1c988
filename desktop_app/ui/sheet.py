"""The page's ground: touches the right edge, round at its top left corner, with a line where the chrome begins."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop_app.ui.theme import Theme

RADIUS = 12


class Sheet(QWidget):
    """Holds the pages. `first_painted` is sent once, after the first paint of the window's content."""

    first_painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painted = False
        self.pages = QStackedLayout(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("chrome"))
        outline = QRectF(self.rect()).adjusted(0.5, 0.5, RADIUS + 2, RADIUS + 2)
        path = QPainterPath()
        path.addRoundedRect(outline, RADIUS, RADIUS)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("sheet"))
        painter.drawPath(path)
        painter.setPen(self._theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()
