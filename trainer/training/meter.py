"""Collects the losses of the steps without waiting for the device, and measures the speed."""

import math
import time
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

Points = dict[str, list[tuple[int, float | None]]]


class Meter:
    """Losses stay tensors on the device until they are asked for: reading one at every step would make it wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._names: list[tuple[int, str]] = []
        self._values: list[Tensor] = []
        self._window_start = clock()
        self._window_samples = 0
        self._seconds = 0.0
        self._steps = 0

    def add(self, step: int, losses: Mapping[str, Tensor], samples: int) -> None:
        """Takes in the losses of step number `step`, made from `samples` pictures."""
        for name, value in losses.items():
            self._names.append((step, name))
            self._values.append(value)
        self._window_samples += samples
        self._steps += 1

    def take_tensor(self) -> Tensor:
        """All losses since the last call as one tensor [points], in their order."""
        values = torch.stack(self._values) if self._values else torch.empty(0)
        self._values.clear()
        return values

    def take_points(self, values: Tensor) -> tuple[Points, int | None]:
        """The points of `take_tensor`'s losses, and the first step with a loss that is no finite number."""
        points: Points = {}
        broken: int | None = None
        for (step, name), value in zip(self._names, values.tolist(), strict=True):
            finite = math.isfinite(value)
            points.setdefault(name, []).append((step, value if finite else None))
            if not finite and broken is None:
                broken = step
        self._names.clear()
        return points, broken

    def samples_per_second(self) -> float:
        """The speed since the last call."""
        now = self._clock()
        seconds = max(1e-9, now - self._window_start)
        speed = self._window_samples / seconds
        self._seconds += seconds
        self._window_start = now
        self._window_samples = 0
        return speed

    def seconds_left(self, steps: int) -> float | None:
        """How long `steps` more steps take at the pace so far, all that comes between the steps included."""
        return steps * self._seconds / self._steps if self._steps else None

    def leave_out_time(self) -> None:
        """Does not count the time since the last `samples_per_second`, as after a pause."""
        self._window_start = self._clock()
        self._window_samples = 0
