"""Probabilities as labelled bars, the likeliest first."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.progress_bar import paint_bar

BAR, SHORTEST_BAR = 8, 60
ROW, DENSE_ROW = 24, 20


def percent_text(probability: float) -> str:
    """A probability (0 to 1) in percent with one decimal, never a plain 0 and never a rounded-up 100."""
    percent = probability * 100
    if 0 < percent < 0.1:
        return "< 0.1 %"
    if 99.95 <= percent < 100:
        return "> 99.9 %"
    return f"{percent:.1f} %"


class ProbabilityBars(QWidget):
    """Rows of label, bar and percentage. The first is drawn strong, in amber when the answer is unsure."""

    def __init__(self, theme: Theme, rows: int = 5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self._entries: list[tuple[str, float]] = []
        self._unsure = False
        self._row = ROW
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_probabilities(self, entries: Sequence[tuple[str, float]], unsure: bool = False) -> None:
        """Show (label, probability from 0 to 1) pairs, sorted by the caller; only the first rows fit."""
        self._entries = list(entries[: self._rows])
        self._unsure = unsure
        self.setAccessibleDescription("; ".join(f"{label} {percent_text(value)}" for label, value in self._entries))
        self.update()

    def entries(self) -> list[tuple[str, float]]:
        """What is shown."""
        return list(self._entries)

    def set_rows(self, rows: int) -> None:
        """Show at most so many, and be as high as that."""
        self._rows = rows
        self.updateGeometry()

    def set_dense(self, dense: bool) -> None:
        """Let the rows stand closer."""
        self._row = DENSE_ROW if dense else ROW
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._row_height() * self._rows)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._row_height() * self._rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self._theme.metrics("strong")
        label_width = max((metrics.horizontalAdvance(label) for label, _ in self._entries), default=0)
        number_width = metrics.horizontalAdvance("> 99.9 %")
        most = max(self.width() // 3, self.width() - number_width - 22 - self._theme.px(SHORTEST_BAR))
        label_width = min(max(label_width + 2, self._theme.px(10)), most)
        for index, (label, value) in enumerate(self._entries):
            row = QRectF(0, index * self._row_height(), self.width(), self._row_height())
            strong = index == 0
            painter.setFont(self._theme.font("strong" if strong else "body"))
            painter.setPen(self._theme.color("text" if strong else "text2"))
            shown = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, label_width)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, shown)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, percent_text(value))
            bar = QRectF(
                label_width + 10, row.center().y() - BAR / 2, self.width() - label_width - number_width - 22, BAR
            )
            paint_bar(painter, self._theme, bar, value, self._fill(strong))

    def _fill(self, strong: bool) -> str:
        if not strong:
            return "bar"
        return "warn" if self._unsure else "accent"

    def _row_height(self) -> int:
        return self._theme.height_for(pixels=self._row, around=self._row - 18)
