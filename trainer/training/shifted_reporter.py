"""Tells of a training that is a part of a longer one, so that readers see the whole as one."""

from dataclasses import dataclass
from typing import Any

import msgspec

from trainer.contract.events import Checkpoint, EpochEnded, Event, Progress, RunStarted
from trainer.contract.run_folder import RunState
from trainer.training.reporter import Reporter


@dataclass(frozen=True)
class Place:
    """What lies before this part, and how many parts of about the same length come after it."""

    steps: int = 0
    epochs: int = 0
    seconds: float = 0.0
    parts_after: int = 0


class ShiftedReporter(Reporter):
    """Counts steps, epochs and seconds on from those before; an unfinished part has no best epoch and no checkpoint."""

    def __init__(self, reporter: Reporter, place: Place) -> None:
        self._inner = reporter
        self._place = place

    def event(self, event: Event) -> None:
        """Appends an event as the whole has it."""
        if self._place.parts_after and isinstance(event, Checkpoint):
            return
        self._inner.event(self._shifted(event))

    def sync(self) -> None:
        """Returns when all events are on the disk."""
        self._inner.sync()

    def summary(self, state: RunState, at_once: bool = True, **fields: Any) -> None:
        """Replaces the summary's fields, as the whole has them."""
        moved = {
            name: value + getattr(self._place, _COUNTS[name]) if name in _COUNTS and value is not None else value
            for name, value in fields.items()
        }
        for total, before in (("total_steps", self._place.steps), ("total_epochs", self._place.epochs)):
            if total in fields:
                moved[total] = self._total(fields[total], before)
        if fields.get("seconds_left") is not None:
            moved["seconds_left"] = self._left(fields["seconds_left"], fields.get("seconds", 0.0))
        self._inner.summary(state, at_once, **moved)

    def _shifted(self, event: Event) -> Event:
        changes: dict[str, Any] = {
            name: getattr(event, name) + getattr(self._place, count)
            for name, count in _COUNTS.items()
            if hasattr(event, name)
        }
        if isinstance(event, Progress):
            steps = self._place.steps
            changes["points"] = {
                name: [(step + steps, value) for step, value in points] for name, points in event.points.items()
            }
            if event.seconds_left is not None:
                changes["seconds_left"] = self._left(event.seconds_left, event.elapsed)
        elif isinstance(event, RunStarted):
            changes["total_steps"] = self._total(event.total_steps, self._place.steps)
            changes["total_epochs"] = self._total(event.total_epochs, self._place.epochs)
        elif isinstance(event, EpochEnded) and self._place.parts_after:
            changes["is_best"] = False
        return msgspec.structs.replace(event, **changes)

    def _total(self, own: int, before: int) -> int:
        return before + own * (1 + self._place.parts_after)

    def _left(self, own: float, elapsed: float) -> float:
        return own + self._place.parts_after * (elapsed + own)


_COUNTS = {"step": "steps", "epoch": "epochs", "elapsed": "seconds", "seconds": "seconds"}
"""Fields of events and of the summary that count, and what of a `Place` they count on from."""
