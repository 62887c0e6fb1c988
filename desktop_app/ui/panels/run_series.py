"""Which curves of a run are drawn together, and what they and their charts are called then."""

import re
from collections.abc import Sequence

from desktop_app.ui.widgets.chart_data import SeriesSpec
from trainer.contract.events import ScalarSpec

# Colour and dash: for series of each step, and for those of each epoch in the first and in the second chart.
STEP_PLACES, LOSS_PLACES, FIGURE_PLACES = (1, 2, 4, 3), (2, 3, 4, 1), (3, 4, 2, 1)
MOST_HEALTH = 4
DIGITS = 3  # of the values in the legend


def shown_losses(specs: Sequence[ScalarSpec]) -> list[ScalarSpec]:
    """Two losses that belong together: training and validation, or those of two networks.

    More would leave no room for their names; the others are in the run's log.
    """
    losses = [spec for spec in specs if spec.chart == "loss"]
    of_steps = [spec for spec in losses if spec.every == "step"]
    of_epochs = [spec for spec in losses if spec.every == "epoch"]
    return of_steps[:1] + of_epochs[:1] if of_epochs else of_steps[:2]


def shown_quality(specs: Sequence[ScalarSpec]) -> list[ScalarSpec]:
    """The first figure of quality, one that is measured after each epoch before others: one scale, one figure.

    What is neither better when higher nor when lower, such as a divergence, says nothing of quality.
    """
    figures = [spec for spec in specs if spec.chart == "quality" and spec.direction != "none"]
    return ([spec for spec in figures if spec.every == "epoch"] or figures)[:1]


def shown_parts(specs: Sequence[ScalarSpec]) -> list[ScalarSpec]:
    """Two figures of each epoch beside the shown losses, for a run whose loss is its only measure of quality."""
    losses = shown_losses(specs)
    return [spec for spec in specs if spec.every == "epoch" and spec.chart != "health" and spec not in losses][:2]


def shown_health(specs: Sequence[ScalarSpec]) -> list[ScalarSpec]:
    """What says whether a training still goes somewhere; some kinds of network have nothing of the kind."""
    return [spec for spec in specs if spec.chart == "health"][:MOST_HEALTH]


def shown_unit(spec: ScalarSpec) -> str:
    """The unit as the charts show it: shares as percent."""
    return "%" if spec.unit == "share" else spec.unit


def parted_names(names: Sequence[str]) -> tuple[str, list[str]]:
    """Names such as "Loss, training" and "Loss, validation" as ("Loss", ["Training", "Validation"]).

    What they have in common is empty where they have nothing; a common end, such as that of "KL, validation" and
    "Rebuilding, validation", is left out of both.
    """
    parts = [re.split(r", |，", name, maxsplit=1) for name in names]
    if any(len(part) < 2 for part in parts):
        return "", list(names)
    heads, tails = ([part[place] for part in parts] for place in (0, 1))
    if len(set(heads)) == 1:
        return heads[0], [tail[:1].upper() + tail[1:] for tail in tails]
    return "", heads if len(set(tails)) == 1 else list(names)


def series_of(specs: Sequence[ScalarSpec], names: Sequence[str], epoch_places: Sequence[int]) -> list[SeriesSpec]:
    """The series of one chart: each with a place of its own, those of each epoch from `epoch_places`."""
    made = []
    free = {"step": list(STEP_PLACES), "epoch": list(epoch_places)}
    for spec, name in zip(specs, names, strict=True):
        place = free[spec.every][0]
        for places in free.values():
            places.remove(place)
        made.append(SeriesSpec(spec.name, name, place, per_epoch=spec.every == "epoch", decimals=DIGITS))
    return made
