"""Where a person types the beginning of a text, and the one button that writes, then stops."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.text_area import TextArea

LINES = 2


class PromptCard(Card):
    """`write_wanted` and `stop_wanted` are sent by the button, which becomes the other in place."""

    write_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=12, parent=parent)
        self.editor = TextArea(theme)
        self.button = Button(theme, "primary", "write", large=True)
        self._is_writing = False
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.editor, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.button.clicked.connect(lambda: (self.stop_wanted if self._is_writing else self.write_wanted).emit())
        theme.changed.connect(self._restyle)
        self._restyle()
        self.retranslate()

    def prompt(self) -> str:
        """What was typed."""
        return self.editor.toPlainText()

    def set_prompt(self, text: str) -> None:
        """Type something else; the person can undo that."""
        self.editor.replace_text(text)

    def set_writing(self, writing: bool) -> None:
        """Let the button stop, or write."""
        if writing != self._is_writing:
            self._is_writing = writing
            self.retranslate()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.editor.setAccessibleName(self.tr("Beginning of the text"))
        self.editor.setPlaceholderText(self.tr("Type a beginning, or nothing at all"))
        words = self.tr("Stop") if self._is_writing else self.tr("Write")
        self.button.setText(words)
        self.button.set_icon("stop" if self._is_writing else "write")
        self.button.set_tooltip(self.tr("Esc stops") if self._is_writing else self.tr("Ctrl+Enter writes"))

    def _restyle(self) -> None:
        self.editor.setFixedHeight(self.editor.room_for(LINES) + 2 * 8 + 2)
        self.button.setMinimumWidth(self._theme.px(112))
