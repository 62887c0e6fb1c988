"""What the loop expects of a recipe, and a recipe of the exporter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from torch import Tensor, nn
from torch.optim import Optimizer

from trainer.contract.card import TensorSpec
from trainer.contract.events import ScalarSpec

Networks = Mapping[str, nn.Module]


class Recipe(Protocol):
    """How a kind of network is trained; owns its losses and optimiser steps, and nothing of the loop.

    `networks` are all that are trained; `deployed` names those that are averaged, validated and exported;
    `learning_rates` gives each setting that is a learning rate with its value, and `optimisers` the optimisers by the
    names of those settings. `best_by` is the scalar of `validate` by which the best epoch is chosen, or empty where
    the last epoch counts as the best.
    """

    networks: dict[str, nn.Module]
    deployed: tuple[str, ...]
    learning_rates: dict[str, float]
    optimisers: dict[str, Optimizer]
    scalars: tuple[ScalarSpec, ...]
    best_by: str

    def step(self, batch: Any) -> dict[str, Tensor]:
        """One step of every optimiser; the named losses are scalars on the device, cut off from their graphs."""
        ...

    def validate(self, networks: Networks) -> dict[str, float]:
        """The figures of one epoch for the deployed `networks`, by the names of the scalars."""
        ...

    def samples(self, networks: Networks) -> np.ndarray | None:
        """Pictures of the deployed networks, uint8 [100,H,W] or [100,H,W,3], always of the same noise."""
        ...


@dataclass(frozen=True)
class Graph:
    """One graph to be exported: a module whose forward takes and gives the named tensors, batch first.

    `examples` are the inputs of a batch; `inputs` and `outputs` describe them for the card.
    """

    role: str
    module: nn.Module
    examples: dict[str, Tensor]
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
