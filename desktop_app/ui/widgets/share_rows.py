"""Rows of parts: what share each label has in each group, with the size of the group beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.ui.theme import Theme

BAR, GAP = 12, 12
SERIES = ("series1", "series2", "series3", "series4")


@dataclass(frozen=True)
class ShareRow:
    """One group: its name, how many of each part, its size in words, and all of it in words."""

    name: str
    parts: tuple[int, ...]
    size: str
    words: str


class ShareRows(QWidget):
    """One bar a row, each as long as the others; what is in no part is left empty."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: Sequence[ShareRow] = ()
        self._wholes: Sequence[int] = ()
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_rows(self, rows: Sequence[ShareRow], wholes: Sequence[int]) -> None:
        """Show `rows`, of each of which the parts are shares of its whole."""
        self._rows, self._wholes = rows, wholes
        self.setAccessibleDescription("; ".join(row.words for row in rows))
        self.updateGeometry()
        self.update()

    def rows(self) -> Sequence[ShareRow]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(320, len(self._rows) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = event.pos().y() // self._row_height()
            if 0 <= number < len(self._rows):
                QToolTip.showText(event.globalPos(), self._rows[number].words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._row_height()
        metrics = self._theme.metrics("body")
        widest = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0)
        names = min(widest, self.width() // 3)
        sizes = max((self._theme.metrics("help").horizontalAdvance(row.size) for row in self._rows), default=0)
        bar = QRectF(names + GAP, 0, self.width() - names - sizes - 2 * GAP, BAR)
        for number, row in enumerate(self._rows):
            top = number * height
            bar.moveTop(top + (height - BAR) / 2)
            self._paint_words(
                painter, row, QRect(0, top, names, height), QRect(self.width() - sizes, top, sizes, height)
            )
            self._paint_bar(painter, bar, row.parts, max(1, self._wholes[number]))

    def _paint_words(self, painter: QPainter, row: ShareRow, left: QRect, right: QRect) -> None:
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("text"))
        shown = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(self._theme.font("help"))
        painter.setPen(self._theme.color("text2"))
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.size)

    def _paint_bar(self, painter: QPainter, bar: QRectF, parts: Sequence[int], whole: int) -> None:
        path = QPainterPath()
        path.addRoundedRect(bar, BAR / 2, BAR / 2)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(bar, self._theme.color("hover"))
        left = bar.left()
        for number, part in enumerate(parts):
            width = bar.width() * part / whole
            painter.fillRect(QRectF(left, bar.top(), width, BAR), self._theme.color(part_token(number)))
            left += width
            if part:  # parts differ in more than their colour: a gap stands between them
                painter.fillRect(QRectF(left - 1, bar.top(), 1, BAR), self._theme.color("card"))
        painter.restore()

    def _row_height(self) -> int:
        return self._theme.height_for(pixels=26, around=8)


def part_token(number: int) -> str:
    """The token of the colour of a part; the last of more than four is all the others."""
    return SERIES[number] if number < len(SERIES) else "edge"


class PartLegend(QWidget):
    """The names of the parts beside their colours, over as many lines as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: Sequence[str] = ()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def set_names(self, names: Sequence[str]) -> None:
        """Name the parts in their order."""
        self._names = names
        self.setAccessibleDescription("; ".join(names))
        self.updateGeometry()
        self.update()

    def names(self) -> Sequence[str]:
        """The names in their order."""
        return self._names

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(max((place.bottom() for place in self._places(width)), default=0))

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("help"))
        for number, (name, place) in enumerate(zip(self._names, self._places(self.width()), strict=True)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(part_token(number)))
            painter.drawRoundedRect(QRectF(place.left(), place.center().y() - 5, 10, 10), 3, 3)
            painter.setPen(self._theme.color("text2"))
            painter.drawText(place.adjusted(16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)

    def _places(self, width: int) -> list[QRectF]:
        metrics = self._theme.metrics("help")
        line = metrics.height() + 4
        places, corner = [], QPointF(0, 0)
        for name in self._names:
            own = 16 + metrics.horizontalAdvance(name) + 2
            if corner.x() and corner.x() + own > width:
                corner = QPointF(0, corner.y() + line)
            places.append(QRectF(corner.x(), corner.y(), own, line))
            corner.setX(corner.x() + own + 16)
        return places
