"""A dark plate to draw on with light ink, as the digits that the networks learned were drawn."""

from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

PICTURE_SIDE = 280  # ten times the side of a digit of MNIST
THROTTLE = 40  # milliseconds between two pictures sent while drawing
PEN = 0.085  # width of the pen, in sides of the canvas
ERASER = 0.14
KEY_STEP = 1 / 56
KEY_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass
class Stroke:
    """One movement of pen or eraser; points lie in the unit square, so that resizing redraws it."""

    erases: bool = False
    points: list[QPointF] = field(default_factory=list)

    def path(self, side: float) -> QPainterPath:
        """A smooth line: curves from middle to middle of neighbouring points."""
        points = [point * side for point in self.points]
        path = QPainterPath(points[0])
        for before, after in pairwise(points):
            path.quadTo(before, (before + after) / 2)
        path.lineTo(points[-1] if len(points) > 1 else points[0] + QPointF(0.01, 0.01))
        return path


class DrawingCanvas(QWidget):
    """Draw by mouse, pen or keyboard (arrows move, Space puts the pen down or lifts it).

    `picture_changed` carries an image of 280 x 280 pixels, light on black, at most every 40 ms and once at the end;
    `emptied` is sent when nothing is left.
    """

    picture_changed = Signal(QImage)
    emptied = Signal()
    undo_possible = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strokes: list[Stroke] = []
        self._history: list[list[Stroke]] = []
        self._erasing = False
        self._drawing = False
        self._cursor: QPointF | None = None
        self._timer = QTimer(self, interval=THROTTLE, singleShot=True)
        self._timer.timeout.connect(self._send)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(120, 120)

    # -------------------------------------------------------------------------------------------- acts
    def undo(self) -> None:
        """Take back the last stroke or the last clearing."""
        if self._history:
            self._strokes = self._history.pop()
            self._changed()

    def clear(self) -> None:
        """Wipe the plate; undo brings the drawing back."""
        if self._strokes:
            self._remember()
            self._strokes = []
            self._changed()

    def set_erasing(self, erasing: bool) -> None:
        """Draw with the eraser from now on, or with the pen again."""
        self._erasing = erasing

    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not any(not stroke.erases for stroke in self._strokes)

    def picture(self) -> QImage:
        """The drawing as grey image of 280 x 280 pixels, light ink on black."""
        image = QImage(PICTURE_SIDE, PICTURE_SIDE, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        self._paint_strokes(painter, PICTURE_SIDE, QPen(Qt.GlobalColor.white), QPen(Qt.GlobalColor.black))
        painter.end()
        return image

    # -------------------------------------------------------------------------------------------- events
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._cursor = None
            self._begin(event.position() / self._side())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drawing and event.buttons() & Qt.MouseButton.LeftButton:
            self._continue(event.position() / self._side())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEY_MOVES:
            self._move_cursor(*KEY_MOVES[key], large=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._cursor = self._cursor or QPointF(0.5, 0.5)
            if self._drawing:
                self._end()
            else:
                self._begin(self._cursor)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._cursor = None
        self._end()
        super().focusOutEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return QSize(222, 222)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        plate = QPainterPath()
        plate.addRoundedRect(QRectF(0, 0, side, side), 8, 8)
        painter.fillPath(plate, self._theme.color("plate"))
        painter.setClipPath(plate)
        self._paint_strokes(painter, side, QPen(self._theme.color("ink")), QPen(self._theme.color("plate")))
        painter.setClipping(False)
        if self._cursor is not None:
            self._paint_cursor(painter, self._cursor * side)
        if self._theme.is_dark:
            painter.setPen(self._theme.color("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), 8, 8)

    # -------------------------------------------------------------------------------------------- working
    def _begin(self, point: QPointF) -> None:
        self._remember()
        self._drawing = True
        self._strokes = [*self._strokes, Stroke(self._erasing, [point])]
        self._changed()

    def _continue(self, point: QPointF) -> None:
        self._strokes[-1].points.append(point)
        self._changed()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self._timer.stop()
            self._send()

    def _move_cursor(self, right: int, down: int, large: bool) -> None:
        start = self._cursor or QPointF(0.5, 0.5)
        step = KEY_STEP * (4 if large else 1)
        x, y = start.x() + right * step, start.y() + down * step
        self._cursor = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        if self._drawing:
            self._continue(self._cursor)
        self.update()

    def _remember(self) -> None:
        self._history.append(self._strokes)
        del self._history[:-100]

    def _changed(self) -> None:
        self.update()
        self.undo_possible.emit(bool(self._history))
        if not self._timer.isActive():
            self._timer.start()

    def _send(self) -> None:
        if self.is_empty():
            self.emptied.emit()
        else:
            self.picture_changed.emit(self.picture())

    def _side(self) -> int:
        return min(self.width(), self.height())

    def _paint_strokes(self, painter: QPainter, side: float, ink: QPen, ground: QPen) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            pen = QPen(ground if stroke.erases else ink)
            pen.setWidthF((ERASER if stroke.erases else PEN) * side)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(stroke.path(side))

    def _paint_cursor(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(self._theme.color("series2"), 2))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(at + QPointF(dx, dy) * 4, at + QPointF(dx, dy) * 11)
