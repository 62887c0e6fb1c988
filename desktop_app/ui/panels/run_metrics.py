"""The measured figures of a trained model, each beside its baseline."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.model_texts import baseline_title, baseline_value, metric_value, split_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import ElidedLabel, Label
from trainer.catalog import CATALOG
from trainer.contract.card import Metric
from trainer.contract.titles import data_title

MOST = 6  # rows; the library shows the whole card


class MetricsCard(Card):
    """A small table: figure, value, baseline, and what it was measured on."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._metrics: tuple[Metric, ...] = ()
        self._heading = self.add_heading()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        for column, stretch in enumerate((6, 1, 5)):
            self._grid.setColumnStretch(column, stretch)
        self.body.addLayout(self._grid)
        self.retranslate()

    def show_metrics(self, metrics: tuple[Metric, ...]) -> None:
        """Show these figures; hidden when there are none."""
        self._metrics = metrics = self._expected_first(metrics)
        self.setVisible(bool(metrics))
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for row, metric in enumerate(metrics[:MOST]):
            self._add_row(row, metric)
        first = metrics[0] if metrics else None
        if first is not None:
            text = self.tr("{data}, {split}, n = {count}")
            self._heading.caption.setText(
                text.format(
                    data=self._language.pick(data_title(first.data)),
                    split=split_text(first.split),
                    count=self._language.number(first.n),
                )
            )

    @staticmethod
    def _expected_first(metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
        """The figure that the catalog states an expected result for comes first: it is what a training is for."""
        expected = {model.expected_metric for model in CATALOG.values()}
        return tuple(sorted(metrics, key=lambda metric: metric.name not in expected))

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._heading.title.setText(self.tr("Result"))
        self.show_metrics(self._metrics)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _add_row(self, row: int, metric: Metric) -> None:
        name = ElidedLabel(self._theme, "body", "text2", self._language.pick(metric.title))
        value = Label(self._theme, "strong", text=metric_value(metric, self._language))
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        baseline = ""
        if metric.baseline is not None:
            baseline = self.tr("{value} by {baseline}").format(
                value=baseline_value(metric, self._language), baseline=baseline_title(metric, self._language)
            )
        if metric.n != self._metrics[0].n:
            count = self.tr("n = {count}").format(count=self._language.number(metric.n))
            baseline = f"{baseline} · {count}" if baseline else count
        for column, label in enumerate((name, value, ElidedLabel(self._theme, "body", "text2", baseline))):
            self._grid.addWidget(label, row, column)
