"""The canvas to draw on, with its tools."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.drawing_canvas import DrawingCanvas
from desktop_app.ui.widgets.label import Label

PADDING = 13


class DrawingCard(Card):
    """`drawn` carries the picture while the pen moves; `emptied` comes when nothing is left of it."""

    drawn = Signal(QImage)
    emptied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=PADDING, parent=parent)
        self.canvas = DrawingCanvas(theme)
        self._caption = Label(theme, "help", "text2")
        self._undo = IconButton(theme, "undo")
        self._eraser = IconButton(theme, "eraser", checkable=True)
        self._clear = IconButton(theme, "trash")
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self._caption, 1)
        for tool in (self._undo, self._eraser, self._clear):
            tools.addWidget(tool)
        self.body.addWidget(self.canvas, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)
        self.body.addLayout(tools)
        self.canvas.picture_changed.connect(self._take)
        self.canvas.emptied.connect(self._take_nothing)
        self.canvas.undo_possible.connect(self._undo.setEnabled)
        self._undo.clicked.connect(self.canvas.undo)
        self._clear.clicked.connect(self.canvas.clear)
        self._eraser.toggled.connect(self.canvas.set_erasing)
        self._undo.setEnabled(False)
        self._clear.setEnabled(False)
        self.retranslate()

    def set_width(self, width: int) -> None:
        """Take another width; the canvas is square."""
        side = width - 2 * PADDING
        self.setFixedWidth(width)
        self.canvas.setFixedSize(QSize(side, side))

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._caption.setText(self.tr("Draw"))
        self._undo.set_name(self.tr("Undo the last stroke"))
        self._eraser.set_name(self.tr("Eraser"))
        self._clear.set_name(self.tr("Clear the drawing"))
        self.canvas.setAccessibleName(self.tr("Canvas to draw a digit on"))
        self.canvas.setAccessibleDescription(
            self.tr("Arrow keys move, Space puts the pen down or lifts it, Delete clears")
        )
        self.canvas.setToolTip(self.tr("Draw with the mouse, or with arrow keys and Space"))

    def _take(self, picture: QImage) -> None:
        self._clear.setEnabled(True)
        self.drawn.emit(picture)

    def _take_nothing(self) -> None:
        self._clear.setEnabled(False)
        self.emptied.emit()
