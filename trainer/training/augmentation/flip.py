"""Mirrors pictures left to right."""

import torch
from torch import Tensor

_MULTIPLIER = 0x9E3779B1
"""An odd number near 2**32 divided by the golden ratio: multiples of it scatter evenly (Knuth)."""


def mirrored(pictures: Tensor, chosen: Tensor) -> Tensor:
    """Pictures [B,C,H,W], those mirrored that are `chosen`, bool [B]."""
    return torch.where(chosen.view(-1, 1, 1, 1), pictures.flip(-1), pictures)


def alternating(numbers: Tensor, epoch: int) -> Tensor:
    """Which pictures are mirrored in an epoch, bool [B], by their numbers in the data set, int64 [B].

    Half of them in the first epoch, the others in the next, and so on: in any two epochs the network sees both sides
    of every picture, which it does not with chance (Jordan 2024, arXiv 2404.00498).
    """
    half = (numbers * _MULTIPLIER) >> 31 & 1
    return (half + epoch) % 2 == 1
