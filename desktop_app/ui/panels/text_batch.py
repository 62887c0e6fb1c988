"""The card with the readings of many texts: which column of a table they stand in, the rows, and their summary."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.services.inference_requests import BatchItem
from desktop_app.ui.language import Language
from desktop_app.ui.panels.batch import BatchCard
from desktop_app.ui.panels.batch_summary import SummaryView
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.inputs import ChoiceList
from desktop_app.ui.widgets.label import Label
from trainer.contract.card import ModelCard

if TYPE_CHECKING:
    from desktop_app.services.batch_summary import BatchSummary

SUMMARY = "summary"


class TextBatchCard(BatchCard):
    """`column_chosen` carries the name of the column that the person says holds the text."""

    column_chosen = Signal(str)

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        self._columns: tuple[str, ...] = ()
        self._is_guessed = True
        self.column, self._column_label = ChoiceList(theme), Label(theme, "label")
        self.summary = SummaryView(theme, language)
        self._options = QWidget()
        super().__init__(theme, language, parent, of_texts=True)
        self._sides.addWidget(self.summary)
        self._lay_out_options()
        self.column.activated.connect(self._choose_column)
        self._show_state()

    def clear(self, card: ModelCard | None = None, column: str | None = None) -> None:
        """Empty the table; where the same texts are read again in another `column`, the choice stays."""
        self._is_guessed = column is None
        if column is None:
            self._columns = ()
        self.summary.clear(card)
        if self._filter.selected() == SUMMARY:
            self._filter.select("all")
        super().clear(card)

    def append(self, items: Sequence[BatchItem]) -> None:
        heads = dict.fromkeys(item.head for item in items if item.head is not None)
        names = dict.fromkeys((*self._columns, *(name for head in heads for name in head.columns)))
        if len(names) > len(self._columns):
            is_first = not self._columns
            self._columns = tuple(names)
            self.column.set_choices([(name, name) for name in names])
            if is_first:
                self.column.select(next(iter(heads)).text)
        super().append(items)

    def show_summary(self, summary: "BatchSummary") -> None:
        """Give the figures of a batch that is through."""
        self.summary.show_summary(summary)
        self._show_state()

    def retranslate(self) -> None:
        self._column_label.setText(self.tr("Text column"))
        self.column.setAccessibleName(self.tr("Column that holds the text"))
        self.summary.retranslate()
        super().retranslate()

    # -------------------------------------------------------------------------------------------- working
    def _segments(self) -> list[tuple[str, str]]:
        return [*super()._segments(), (SUMMARY, self.tr("Summary"))]

    def _counted(self, total: int) -> str:
        return self.tr("%Ln text(s)", "", total)

    def _choose_side(self, key: str) -> None:
        if key != SUMMARY:
            super()._choose_side(key)
        self._show_state()

    def _side(self, total: int) -> QWidget:
        return self.summary if self._filter.selected() == SUMMARY else self.table

    def _show_state(self) -> None:
        super()._show_state()
        for widget in (self._column_label, self.column):
            widget.setVisible(bool(self._columns))
        self._options.setVisible(self.model.count("all") > 0)
        guessed = self.tr("Guessed from the table. Choose another one where that is wrong.")
        self.column.setToolTip(guessed if self._is_guessed else "")
        self.column.setAccessibleDescription(self.column.toolTip())
        segment = self._filter.segment(SUMMARY)
        segment.setEnabled(self.summary.is_filled())
        segment.setToolTip("" if self.summary.is_filled() else self.tr("Comes when all texts are read"))

    def _choose_column(self) -> None:
        self.column_chosen.emit(self.column.selected())

    def _lay_out_options(self) -> None:
        row = QHBoxLayout(self._options)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._column_label.setBuddy(self.column)
        self.column.setMaximumWidth(self._theme.px(150))
        self.heading.row.removeWidget(self._filter)  # the whole line above is needed for what the batch comes to
        row.addWidget(self._filter)
        row.addStretch(1)
        row.addWidget(self._column_label)
        row.addWidget(self.column)
        self.body.insertWidget(1, self._options)
        QWidget.setTabOrder(self.column, self.table)
