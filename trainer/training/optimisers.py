"""Optimisers, and L1 and L2 on the weights alone."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from trainer.contract.hyperparameters import Hyperparameters
from trainer.training.muon import Muon, hidden_weights


def build_optimiser(network: nn.Module, hyperparameters: Hyperparameters, learning_rate: float) -> Optimizer:
    """The optimiser that the hyperparameters name, over the parameters of `network` that are not fixed.

    L2 is PyTorch's `weight_decay` on weights only: its gradient is `l2 * w`, decoupled with AdamW and Muon. With Muon
    the hidden weights have a rate of their own (`lr_scale` of their group times the learning rate) and the rest is
    AdamW's; a network without hidden weights is AdamW's alone.
    """
    groups = _groups(network, hyperparameters.l2)
    # One fused kernel per step is several times faster than one kernel per tensor. The gradient scaler of float16
    # cannot clip in front of it.
    fused = hyperparameters.precision != "float16"
    momentum = hyperparameters.momentum
    betas = (hyperparameters.beta1, hyperparameters.beta2)
    if hyperparameters.optimiser == "sgd":
        nesterov = hyperparameters.nesterov and momentum > 0.0
        return torch.optim.SGD(groups, lr=learning_rate, momentum=momentum, nesterov=nesterov, fused=fused)
    if hyperparameters.optimiser == "adam":
        return torch.optim.Adam(groups, lr=learning_rate, betas=betas, fused=fused)
    if hyperparameters.optimiser == "adamw":
        return torch.optim.AdamW(groups, lr=learning_rate, betas=betas, fused=fused)
    if hyperparameters.optimiser == "muon":
        return _muon(network, hyperparameters, learning_rate)
    return torch.optim.RMSprop(groups, lr=learning_rate, momentum=momentum, foreach=True)


def penalised_weights(network: nn.Module) -> list[nn.Parameter]:
    """The parameters that L1 and L2 touch: matrices and kernels, neither biases nor normalisation weights."""
    return [parameter for parameter in network.parameters() if parameter.ndim > 1 and parameter.requires_grad]


def l1_penalty(weights: Iterable[nn.Parameter], l1: float) -> Tensor:
    """`l1` times the sum of absolute weights, a scalar to be added to the loss (Tibshirani 1996)."""
    return l1 * torch.stack([weight.abs().sum() for weight in weights]).sum()


def _muon(network: nn.Module, hyperparameters: Hyperparameters, learning_rate: float) -> Muon:
    hidden = hidden_weights(network)
    beside = {id(parameter) for parameter in hidden}
    groups = _groups(network, hyperparameters.l2)
    for group in groups:
        group["params"] = [parameter for parameter in group["params"] if id(parameter) not in beside]
    betas = (hyperparameters.beta1, hyperparameters.beta2)
    rest = torch.optim.AdamW(groups, lr=learning_rate, betas=betas, fused=hyperparameters.precision != "float16")
    return Muon(
        hidden,
        rest,
        learning_rate=learning_rate,
        lr_scale=hyperparameters.muon_learning_rate / hyperparameters.learning_rate,
        momentum=hyperparameters.momentum,
        weight_decay=hyperparameters.l2,
        fixed_norm=hyperparameters.muon_fixed_norm,
    )


def _groups(network: nn.Module, l2: float) -> list[dict[str, Any]]:
    unpenalised = [parameter for parameter in network.parameters() if parameter.ndim <= 1 and parameter.requires_grad]
    return [
        {"params": penalised_weights(network), "weight_decay": l2},
        {"params": unpenalised, "weight_decay": 0.0},
    ]
