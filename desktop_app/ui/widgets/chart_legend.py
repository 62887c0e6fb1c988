"""The legend in the heading of a chart: line, name and value of each series."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.chart_curves import DASHES, MARKER, MARKERS, draw_marker
from desktop_app.ui.widgets.chart_data import SeriesSpec

LINE, PADDING, GAP = 18, 6, 14  # pixels: the piece of line, around a name, between two series
WIDE_VALUE = "0.0000"


class ChartLegend(QWidget):
    """Shows the newest values, or those under the cursor."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[tuple[SeriesSpec, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_entries(self, entries: list[tuple[SeriesSpec, str]]) -> None:
        """Each series with its value as text."""
        if entries != self._entries:
            self._entries = entries
            self.update()

    def text(self) -> str:
        """The legend in words."""
        return ", ".join(f"{spec.name} {value}" for spec, value in self._entries)

    def whole_width(self) -> int:
        """The width at which no name is cut, whatever the values."""
        body, strong = self._theme.metrics("help"), self._theme.metrics("strong")
        value = strong.horizontalAdvance(WIDE_VALUE)
        names = [body.horizontalAdvance(spec.name) for spec, _ in self._entries]
        return sum(LINE + 2 * PADDING + value + name for name in names) + GAP * max(len(names) - 1, 0)

    def sizeHint(self) -> QSize:
        return QSize(120, self._theme.metrics("strong").height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body, strong = self._theme.metrics("help"), self._theme.metrics("strong")
        values = [strong.horizontalAdvance(value) for _, value in self._entries]
        fixed = sum(LINE + 2 * PADDING + value for value in values) + GAP * max(len(values) - 1, 0)
        names = [body.horizontalAdvance(spec.name) for spec, _ in self._entries]
        squeeze = min(1.0, max(0.0, self.width() - fixed) / max(sum(names), 1))
        left = 0.0
        for (spec, value), name_width, value_width in zip(self._entries, names, values, strict=True):
            self._paint_line(painter, spec, left)
            left += LINE + PADDING
            room = QRectF(left, 0, name_width * squeeze + 1, self.height())
            painter.setFont(self._theme.font("help"))
            painter.setPen(self._theme.color("text2"))
            name = body.elidedText(spec.name, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
            left += room.width() + PADDING
            painter.setFont(self._theme.font("strong"))
            painter.setPen(self._theme.color("text"))
            painter.drawText(QRectF(left, 0, value_width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, value)
            left += value_width + GAP

    def _paint_line(self, painter: QPainter, spec: SeriesSpec, left: float) -> None:
        pen = QPen(self._theme.color(f"series{spec.place}"), 2)
        if dashes := DASHES[spec.place]:
            pen.setDashPattern([float(length) for length in dashes])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(left, middle), QPointF(left + LINE, middle))
        if spec.per_epoch:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(f"series{spec.place}"))
            draw_marker(painter, MARKERS[spec.place], QPointF(left + LINE / 2, middle), MARKER)
