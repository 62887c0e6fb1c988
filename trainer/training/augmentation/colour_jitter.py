"""Shows pictures in another light: brightness, contrast and saturation (Howard 2013, arXiv 1312.5402)."""

import torch
from torch import Tensor

from trainer.training.augmentation.uniform import uniform

GREY = (0.299, 0.587, 0.114)
"""The luminance of red, green and blue (ITU-R BT.601)."""


def with_other_colours(pictures: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Pictures [B,C,H,W] from 0 to 1; each factor lies between 1 - `strength` and 1 + `strength`.

    Contrast is the distance from the picture's mean grey, saturation that of a pixel from its own grey; grey pictures
    have none.
    """
    brightness, contrast, saturation = (1.0 + strength * uniform(3, pictures, generator)).view(3, -1, 1, 1, 1)
    pictures = pictures * brightness
    mean = luminance(pictures).mean((2, 3), keepdim=True)  # [B,1,1,1]
    pictures = mean + (pictures - mean) * contrast
    if pictures.shape[1] == len(GREY):
        grey = luminance(pictures)
        pictures = grey + (pictures - grey) * saturation
    return pictures.clamp(0.0, 1.0)


def luminance(pictures: Tensor) -> Tensor:
    """The grey [B,1,H,W] of pictures [B,C,H,W]."""
    if pictures.shape[1] != len(GREY):
        return pictures.mean(1, keepdim=True)
    return (pictures * pictures.new_tensor(GREY).view(1, -1, 1, 1)).sum(1, keepdim=True)
