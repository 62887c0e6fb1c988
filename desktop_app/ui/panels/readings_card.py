"""What a classifier reads in the generated pictures, and for models that can, a place to rebuild one's own."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.panels.label_counts import LabelCounts
from desktop_app.ui.panels.rebuild import RebuildPanel
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.segmented import SegmentedControl


class ReadingsCard(Card):
    """Counts of what the pictures read as; a second side, Rebuild, where the model offers it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._reader, self._unsure, self._total = "", 0, 0
        self.heading = self.add_heading()
        self._tabs = SegmentedControl(theme)
        self._tabs.chosen.connect(self._turn)
        self.heading.add_action(self._tabs)
        self.counts = LabelCounts(theme)
        self._caption = Label(theme, "help", "text2", wrap=True)
        counted = QWidget()
        column = QVBoxLayout(counted)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.counts, 1)
        column.addWidget(self._caption)
        self.rebuild = RebuildPanel(theme)
        self._sides = QStackedWidget()
        self._sides.addWidget(counted)
        self._sides.addWidget(self.rebuild)
        self.body.addWidget(self._sides, 1)
        self.retranslate()
        self.offer_rebuild(False)

    def offer_rebuild(self, offered: bool) -> None:
        """Whether the model in use rebuilds pictures."""
        self._tabs.setVisible(offered)
        self.heading.title.setVisible(not offered)  # the tabs say the same
        if not offered:
            self.show_side("counts")

    def show_side(self, key: str) -> None:
        """Turn to `counts` or `rebuild`."""
        self._tabs.select(key)
        self._turn(key)

    def show_counts(self, labels: Sequence[str], counts: Sequence[int], sure: Sequence[int], reader: str) -> None:
        """Show how often each label was read by the classifier `reader`, and how often surely."""
        self._reader, self._total, self._unsure = reader, sum(counts), sum(counts) - sum(sure)
        self.counts.set_counts(labels, counts, sure)
        self._say()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._tabs.set_segments([("counts", self.tr("Reads as")), ("rebuild", self.tr("Rebuild"))])
        self.counts.setAccessibleName(self.tr("How often each label is read"))
        self.rebuild.retranslate()
        self._turn(self._tabs.selected() or "counts")
        self._say()

    def _turn(self, key: str) -> None:
        self._sides.setCurrentIndex(1 if key == "rebuild" else 0)
        self.heading.title.setText(self.tr("Rebuild") if key == "rebuild" else self.tr("Reads as"))

    def _say(self) -> None:
        if not self._reader:
            self._caption.setText(self.tr("With a classifier in the library, what the pictures show is counted here."))
            return
        text = self.tr("Read by {reader}, without certainty: {unsure} of {total} (pale).")
        self._caption.setText(text.format(reader=self._reader, unsure=self._unsure, total=self._total))
