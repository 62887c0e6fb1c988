"""A text that grows while it is read: the view follows its end until the reader scrolls up."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.marked_text import Mark, MarkedText
from desktop_app.ui.widgets.text_area import HARMLESS, utf16_length

LINE_OF_READING = 70
"""Letters that a line has at most: longer ones are hard to read."""
KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class StreamedText(MarkedText):
    """Read, marked and copied, never typed into. What a person wrote themselves stands in a quieter colour.

    `end_wanted` is sent when the person jumps to the end.
    """

    end_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "written", 12, parent)
        self._own_length = 0
        self._follows = True
        self._is_growing = False
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.setUndoRedoEnabled(False)
        self.jump = IconButton(theme, "to-end", parent=self)
        self.jump.setProperty("kind", "float")
        self.jump.setVisible(False)
        self.jump.clicked.connect(self.jump_to_end)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._range_changed)

    # -------------------------------------------------------------------------------------------- the text
    def show_text(self, own: str, pieces: Sequence[str], marks: Sequence[Mark]) -> None:
        """Show another text: what the person wrote, then what was written for them."""
        self._follows = True
        self.set_ring(0, 0)
        self.set_text("")
        self._own_length = 0
        self._insert(own, "text2")
        self._own_length = utf16_length(own)
        self.set_marks(marks)
        self._insert("".join(pieces), "text")
        self._follow()

    def append(self, text: str, marks: Sequence[Mark]) -> None:  # type: ignore[override]
        """Let the text grow; the view goes along unless the reader is further up."""
        self._insert(text, "text")
        self.add_marks(marks)
        self._follow()

    def is_following(self) -> bool:
        """Whether the end stays in view while the text grows."""
        return self._follows

    def jump_to_end(self) -> None:
        """Show the end, and follow it from now on."""
        self._follows = True
        self._follow()
        self.end_wanted.emit()

    # -------------------------------------------------------------------------------------------- events
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in KEYS and not self.textCursor().hasSelection():
            self.pressed.emit(self.textCursor().position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit_lines()
        self._place_button()
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(400), self.room_for(6))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.room_for(3))

    # -------------------------------------------------------------------------------------------- working
    def _insert(self, text: str, token: str) -> None:
        form = QTextCharFormat()
        form.setForeground(self._theme.color(token))
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        selected = (self.textCursor().anchor(), self.textCursor().position())
        self._is_growing = True
        cursor.insertText(text.translate(HARMLESS), form)
        if selected != (self.textCursor().anchor(), self.textCursor().position()):
            self._select(*selected)  # else what is selected would grow with the text
        self._is_growing = False

    def _select(self, anchor: int, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _follow(self) -> None:
        if self._follows:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())
        self.jump.setVisible(not self._is_at_end())

    def _is_at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - self._theme.px(4)

    def _scrolled(self) -> None:
        if not self._is_growing:
            self._follows = self._is_at_end()
            self.jump.setVisible(not self._follows)

    def _range_changed(self) -> None:
        self._follow()

    def _place_button(self) -> None:
        size = self.jump.sizeHint()
        self.jump.setGeometry(
            self.viewport().width() - size.width() - 8, self.height() - size.height() - 8, size.width(), size.height()
        )
        self.jump.raise_()

    def _restyle(self) -> None:
        super()._restyle()
        if hasattr(self, "_own_length"):  # not while the base is being made
            self._limit_lines()
            self._color_text()

    def _limit_lines(self) -> None:
        longest = QFontMetricsF(self.font()).averageCharWidth() * LINE_OF_READING
        self.setLineWrapMode(MarkedText.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(min(round(longest), self.viewport().width()))

    def _color_text(self) -> None:
        """Give the text the colours of the theme in force."""
        cursor = QTextCursor(self.document())
        for end, token in ((self._own_length, "text2"), (self.document().characterCount() - 1, "text")):
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setForeground(self._theme.color(token))
            cursor.mergeCharFormat(form)
            cursor.setPosition(end)
