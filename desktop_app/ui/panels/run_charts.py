"""The charts of one run, live or past: losses at the left, quality or the parts of the loss at the right.

Below them, for networks that have it, the health of the training.

Loads numpy and pyqtgraph.
"""

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.run_series import (
    FIGURE_PLACES,
    LOSS_PLACES,
    parted_names,
    series_of,
    shown_health,
    shown_losses,
    shown_parts,
    shown_quality,
    shown_unit,
)
from desktop_app.ui.panels.run_texts import figure_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.chart import Chart
from trainer.catalog import CATALOG
from trainer.contract.events import RunStarted, ScalarSpec
from trainer.contract.run_history import Column, RunHistory

HEIGHT = 244  # pixels, so that a page scrolls before its curves are flat


class RunCharts(QWidget):
    """Draws a RunHistory; `show_history` takes it again when it has grown, and appends only what is new."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._history = RunHistory()
        self._specs: list[ScalarSpec] = []
        self._drawn: dict[str, int] = {}
        self._chart_of: dict[str, Chart] = {}
        self._attempt = 0
        self.loss, self.quality = Chart(theme), Chart(theme, controls=False)
        self.health = Chart(theme, controls=False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout()
        self._column.addLayout(self._row, 1)
        for chart, stretch in ((self.loss, 3), (self.quality, 2)):
            chart.set_axis("epoch")
            self._row.addWidget(self._card(chart, theme), stretch)
        self.health.set_axis("epoch")
        self._health_card = self._card(self.health, theme)
        self._column.addWidget(self._health_card, 1)
        self.retranslate()

    def set_gap(self, gap: int) -> None:
        """The room between the two cards."""
        self._row.setSpacing(gap)
        self._column.setSpacing(gap)

    def show_history(self, history: RunHistory) -> None:
        """Draw `history`: all of it if it is another one or has lost points to a new attempt, else what is new."""
        specs = history.started.scalars if history.started else []
        if history is not self._history or history.attempt != self._attempt or specs != self._specs:
            self._begin(history, specs)
        for spec in self._specs:
            self._draw_new(spec)

    def retranslate(self) -> None:
        """Set every text in the language in force; the series are named anew, so all points are drawn again."""
        self._begin(self._history, self._specs)
        self.show_history(self._history)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _begin(self, history: RunHistory, specs: list[ScalarSpec]) -> None:
        self._history, self._specs, self._attempt = history, list(specs), history.attempt
        self._drawn, self._chart_of = {}, {}
        self._begin_chart(self.loss, shown_losses(specs), LOSS_PLACES, self.tr("Loss"))
        if quality := shown_quality(specs):
            self._begin_chart(self.quality, quality, FIGURE_PLACES, self.tr("Quality"), self._note(quality[0]))
        else:
            parts = shown_parts(specs)
            title = self.tr("Parts of the loss") if parts else self.tr("Quality")
            self._begin_chart(self.quality, parts, FIGURE_PLACES, title, self._note())
        health = shown_health(specs)
        self._begin_chart(self.health, health, FIGURE_PLACES, self.tr("Health of the training"))
        self._health_card.setVisible(bool(health))
        self._row.setStretch(1, 3 if len(self.quality.keys()) > 1 else 2)  # names need room
        self._show_reference(history.started)

    def _begin_chart(
        self, chart: Chart, members: list[ScalarSpec], epoch_places: tuple[int, ...], title: str, note: str = ""
    ) -> None:
        """Name `chart` after what its members have in common, else by `title`, and begin without points."""
        units = {shown_unit(spec) for spec in members}
        unit = units.pop() if len(units) == 1 else ""
        common, names = parted_names([self._name(spec, without=unit) for spec in members])
        chart.set_series(series_of(members, names, epoch_places))
        heading = common or title
        chart.set_texts(self.tr("{title}, {unit}").format(title=heading, unit=unit) if unit else heading, note)
        self._drawn |= {spec.name: 0 for spec in members}
        self._chart_of |= {spec.name: chart for spec in members}

    @staticmethod
    def _card(chart: Chart, theme: Theme) -> Card:
        card = Card(theme)
        card.body.addWidget(chart)
        card.setMinimumHeight(theme.px(HEIGHT))
        return card

    def _draw_new(self, spec: ScalarSpec) -> None:
        column, start = self._history.columns.get(spec.name), self._drawn.get(spec.name)
        if column is None or start is None or len(column.steps) <= start:
            return
        steps = column.steps[start:]
        values = column.values[start:] * (100 if spec.unit == "share" else 1)
        chart = self._chart_of[spec.name]
        per_epoch = self._history.started.steps_per_epoch if self._history.started else 1
        chart.append(spec.name, steps, steps / max(per_epoch, 1), seconds_at(self._history.clock, steps), values)
        self._drawn[spec.name] = len(column.steps)

    def _name(self, spec: ScalarSpec, without: str) -> str:
        title, unit = self._language.pick(spec.title), shown_unit(spec)
        if not unit or unit == without:
            return title
        return self.tr("{title} ({unit})").format(title=title, unit=unit)

    def _note(self, quality: ScalarSpec | None = None) -> str:
        """What is measured when, on how many pictures, and which way is better."""
        started = self._history.started
        count = started.counts.get("validation", 0) if started else 0
        if not count:
            return ""
        text = {
            "higher": self.tr("Validation: after each epoch, n = {count}; higher is better"),
            "lower": self.tr("Validation: after each epoch, n = {count}; lower is better"),
        }.get(quality.direction if quality else "", self.tr("Validation: after each epoch, n = {count}"))
        return text.format(count=self._language.number(count))

    def _show_reference(self, started: RunStarted | None) -> None:
        """The expected result, where the run measures the same figure on its validation pictures."""
        for chart in (self.loss, self.quality):
            chart.set_reference(None)
        model = CATALOG.get(started.documented_model) if started else None
        spec = next(
            (spec for spec in self._specs if model and spec.name == f"validation_{model.expected_metric}"), None
        )
        if model is None or spec is None or spec.name not in self._chart_of:
            return
        factor = 100 if spec.unit == "share" else 1
        value = figure_text(model.expected, spec.unit, self._language)
        self._chart_of[spec.name].set_reference(
            model.expected * factor, self.tr("expected {value}").format(value=value)
        )


def seconds_at(clock: Column, steps: np.ndarray) -> np.ndarray:
    """Seconds of training at `steps`, between those that the clock was read at."""
    if not len(clock.steps):
        return np.zeros(len(steps))
    return np.interp(steps, clock.steps, clock.values)
