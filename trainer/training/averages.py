"""Averages of networks over their steps, which are smoother than any single step of them."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import Hyperparameters

ShareOfLatest = Callable[[int], float]
"""The share that the networks of step n have in the new average; 1 makes it a copy of them."""


class Averages:
    """Averaged copies of networks.

    Floating-point buffers, such as batch normalisation's running figures, are averaged like weights; others are
    copied. They are not measured anew for the averaged weights: that takes a pass over the pictures for each
    validation, and while the rate falls the averaged figures differ little.
    """

    def __init__(self, networks: Mapping[str, nn.Module], share_of_latest: ShareOfLatest) -> None:
        self._share_of_latest = share_of_latest
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
        averages, latest = zip(*self._averaged, strict=True)
        torch._foreach_lerp_(averages, latest, self._share_of_latest(step))
        for average, value in self._copied:
            average.copy_(value)

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {name: network.state_dict() for name, network in self.networks.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Takes up the averages of a checkpoint."""
        for name, network in self.networks.items():
            network.load_state_dict(state[name])


def averaging_rule(hyperparameters: Hyperparameters, total_steps: int) -> ShareOfLatest | None:
    """How the hyperparameters want networks averaged; None where they do not. `average_last` goes before `ema`."""
    if hyperparameters.average_last:
        return average_of_last(hyperparameters.average_last, total_steps)
    if hyperparameters.ema:
        return exponential(hyperparameters.ema)
    return None


def exponential(decay: float) -> ShareOfLatest:
    """The exponential moving average (Polyak and Juditsky 1992; for GANs Yazici and others 2018, arXiv 1806.04498).

    The decay grows from 0.1 towards its full value, so that the random start is soon forgotten.
    """
    return lambda step: 1.0 - min(decay, (1 + step) / (10 + step))


def average_of_last(share: float, total_steps: int) -> ShareOfLatest:
    """The mean of the networks of the last `share` of all steps (Izmailov and others 2018, arXiv 1803.05407).

    Of every step, not of every epoch as in the article. Up to there it is the network itself.
    """
    first = total_steps - round(share * total_steps)
    return lambda step: 1.0 / max(1, step - first)


def _frozen_copy(network: nn.Module) -> nn.Module:
    return copy.deepcopy(network).eval().requires_grad_(False)


def _tensors(network: nn.Module) -> list[Tensor]:
    return [*network.parameters(), *network.buffers()]
