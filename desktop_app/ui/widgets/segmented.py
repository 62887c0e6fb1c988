"""A row of segments of which one is chosen: tabs of a page, filters of a list."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

PADDING, SPACING = 3, 2


class _Segment(QRadioButton):
    def __init__(self, theme: Theme, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self._theme.metrics("strong").horizontalAdvance(self.text())
        return QSize(width + 28, self._theme.height_for(pixels=34) - 2 * PADDING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(QPen(self._theme.color("line2"), 1))
            painter.setBrush(self._theme.color("pill"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        token = "off" if not self.isEnabled() else "text" if self.isChecked() or self.underMouse() else "text2"
        painter.setFont(self._theme.font("strong" if self.isChecked() else "label"))
        painter.setPen(self._theme.color(token))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class SegmentedControl(QWidget):
    """Radio buttons that look like one control; arrow keys move the choice. Emits `chosen` with the segment's key."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._segments: dict[str, _Segment] = {}
        self._group = QButtonGroup(self)
        self._anchor = QWidget(self)  # holds the place of the segments, which are made later, in the order of Tab
        self._anchor.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt puts nothing behind a widget that takes no focus
        self._anchor.setVisible(False)
        self._rows = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self._grid.setSpacing(SPACING)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._resize_segments)

    def set_segments(self, segments: Sequence[tuple[str, str]]) -> None:
        """Show (key, text) pairs. Known keys only change their text, so that a language switch keeps the choice."""
        if list(self._segments) == [key for key, _ in segments]:
            for key, text in segments:
                self._segments[key].setText(text)
                self._segments[key].updateGeometry()
            return
        for segment in self._segments.values():
            self._group.removeButton(segment)
            segment.setVisible(False)  # until it is gone
            segment.deleteLater()
        self._segments = {}
        before = self._anchor
        for key, text in segments:
            self._segments[key] = self._made(key, text)
            QWidget.setTabOrder(before, self._segments[key])
            before = self._segments[key]
        self._lay_out()
        if segments:
            self.select(segments[0][0])

    def wrap(self, room: int) -> None:
        """Take as few rows as fit into a width of `room` pixels."""
        rows = next((rows for rows in range(1, len(self._segments)) if self._width_in(rows) <= room), 1)
        if rows != self._rows:
            self._rows = rows
            self._lay_out()

    def select(self, key: str) -> None:
        """Choose a segment without a signal; a key of none changes nothing."""
        if key in self._segments:
            self._segments[key].setChecked(True)

    def selected(self) -> str:
        """The key of the chosen segment, empty when there is none."""
        return next((key for key, segment in self._segments.items() if segment.isChecked()), "")

    def segment(self, key: str) -> QRadioButton:
        """One segment, for a tooltip or for switching it off."""
        return self._segments[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("track"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)

    def _made(self, key: str, text: str) -> _Segment:
        segment = _Segment(self._theme, text, self)
        self._group.addButton(segment)
        segment.clicked.connect(lambda: self.chosen.emit(key))
        return segment

    def _lay_out(self) -> None:
        for number, segment in enumerate(self._segments.values()):
            self._grid.addWidget(segment, *divmod(number, self._columns(self._rows)))

    def _columns(self, rows: int) -> int:
        return -(-len(self._segments) // rows)

    def _width_in(self, rows: int) -> int:
        """Pixels that the control is wide in so many rows, each column as wide as its widest segment."""
        columns, widths = self._columns(rows), [each.sizeHint().width() for each in self._segments.values()]
        widest = [max(widths[column::columns]) for column in range(columns)]
        return sum(widest) + SPACING * (columns - 1) + 2 * PADDING

    def _resize_segments(self) -> None:
        for segment in self._segments.values():
            segment.updateGeometry()
