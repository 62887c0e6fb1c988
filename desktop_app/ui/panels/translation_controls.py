"""How a translation is searched for, and what a word was written for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.probability_bars import ProbabilityBars
from desktop_app.ui.widgets.stepper import Stepper

LARGEST_BEAM = 32
BARS = 6


class BeamCard(Card):
    """`changed` is sent when another width is set."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=6, parent=parent)
        self.heading = self.add_heading()
        self._name = Label(theme, "label")
        self._stepper = Stepper(theme, 1, LARGEST_BEAM)
        self._help = Label(theme, "help", "text2", wrap=True)
        self._name.setBuddy(self._stepper)
        for widget in (self._name, self._stepper, self._help):
            self.body.addWidget(widget)
        self._stepper.value_changed.connect(lambda _: self.changed.emit())
        self.retranslate()

    def beam(self) -> int:
        """How many translations are kept in view at a time."""
        return int(self._stepper.value())

    def set_beam(self, beam: int) -> None:
        """Show another width."""
        self._stepper.set_value(beam)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Search"))
        self._name.setText(self.tr("Beam width"))
        self._stepper.setAccessibleName(self.tr("Beam width"))
        text = self.tr("1: always the likeliest next word. More: several beginnings are followed, which takes longer.")
        self._help.setText(text)
        self._stepper.setAccessibleDescription(text)


class PartnersCard(Card):
    """The word that is pointed at, and its partners on the other side with their shares of the attention."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._word, self._side = "", "source"
        self._has_attention = True
        self.heading = self.add_heading()
        self.bars = ProbabilityBars(theme, BARS)
        self._hint = Label(theme, "help", "text2", wrap=True)
        self.body.addWidget(self.bars)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.clear()

    def show_partners(self, side: str, word: str, partners: Sequence[tuple[str, float]]) -> None:
        """Show the partners of a word of one `side`, the strongest first."""
        self._word, self._side = word, side
        self.bars.set_rows(min(len(partners), BARS))
        self.bars.set_probabilities(partners)
        self.bars.setVisible(True)
        self.retranslate()

    def clear(self, has_attention: bool = True) -> None:
        """Show how to get something, or that this model tells nothing."""
        self._word, self._has_attention = "", has_attention
        self.bars.set_probabilities([])
        self.bars.setVisible(False)
        self.retranslate()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.bars.setAccessibleName(self.tr("Partners of the word"))
        if not self._word:
            self.heading.title.setText(self.tr("Alignment"))
            point = self.tr("Point at a word of either text to see which words of the other belong to it.")
            silent = self.tr("This model has no attention, so it does not tell which words belong together.")
            self._hint.setText(point if self._has_attention else silent)
            return
        self.heading.title.setText(self.tr("“{word}”").format(word=self._word))
        written_for = self.tr("What the model looked at while it wrote this word, as shares of its attention.")
        used_for = self.tr("Which words were written while the model looked at this one, as shares of the attention.")
        self._hint.setText(written_for if self._side == "target" else used_for)
