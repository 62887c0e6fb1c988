"""Changes pictures of digits as another hand might have: moved, turned, scaled, with a thinner or thicker pen.

Everything is done to the whole batch at once. Digits are never flipped: a mirrored 2 is no 2.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from trainer.contract.hyperparameters import Hyperparameters

THINNEST = 0.5
"""How far a stroke goes at most towards the thinned picture; beyond it thin strokes would break."""


class Augmentation:
    """Pictures float32 [B,1,H,W] from 0 (ground) to 1 (ink), to as many changed ones."""

    def __init__(self, hyperparameters: Hyperparameters, generator: torch.Generator) -> None:
        self._shift = hyperparameters.shift
        self._turn = math.radians(hyperparameters.rotate)
        self._scale = hyperparameters.scale
        self._stroke_width = hyperparameters.stroke_width
        self._generator = generator

    def __call__(self, pictures: Tensor) -> Tensor:
        """The changed pictures; the same tensor where every option is off."""
        if self._stroke_width:
            pictures = self._with_other_strokes(pictures)
        if self._turn or self._scale:
            pictures = self._moved(pictures)
        elif self._shift:
            pictures = self._shifted(pictures)
        return pictures

    def _shifted(self, pictures: Tensor) -> Tensor:
        """Shifts alone are by whole pixels, so that nothing is interpolated and strokes stay as sharp as they were."""
        batch, _, height, width = pictures.shape
        margin = math.ceil(self._shift)
        right, down = (self._uniform(2, batch, pictures) * (self._shift + 0.5)).round().long().clamp(-margin, margin)
        padded = functional.pad(pictures[:, 0], (margin, margin, margin, margin))  # [B,H+2m,W+2m]
        rows = torch.arange(height, device=pictures.device) + margin + down[:, None]  # [B,H]
        columns = torch.arange(width, device=pictures.device) + margin + right[:, None]  # [B,W]
        chosen = torch.arange(batch, device=pictures.device)[:, None, None]
        return padded[chosen, rows[:, :, None], columns[:, None, :]].unsqueeze(1)

    def _moved(self, pictures: Tensor) -> Tensor:
        """One affine grid for shift, turn and scale, so that a picture is interpolated once."""
        batch, _, height, width = pictures.shape
        turn, scale, right, down = self._uniform(4, batch, pictures)  # each [B], from -1 to 1
        turn = turn * self._turn
        zoom = torch.exp(scale * -math.log1p(self._scale))
        cosine, sine = torch.cos(turn) * zoom, torch.sin(turn) * zoom
        rows = (cosine, -sine, right * (2 * self._shift / width), sine, cosine, down * (2 * self._shift / height))
        matrices = torch.stack(rows, dim=1).view(batch, 2, 3)  # [B,2,3]
        grid = functional.affine_grid(matrices, list(pictures.shape), align_corners=False)  # [B,H,W,2]
        return functional.grid_sample(pictures, grid, align_corners=False)

    def _with_other_strokes(self, pictures: Tensor) -> Tensor:
        """Mixes a share of the pictures with their 3x3 maximum (thicker) or minimum (thinner)."""
        chosen, kind, amount = self._uniform(3, len(pictures), pictures)
        thicker = functional.max_pool2d(pictures, 3, stride=1, padding=1)
        thinner = -functional.max_pool2d(-pictures, 3, stride=1, padding=1)
        weight = amount.abs() * (chosen.abs() < self._stroke_width)
        towards_thicker = torch.where(kind > 0, weight, 0.0).view(-1, 1, 1, 1)
        towards_thinner = torch.where(kind > 0, 0.0, weight * THINNEST).view(-1, 1, 1, 1)
        return pictures + towards_thicker * (thicker - pictures) + towards_thinner * (thinner - pictures)

    def _uniform(self, rows: int, columns: int, like: Tensor) -> Tensor:
        return torch.rand((rows, columns), generator=self._generator, device=like.device) * 2 - 1
