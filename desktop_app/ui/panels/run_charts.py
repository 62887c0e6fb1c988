"""The charts of one run, live or past: losses at the left, quality at the right. Loads numpy and pyqtgraph."""

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.run_texts import figure_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.chart import Chart
from desktop_app.ui.widgets.chart_data import SeriesSpec
from trainer.catalog import CATALOG
from trainer.contract.events import RunStarted, ScalarSpec
from trainer.contract.run_history import Column, RunHistory

# Colour and dash: for series of each step, for those of each epoch among losses, and among figures of quality.
STEP_PLACES, LOSS_PLACES, QUALITY_PLACES = (1, 2, 4, 3), (2, 3, 4, 1), (3, 2, 4, 1)
DIGITS = 3  # of the values in the legend
HEIGHT = 220  # pixels, so that a page scrolls before its curves are flat


class RunCharts(QWidget):
    """Draws a RunHistory; `show_history` takes it again when it has grown, and appends only what is new."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._history = RunHistory()
        self._specs: list[ScalarSpec] = []
        self._drawn: dict[str, int] = {}
        self._attempt = 0
        self.loss, self.quality = Chart(theme), Chart(theme, controls=False)
        self.setMinimumHeight(theme.px(HEIGHT))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for chart, stretch in ((self.loss, 3), (self.quality, 2)):
            chart.set_axis("epoch")
            card = Card(theme)
            card.body.addWidget(chart)
            self._row.addWidget(card, stretch)
        self.retranslate()

    def set_gap(self, gap: int) -> None:
        """The room between the two cards."""
        self._row.setSpacing(gap)

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
        self._history, self._specs, self._attempt, self._drawn = history, list(specs), history.attempt, {}
        for chart, members, title in (
            (self.loss, shown_losses(specs), self.tr("Loss")),
            (self.quality, shown_quality(specs), self.tr("Quality")),
        ):
            units = {shown_unit(spec) for spec in members}
            unit = units.pop() if len(units) == 1 else ""
            names = short_names([self._name(spec, without=unit) for spec in members])
            chart.set_series(series_of(members, names))
            heading = self.tr("{title}, {unit}").format(title=title, unit=unit) if unit else title
            chart.set_texts(heading, self._quality_note() if chart is self.quality else "")
            self._drawn |= {spec.name: 0 for spec in members}
        self._show_reference(history.started)

    def _draw_new(self, spec: ScalarSpec) -> None:
        column, start = self._history.columns.get(spec.name), self._drawn.get(spec.name)
        if column is None or start is None or len(column.steps) <= start:
            return
        steps = column.steps[start:]
        values = column.values[start:] * (100 if spec.unit == "share" else 1)
        chart = self.loss if spec.chart == "loss" else self.quality
        per_epoch = self._history.started.steps_per_epoch if self._history.started else 1
        chart.append(spec.name, steps, steps / max(per_epoch, 1), seconds_at(self._history.clock, steps), values)
        self._drawn[spec.name] = len(column.steps)

    def _name(self, spec: ScalarSpec, without: str) -> str:
        title, unit = self._language.pick(spec.title), shown_unit(spec)
        if not unit or unit == without:
            return title
        return self.tr("{title} ({unit})").format(title=title, unit=unit)

    def _quality_note(self) -> str:
        started = self._history.started
        count = started.counts.get("validation", 0) if started else 0
        if not count:
            return ""
        text = self.tr("Validation: after each epoch, n = {count}")
        return text.format(count=self._language.number(count))

    def _show_reference(self, started: RunStarted | None) -> None:
        """The expected result, where the run measures the same figure on its validation pictures."""
        self.quality.set_reference(None)
        model = CATALOG.get(started.documented_model) if started else None
        spec = next(
            (spec for spec in self._specs if model and spec.name == f"validation_{model.expected_metric}"), None
        )
        if model is None or spec is None:
            return
        factor = 100 if spec.unit == "share" else 1
        value = figure_text(model.expected, spec.unit, self._language)
        chart = self.loss if spec.chart == "loss" else self.quality
        chart.set_reference(model.expected * factor, self.tr("expected {value}").format(value=value))


def shown_losses(specs: list[ScalarSpec]) -> list[ScalarSpec]:
    """Two losses that belong together: training and validation, or those of two networks.

    More would leave no room for their names; the others are in the run's log.
    """
    losses = [spec for spec in specs if spec.chart == "loss"]
    of_steps = [spec for spec in losses if spec.every == "step"]
    of_epochs = [spec for spec in losses if spec.every == "epoch"]
    return of_steps[:1] + of_epochs[:1] if of_epochs else of_steps[:2]


def shown_quality(specs: list[ScalarSpec]) -> list[ScalarSpec]:
    """The first figure of quality that is measured after each epoch, else the first there is: one scale, one figure."""
    figures = [spec for spec in specs if spec.chart == "quality"]
    return ([spec for spec in figures if spec.every == "epoch"] or figures)[:1]


def shown_unit(spec: ScalarSpec) -> str:
    """The unit as the charts show it: shares as percent."""
    return "%" if spec.unit == "share" else spec.unit


def short_names(names: list[str]) -> list[str]:
    """Names such as "Loss, training" and "Loss, validation" without what they have in common."""
    heads = {name.partition(", ")[0] for name in names}
    tails = [name.partition(", ")[2] for name in names]
    if len(heads) != 1 or not all(tails):
        return names
    return [tail[:1].upper() + tail[1:] for tail in tails]


def series_of(specs: list[ScalarSpec], names: list[str]) -> list[SeriesSpec]:
    """The series of one chart: each with a place of its own."""
    made = []
    free = {"step": list(STEP_PLACES), "loss": list(LOSS_PLACES), "quality": list(QUALITY_PLACES)}
    for spec, name in zip(specs, names, strict=True):
        place = free["step" if spec.every == "step" else spec.chart][0]
        for places in free.values():
            places.remove(place)
        made.append(SeriesSpec(spec.name, name, place, per_epoch=spec.every == "epoch", decimals=DIGITS))
    return made


def seconds_at(clock: Column, steps: np.ndarray) -> np.ndarray:
    """Seconds of training at `steps`, between those that the clock was read at."""
    if not len(clock.steps):
        return np.zeros(len(steps))
    return np.interp(steps, clock.steps, clock.values)
