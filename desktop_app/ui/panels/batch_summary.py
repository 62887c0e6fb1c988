"""The summary of a batch of texts: labels in all, by the cells of a column, and over time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.services.text_summary import Counts, Timeline
from desktop_app.ui.dialogs.number_table import NumberTableDialog
from desktop_app.ui.language import Language
from desktop_app.ui.panels.reading_texts import shown_label
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.count_columns import CountColumn, CountColumns
from desktop_app.ui.widgets.inputs import ChoiceList
from desktop_app.ui.widgets.label import ElidedLabel, Label
from desktop_app.ui.widgets.probability_bars import percent_text
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from desktop_app.ui.widgets.share_rows import SERIES, PartLegend, ShareRow, ShareRows
from trainer.contract.card import ModelCard

if TYPE_CHECKING:
    from desktop_app.services.batch_summary import BatchSummary
    from desktop_app.services.number_table import NumberTable

ALL = ""
"""The choice that counts all texts together; no column has an empty name."""


class SummaryView(QWidget):
    """Counts by what is chosen above; the numbers behind are a table."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._language = theme, language
        self._summary: BatchSummary | None = None
        self._card: ModelCard | None = None
        self._by_label, self.by = Label(theme, "label"), ChoiceList(theme)
        self._numbers = Button(theme, "plain", "text")
        self.legend, self.rows, self.time = PartLegend(theme), ShareRows(theme), CountColumns(theme)
        self._note = ElidedLabel(theme, "help", "text2")
        self._charts = QStackedWidget()
        self._lay_out()
        self.by.currentIndexChanged.connect(lambda _: self._show())
        self._numbers.clicked.connect(self.show_numbers)
        self.time.chosen.connect(self._show_note)
        self.retranslate()

    def clear(self, card: ModelCard | None = None) -> None:
        """Forget the batch; the next is read by the model of `card`."""
        self._summary, self._card = None, card

    def is_filled(self) -> bool:
        """Whether there is a batch to show."""
        return self._summary is not None

    def show_summary(self, summary: "BatchSummary") -> None:
        """Show a batch: over time where it has dates, else by its first column, else all together."""
        self._summary = summary
        self._fill()
        self.by.select(next(iter([*summary.timelines, *summary.groups]), ALL))
        self._show()

    def show_numbers(self) -> None:
        """Open the counts as a table."""
        from desktop_app.services.number_table import save_table

        table = self.numbers()
        title = self.tr("Summary")
        NumberTableDialog(self._theme, title, table, lambda path: save_table(table, path), self).open()

    def numbers(self) -> "NumberTable":
        """The counts of what is chosen."""
        from desktop_app.services.batch_summary import numbers_of

        assert self._summary is not None
        heads = (self.by.currentText(), self.tr("Unsure"), self.tr("Refused"), self.tr("Texts"))
        return numbers_of(self._counted(), self._summary.labels, self._named, heads)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._by_label.setText(self.tr("Count by"))
        self.by.setAccessibleName(self.tr("Count by"))
        self._numbers.setText(self.tr("Numbers"))
        self.legend.setAccessibleName(self.tr("Labels and their colours"))
        self.rows.setAccessibleName(self.tr("Share of each label"))
        self.time.setAccessibleName(self.tr("Texts over time"))
        if self._summary is not None:
            self._fill()
            self._show()

    # -------------------------------------------------------------------------------------------- working
    def _fill(self) -> None:
        assert self._summary is not None
        names = [*self._summary.timelines, *self._summary.groups]
        self.by.set_choices([(ALL, self.tr("All texts")), *((name, name) for name in names)])

    def _counted(self) -> list[tuple[str, Counts]]:
        """What is counted by the choice: names in words, and counts."""
        from desktop_app.services.batch_summary import written_period

        summary, chosen = self._summary, self.by.selected()
        assert summary is not None
        if timeline := summary.timelines.get(chosen):
            periods = [(written_period(each.start, timeline.unit), each.counts) for each in timeline.periods]
            return periods + ([(self.tr("no date"), timeline.undated)] if timeline.undated.total else [])
        if groups := summary.groups.get(chosen):
            return [(self._cell(each.cell), each.counts) for each in groups]
        return [(self.tr("All texts"), summary.counts)]

    def _cell(self, cell: str | None) -> str:
        return self.tr("all others") if cell is None else cell or self.tr("(empty)")

    def _show(self) -> None:
        summary = self._summary
        if summary is None:
            return
        kept = summary.labels if len(summary.labels) <= len(SERIES) + 1 else summary.labels[: len(SERIES)]
        shares = [percent_text(summary.counts.share(label)) for label in kept]
        names = [f"{self._named(label)} {share}" for label, share in zip(kept, shares, strict=True)]
        self.legend.set_names(names + ([self.tr("all others")] if len(kept) < len(summary.labels) else []))
        if timeline := summary.timelines.get(self.by.selected()):
            self._show_time(timeline, kept)
        else:
            self._show_rows(kept)
        self._show_note(-1)

    def _show_rows(self, kept: Sequence[str]) -> None:
        counted = self._counted()
        if self.by.selected() == ALL:  # a row for each label says more than one row of all
            self._show_labels(kept)
            return
        rows = [
            ShareRow(name, self._parts(counts, kept), self._size(counts), self._words(name, counts))
            for name, counts in counted
        ]
        self.rows.set_rows(rows, [counts.total for _, counts in counted])
        self._charts.setCurrentIndex(0)

    def _show_labels(self, kept: Sequence[str]) -> None:
        assert self._summary is not None
        counts, number = self._summary.counts, self._language.number
        rows = []
        for place, label in enumerate(self._summary.labels):
            count = counts.labels[label]
            parts = (*([0] * min(place, len(SERIES))), count)
            share = percent_text(counts.share(label))
            rows.append(
                ShareRow(self._named(label), parts, f"{number(count)} · {share}", f"{self._named(label)}: {share}")
            )
        self.rows.set_rows(rows, [max(1, counts.read)] * len(rows))
        self._charts.setCurrentIndex(0)

    def _show_time(self, timeline: Timeline, kept: Sequence[str]) -> None:
        counted = self._counted()[: len(timeline.periods)]
        self.time.set_columns(
            [CountColumn(name, self._parts(counts, kept), self._words(name, counts)) for name, counts in counted]
        )
        self._charts.setCurrentIndex(1)

    def _show_note(self, number: int) -> None:
        """The period under the cursor in words, else what the chart shows."""
        summary = self._summary
        if summary is None:
            return
        timeline = summary.timelines.get(self.by.selected())
        if timeline is None:
            refused = self.tr("The empty end of a bar is what could not be read.")
            self._note.setText(refused if summary.counts.refused and self.by.selected() != ALL else "")
            return
        units = {
            "day": self.tr("A column for each day"),
            "week": self.tr("A column for each week, from Monday"),
            "month": self.tr("A column for each month"),
            "year": self.tr("A column for each year"),
        }
        words = units[timeline.unit]
        if timeline.undated.total:
            words += " · " + self.tr("%Ln text(s) without a date", "", timeline.undated.total)
        self._note.setText(self.time.columns()[number].words if number >= 0 else words)

    def _parts(self, counts: Counts, kept: Sequence[str]) -> tuple[int, ...]:
        parts = [counts.labels.get(label, 0) for label in kept]
        return (*parts, counts.read - sum(parts))

    def _size(self, counts: Counts) -> str:
        return self.tr("%Ln text(s)", "", counts.total)

    def _words(self, name: str, counts: Counts) -> str:
        labels = [f"{self._named(label)} {self._language.number(count)}" for label, count in counts.labels.items()]
        if counts.refused:
            labels.append(self.tr("{count} refused").format(count=self._language.number(counts.refused)))
        return f"{name}: {', '.join(labels) or self._language.number(0)}"

    def _named(self, label: str) -> str:
        return shown_label(self._card, label, self._language)

    def _lay_out(self) -> None:
        self._by_label.setBuddy(self.by)
        self.by.setMaximumWidth(self._theme.px(150))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._by_label)
        top.addWidget(self.by)
        top.addSpacing(8)
        top.addWidget(self.legend, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self._numbers)
        scroll = ScrollColumn(spacing=0)
        scroll.body.addWidget(self.rows)
        scroll.body.addStretch(1)
        self._charts.addWidget(scroll)
        self._charts.addWidget(self.time)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._charts, 1)
        column.addWidget(self._note)
