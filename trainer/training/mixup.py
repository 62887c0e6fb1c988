"""Mixup: every picture is laid over another one, and the network is to say how much of each there is.

Paper: Zhang, Cisse, Dauphin, Lopez-Paz 2017, "mixup: Beyond empirical risk minimization", arXiv 1710.09412.
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


def partners(labels: Tensor) -> Tensor:
    """The labels [B] of the other pictures of `mixed`."""
    return labels.roll(1, dims=0)
