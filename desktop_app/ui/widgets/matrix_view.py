"""A confusion matrix: what pictures show by rows, what they were read as by columns."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.ui.theme import Theme

CELL = 30  # pixels at most; with many labels cells shrink, and below the height of a line they hold no figures
SMALLEST = 6
WIDEST = 440  # pixels for all cells together
LABEL_ROOM = 96  # pixels at most for the names of rows
GAP = 1
FAINT, STRONG = 0.12, 0.75  # opacity of a cell of one picture, and of one that holds most


class MatrixView(QWidget):
    """Arrow keys move through the cells; `cell_changed` tells of the chosen one, which `set_cell_text` explains."""

    cell_changed = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: tuple[str, ...] = ()
        self._counts = np.zeros((0, 0), dtype=np.int64)
        self._chosen: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_matrix(self, labels: tuple[str, ...], counts: np.ndarray) -> None:
        """Show `counts` int64 [labels, labels]."""
        self._labels, self._counts, self._chosen = labels, counts, None
        self.updateGeometry()
        self.update()

    def chosen(self) -> tuple[int, int] | None:
        """Row and column of the cell that the person looks at."""
        return self._chosen

    def set_cell_text(self, text: str) -> None:
        """Say in words what the chosen cell holds."""
        self.setAccessibleDescription(text)

    def sizeHint(self) -> QSize:
        grid = self._grid()
        side = int(grid.cell * len(self._labels))
        return QSize(int(grid.left) + side, int(grid.top) + side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -------------------------------------------------------------------------------------------- events
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None or not self._labels:
            super().keyPressEvent(event)
            return
        row, column = self._chosen or (0, 0)
        last = len(self._labels) - 1
        self._choose((min(max(row + move[0], 0), last), min(max(column + move[1], 0), last)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        self._choose(cell)
        QToolTip.showText(event.globalPosition().toPoint(), self.accessibleDescription() if cell else "", self)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, grid = QPainter(self), self._grid()
        painter.setFont(self._theme.font("tick"))
        metrics = self._theme.metrics("tick")
        has_words = grid.cell >= metrics.height()
        if has_words:
            self._paint_names(painter, grid)
        totals = self._counts.sum(axis=1)
        busiest = max(int((self._counts - np.diag(np.diag(self._counts))).max(initial=0)), 1)
        inset, colors = self._theme.color("inset"), {True: self._theme.color("accent"), False: self._theme.color("bad")}
        for row, counts in enumerate(self._counts.tolist()):
            for column, count in enumerate(counts):
                room, is_right = grid.room(row, column), row == column
                share = count / max(int(totals[row]) if is_right else busiest, 1)
                fill = mixed(inset, colors[is_right], FAINT + (STRONG - FAINT) * share) if count else inset
                painter.fillRect(room, fill)
                if count and has_words and metrics.horizontalAdvance(str(count)) <= room.width():
                    painter.setPen(readable_on(fill))
                    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(count))
        if self._chosen is not None:
            painter.setPen(QPen(self._theme.color("text"), 2))
            painter.drawRect(grid.room(*self._chosen).adjusted(1, 1, -1, -1))

    # -------------------------------------------------------------------------------------------- working
    def _paint_names(self, painter: QPainter, grid: "Grid") -> None:
        metrics, elide = self._theme.metrics("tick"), Qt.TextElideMode.ElideRight
        painter.setPen(self._theme.color("text2"))
        for number, label in enumerate(self._labels):
            beside = QRectF(0, grid.top + number * grid.cell, grid.left - 6, grid.cell)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, flags, metrics.elidedText(label, elide, int(beside.width())))
            above = QRectF(grid.left + number * grid.cell, 0, grid.cell, grid.top - 3)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(above, flags, metrics.elidedText(label, elide, int(grid.cell)))

    def _choose(self, cell: tuple[int, int] | None) -> None:
        if cell != self._chosen:
            self._chosen = cell
            self.cell_changed.emit(*(cell or (-1, -1)))
            self.update()

    def _cell_at(self, place: QPointF) -> tuple[int, int] | None:
        grid = self._grid()
        column, row = int((place.x() - grid.left) // grid.cell), int((place.y() - grid.top) // grid.cell)
        inside = 0 <= row < len(self._labels) and 0 <= column < len(self._labels)
        return (row, column) if inside else None

    def _grid(self) -> "Grid":
        metrics = self._theme.metrics("tick")
        widest = max((metrics.horizontalAdvance(label) for label in self._labels), default=0)
        shared = max(self._theme.px(WIDEST) / max(len(self._labels), 1), SMALLEST)
        left = min(widest, self._theme.px(LABEL_ROOM)) + 10
        return Grid(left, metrics.height() + 4, min(self._theme.px(CELL), shared))


@dataclass(frozen=True)
class Grid:
    """Where the cells lie, in pixels: the first one's corner and the side of each."""

    left: float
    top: float
    cell: float

    def room(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell, on whole pixels."""
        left, top = self.left + column * self.cell, self.top + row * self.cell
        width, height = round(left + self.cell) - round(left) - GAP, round(top + self.cell) - round(top) - GAP
        return QRectF(round(left), round(top), width, height)


def mixed(below: QColor, above: QColor, opacity: float) -> QColor:
    """The colour that `above` at `opacity` makes on `below`."""
    pairs = ((below.red(), above.red()), (below.green(), above.green()), (below.blue(), above.blue()))
    return QColor(*(round(low + (high - low) * opacity) for low, high in pairs))


def readable_on(color: QColor) -> QColor:
    """Black or white, whichever is told better from `color`."""
    parts = (color.redF(), color.greenF(), color.blueF())
    shares = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]  # WCAG 2.2, relative luminance
    return QColor("black") if luminance > 0.179 else QColor("white")
