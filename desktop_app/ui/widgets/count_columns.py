"""Columns over time: how many of each label in each period, with arrow keys to go through them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.share_rows import part_token

WIDEST = 48


@dataclass(frozen=True)
class CountColumn:
    """One period: its name, how many of each part, and all of it in words."""

    name: str
    parts: tuple[int, ...]
    words: str


class CountColumns(QWidget):
    """Columns whose height is a count. `chosen` carries the number of the one under the cursor, -1 for none."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: Sequence[CountColumn] = ()
        self._chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_columns(self, columns: Sequence[CountColumn]) -> None:
        """Show periods in order."""
        self._columns = columns
        self.setAccessibleDescription("; ".join(column.words for column in columns))
        self.choose(-1)
        self.update()

    def columns(self) -> Sequence[CountColumn]:
        """What is shown."""
        return self._columns

    def choose(self, number: int) -> None:
        """Move the cursor to a column; -1 takes it away."""
        if number != self._chosen:
            self._chosen = number
            self.chosen.emit(number)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 96)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._columns) - 1
        key, here = event.key(), self._chosen
        moves = {
            Qt.Key.Key_Left: last if here < 0 else max(0, here - 1),
            Qt.Key.Key_Right: min(last, here + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in moves and last >= 0:
            self.choose(moves[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot, pitch = self._plot(), self._pitch()
        number = int((event.position().x() - plot.left()) // pitch) if plot.contains(event.position()) else -1
        self.choose(number if number < len(self._columns) else -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._columns:
            self._paint_axis(painter)
            self._paint_columns(painter)
            self._paint_names(painter)

    # -------------------------------------------------------------------------------------------- working
    def _most(self) -> int:
        return max(1, *(sum(column.parts) for column in self._columns))

    def _plot(self) -> QRectF:
        tick = self._theme.metrics("tick")
        left = tick.horizontalAdvance(f"{self._most():,}") + 8 if self._columns else 0
        return QRectF(left, tick.height() / 2, self.width() - left, self.height() - 1.5 * tick.height() - 6)

    def _pitch(self) -> float:
        return min(self._plot().width() / max(1, len(self._columns)), WIDEST)

    def _paint_axis(self, painter: QPainter) -> None:
        plot, most = self._plot(), self._most()
        painter.setFont(self._theme.font("tick"))
        for value in sorted({0, most // 2, most}):
            y = plot.bottom() - plot.height() * value / most
            painter.setPen(self._theme.color("line2" if value == 0 else "line"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._theme.color("text3"))
            height = painter.fontMetrics().height()
            place = QRectF(0, y - height / 2, plot.left() - 8, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:,}")

    def _paint_columns(self, painter: QPainter) -> None:
        plot, pitch, most = self._plot(), self._pitch(), self._most()
        gap = min(4.0, pitch / 4)
        for number, column in enumerate(self._columns):
            left, bottom = plot.left() + number * pitch, plot.bottom()
            if number == self._chosen:
                painter.fillRect(QRectF(left, plot.top(), pitch, plot.height()), self._theme.color("soft"))
            for part, count in enumerate(column.parts):
                height = plot.height() * count / most
                place = QRectF(left + gap / 2, bottom - height, pitch - gap, max(height - 1, 0))
                painter.fillRect(place, self._theme.color(part_token(part)))
                bottom -= height

    def _paint_names(self, painter: QPainter) -> None:
        """As many names as there is room for, none over another."""
        plot, pitch = self._plot(), self._pitch()
        painter.setFont(self._theme.font("tick"))
        painter.setPen(self._theme.color("text3"))
        metrics = painter.fontMetrics()
        free = 0.0
        for number, column in enumerate(self._columns):
            width = metrics.horizontalAdvance(column.name)
            left = plot.left() + (number + 0.5) * pitch - width / 2
            left = min(max(left, 0), self.width() - width)
            if left >= free:
                place = QRectF(left, plot.bottom() + 4, width + 1, metrics.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft, column.name)
                free = left + width + 12
