"""How learning rates change during a training: a factor of the step alone, so that a resumed run needs no history."""

import math

from torch.optim import Optimizer

from trainer.contract.hyperparameters import Schedule

WARM_UP_SHARE = 0.3
SHORT_WARM_UP_SHARE = 0.1
START_FACTOR = 1 / 25


def schedule_factor(schedule: Schedule, step: int, total_steps: int) -> float:
    """What the learning rate is multiplied by at `step`, which counts from 0.

    `linear` and `cosine` fall from 1 to 0 (Loshchilov and Hutter 2016, arXiv 1608.03983); `one-cycle` rises from 1/25
    to 1 over the first 30 % and then falls to 0, both along a cosine (Smith 2018, arXiv 1803.09820); `warm-up` rises
    over the first 10 % and then falls to 0, both along a line (Devlin and others 2018, arXiv 1810.04805).
    """
    progress = min(1.0, step / max(1, total_steps))
    if schedule == "linear":
        return 1.0 - progress
    if schedule == "cosine":
        return _half_cosine(1.0, 0.0, progress)
    if schedule == "one-cycle":
        if progress < WARM_UP_SHARE:
            return _half_cosine(START_FACTOR, 1.0, progress / WARM_UP_SHARE)
        return _half_cosine(1.0, 0.0, (progress - WARM_UP_SHARE) / (1.0 - WARM_UP_SHARE))
    if schedule == "warm-up":
        if progress < SHORT_WARM_UP_SHARE:
            return START_FACTOR + (1.0 - START_FACTOR) * progress / SHORT_WARM_UP_SHARE
        return (1.0 - progress) / (1.0 - SHORT_WARM_UP_SHARE)
    return 1.0


class LearningRates:
    """The base rate of each setting, which a person may change live, and the schedule on top of it."""

    def __init__(
        self, schedule: Schedule, total_steps: int, base: dict[str, float], optimisers: dict[str, Optimizer]
    ) -> None:
        """`base` and `optimisers` go by the name of the setting, such as `learning_rate`."""
        self._schedule = schedule
        self._total_steps = total_steps
        self._base = dict(base)
        self._optimisers = optimisers

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that can be changed."""
        return tuple(self._base)

    def apply(self, step: int) -> None:
        """Sets the rates for the step that comes after `step` steps; a group may have `lr_scale` times the rate."""
        factor = schedule_factor(self._schedule, step, self._total_steps)
        for name, optimiser in self._optimisers.items():
            for group in optimiser.param_groups:
                group["lr"] = self._base[name] * factor * group.get("lr_scale", 1.0)

    def change(self, name: str, value: float, step: int) -> None:
        """Replaces a base rate and applies it at once."""
        self._base[name] = value
        self.apply(step)

    def current(self, step: int) -> float:
        """The first setting's rate with the schedule on it."""
        return next(iter(self._base.values())) * schedule_factor(self._schedule, step, self._total_steps)

    def state(self) -> dict[str, float]:
        """What a checkpoint keeps."""
        return dict(self._base)

    def restore(self, state: dict[str, float]) -> None:
        """Takes up the rates of a checkpoint."""
        self._base.update(state)


def _half_cosine(start: float, end: float, progress: float) -> float:
    return end + (start - end) * (1.0 + math.cos(math.pi * progress)) / 2.0
