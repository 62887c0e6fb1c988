"""Batches of pictures for training: the whole data set stays on the device as bytes where it fits.

One that is mapped from a file stays there, and each batch is copied out of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from trainer.datasets.dataset import Pictures
from trainer.training.augmentation import Augmentation
from trainer.training.dealing import Dealing

ROOM_SHARE = 0.5
"""The part of a GPU's free memory that pictures may take; beyond it they stay in main memory."""


@dataclass(frozen=True)
class Batch:
    """Pictures float32 [B,C,H,W] from 0 to 1 and labels int64 [B] of the step that follows `step` steps."""

    pictures: Tensor
    labels: Tensor
    step: int


class Batches:
    """Shuffles the training pictures anew for each epoch and deals them out in batches of equal size.

    The order of an epoch depends on the seed and its number alone; what is left over after the last whole batch waits
    for another epoch. Of each batch every rank of a data-parallel training takes its own part.
    """

    def __init__(
        self,
        pictures: Pictures,
        *,
        batch_size: int,
        seed: int,
        augmentation: Augmentation | None,
        device: torch.device,
        rank: int = 0,
        ranks: int = 1,
    ) -> None:
        is_mapped = pictures.is_mapped
        home = device if not is_mapped and fits_on(device, pictures.images.nbytes) else torch.device("cpu")
        self._images: Tensor | np.ndarray = pictures.images
        if not is_mapped:
            self._images = torch.from_numpy(np.ascontiguousarray(pictures.images)).to(home)
        self._labels = torch.from_numpy(np.ascontiguousarray(pictures.labels)).to(home)
        self._device = device
        self._seed = seed
        self._augmentation = augmentation
        self._rank = rank
        self.share = max(1, min(batch_size, len(pictures)) // ranks)
        self._batch_size = self.share * ranks
        self.steps_per_epoch = max(1, len(pictures) // self._batch_size)

    @property
    def batch_size(self) -> int:
        """Pictures per step, over all ranks."""
        return self._batch_size

    def epoch(self, number: int, first: int = 0) -> Iterator[Batch]:
        """The batches of epoch `number`, which counts from 0, from batch `first` on."""
        order = self._order(number)
        for position in range(first, self.steps_per_epoch):
            start = position * self._batch_size + self._rank * self.share
            chosen = order[start : start + self.share]
            images = self._take(chosen).to(self._device, non_blocking=True)
            labels = self._labels[chosen].to(self._device, non_blocking=True)
            pictures = as_floats(images)
            pictures = self._augmentation(pictures, chosen, number) if self._augmentation else pictures
            yield Batch(pictures, labels, number * self.steps_per_epoch + position)

    def _order(self, epoch: int) -> Tensor:
        random = np.random.Generator(np.random.Philox(key=np.array([self._seed, epoch], dtype=np.uint64)))
        return torch.from_numpy(random.permutation(len(self._labels))).to(self._labels.device)

    def _take(self, chosen: Tensor) -> Tensor:
        if isinstance(self._images, Tensor):
            return self._images[chosen]
        return torch.from_numpy(self._images[chosen.numpy()])


def augmented_pictures(dealing: Dealing) -> Batches:
    """Batches of pictures, changed as the hyperparameters say."""
    return _pictures(dealing, Augmentation(dealing.hyperparameters, dealing.randomness.generator("augmentation")))


def plain_pictures(dealing: Dealing) -> Batches:
    """Batches of pictures as they are, for recipes that change them themselves."""
    return _pictures(dealing, None)


def _pictures(dealing: Dealing, augmentation: Augmentation | None) -> Batches:
    return Batches(
        dealing.train,
        batch_size=dealing.hyperparameters.batch_size,
        seed=dealing.hyperparameters.seed,
        augmentation=augmentation,
        device=dealing.device,
        rank=dealing.rank,
        ranks=dealing.ranks,
    )


def as_floats(images: Tensor) -> Tensor:
    """uint8 [B,H,W] to float32 [B,1,H,W], or [B,H,W,3] to [B,3,H,W], from 0 to 1."""
    channels_first = images.unsqueeze(1) if images.ndim == 3 else images.permute(0, 3, 1, 2)
    return channels_first.to(torch.float32).div_(255.0)


def as_bytes(pictures: Tensor) -> Tensor:
    """Float [B,1,H,W] from 0 to 1 to uint8 [B,H,W], or [B,3,H,W] to [B,H,W,3]; rounded and held within the range."""
    channels_last = pictures.squeeze(1) if pictures.shape[1] == 1 else pictures.permute(0, 2, 3, 1)
    return torch.round(channels_last * 255.0).clamp(0.0, 255.0).to(torch.uint8)


def fits_on(device: torch.device, size: int) -> bool:
    """Whether `size` bytes of pictures leave enough room on the device."""
    return device.type != "cuda" or size < ROOM_SHARE * torch.cuda.mem_get_info(device)[0]
