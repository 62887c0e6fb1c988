"""What the loop expects of batches, and what they are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import torch

from trainer.training.random_state import RandomSources


class BatchSource(Protocol):
    """Deals out the training examples, in another order each epoch.

    `share` is how many examples of a batch are this process's, `batch_size` how many those of all ranks are together.
    """

    share: int
    steps_per_epoch: int

    @property
    def batch_size(self) -> int:
        """Examples per step, over all ranks."""
        ...

    def epoch(self, number: int, first: int = 0) -> Iterator[Any]:
        """The batches of epoch `number`, which counts from 0, from batch `first` on: the same whenever it is asked."""
        ...


@dataclass(frozen=True)
class Dealing:
    """The examples to train on, what is known of them, and where and among how many processes they are dealt out."""

    train: Any
    hyperparameters: Any
    facts: Any
    randomness: RandomSources
    device: torch.device
    rank: int = 0
    ranks: int = 1
