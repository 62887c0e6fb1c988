"""Optimisers, and L1 and L2 on the weights alone."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from trainer.contract.hyperparameters import Hyperparameters


def build_optimiser(network: nn.Module, hyperparameters: Hyperparameters, learning_rate: float) -> Optimizer:
    """The optimiser that the hyperparameters name, over the parameters of `network`.

    L2 is PyTorch's `weight_decay` on weights only: its gradient is `l2 * w`, decoupled with AdamW.
    """
    groups = [
        {"params": penalised_weights(network), "weight_decay": hyperparameters.l2},
        {"params": _unpenalised(network), "weight_decay": 0.0},
    ]
    # One fused kernel per step is several times faster than one kernel per tensor. The gradient scaler of float16
    # cannot clip in front of it.
    fused = hyperparameters.precision != "float16"
    betas = (hyperparameters.beta1, hyperparameters.beta2)
    if hyperparameters.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=learning_rate, momentum=hyperparameters.momentum, fused=fused)
    if hyperparameters.optimiser == "adam":
        return torch.optim.Adam(groups, lr=learning_rate, betas=betas, fused=fused)
    if hyperparameters.optimiser == "adamw":
        return torch.optim.AdamW(groups, lr=learning_rate, betas=betas, fused=fused)
    return torch.optim.RMSprop(groups, lr=learning_rate, momentum=hyperparameters.momentum, foreach=True)


def penalised_weights(network: nn.Module) -> list[nn.Parameter]:
    """The parameters that L1 and L2 touch: matrices and kernels, neither biases nor normalisation weights."""
    return [parameter for parameter in network.parameters() if parameter.ndim > 1]


def l1_penalty(weights: Iterable[nn.Parameter], l1: float) -> Tensor:
    """`l1` times the sum of absolute weights, a scalar to be added to the loss (Tibshirani 1996)."""
    return l1 * torch.stack([weight.abs().sum() for weight in weights]).sum()


def _unpenalised(network: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in network.parameters() if parameter.ndim <= 1]
