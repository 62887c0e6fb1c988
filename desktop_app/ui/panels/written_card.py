"""The text that a model writes: heading with what wrote it, the text itself, and what can be done with it."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.passage import Passage, Piece
from desktop_app.ui.panels.verdicts import CPU
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.drag_button import DragButton
from desktop_app.ui.widgets.label import ElidedLabel, Label
from desktop_app.ui.widgets.marked_text import Mark
from desktop_app.ui.widgets.streamed_text import StreamedText
from desktop_app.ui.widgets.switch import CheckBox
from desktop_app.ui.widgets.text_area import utf16_length


class WrittenCard(Card):
    """Sends what a person wants; `piece_chosen` carries the number of a piece."""

    continue_wanted = Signal()
    again_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()
    piece_chosen = Signal(int)
    shading_changed = Signal(bool)

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._passage: Passage | None = None
        self._pieces: list[Piece] = []
        self._starts: list[int] = []
        self._length = 0  # of what is shown, in places of the document
        self.heading = self.add_heading()
        self.shade = CheckBox(theme)
        self._undo, self._redo, self._copy = (
            IconButton(theme, "undo"),
            IconButton(theme, "redo"),
            IconButton(theme, "copy"),
        )
        self.save = DragButton(theme, "save", self._file)
        self.view = StreamedText(theme)
        self._go_on, self._again = Button(theme, icon="write"), Button(theme, icon="refresh")
        self._facts = ElidedLabel(theme, "help", "text2")
        self._notice = Label(theme, "help", "warn", wrap=True)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_passage(None)

    # -------------------------------------------------------------------------------------------- content
    def show_passage(self, passage: Passage | None) -> None:
        """Show another text, or that there is none."""
        self._pieces, self._starts = [], []
        self._length = utf16_length(passage.prompt) if passage else 0
        marks = self._take(passage.pieces if passage else ())
        self.view.show_text(passage.prompt if passage else "", [piece.text for piece in self._pieces], marks)
        self.show_facts(passage)

    def append(self, pieces: Sequence[Piece]) -> None:
        """Show what was written since."""
        marks = self._take(pieces)
        self.view.append("".join(piece.text for piece in pieces), marks)

    def facts(self) -> str:
        """What is said of how the text was written."""
        return self._facts.text()

    def show_facts(self, passage: Passage | None, model: str = "") -> None:
        """Say how it was written and why it ends."""
        self._passage = passage
        self._facts.setText(self._told(passage, model) if passage else "")
        notice = self._remarks(passage) if passage else ""
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        for button in (self._copy, self.save):
            button.setEnabled(bool(passage and passage.text()))

    def allow(self, go_on: bool, again: bool, undo: bool, redo: bool, reason: str = "") -> None:
        """What can be done now, and why nothing can be written anew."""
        self._go_on.setEnabled(go_on)
        self._again.allow(again, reason)
        self._undo.setEnabled(undo)
        self._redo.setEnabled(redo)

    def set_shading(self, shaded: bool) -> None:
        """Mark unlikely tokens, or none."""
        self.shade.setChecked(shaded)
        self.view.set_marks(self._marks(0) if shaded else [])

    def choose_piece(self, number: int) -> None:
        """Draw a ring around a piece; around none for -1."""
        if 0 <= number < len(self._pieces):
            self.view.set_ring(*self._letters(number))
        else:
            self.view.set_ring(0, 0)

    def piece_at(self, place: int) -> int:
        """The number of the piece at a place of the document, -1 before the first."""
        return bisect_right(self._starts, place) - 1 if place < self._length else -1

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Text"))
        self.shade.setText(self.tr("Shading"))
        self.shade.setToolTip(self.tr("Shades unlikely tokens: the darker a part, the less likely the model found it"))
        self.shade.setAccessibleName(self.tr("Shade unlikely tokens"))
        self.shade.updateGeometry()
        self._undo.set_name(self.tr("Back to the text before"))
        self._redo.set_name(self.tr("Forward to the text after"))
        self._copy.set_name(self.tr("Copy the text"))
        self.save.set_name(self.tr("Save as a text file; drag it to take the text elsewhere"))
        self.view.setAccessibleName(self.tr("Written text"))
        self.view.setPlaceholderText(self.tr("What the model writes appears here."))
        self.view.jump.set_name(self.tr("Jump to the end"))
        self._go_on.setText(self.tr("Continue"))
        self._again.setText(self.tr("Regenerate"))
        self._again.set_tooltip(self.tr("Write the last part anew from another seed"))

    # -------------------------------------------------------------------------------------------- working
    def _take(self, pieces: Sequence[Piece]) -> list[Mark]:
        first = len(self._pieces)
        for piece in pieces:
            self._pieces.append(piece)
            self._starts.append(self._length)
            self._length += utf16_length(piece.text)
        return self._marks(first) if self.shade.isChecked() else []

    def _marks(self, first: int) -> list[Mark]:
        """What is marked of the pieces from `first` on."""
        marks = []
        for number in range(first, len(self._pieces)):
            piece = self._pieces[number]
            if (strength := piece.strength()) > 0 and piece.text.strip():
                marks.append(Mark(*self._letters(number), strength))
        return marks

    def _letters(self, number: int) -> tuple[int, int]:
        """Where a piece stands in the document, without the space around it if it is more than that."""
        start, text = self._starts[number], self._pieces[number].text
        letters = text.strip()
        if not letters:
            return start, start + utf16_length(text)
        begin = start + len(text) - len(text.lstrip())
        return begin, begin + utf16_length(letters)

    def _told(self, passage: Passage, model: str) -> str:
        number = self._language.number
        facts = [self._ending(passage), self.tr("%Ln token(s)", "", passage.tokens)]
        if passage.rate() > 0:
            facts.append(self.tr("{count} a second").format(count=number(passage.rate())))
        if passage.verdict is not None:
            facts.append("CPU" if passage.verdict.provider == CPU else passage.verdict.device_name)
        facts += [self.tr("seed {seed}").format(seed=passage.settings.seed), model]
        return " · ".join(fact for fact in facts if fact)

    def _ending(self, passage: Passage) -> str:
        return {
            "": self.tr("Writing"),
            "length": "",
            "end": self.tr("Ended by the model"),
            "stopped": self.tr("Stopped"),
            "failed": self.tr("Stopped by an error"),
        }[passage.end]

    def _remarks(self, passage: Passage) -> str:
        remarks = []
        if passage.left_out:
            remarks.append(self.tr("The text is long: its first %Ln token(s) were not read.", "", passage.left_out))
        if passage.unknown:
            remarks.append(self.tr("The model does not know %Ln sign(s) of the beginning.", "", passage.unknown))
        return " ".join(remarks)

    def _file(self) -> tuple[str, str]:
        name = self._passage.model_id.partition("/")[2] if self._passage else ""
        return f"{name or 'text'}.txt", self._passage.text() if self._passage else ""

    def _connect(self) -> None:
        self._go_on.clicked.connect(self.continue_wanted)
        self._again.clicked.connect(self.again_wanted)
        self._undo.clicked.connect(self.undo_wanted)
        self._redo.clicked.connect(self.redo_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.view.pressed.connect(lambda place: self.piece_chosen.emit(self.piece_at(place)))
        self.shade.toggled.connect(self.shading_changed)

    def _lay_out(self) -> None:
        for action in (self.shade, self._undo, self._redo, self._copy, self.save):
            self.heading.add_action(action)
        self.heading.row.setSpacing(4)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._go_on)
        foot.addWidget(self._again)
        foot.addSpacing(4)
        foot.addWidget(self._facts, 1)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self._notice)
        self.body.addLayout(foot)
        self.body.setContentsMargins(16, 10, 16, 16)  # the buttons of the heading have room of their own
