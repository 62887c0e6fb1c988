"""Plain text over several lines, to read or to type, in the fonts of the theme."""

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QInputMethodEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop_app.ui.theme import Theme

LINE_END = "\n"
LONGEST_TYPED = 80_000
"""Characters that are put into an editor in one go: more would hold the window up."""
HARMLESS = str.maketrans(
    {"\r": LINE_END, "\u2028": LINE_END, "\u2029": LINE_END, "\0": "\ufffd", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd"}
)
"""Signs that mean something else to a text document, each for one that does not."""


def utf16_length(text: str) -> int:
    """How many places a text takes in a text document, where an emoji takes two."""
    return len(text) + sum(sign > "\uffff" for sign in text)


class Places:
    """Where the characters of a text stand in a text document, and back."""

    def __init__(self, text: str) -> None:
        self._places: list[int] | None = None
        if any(sign > "\uffff" for sign in text):
            self._places = [0, *accumulate(2 if sign > "\uffff" else 1 for sign in text)]

    def of(self, character: int) -> int:
        """The place in the document of a character."""
        return character if self._places is None else self._places[character]

    def character(self, place: int) -> int:
        """The character at a place of the document."""
        return place if self._places is None else bisect_right(self._places, place) - 1


class TextArea(QTextEdit):
    """Takes and gives plain text only. `bare` ones have neither border nor ground of their own.

    `role` names a size of type, `leading` is what stands between two lines, in pixels at 100 %. `refused` carries the
    length of a text that was too long to be put in.
    """

    refused = Signal(int)

    def __init__(
        self, theme: Theme, role: str = "body", leading: int = 4, bare: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role, self._leading = role, leading
        self._preedit = ""
        self.setProperty("bare", "1" if bare else "0")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Show another text; line ends of every kind are line ends."""
        self.setPlainText(text.replace("\r\n", LINE_END).translate(HARMLESS))
        self._space_lines()

    def replace_text(self, text: str) -> bool:
        """Put another text in, which the person can undo; says whether it was short enough."""
        if len(text) > LONGEST_TYPED:
            self.refused.emit(len(text))
            return False
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text.replace("\r\n", LINE_END).translate(HARMLESS))
        return True

    def is_composing(self) -> bool:
        """Whether an input method is putting signs together: what a key means then is its business."""
        return bool(self._preedit)

    def room_for(self, lines: int) -> int:
        """The height in which so many lines are seen at once, without the frame."""
        metrics = QFontMetricsF(self.font())
        return round(lines * (metrics.height() + self._theme.px(self._leading)) + 2 * self.document().documentMargin())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()  # without the colours, which other programs would take along
        mime.setText(self.textCursor().selection().toPlainText())
        return mime

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()  # files are the page's

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) > LONGEST_TYPED:
            self.refused.emit(len(text))
        else:
            self.textCursor().insertText(text.replace("\r\n", LINE_END).translate(HARMLESS))
            self.ensureCursorVisible()

    def text_font(self) -> QFont:
        """The font of the text."""
        return self._theme.font(self._role)

    def _restyle(self) -> None:
        self.setFont(self.text_font())
        self._space_lines()

    def _space_lines(self) -> None:
        form = QTextBlockFormat()
        distance = QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value
        form.setLineHeight(self._theme.px(self._leading), distance)
        undoable = self.isUndoRedoEnabled()
        self.setUndoRedoEnabled(False)  # how a text looks is nothing to undo
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)
        self.setUndoRedoEnabled(undoable)
