"""Moves, turns and scales pictures.

What comes in at the border is ground for grey pictures, which may be ink on an empty ground, and the mirrored picture
for coloured ones. `crop` is the cut of a picture of the same size from one with a mirrored border (He and others 2015,
arXiv 1512.03385).
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from trainer.training.augmentation.uniform import uniform


def whole_pixels(pictures: Tensor, most: float, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """How far each of B pictures is to move, int64 [B] to the right and [B] down, all whole numbers alike likely."""
    margin = math.ceil(most)
    right, down = (uniform(2, pictures, generator) * (most + 0.5)).round().long().clamp(-margin, margin)
    return right, down


def moved_by_pixels(pictures: Tensor, right: Tensor, down: Tensor, *, reflect: bool) -> Tensor:
    """Pictures [B,C,H,W] moved by whole pixels, so that nothing is interpolated and strokes stay as sharp as they were.

    The border is mirrored, or else ground (0).
    """
    height, width = pictures.shape[2:]
    last = pictures.permute(0, 2, 3, 1)  # [B,H,W,C]: pixels are taken whole
    rows = torch.arange(height, device=pictures.device) + down[:, None]  # [B,H]
    columns = torch.arange(width, device=pictures.device) + right[:, None]  # [B,W]
    if reflect:
        rows, columns = _reflected(rows, height), _reflected(columns, width)
    else:
        margin = max(int(right.abs().max()), int(down.abs().max()))
        last = functional.pad(last, (0, 0, margin, margin, margin, margin))
        rows, columns = rows + margin, columns + margin
    chosen = torch.arange(len(pictures), device=pictures.device)[:, None, None]
    return last[chosen, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)


def moved(pictures: Tensor, shift: float, rotate: float, scale: float, generator: torch.Generator) -> Tensor:
    """Pictures [B,C,H,W] moved by up to `shift` pixels, turned by up to `rotate` degrees, larger or smaller by `scale`.

    One affine grid for all, so that a picture is interpolated once.
    """
    height, width = pictures.shape[2:]
    turn, size, right, down = uniform(4, pictures, generator)  # each [B], from -1 to 1
    turn = turn * math.radians(rotate)
    zoom = torch.exp(size * -math.log1p(scale))
    cosine, sine = torch.cos(turn) * zoom, torch.sin(turn) * zoom
    rows = (cosine, -sine, right * (2 * shift / width), sine, cosine, down * (2 * shift / height))
    matrices = torch.stack(rows, dim=1).view(len(pictures), 2, 3)  # [B,2,3]
    grid = functional.affine_grid(matrices, list(pictures.shape), align_corners=False)  # [B,H,W,2]
    border = "zeros" if pictures.shape[1] == 1 else "reflection"
    return functional.grid_sample(pictures, grid, padding_mode=border, align_corners=False)


def _reflected(places: Tensor, size: int) -> Tensor:
    """Places that lie outside 0..size-1 by less than `size`, mirrored at the first and the last pixel."""
    last = size - 1
    return (last - (last - places.abs()).abs()).clamp(0, last)
