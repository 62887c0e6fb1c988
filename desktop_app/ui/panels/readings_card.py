"""What a classifier reads in the generated pictures."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop_app.ui.panels.label_counts import LabelCounts
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label


class ReadingsCard(Card):
    """Counts of what the pictures read as."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._reader, self._unsure, self._total = "", 0, 0
        self.heading = self.add_heading()
        self.counts = LabelCounts(theme)
        self._caption = Label(theme, "help", "text2", wrap=True)
        self.body.addWidget(self.counts, 1)
        self.body.addWidget(self._caption)
        self.retranslate()

    def show_counts(self, labels: Sequence[str], counts: Sequence[int], sure: Sequence[int], reader: str) -> None:
        """Show how often each label was read by the classifier `reader`, and how often surely."""
        self._reader, self._total, self._unsure = reader, sum(counts), sum(counts) - sum(sure)
        self.counts.set_counts(labels, counts, sure)
        self._say()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Reads as"))
        self.counts.setAccessibleName(self.tr("How often each label is read"))
        self._say()

    def _say(self) -> None:
        if not self._reader:
            self._caption.setText(self.tr("With a classifier in the library, what the pictures show is counted here."))
            return
        text = self.tr("Read by {reader}, without certainty: {unsure} of {total} (pale).")
        self._caption.setText(text.format(reader=self._reader, unsure=self._unsure, total=self._total))
