"""Cuts a square out of each picture (DeVries and Taylor 2017, arXiv 1708.04552)."""

import torch
from torch import Tensor

from trainer.training.augmentation.uniform import uniform


def with_squares_cut_out(pictures: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Pictures [B,C,H,W], each with the mean of the batch in a square of `side` pixels."""
    mean = pictures.mean((0, 2, 3), keepdim=True)  # [1,C,1,1]
    return torch.where(rectangles(pictures, side, side, generator), mean, pictures)


def rectangles(pictures: Tensor, height: int, width: int, generator: torch.Generator) -> Tensor:
    """Where the rectangle of each picture lies, bool [B,1,H,W]; its centre may be any pixel.

    As in the article it may reach beyond the border, so that some pictures lose less than all of it.
    """
    x, y = (uniform(2, pictures, generator) + 1.0) / 2.0  # each [B], from 0 to 1
    rows = _covered(y, pictures.shape[2], height)[:, None, :, None]  # [B,1,H,1]
    columns = _covered(x, pictures.shape[3], width)[:, None, None, :]  # [B,1,1,W]
    return rows & columns


def _covered(centre: Tensor, size: int, length: int) -> Tensor:
    """Which of `size` pixels a stretch of `length` covers, bool [B,size]; `centre` is a share of `size`."""
    first = (centre * size).long().clamp(max=size - 1) - length // 2
    places = torch.arange(size, device=centre.device)
    return (places >= first[:, None]) & (places < first[:, None] + length)
