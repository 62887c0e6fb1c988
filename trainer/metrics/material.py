"""What a report works with: the pictures, the judge, and a way to say how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from trainer.contract.card import Metric
from trainer.contract.text import Text
from trainer.datasets.dataset import Announce, Dataset, Split
from trainer.metrics.judge import Looks

Reached = Callable[[float], None]
"""Is told the share of the work that is done, 0 to 1; raises Cancelled to end it."""


@dataclass(frozen=True)
class Material:
    """`split` is what is measured on, `training` what baselines learn from. Without a judge its figures are left out.

    `cache` is a folder for what is the same for every model: statistics of the real pictures.
    """

    split: Split
    training: Dataset
    judge: Looks | None
    cache: Path
    announce: Announce

    def metric(
        self,
        name: str,
        title: Text,
        value: float,
        unit: str,
        direction: Literal["higher", "lower", "none"],
        *,
        n: int,
        baseline: float | None = None,
        baseline_title: Text | None = None,
        note: Text | None = None,
    ) -> Metric:
        """One figure on these data."""
        return Metric(
            name=name,
            title=title,
            value=float(value),
            unit=unit,
            direction=direction,
            data=self.split.origin.name,
            split=self.split.description,
            n=n,
            baseline=None if baseline is None else float(baseline),
            baseline_name=baseline_title.en if baseline_title else "",
            baseline_title=baseline_title,
            note=note.en if note else "",
            note_text=note,
        )


def part_of(reached: Reached, start: float, end: float) -> Reached:
    """What a step within the work is told to call: its own 0 to 1 lies between `start` and `end` of the whole."""
    return lambda share: reached(start + (end - start) * share)
