"""All changes that a training makes to its pictures, in their order, each done to the whole batch at once."""

import torch
from torch import Tensor

from trainer.contract.hyperparameters import PictureHyperparameters
from trainer.training.augmentation.colour_jitter import with_other_colours
from trainer.training.augmentation.cutout import with_squares_cut_out
from trainer.training.augmentation.flip import alternating, mirrored
from trainer.training.augmentation.movement import moved, moved_by_pixels, whole_pixels
from trainer.training.augmentation.strokes import with_other_strokes
from trainer.training.augmentation.uniform import uniform


class Augmentation:
    """Pictures float32 [B,C,H,W] from 0 to 1, grey or coloured, to as many changed ones.

    Digits are never flipped, since a mirrored 2 is no 2: their hyperparameters have no `flip` and no `colour_jitter`.
    """

    def __init__(self, hyperparameters: PictureHyperparameters, generator: torch.Generator) -> None:
        self._settings = hyperparameters
        self._flip: bool = getattr(hyperparameters, "flip", False)
        self._colour_jitter: float = getattr(hyperparameters, "colour_jitter", 0.0)
        self._generator = generator

    def __call__(self, pictures: Tensor, numbers: Tensor | None = None, epoch: int = 0) -> Tensor:
        """The changed pictures; the same tensor where every option is off.

        With their `numbers` [B] in the data set, pictures are flipped in every other epoch, else by chance.
        """
        settings = self._settings
        if settings.stroke_width:
            pictures = with_other_strokes(pictures, settings.stroke_width, self._generator)
        if settings.rotate or settings.scale:
            pictures = moved(pictures, settings.shift, settings.rotate, settings.scale, self._generator)
        elif settings.shift:
            right, down = whole_pixels(pictures, settings.shift, self._generator)
            pictures = moved_by_pixels(pictures, right, down, reflect=pictures.shape[1] > 1)
        if settings.crop:
            right, down = whole_pixels(pictures, settings.crop, self._generator)
            pictures = moved_by_pixels(pictures, right, down, reflect=True)
        if self._flip:
            pictures = mirrored(pictures, self._chosen_to_flip(pictures, numbers, epoch))
        if self._colour_jitter:
            pictures = with_other_colours(pictures, self._colour_jitter, self._generator)
        if settings.cutout:
            pictures = with_squares_cut_out(pictures, settings.cutout, self._generator)
        return pictures

    def _chosen_to_flip(self, pictures: Tensor, numbers: Tensor | None, epoch: int) -> Tensor:
        if numbers is not None:
            return alternating(numbers, epoch).to(pictures.device)
        return uniform(1, pictures, self._generator)[0] > 0.0
