"""The activations that a person can choose."""

from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import Activation

LEAK = 0.2
"""Slope of leaky ReLU below zero, as the DCGAN article has it (arXiv 1511.06434)."""

_MODULES: dict[Activation, type[nn.Module]] = {
    "relu": nn.ReLU,
    "elu": nn.ELU,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "tanh": nn.Tanh,
}
_NEVER_FALLING: frozenset[Activation] = frozenset({"relu", "leaky-relu", "elu", "tanh"})


def activation_module(name: Activation) -> nn.Module:
    """The activation called `name`."""
    return nn.LeakyReLU(LEAK) if name == "leaky-relu" else _MODULES[name]()


class MaxPooledActivation(nn.Module):
    """The activation, then the largest of each 2x2 pixels: [B,C,H,W] -> [B,C,H/2,W/2].

    A function that never falls may as well be applied to the largest alone, which is a quarter of the work and gives
    the same numbers.
    """

    def __init__(self, name: Activation) -> None:
        super().__init__()
        self.activation = activation_module(name)
        self._pool_first = name in _NEVER_FALLING

    def forward(self, maps: Tensor) -> Tensor:
        """[B,C,H,W] -> [B,C,H/2,W/2]."""
        if self._pool_first:
            return self.activation(functional.max_pool2d(maps, 2))
        return functional.max_pool2d(self.activation(maps), 2)
