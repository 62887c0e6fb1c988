"""DiffAugment: what the discriminator of a GAN sees, real or generated, is changed, and gradients flow through it.

Paper: Zhao, Liu, Lin, Zhu, Han 2020, "Differentiable augmentation for data-efficient GAN training", arXiv 2006.10738,
with all three of its policies: colour, translation, cut-out.
"""

import torch
from torch import Tensor

from trainer.training.augmentation.cutout import rectangles
from trainer.training.augmentation.movement import moved_by_pixels
from trainer.training.augmentation.uniform import uniform

TRANSLATION = 1 / 8
"""The farthest move, as a share of the picture's side."""
CUT_OUT = 1 / 2
"""The side of what is cut out, as a share of the picture's."""


class DiffAugment:
    """Pictures float32 [B,C,H,W] from -1 to 1 to as many changed ones; colours may leave the range, as in the paper.

    Each call draws anew from `generator`: call it once for real pictures, once for generated ones.
    """

    def __init__(self, generator: torch.Generator) -> None:
        self._generator = generator

    def __call__(self, pictures: Tensor) -> Tensor:
        """The changed pictures; 0, the middle of the range, is at the border and in the hole."""
        pictures = self._moved(self._coloured(pictures))
        height, width = (int(side * CUT_OUT + 0.5) for side in pictures.shape[2:])
        return pictures.masked_fill(rectangles(pictures, height, width, self._generator), 0.0)

    def _coloured(self, pictures: Tensor) -> Tensor:
        """Brightness by up to a quarter of the range, saturation from 0 to 2, contrast from 0.5 to 1.5."""
        brightness, saturation, contrast = uniform(3, pictures, self._generator).view(3, -1, 1, 1, 1)
        pictures = pictures + brightness / 2.0
        grey = pictures.mean(1, keepdim=True)  # [B,1,H,W]
        pictures = grey + (pictures - grey) * (1.0 + saturation)
        mean = pictures.mean((1, 2, 3), keepdim=True)  # [B,1,1,1]
        return mean + (pictures - mean) * (1.0 + contrast / 2.0)

    def _moved(self, pictures: Tensor) -> Tensor:
        """By whole pixels, each picture by its own."""
        right, down = uniform(2, pictures, self._generator)
        reach_down, reach_right = (int(side * TRANSLATION + 0.5) for side in pictures.shape[2:])
        right = (right * (reach_right + 0.5)).round().long().clamp(-reach_right, reach_right)
        down = (down * (reach_down + 0.5)).round().long().clamp(-reach_down, reach_down)
        return moved_by_pixels(pictures, right, down, reflect=False)
