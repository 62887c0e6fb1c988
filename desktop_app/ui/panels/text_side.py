"""The side of Classify for texts: where one is typed, what it is read as, and the words that carry the verdict."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.reading_texts import answer_beside_label, doubt_text, shown_label, source_text
from desktop_app.ui.panels.text_batch import TextBatchCard
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import ElidedLabel, Label, Rule
from desktop_app.ui.widgets.marked_text import Mark, MarkedText
from desktop_app.ui.widgets.probability_bars import ProbabilityBars
from desktop_app.ui.widgets.progress_bar import BusyLine
from desktop_app.ui.widgets.text_area import Places
from trainer.contract.card import ModelCard

if TYPE_CHECKING:
    from desktop_app.services.text_evidence import WeighedReading, WordWeight
    from trainer.contract.results import TextReading

BARS, ROWS = 5, 6
LINES, LINES_ABOVE_BATCH = 5, 3
FOR, AGAINST = "accent", "series2"
LEAST_WEIGHT = 0.1
"""A word that changes the odds by less than a tenth is not named."""
MOST_TIMES = 9_999
ROLE, LEADING = "written", 12


class _Editor(MarkedText):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ROLE, LEADING)
        self._lines = LINES

    def set_lines(self, lines: int) -> None:
        """Ask for the height of so many lines."""
        self._lines = lines
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self.room_for(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.room_for(3))


class TextCard(Card):
    """Where the text is typed, its words coloured by what they weigh. `open_wanted` asks for a file."""

    open_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.heading = self.add_heading()
        self._open, self._clear = IconButton(theme, "folder"), IconButton(theme, "close")
        self.heading.add_action(self._open)
        self.heading.add_action(self._clear)
        self.heading.row.setSpacing(4)
        self.editor = _Editor(theme)
        self._help = Label(theme, "help", "text2", wrap=True)
        self.body.addWidget(self.editor, 1)
        self.body.addWidget(self._help)
        self.body.setContentsMargins(16, 10, 16, 16)
        self._open.clicked.connect(self.open_wanted)
        self._clear.clicked.connect(lambda: self.editor.replace_text(""))
        self.editor.textChanged.connect(lambda: self._clear.setEnabled(bool(self.text())))
        self._clear.setEnabled(False)
        self.retranslate()

    def text(self) -> str:
        """What was typed."""
        return self.editor.toPlainText()

    def show_weights(self, weights: "Sequence[WordWeight]") -> None:
        """Colour the words, the strongest as strongly as can be."""
        places = Places(self.text())
        most = max((abs(each.weight) for each in weights), default=0.0)
        self.editor.set_marks(
            Mark(
                places.of(each.start), places.of(each.end), abs(each.weight) / most, FOR if each.weight > 0 else AGAINST
            )
            for each in weights
            if abs(each.weight) >= LEAST_WEIGHT
        )

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Text"))
        self._open.set_name(self.tr("Open a text file"))
        self._clear.set_name(self.tr("Clear the text"))
        self.editor.setAccessibleName(self.tr("Text to classify"))
        self.editor.setPlaceholderText(self.tr("Type or paste a text, or drop a text file."))
        self._help.setText(self.tr("Blue words carry the verdict, orange ones speak against it."))


class VerdictCard(Card):
    """What the text is read as, and the words that matter most."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._shown: tuple[ModelCard, WeighedReading, str, float | None] | None = None
        self.busy_line = BusyLine(theme)
        self._label = ElidedLabel(theme, "page_title")
        self._answer, self._source = ElidedLabel(theme, "fact"), ElidedLabel(theme, "help", "text2")
        self._doubt = Label(theme, "label", "warn", wrap=True)
        self.bars = ProbabilityBars(theme, BARS)
        self._rule, self._title = Rule(), Label(theme, "group")
        self._rows = [(ElidedLabel(theme, "body"), Label(theme, "body", "text2")) for _ in range(ROWS)]
        self._hint = Label(theme, "help", "text2", wrap=True)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(6)
        for number, (word, weight) in enumerate(self._rows):
            grid.addWidget(word, number, 0)
            grid.addWidget(weight, number, 1, Qt.AlignmentFlag.AlignRight)
        for widget in (
            self._label,
            self.busy_line,
            self._answer,
            self._source,
            self._doubt,
            self.bars,
            self._rule,
            self._title,
        ):
            self.body.addWidget(widget)
        self.body.addLayout(grid)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.retranslate()

    def show_reading(self, card: ModelCard, weighed: "WeighedReading", text: str, milliseconds: float | None) -> None:
        """Show what a text was read as; `milliseconds` are None while its words are still to be weighed."""
        self._shown = (card, weighed, text, milliseconds)
        self.retranslate()

    def clear(self) -> None:
        """Show that nothing was read."""
        self._shown = None
        self.retranslate()

    def words(self) -> list[tuple[str, str]]:
        """The words that are named, and their weights in words."""
        return [(word.text(), weight.text()) for word, weight in self._rows if not word.isHidden()]

    def text(self) -> str:
        """The verdict for the clipboard."""
        if self._shown is None:
            return ""
        bars = "\n".join(f"{name}\t{100 * share:.1f} %" for name, share in self.bars.entries())
        return f"{self._label.text()}: {self._answer.text()}\n{bars}"

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        from trainer.contract.results import Refusal  # brings numpy, which the first paint does not wait for

        self.bars.setAccessibleName(self.tr("Likeliest labels"))
        self._title.setText(self.tr("Words that carry it"))
        if self._shown is None:
            self._show_nothing(self.tr("Nothing read yet"), self.tr("Type a text, and its reading appears here."))
            return
        card, weighed, text, milliseconds = self._shown
        if isinstance(weighed.result, Refusal):
            error = weighed.result.error
            self._show_nothing(self.tr("Not read"), "")
            self._doubt.setText(f"{self._language.pick(error.message)}\n{self._language.pick(error.hint)}")
            self._doubt.setVisible(True)
            return
        self._show_reading(card, weighed.result, milliseconds)
        self._show_words(weighed, text, is_weighed=milliseconds is not None)

    # -------------------------------------------------------------------------------------------- working
    def _show_nothing(self, title: str, sentence: str) -> None:
        self._label.setText(title)
        self._label.set_token("text")
        self._answer.setText("")
        self._source.setText(sentence)
        self._doubt.setVisible(False)
        for widget in (self.bars, self._rule, self._title, self._hint, *(each for row in self._rows for each in row)):
            widget.setVisible(False)

    def _show_reading(self, card: ModelCard, reading: "TextReading", milliseconds: float | None) -> None:
        scores = [(shown_label(card, each.label, self._language), each.score) for each in reading.labels]
        self._label.setText(scores[0][0])
        self._label.set_token("warn" if reading.unsure else "text")
        self._answer.setText(answer_beside_label(card, reading, self._language))
        parts = self.tr("read in %Ln part(s)", "", reading.windows)
        if milliseconds is None:
            self._source.setText(self.tr("Now the words are weighed."))
        elif reading.windows > 1:
            self._source.setText(source_text(parts, milliseconds))
        else:
            self._source.setText(self.tr("read in {time} ms").format(time=self._language.number(milliseconds, 1)))
        self._doubt.setText(doubt_text(card, reading, self._language))
        self._doubt.setVisible(reading.unsure)
        self.bars.set_rows(min(len(scores), BARS))
        self.bars.set_probabilities(scores, reading.unsure)
        self.bars.setVisible(True)

    def _show_words(self, weighed: "WeighedReading", text: str, *, is_weighed: bool) -> None:
        strongest = sorted(weighed.weights, key=lambda each: -abs(each.weight))
        named = [each for each in strongest if abs(each.weight) >= LEAST_WEIGHT][:ROWS]
        for number, (word, weight) in enumerate(self._rows):
            is_shown = number < len(named)
            word.setVisible(is_shown)
            weight.setVisible(is_shown)
            if is_shown:
                word.setText(text[named[number].start : named[number].end])
                weight.setText(self._times(named[number].weight))
        for widget in (self._rule, self._title, self._hint):
            widget.setVisible(is_weighed)
        self._hint.setText(self._explained(weighed, bool(named)))

    def _times(self, weight: float) -> str:
        sign, times = ("\u00d7" if weight > 0 else "\u00f7"), min(math.exp(abs(weight)), MOST_TIMES)
        return f"{sign} {self._language.number(times, 1 if times < 10 else 0)}"

    def _explained(self, weighed: "WeighedReading", has_named: bool) -> str:
        if not has_named:
            return self.tr("No single word matters: without any one of them the verdict would be as sure.")
        words = self.tr("How many times each word multiplies or divides the odds of the verdict.")
        if weighed.words > len(weighed.weights):
            count = len(weighed.weights)
            words += " " + self.tr("Only the first %Ln word(s) were weighed.", "", count)
        return words


class TextSide(QWidget):
    """Text at the left, verdict at the right."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.source, self.verdict = TextCard(theme), VerdictCard(theme, language)
        self.batch = TextBatchCard(theme, language)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._left_column = QVBoxLayout()
        self._left_column.addWidget(self.source, 2)
        self._left_column.addWidget(self.batch, 3)
        self._row.addLayout(self._left_column, 1)
        self._row.addWidget(self.verdict)
        self.show_batch(False)

    def set_measures(self, column: int, gap: int) -> None:
        """The width of the right column and the room between cards."""
        self.verdict.setFixedWidth(column)
        for layout in (self._row, self._left_column):
            layout.setSpacing(gap)

    def show_batch(self, shown: bool) -> None:
        """Show the table of many texts, or not."""
        self.batch.setVisible(shown)
        self.source.editor.set_lines(LINES_ABOVE_BATCH if shown else LINES)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        for card in (self.source, self.verdict, self.batch):
            card.retranslate()
