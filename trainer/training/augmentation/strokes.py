"""Draws strokes as a thinner or a thicker pen would."""

import torch
from torch import Tensor
from torch.nn import functional

from trainer.training.augmentation.uniform import uniform

THINNEST = 0.5
"""How far a stroke goes at most towards the thinned picture; beyond it thin strokes would break."""


def with_other_strokes(pictures: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Mixes a `share` of pictures [B,1,H,W], light ink, with their 3x3 maximum (thicker) or minimum (thinner)."""
    chosen, kind, amount = uniform(3, pictures, generator)
    thicker = functional.max_pool2d(pictures, 3, stride=1, padding=1)
    thinner = -functional.max_pool2d(-pictures, 3, stride=1, padding=1)
    weight = amount.abs() * (chosen.abs() < share)
    towards_thicker = torch.where(kind > 0, weight, 0.0).view(-1, 1, 1, 1)
    towards_thinner = torch.where(kind > 0, 0.0, weight * THINNEST).view(-1, 1, 1, 1)
    return pictures + towards_thicker * (thicker - pictures) + towards_thinner * (thinner - pictures)
