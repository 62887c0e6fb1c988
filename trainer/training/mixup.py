"""Mixup and CutMix: each picture has some of another one, and the network is to say how much of each there is.

Papers: Zhang, Cisse, Dauphin, Lopez-Paz 2017, "mixup: Beyond empirical risk minimization", arXiv 1710.09412; Yun and
others 2019, "CutMix: Regularization Strategy to Train Strong Classifiers", arXiv 1905.04899.
"""

import numpy as np
import torch
from torch import Tensor


def mixing_share(alpha: float, generator: torch.Generator) -> float:
    """The share of the first picture, from Beta(alpha, alpha). PyTorch's own draw takes no generator, numpy's does."""
    key = torch.randint(2**62, (), generator=generator, device=generator.device)
    return float(np.random.Generator(np.random.Philox(key=int(key))).beta(alpha, alpha))


def mixed(pictures: Tensor, share: float) -> Tensor:
    """Pictures [B,C,H,W], each with 1 - `share` of the one before it in the batch, which is in no order."""
    return pictures * share + pictures.roll(1, dims=0) * (1.0 - share)


def pasted(pictures: Tensor, share: float, generator: torch.Generator) -> tuple[Tensor, float]:
    """Pictures [B,C,H,W] with a rectangle of the one before each, and the share of the pixels that stayed.

    The rectangle has the form of the picture and about 1 - `share` of its area; what sticks out at a side is cut off.
    """
    height, width = pictures.shape[2:]
    side = (1.0 - share) ** 0.5
    middle = torch.rand(2, generator=generator, device=generator.device).tolist()
    top, bottom = _stretch(middle[0], side, height)
    left, right = _stretch(middle[1], side, width)
    after = pictures.clone()
    after[:, :, top:bottom, left:right] = pictures.roll(1, dims=0)[:, :, top:bottom, left:right]
    return after, 1.0 - (bottom - top) * (right - left) / (height * width)


def _stretch(middle: float, length: float, size: int) -> tuple[int, int]:
    """From where to where, in pixels, a stretch reaches whose middle and length are given as shares of `size`."""
    return max(0, round((middle - length / 2) * size)), min(size, round((middle + length / 2) * size))


def partners(labels: Tensor) -> Tensor:
    """The labels [B] of the other pictures of `mixed` and `pasted`."""
    return labels.roll(1, dims=0)
