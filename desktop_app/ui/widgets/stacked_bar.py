"""A bar of several parts, each with its legend: what takes how much room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

BAR = 10


@dataclass(frozen=True)
class Part:
    """One part: its share in any unit, what the legend says, and the token of its colour."""

    amount: float
    legend: str
    token: str


class StackedBar(QWidget):
    """Parts side by side on a track that stands for `whole`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: list[Part] = []
        self._whole = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_parts(self, parts: Sequence[Part], whole: float = 0.0) -> None:
        """Show `parts` of `whole`; without it they fill the bar."""
        self._parts = list(parts)
        self._whole = max(whole, sum(part.amount for part in parts), 1e-9)
        self.setAccessibleDescription(", ".join(part.legend for part in parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, BAR + 10 + self._theme.metrics("help").height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QPainterPath()
        track.addRoundedRect(QRectF(0, 0, self.width(), BAR), BAR / 2, BAR / 2)
        painter.fillPath(track, self._theme.color("hover"))
        painter.save()
        painter.setClipPath(track)
        left = 0.0
        for part in self._parts:
            width = self.width() * part.amount / self._whole
            painter.fillRect(QRectF(left, 0, max(width - 2, min(width, 1)), BAR), self._theme.color(part.token))
            left += width
        painter.restore()
        self._paint_legend(painter)

    def _paint_legend(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font("help"))
        metrics = painter.fontMetrics()
        left, top = 0, BAR + 10
        for part in self._parts:
            box = QRectF(left, top + (metrics.height() - 10) / 2, 10, 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(part.token))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(self._theme.color("text2"))
            painter.drawText(left + 16, top + metrics.ascent(), part.legend)
            left += 16 + metrics.horizontalAdvance(part.legend) + 16
