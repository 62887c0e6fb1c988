"""A text and its translation as two cards; pointing at a word shows its partners on the other side."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.drag_button import DragButton
from desktop_app.ui.widgets.label import ElidedLabel, Label
from desktop_app.ui.widgets.marked_text import MarkedText
from desktop_app.ui.widgets.progress_bar import ThinProgressBar

ROLE, LEADING = "written", 10


class PairText(MarkedText):
    """One of the two texts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, ROLE, LEADING, parent)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(280), self.room_for(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self.room_for(2))


class SourceCard(Card):
    """Where the text is typed. The button translates, then stops; swapping is offered where it is possible."""

    translate_wanted = Signal()
    stop_wanted = Signal()
    swap_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._is_busy = False
        self.heading = self.add_heading()
        self.swap, self.clear, self.open = (
            IconButton(theme, "swap"),
            IconButton(theme, "close"),
            IconButton(theme, "folder"),
        )
        self.editor = PairText(theme)
        self.button = Button(theme, "primary", "translate", large=True)
        self.bar = ThinProgressBar(theme, 4)
        self._state = ElidedLabel(theme, "help", "text2")
        for action in (self.swap, self.open, self.clear):
            self.heading.add_action(action)
        self.heading.row.setSpacing(4)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.button)
        foot.addWidget(self._state, 1)
        self.body.addWidget(self.editor, 1)
        self.body.addWidget(self.bar)
        self.body.addLayout(foot)
        self.body.setContentsMargins(16, 10, 16, 16)
        self.button.clicked.connect(lambda: (self.stop_wanted if self._is_busy else self.translate_wanted).emit())
        self.swap.clicked.connect(self.swap_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.clear.clicked.connect(lambda: self.set_text(""))
        self.editor.textChanged.connect(self._allow)
        self.set_progress(0, 0)
        self._allow()
        self.retranslate()

    def text(self) -> str:
        """What is to be translated."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> bool:
        """Put something else in, which the person can undo; says whether it was short enough."""
        taken = self.editor.replace_text(text)
        self.editor.verticalScrollBar().setValue(0)
        return taken

    def set_busy(self, busy: bool) -> None:
        """Let the button stop, or translate."""
        if busy != self._is_busy:
            self._is_busy = busy
            self.retranslate()
        self.set_progress(0, 0)
        self._allow()

    def set_progress(self, done: int, total: int) -> None:
        """How many sentences are translated; nothing is shown of a single one."""
        self.bar.setVisible(total > 1)
        self.bar.set_fraction(done / max(total, 1))
        words = self.tr("{done} of {total} sentences").format(done=done, total=total)
        self._state.setText(words if total > 1 else "")

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.swap.set_name(self.tr("Translate the other way round"))
        self.open.set_name(self.tr("Open a text file"))
        self.clear.set_name(self.tr("Clear the text"))
        self.editor.setAccessibleName(self.tr("Text to translate"))
        self.editor.setPlaceholderText(self.tr("Type or paste sentences, or drop a text file."))
        self.button.setText(self.tr("Stop") if self._is_busy else self.tr("Translate"))
        self.button.set_icon("stop" if self._is_busy else "translate")
        self.button.set_tooltip(self.tr("Esc stops") if self._is_busy else self.tr("Ctrl+Enter translates"))

    def _allow(self) -> None:
        has_text = bool(self.editor.toPlainText().strip())
        self.button.allow(has_text or self._is_busy, self.tr("There is no text yet"))
        self.clear.setEnabled(has_text)


class TargetCard(Card):
    """The translation. `make_file` gives name and text of what is dragged out."""

    copy_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._name = "translation"
        self.heading = self.add_heading()
        self.view = PairText(theme)
        self.view.setReadOnly(True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.view.setTextInteractionFlags(flags)
        self._copy, self._save = IconButton(theme, "copy"), DragButton(theme, "save", self._file)
        self._facts = ElidedLabel(theme, "help", "text2")
        self._notice = Label(theme, "help", "warn", wrap=True)
        self.heading.add_action(self._copy)
        self.heading.add_action(self._save)
        self.heading.row.setSpacing(4)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self._notice)
        self.body.addWidget(self._facts)
        self.body.setContentsMargins(16, 10, 16, 16)
        self._copy.clicked.connect(self.copy_wanted)
        self._save.clicked.connect(self.save_wanted)
        self.show_text("")
        self.retranslate()

    def text(self) -> str:
        """The translation."""
        return self.view.toPlainText()

    def show_text(self, text: str) -> None:
        """Show another translation."""
        self.view.set_marks([])
        self.view.set_text(text)
        for button in (self._copy, self._save):
            button.setEnabled(bool(text))

    def show_facts(self, facts: str, notice: str = "") -> None:
        """Say how it came about, and what went wrong with it."""
        self._facts.setText(facts)
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))

    def set_file_stem(self, name: str) -> None:
        """What a file of it is called."""
        self._name = name

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._copy.set_name(self.tr("Copy the translation"))
        self._save.set_name(self.tr("Save as a text file; drag it to take the text elsewhere"))
        self.view.setAccessibleName(self.tr("Translation"))
        self.view.setPlaceholderText(self.tr("The translation appears here."))

    def _file(self) -> tuple[str, str]:
        return f"{self._name}.txt", self.text()


class TextPair(QWidget):
    """Both cards, of equal size, side by side or one above the other."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source, self.target = SourceCard(theme), TargetCard(theme)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.source, 1)
        self._row.addWidget(self.target, 1)

    def set_arrangement(self, stacked: bool, gap: int) -> None:
        """One above the other, or side by side."""
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._row.setSpacing(gap)

    def is_stacked(self) -> bool:
        """Whether the translation stands below."""
        return self.target.mapTo(self, QPoint(0, 0)).y() > 0
