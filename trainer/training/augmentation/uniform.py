"""The random numbers of the augmentation."""

import torch
from torch import Tensor


def uniform(rows: int, pictures: Tensor, generator: torch.Generator) -> Tensor:
    """[rows,B] numbers from -1 to 1, one column for each of B pictures, on their device."""
    return torch.rand((rows, len(pictures)), generator=generator, device=pictures.device) * 2 - 1
