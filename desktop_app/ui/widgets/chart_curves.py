"""Draws the curves of a chart, their grid, reference and cursor."""

from dataclasses import dataclass, field

import numpy as np
import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.chart_data import Curve, Drawn, XAxis
from desktop_app.ui.widgets.chart_lines import Frame, dashed, draw_pieces
from desktop_app.ui.widgets.chart_raw import RawLayer

RAW_ALPHA = {False: 0.28, True: 0.33}  # by whether the theme is dark
DASHES: dict[int, tuple[int, ...]] = {1: (), 2: (4, 2), 3: (), 4: (6, 2, 1, 2)}  # in steps of two pixels
MARKERS = {1: "circle", 2: "square", 3: "circle", 4: "triangle"}
MARKER = 4.0
DOT = 4.5
MARKER_ROOM = 3 * MARKER  # pixels across for each marker; where they would lie closer, only the newest is drawn


@dataclass
class View:
    """What of the curves is shown: the axis across, the ranges (y as exponents of ten if `log`), and the cursor."""

    axis: XAxis = "step"
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    log: bool = False
    y_ticks: list[float] = field(default_factory=list)
    parts: list[Drawn] = field(default_factory=list)
    columns: int = 1
    cursor: float | None = None
    reference: float | None = None
    reference_text: str = ""
    is_empty: bool = True
    empty_text: str = ""


class CurvesItem(pyqtgraph.GraphicsObject):
    """All curves in one item that draws in pixels of its view box.

    Smoothed lines are two pixels wide, drawn piece by piece: a joined polyline of that width costs ten times as much.
    """

    def __init__(self, theme: Theme, view_box: pyqtgraph.ViewBox) -> None:
        super().__init__(view_box)
        self._theme, self._view_box = theme, view_box
        self._raw = RawLayer()
        self.curves: list[Curve] = []
        self.view = View()

    def boundingRect(self) -> QRectF:
        return QRectF(self._view_box.rect())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        view, room = self.view, self.boundingRect()
        frame = Frame(room, view.x, view.y, view.log, view.columns)
        painter.translate(room.topLeft())
        painter.setClipRect(QRectF(0, 0, room.width(), room.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_grid(painter, frame)
        self._paint_raw(painter, frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for part in view.parts:
            self._paint_line(painter, frame, part)
        if view.reference is not None:
            self._paint_reference(painter, frame, view.reference)
        if view.cursor is not None:
            self._paint_cursor(painter, frame, view.cursor)
        if view.is_empty:
            self._paint_empty(painter, frame)

    def _paint_grid(self, painter: QPainter, frame: Frame) -> None:
        width, height = int(frame.room.width()), int(frame.room.height())
        low, high = frame.y
        for tick in self.view.y_ticks:  # filled rectangles: drawLine takes ten times as long
            y = round(height - (tick - low) * (height / (high - low)))
            painter.fillRect(0, y, width, 1, self._theme.color("line"))
        painter.fillRect(0, height - 1, width, 1, self._theme.color("line2"))

    def _paint_raw(self, painter: QPainter, frame: Frame) -> None:
        parts = [part for part in self.view.parts if not part.spec.per_epoch]
        colors = {part.spec.place: self._color(part, RAW_ALPHA[self._theme.is_dark]) for part in parts}
        flat = Frame(QRectF(0, 0, frame.room.width(), frame.room.height()), frame.x, frame.y, frame.log, frame.columns)
        if dense := [part for part in parts if part.raw_x is None]:
            self._raw.paint(painter, flat, dense, colors)
        for part in parts:
            if part.raw_x is not None:
                painter.setPen(QPen(colors[part.spec.place], 1))
                draw_pieces(painter, frame.local_x(part.raw_x), frame.local_y(part.lows))

    def _paint_line(self, painter: QPainter, frame: Frame, part: Drawn) -> None:
        pen = QPen(self._color(part), 2)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        xs, ys = frame.local_x(part.line_x), frame.local_y(part.line_y)
        valid = np.isfinite(ys)
        xs, ys = xs[valid], np.clip(ys[valid], -frame.room.height(), 2 * frame.room.height())
        dashes = DASHES[part.spec.place]
        if part.spec.per_epoch or not dashes:
            draw_pieces(painter, xs, ys)
        else:
            draw_pieces(painter, *dashed(xs, ys, dashes))
        if part.spec.per_epoch:
            first = 0 if are_apart(xs) else len(xs) - 1
            painter.setPen(QPen(self._theme.color("card"), 1.5))
            painter.setBrush(self._color(part))
            for x, y in zip(xs[first:].tolist(), ys[first:].tolist(), strict=True):
                draw_marker(painter, MARKERS[part.spec.place], QPointF(x, y), MARKER)

    def _paint_empty(self, painter: QPainter, frame: Frame) -> None:
        painter.setFont(self._theme.font("help"))
        painter.setPen(self._theme.color("text3"))
        room = QRectF(0, 0, frame.room.width(), frame.room.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.view.empty_text)

    def _paint_reference(self, painter: QPainter, frame: Frame, value: float) -> None:
        y = float(frame.local_y(np.array([value]))[0])
        if not 0 <= y <= frame.room.height():
            return
        pen = QPen(self._theme.color("edge"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(0, round(y) + 0.5), QPointF(frame.room.width(), round(y) + 0.5))
        painter.setFont(self._theme.font("tick"))
        painter.setPen(self._theme.color("text2"))
        height = painter.fontMetrics().height()
        text = QRectF(6, y - height - 2 if y > height + 2 else y + 2, frame.room.width() - 6, height)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft, self.view.reference_text)  # curves reach it at the right

    def _paint_cursor(self, painter: QPainter, frame: Frame, cursor: float) -> None:
        x = float(frame.local_x(np.array([cursor]))[0])
        painter.fillRect(QRectF(round(x), 0, 1, frame.room.height()), self._theme.color("text3"))
        for curve in self.curves:
            index = curve.index_near(self.view.axis, cursor)
            y = float(frame.local_y(curve.smoothed()[index : index + 1])[0]) if index >= 0 else np.nan
            if np.isfinite(y):
                painter.setPen(QPen(self._theme.color("card"), 1.5))
                painter.setBrush(self._theme.color(f"series{curve.spec.place}"))
                painter.drawEllipse(QPointF(x, y), DOT, DOT)

    def _color(self, part: Drawn, alpha: float = 1.0) -> QColor:
        color = self._theme.color(f"series{part.spec.place}")
        color.setAlphaF(alpha)
        return color


def are_apart(xs: np.ndarray) -> bool:
    """Whether markers at these places across (pixels, ascending) leave room between them."""
    return len(xs) < 2 or float(xs[-1] - xs[0]) >= MARKER_ROOM * (len(xs) - 1)


def draw_marker(painter: QPainter, kind: str, at: QPointF, radius: float) -> None:
    """A circle, square or triangle that tells series apart where colour cannot."""
    if kind == "square":
        painter.drawRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
    elif kind == "triangle":
        corners = [QPointF(0, -1.2), QPointF(1.1, 0.9), QPointF(-1.1, 0.9)]
        painter.drawPolygon(QPolygonF([at + corner * radius for corner in corners]))
    else:
        painter.drawEllipse(at, radius, radius)
