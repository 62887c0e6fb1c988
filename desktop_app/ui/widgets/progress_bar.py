"""Thin progress bars. Where the length is unknown, words say so; a bar is never faked."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

STEPS = 1000


def paint_bar(painter: QPainter, theme: Theme, rect: QRectF, fraction: float, fill: str, track: str = "hover") -> None:
    """Draw a rounded bar in `rect`, filled from the left up to `fraction` (0 to 1) and clipped to its track."""
    radius = rect.height() / 2
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.fillPath(path, theme.color(track))
    width = rect.width() * min(max(fraction, 0.0), 1.0)
    if width <= 0:
        return
    filled = QPainterPath()
    filled.addRoundedRect(QRectF(rect.x(), rect.y(), max(width, 2.0), rect.height()), radius, radius)
    painter.fillPath(path.intersected(filled), theme.color(fill))


class ThinProgressBar(QProgressBar):
    """A bar of 8 px on a page, 4 px in lists and the rail."""

    def __init__(self, theme: Theme, thickness: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fill = "accent"
        self.setRange(0, STEPS)
        self.setTextVisible(False)
        self.setFixedHeight(thickness)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_fraction(0.0)

    def set_fraction(self, fraction: float) -> None:
        """Show `fraction` (0 to 1) of the way."""
        self.setValue(round(min(max(fraction, 0.0), 1.0) * STEPS))

    def fraction(self) -> float:
        """What is shown, 0 to 1."""
        return max(self.value(), 0) / STEPS

    def set_fill(self, token: str) -> None:
        """Colour of the filled part, such as `warn` for a score that is unsure."""
        self._fill = token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(16, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_bar(painter, self._theme, QRectF(self.rect()), self.fraction(), self._fill)


class BusyLine(QWidget):
    """Two pixels under a heading: shown when work takes longer than 300 ms, so that quick work does not flicker."""

    DELAY = 300

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = False
        self.setFixedHeight(2)
        self._timer = QTimer(self, interval=self.DELAY, singleShot=True)
        self._timer.timeout.connect(self._appear)

    def set_busy(self, busy: bool) -> None:
        """Start or end the work that the line stands for."""
        if busy:
            self._timer.start()
        else:
            self._timer.stop()
            self._shown = False
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown:
            QPainter(self).fillRect(self.rect(), self._theme.color("accent"))

    def _appear(self) -> None:
        self._shown = True
        self.update()
