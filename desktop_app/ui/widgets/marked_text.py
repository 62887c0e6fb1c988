"""A text whose parts are marked: under the letters lies a colour, the stronger the more a part matters."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QTextBlock, QTextLine
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.text_area import TextArea

RADIUS = 4
RING = 2
STRONGEST_LIGHT, STRONGEST_DARK = 0.43, 0.31
"""How much of a mark's colour covers the ground at most."""


@dataclass(frozen=True)
class Mark:
    """From one place of the document to another, how strong (0 to 1), and in which colour of the theme."""

    start: int
    end: int
    strength: float
    token: str = "token_mark"


class MarkedText(TextArea):
    """Draws marks, which must not overlap, and a ring around one part.

    `pointed` carries the place in the document under the pointer, -1 when it has left the text; `pressed` the place
    that was clicked or reached by keys.
    """

    pointed = Signal(int)
    pressed = Signal(int)

    def __init__(self, theme: Theme, role: str = "body", leading: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(theme, role, leading, bare=True, parent=parent)
        self._marks: list[Mark] = []
        self._ring: tuple[int, int] | None = None
        self._is_pointed = -1
        self._press: QPointF | None = None
        self.viewport().setMouseTracking(True)

    # -------------------------------------------------------------------------------------------- marks
    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show these marks in place of the ones before."""
        self._marks = sorted(marks, key=attrgetter("start"))
        self.viewport().update()

    def add_marks(self, marks: Iterable[Mark]) -> None:
        """Show these as well; they lie behind those that there are."""
        self._marks.extend(marks)
        self.viewport().update()

    def marks(self) -> list[Mark]:
        """What is marked, in the order of the text."""
        return list(self._marks)

    def set_ring(self, start: int, end: int) -> None:
        """Draw a ring around a part; around none where it has no length."""
        self._ring = (start, end) if end > start else None
        self.viewport().update()

    def ring(self) -> tuple[int, int] | None:
        """The part with a ring."""
        return self._ring

    def place_at(self, point: QPointF) -> int:
        """The place of the sign at a point of the viewport; -1 beside the text."""
        layout = self.document().documentLayout()
        return int(layout.hitTest(point + self._shift(), Qt.HitTestAccuracy.ExactHit))

    def rects_of(self, start: int, end: int) -> list[QRectF]:
        """Where a part stands in the viewport, a rectangle for each of its lines."""
        return [rect for block in self._blocks(start, end) for rect in self._rects_in(block, start, end)]

    # -------------------------------------------------------------------------------------------- events
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        most = STRONGEST_DARK if self._theme.is_dark else STRONGEST_LIGHT
        for mark in self._marks_in_view():
            color = self._theme.color(mark.token)
            color.setAlphaF(most * mark.strength)
            painter.setBrush(color)
            for rect in self.rects_of(mark.start, mark.end):
                painter.drawRoundedRect(rect, RADIUS, RADIUS)
        painter.end()
        super().paintEvent(event)
        if self._ring is not None:
            self._paint_ring(self._ring)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point(self.place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._press = event.position() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._press is None:
            return
        moved = (event.position() - self._press).manhattanLength()
        self._press = None
        if moved < QApplication.startDragDistance() and (place := self.place_at(event.position())) >= 0:
            self.pressed.emit(place)

    # -------------------------------------------------------------------------------------------- working
    def _point(self, place: int) -> None:
        if place != self._is_pointed:
            self._is_pointed = place
            self.pointed.emit(place)

    def _marks_in_view(self) -> list[Mark]:
        first = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        last = self.cursorForPosition(self.viewport().rect().bottomRight()).position()
        begin = bisect_left(self._marks, first, key=attrgetter("end"))
        end = bisect_right(self._marks, last, key=attrgetter("start"))
        return [mark for mark in self._marks[begin:end] if mark.strength > 0]

    def _blocks(self, start: int, end: int) -> Iterator[QTextBlock]:
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            yield block
            block = block.next()

    def _rects_in(self, block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
        layout = block.layout()
        origin = self.document().documentLayout().blockBoundingRect(block).topLeft() - self._shift()
        first, last = max(start - block.position(), 0), min(end - block.position(), block.length() - 1)
        if first >= last or not layout.lineCount():
            return
        for number in range(layout.lineForTextPosition(first).lineNumber(), layout.lineCount()):
            line = layout.lineAt(number)
            begin, stop = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if begin >= stop:
                break
            left, right = (_x_of(line, place) for place in (begin, stop))
            top = origin.y() + line.y()
            height = line.ascent() + line.descent()
            yield QRectF(origin.x() + min(left, right), top, abs(right - left), height).adjusted(-0.5, -1, 0.5, 1)

    def _shift(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _paint_ring(self, part: tuple[int, int]) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), RING))
        for rect in self.rects_of(*part):
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), RADIUS + 1, RADIUS + 1)


def _x_of(line: QTextLine, place: int) -> float:
    """How far from the left a place of a line is."""
    found: Any = line.cursorToX(place)  # PySide gives the place back as well
    return float(found[0])
