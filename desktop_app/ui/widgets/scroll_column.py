"""A column that scrolls when it is higher than the page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

BAR_ROOM = 16  # right of the content, so that the scroll bar lies beside the cards and not over them


class ScrollColumn(QScrollArea):
    """A transparent scroll area whose content grows with its width. Fill `body`."""

    def __init__(self, spacing: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setProperty("scrolled", "1")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, BAR_ROOM, 0)
        self.body.setSpacing(spacing)
        self.setWidget(content)
        self._taken = 0
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def _make_room(self, low: int, high: int) -> None:
        """The bar takes its width from the room beside the content, so that the content stays where it is."""
        bar = self.verticalScrollBar().sizeHint().width() if high > low else 0
        margins = self.body.contentsMargins()
        whole = margins.right() + self._taken
        self._taken = min(bar, whole)
        margins.setRight(whole - self._taken)
        self.body.setContentsMargins(margins)
