"""Muon: steps along the orthogonal matrix nearest to the momentum (Jordan 2024, kellerjordan.github.io/posts/muon).

PyTorch's own `torch.optim.Muon` takes matrices alone and computes in bfloat16 on every device; this one takes the
kernels of convolutions too, and is exact enough on a CPU to be repeated.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import AdamW, Optimizer

STEPS = 5
COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of the quintic iteration, chosen by its author for the steepest rise at zero: singular values end near 1 only."""


class Muon(Optimizer):
    """Muon on `hidden`, and the optimiser `rest` on all other parameters, as one optimiser with one state.

    A kernel [O,I,H,W] counts as the matrix [O,I*H*W]. Nesterov momentum; the step of a matrix with more rows than
    columns is longer by the root of their ratio. The weight decay is decoupled.

    With `fixed_norm` each hidden weight is held at the norm that an orthogonal matrix of its rows has, as the author's
    record network for CIFAR-10 does it; only for layers with a normalisation behind them, which undoes the scale.
    """

    def __init__(
        self,
        hidden: list[nn.Parameter],
        rest: AdamW,
        *,
        learning_rate: float,
        lr_scale: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
        fixed_norm: bool = False,
    ) -> None:
        """`learning_rate` is that of `rest`; the hidden weights have `lr_scale` times it."""
        own = {
            "params": hidden,
            "muon": True,
            "lr": learning_rate * lr_scale,
            "lr_scale": lr_scale,
            "momentum": momentum,
            "weight_decay": weight_decay,
            "fixed_norm": fixed_norm,
        }
        super().__init__([own, *(group | {"muon": False} for group in rest.param_groups)], dict(rest.defaults))
        self._rest = rest

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:  # type: ignore[override]
        """One step of both."""
        if closure is not None:
            with torch.enable_grad():
                closure()
        for group in self.param_groups:
            if group["muon"]:
                for parameter in group["params"]:
                    if parameter.grad is not None:
                        self._move(parameter, group)
        # Shared anew each time: reading a checkpoint replaces both.
        self._rest.state = self.state
        self._rest.param_groups = [group for group in self.param_groups if not group["muon"]]
        self._rest.step()

    def _move(self, parameter: Tensor, group: dict[str, Any]) -> None:
        state = self.state[parameter]
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = torch.zeros_like(parameter)
        buffer = state["momentum_buffer"]
        buffer.lerp_(parameter.grad, 1.0 - group["momentum"])
        gradient = parameter.grad.lerp(buffer, group["momentum"])  # type: ignore[union-attr]
        matrix = gradient.reshape(len(gradient), -1)  # [O,I*H*W]
        length = math.sqrt(max(1.0, matrix.shape[0] / matrix.shape[1]))
        if group["fixed_norm"]:
            parameter.mul_(math.sqrt(len(parameter)) / parameter.norm().clamp(min=1e-7))
        parameter.mul_(1.0 - group["lr"] * group["weight_decay"])
        parameter.add_(orthogonalised(matrix).reshape(parameter.shape), alpha=-group["lr"] * length)


def orthogonalised(matrix: Tensor) -> Tensor:
    """Nearly the orthogonal matrix nearest to `matrix` [R,C]: its singular values lie between 0.6 and 1.3.

    Newton-Schulz iteration, in float32 on a CPU and in bfloat16 on a GPU.
    """
    a, b, c = COEFFICIENTS
    is_tall = matrix.shape[0] > matrix.shape[1]
    x = matrix if matrix.device.type == "cpu" else matrix.bfloat16()
    x = x.T if is_tall else x
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(STEPS):
        gram = x @ x.T
        x = torch.addmm(x, torch.addmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return (x.T if is_tall else x).to(matrix.dtype)


def hidden_weights(network: nn.Module) -> list[nn.Parameter]:
    """The weights that Muon is for: matrices and kernels of linear and convolutional layers between first and last.

    The first and the last of these layers, in the order in which the network declares them, are left out, as are
    embeddings, biases, normalisation weights and whatever is fixed.
    """
    layers = [module for module in network.modules() if isinstance(module, (nn.Linear, nn.modules.conv._ConvNd))]
    return [
        parameter
        for layer in layers[1:-1]
        for parameter in layer.parameters()
        if parameter.ndim > 1 and parameter.requires_grad
    ]
