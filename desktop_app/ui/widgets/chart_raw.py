"""The raw values behind the averages, drawn once and then only where new points arrive.

Translucent bars of one pixel cost about 40 ns a pixel; drawing four dense curves anew 15 times a second would alone
take a tenth of a core.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from desktop_app.ui.widgets.chart_data import Drawn
from desktop_app.ui.widgets.chart_lines import Frame, draw_lines


class RawLayer:
    """A transparent picture of the bars of all series, kept from one redraw to the next."""

    def __init__(self) -> None:
        self._image = QImage()
        self._key: tuple[object, ...] = ()
        self._filled: dict[str, int] = {}

    def paint(self, painter: QPainter, frame: Frame, parts: Sequence[Drawn], colors: dict[int, QColor]) -> None:
        """Draw the bars of `parts` into the room of `frame`; only columns that changed are worked on."""
        ratio = painter.device().devicePixelRatio()
        key = (frame, ratio, tuple(part.spec.key for part in parts), tuple(color.rgba() for color in colors.values()))
        if key != self._key:
            self._key, self._filled = key, {}
            size = frame.room.size() * ratio
            self._image = QImage(int(size.width()), int(size.height()), QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
        self._draw_new(frame, parts, colors)
        painter.drawImage(frame.room.topLeft(), self._image)

    def _draw_new(self, frame: Frame, parts: Sequence[Drawn], colors: dict[int, QColor]) -> None:
        filled = {part.spec.key: _last_filled(part) for part in parts}
        first = max(0, min((self._filled.get(key, 0) for key in filled), default=0) - 1)
        last = max(filled.values(), default=-1)
        self._filled = filled
        if last < first:
            return
        layer = QPainter(self._image)
        layer.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        left = float(frame.column_x(first))
        layer.fillRect(QRectF(left, 0, frame.room.width() - left, frame.room.height()), Qt.GlobalColor.transparent)
        layer.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for part in parts:
            pen = QPen(colors[part.spec.place], 1)
            pen.setCosmetic(True)
            layer.setPen(pen)
            _draw_bars(layer, frame, part, first, last)
        layer.end()


def _draw_bars(painter: QPainter, frame: Frame, part: Drawn, first: int, last: int) -> None:
    """Bars from the lowest to the highest value of the columns `first` to `last`."""
    begin = max(first - 1, 0)  # one column more, which its neighbour touches
    top = frame.local_y(part.highs[begin : last + 1])
    bottom = frame.local_y(part.lows[begin : last + 1])
    tops, bottoms = top.copy(), bottom.copy()
    # Bars of neighbours touch, so that a curve without noise is no row of dots.
    tops[1:], bottoms[1:] = np.fmin(top[1:], bottom[:-1]), np.fmax(bottom[1:], top[:-1])
    columns = np.arange(begin, last + 1)
    drawn = np.isfinite(top) & np.isfinite(bottom) & (columns >= first)
    xs = frame.column_x(columns[drawn])
    draw_lines(painter, xs, tops[drawn], xs, bottoms[drawn] + 1)


def _last_filled(part: Drawn) -> int:
    filled = np.flatnonzero(np.isfinite(part.lows))
    return int(filled[-1]) if len(filled) else -1
