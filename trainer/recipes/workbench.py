"""What every recipe is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from lightning_fabric import Fabric
from torch import nn

from trainer.contract.text import Text
from trainer.datasets.dataset import say_nothing
from trainer.training.augmentation import Augmentation
from trainer.training.random_state import RandomSources


@dataclass(frozen=True)
class Workbench:
    """The networks to train, what to train them with, and the examples to train and to validate with.

    `batch_size` is that of this process, a part of the whole in a data-parallel training. `warn` tells a person
    something that does not end the training.
    """

    fabric: Fabric
    networks: dict[str, nn.Module]
    hyperparameters: Any
    train: Any
    validation: Any
    randomness: RandomSources
    steps_per_epoch: int
    batch_size: int
    facts: Any
    label_names: tuple[str, ...] = ()
    warn: Callable[[Text], None] = say_nothing

    @property
    def augmentation(self) -> Augmentation:
        """How pictures are changed; draws from the same numbers as the batches do."""
        return Augmentation(self.hyperparameters, self.randomness.generator("augmentation"))

    @property
    def device(self) -> torch.device:
        """Where the training runs."""
        return self.fabric.device
