"""A judge that knows nothing: a convolutional network with random weights, for pictures that no classifier knows.

Even untrained, its features tell sets of pictures apart (random embeddings of Naeem and others 2020, arXiv 2002.09797).
It needs no labels and is the same for all pictures; it sees layout and texture, and no meaning. Another one, with other
weights, chooses the best epoch of a training, so that no generator is chosen by its own judge.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from PIL import Image

from trainer.metrics.judge import Judged

SIDE = 64
"""Pictures are brought to so many pixels; a side of 64 is left as it is."""
FEATURES = 64
_KEY = 20021
_KERNEL, _STRIDE = 5, 2
_WIDTHS = (3, 16, 32)
_BATCH = 100


class RandomJudge:
    """Gives `features` as a `Judge` does, and knows no labels; `sha256` changes when its numbers would."""

    name = "random"
    sha256 = f"random-{_KEY}-1".ljust(16, "-")

    def __init__(self) -> None:
        random = np.random.Generator(np.random.Philox(key=_KEY))
        self._kernels = [_normal(random, before * _KERNEL**2, after) for before, after in itertools.pairwise(_WIDTHS)]
        side = SIDE
        for _ in self._kernels:
            side = (side - _KERNEL) // _STRIDE + 1
        self._projection = _normal(random, side**2 * _WIDTHS[-1], FEATURES)

    def look_at(self, images: np.ndarray) -> Judged:
        """Features float32 [N, 64] of pictures uint8 [N,H,W] or [N,H,W,3]; one probability each, which is 1."""
        batches = (images[start : start + _BATCH] for start in range(0, len(images), _BATCH))
        features = np.concatenate([self._features(_fitted(batch)) for batch in batches])
        return Judged(features, np.ones((len(images), 1), np.float32))

    def knows(self, label_names: Sequence[str]) -> bool:
        """None."""
        return False

    def read(self, judged: Judged, label_names: Sequence[str]) -> np.ndarray:
        """Is never asked, as it knows no labels."""
        raise LookupError("random features know no labels")

    def _features(self, maps: np.ndarray) -> np.ndarray:
        for kernels in self._kernels:
            maps = np.maximum(_patches(maps) @ kernels, 0.0)  # [B,H,W,C]
        return maps.reshape(len(maps), -1) @ self._projection


def _normal(random: np.random.Generator, inputs: int, outputs: int) -> np.ndarray:
    """Weights float32 [inputs, outputs] that keep the variance through a rectifier."""
    return random.standard_normal((inputs, outputs), dtype=np.float32) * np.float32((2.0 / inputs) ** 0.5)


def _patches(maps: np.ndarray) -> np.ndarray:
    """[B,H,W,C] to the inputs of every other place of a 5x5 convolution, [B,h,w,C*25]."""
    windows = np.lib.stride_tricks.sliding_window_view(maps, (_KERNEL, _KERNEL), axis=(1, 2))
    windows = windows[:, ::_STRIDE, ::_STRIDE]
    return windows.reshape(*windows.shape[:3], -1)


def _fitted(images: np.ndarray) -> np.ndarray:
    """uint8 [B,H,W] or [B,H,W,3] of any size to float32 [B,64,64,3] from 0 to 1."""
    if images.shape[1:] != (SIDE, SIDE, 3):
        pictures = (Image.fromarray(image).convert("RGB") for image in images)
        images = np.stack([np.asarray(each.resize((SIDE, SIDE), Image.Resampling.BILINEAR)) for each in pictures])
    return images.astype(np.float32) / 255
