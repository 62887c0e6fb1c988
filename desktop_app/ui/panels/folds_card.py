"""The parts of a cross-validation: the figures of each, their mean and their spread."""

from collections.abc import Sequence
from statistics import fmean, stdev

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.run_texts import UNKNOWN, figure_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label
from trainer.contract.events import FoldEnded, ScalarSpec
from trainer.contract.run_history import RunHistory


class FoldsCard(Card):
    """A small table, a row for each part that is done; hidden in a training without cross-validation."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._folds: list[FoldEnded] = []
        self._specs: list[ScalarSpec] = []
        self._heading = self.add_heading()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self.body.addLayout(self._grid)
        self.setVisible(False)
        self.retranslate()

    def show_history(self, history: RunHistory) -> None:
        """Show the parts that are done in `history`."""
        folds = [history.folds[number] for number in sorted(history.folds)]
        specs = history.started.scalars if history.started else []
        if folds != self._folds or specs != self._specs:
            self._folds, self._specs = folds, list(specs)
            self._fill()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._heading.title.setText(self.tr("Cross-validation"))
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.setVisible(bool(self._folds))
        if not self._folds:
            return
        total = self._folds[-1].folds
        self._heading.caption.setText(self.tr("{done} of {total} parts").format(done=len(self._folds), total=total))
        shown = [spec for spec in self._specs if any(spec.name in fold.values for fold in self._folds)]
        self._add_row([self.tr("Validated on part"), *(self._language.pick(spec.title) for spec in shown)], "help")
        for fold in self._folds:
            values = [figure_text(fold.values.get(spec.name), spec.unit, self._language) for spec in shown]
            self._add_row([str(fold.fold), *values], "body")
        self._add_row([self.tr("Mean ± spread"), *(self._summary(spec) for spec in shown)], "strong")

    def _summary(self, spec: ScalarSpec) -> str:
        """Mean and standard deviation over the parts that are done."""
        values = [value for fold in self._folds if (value := fold.values.get(spec.name)) is not None]
        if not values:
            return UNKNOWN
        mean = figure_text(fmean(values), spec.unit, self._language)
        if len(values) == 1:
            return mean
        return f"{mean} ± {figure_text(stdev(values), spec.unit, self._language)}"

    def _add_row(self, texts: Sequence[str], role: str) -> None:
        row = self._grid.rowCount()
        for column, text in enumerate(texts):
            label = Label(self._theme, role, "text2" if role == "help" or column == 0 else "text", text)
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label, row, column)
