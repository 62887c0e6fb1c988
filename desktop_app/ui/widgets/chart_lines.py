"""Places of values in pixels, and lines drawn from arrays."""

from dataclasses import dataclass

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

from desktop_app.ui.widgets.chart_data import SAMPLE

FAR = 1e6  # beyond this Qt's painter overflows


@dataclass(frozen=True)
class Frame:
    """Where the plot lies in pixels and what part of the numbers it shows; `y` as exponents of ten if `log`."""

    room: QRectF
    x: tuple[float, float]
    y: tuple[float, float]
    log: bool
    columns: int

    def local_x(self, x: np.ndarray) -> np.ndarray:
        """Pixels from the left edge of the room."""
        low, high = self.x
        return (x - low) * (self.room.width() / (high - low))

    def local_y(self, values: np.ndarray) -> np.ndarray:
        """Pixels from the top edge of the room; NaN for what has no logarithm."""
        low, high = self.y
        if self.log:
            with np.errstate(invalid="ignore", divide="ignore"):
                values = np.log10(np.where(values > 0, values, np.nan))
        return self.room.height() - (values - low) * (self.room.height() / (high - low))

    def column_x(self, columns: np.ndarray | int) -> np.ndarray:
        """Pixels from the left edge of the room for columns of the envelope."""
        return np.asarray(columns) * (self.room.width() / self.columns)


def draw_lines(painter: QPainter, x1: np.ndarray, y1: np.ndarray, x2: np.ndarray, y2: np.ndarray) -> None:
    """Separate lines from (x1, y1) to (x2, y2), without a Python object for each."""
    if not len(x1):
        return
    lines = PrimitiveArray(QLineF, 4)  # Qt's own array, which numpy fills
    lines.resize(len(x1))
    table = lines.ndarray()
    for column, numbers in enumerate((x1, y1, x2, y2)):
        table[:, column] = np.clip(numbers, -FAR, FAR)
    painter.drawLines(*lines.drawargs())


def draw_pieces(painter: QPainter, xs: np.ndarray, ys: np.ndarray, drawn: np.ndarray | None = None) -> None:
    """The pieces between neighbouring points, only those for which `drawn` is true; a gap where a value is missing."""
    if len(xs) < 2:
        return
    finite = np.isfinite(ys[:-1]) & np.isfinite(ys[1:])
    drawn = finite if drawn is None else drawn & finite
    draw_lines(painter, xs[:-1][drawn], ys[:-1][drawn], xs[1:][drawn], ys[1:][drawn])


def dashed(xs: np.ndarray, ys: np.ndarray, pattern: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A line walked in steps of SAMPLE pixels: the points, and which pieces between them are drawn.

    `pattern` gives pieces on, off, on, ... in steps.
    """
    if len(xs) < 2:
        return xs, ys, np.zeros(max(len(xs) - 1, 0), dtype=bool)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))])
    places = np.arange(0.0, along[-1], SAMPLE)
    cycle = np.repeat([index % 2 == 0 for index in range(len(pattern))], pattern)
    drawn = cycle[np.arange(max(len(places) - 1, 0)) % len(cycle)]
    return np.interp(places, along, xs), np.interp(places, along, ys), drawn
