"""The exponential moving average of networks, which is smoother than any single step of them."""

import copy
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn


class Averages:
    """Averaged copies of networks (Polyak and Juditsky 1992; for GANs Yazici and others 2018, arXiv 1806.04498).

    Floating-point buffers, such as batch normalisation's running figures, are averaged like weights; others are
    copied. The decay grows from 0.1 towards its full value, so that the random start is soon forgotten.
    """

    def __init__(self, networks: Mapping[str, nn.Module], decay: float) -> None:
        self._decay = decay
        self.networks = {name: _frozen_copy(network) for name, network in networks.items()}
        pairs = [
            pair
            for name, network in networks.items()
            for pair in zip(_tensors(self.networks[name]), _tensors(network), strict=True)
        ]
        self._averaged = [pair for pair in pairs if pair[0].is_floating_point()]
        self._copied = [pair for pair in pairs if not pair[0].is_floating_point()]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Moves the averages towards the networks as they are after `step` steps."""
        decay = min(self._decay, (1 + step) / (10 + step))
        averages, latest = zip(*self._averaged, strict=True)
        torch._foreach_lerp_(averages, latest, 1.0 - decay)
        for average, value in self._copied:
            average.copy_(value)

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {name: network.state_dict() for name, network in self.networks.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Takes up the averages of a checkpoint."""
        for name, network in self.networks.items():
            network.load_state_dict(state[name])


def _frozen_copy(network: nn.Module) -> nn.Module:
    return copy.deepcopy(network).eval().requires_grad_(False)


def _tensors(network: nn.Module) -> list[Tensor]:
    return [*network.parameters(), *network.buffers()]
