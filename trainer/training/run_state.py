"""Where a training stands."""

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass
class RunState:
    """The position, the time spent and the best so far; a checkpoint keeps all of it.

    `epoch` counts the whole epochs behind us, `batch` the batches of the one we are in.
    """

    step: int = 0
    epoch: int = 0
    batch: int = 0
    seconds: float = 0.0
    best: float | None = None
    best_epoch: int = 0
    best_file: str = ""
    epochs_without_gain: int = 0

    def is_gain(self, value: float | None, direction: Literal["higher", "lower", "none"]) -> bool:
        """Whether an epoch with this figure is the best so far; without a figure every epoch is."""
        if value is None or self.best is None:
            return True
        return value > self.best if direction == "higher" else value < self.best

    def end_epoch(self, value: float | None, gain: bool) -> None:
        """Goes on to the next epoch."""
        self.epoch += 1
        self.batch = 0
        self.epochs_without_gain = 0 if gain else self.epochs_without_gain + 1
        if gain:
            self.best, self.best_epoch = value, self.epoch

    def as_dict(self) -> dict[str, Any]:
        """The fields by their names."""
        return asdict(self)
