"""How often each label occurs among generated pictures, as a classifier reads them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

GAP = 6


class LabelCounts(QWidget):
    """One column for each label; the part of it that was read without doubt is filled strong."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: Sequence[str] = ()
        self._counts: Sequence[int] = ()
        self._sure: Sequence[int] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_counts(self, labels: Sequence[str], counts: Sequence[int], sure: Sequence[int]) -> None:
        """Show how many pictures read as each label, and how many of those surely."""
        self._labels, self._counts, self._sure = labels, counts, sure
        spoken = (f"{label}: {count}" for label, count in zip(labels, counts, strict=True))
        self.setAccessibleDescription("; ".join(spoken))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 140)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._theme.metrics("help").height() + 2
        pitch = (self.width() + GAP) / len(self._labels)
        room = self.height() - 2 * line
        most = max(*self._counts, 1)
        for index, label in enumerate(self._labels):
            left, width = index * pitch, pitch - GAP
            height = room * self._counts[index] / most
            column = QRectF(left, line + room - height, width, height)
            share = self._sure[index] / self._counts[index] if self._counts[index] else 0.0
            self._paint_column(painter, column, share)
            painter.setFont(self._theme.font("tick"))
            painter.setPen(self._theme.color("text2"))
            above = QRectF(left - GAP, column.top() - line, width + 2 * GAP, line)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(self._counts[index]))
            painter.setFont(self._theme.font("help_strong"))
            painter.setPen(self._theme.color("text"))
            below = QRectF(left - GAP, self.height() - line, width + 2 * GAP, line)
            shown = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, int(pitch))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_column(self, painter: QPainter, column: QRectF, share: float) -> None:
        path = QPainterPath()
        path.addRoundedRect(column, 3, 3)
        painter.fillPath(path, self._theme.color("line2"))
        painter.save()
        painter.setClipPath(path)
        top = column.bottom() - column.height() * share
        sure = QRectF(column.left(), top, column.width(), column.bottom() - top)
        painter.fillRect(sure, self._theme.color("series1"))
        painter.restore()
