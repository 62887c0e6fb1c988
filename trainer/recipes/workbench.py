"""What every recipe is given."""

from dataclasses import dataclass
from typing import Any

import torch
from lightning_fabric import Fabric
from torch import nn

from trainer.datasets.dataset import Pictures
from trainer.training.random_state import RandomSources


@dataclass(frozen=True)
class Workbench:
    """The networks to train, what to train them with, and the pictures to validate with."""

    fabric: Fabric
    networks: dict[str, nn.Module]
    hyperparameters: Any
    validation: Pictures
    randomness: RandomSources
    steps_per_epoch: int

    @property
    def device(self) -> torch.device:
        """Where the training runs."""
        return self.fabric.device
