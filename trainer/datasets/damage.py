"""Damages that a denoiser is taught to undo and measured on: noise, blur, holes, a reduction to half the size.

Every function takes pictures uint8 [N,H,W] or [N,H,W,3] of any size and gives back as many of the same shape. What is
random in sample k of seed s is drawn from Philox(s, k), so that it depends neither on the batch nor on the machine.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from trainer.contract.sampling import generator_of_sample
from trainer.contract.text import Text

NOISE_SIGMA = 0.3
"""Standard deviation of the noise, on pixels from 0 to 1."""
BLUR_SIGMA = 1 / 20
"""Standard deviation of the blur as a share of the height: 1.4 pixels of 28."""
HOLES = 4
HOLE_SIDES = (1 / 7, 1 / 4)
"""Shortest and longest side of a hole as shares of the height: 4 to 7 pixels of 28."""

Apply = Callable[[np.ndarray, int, int], np.ndarray]


@dataclass(frozen=True)
class Damage:
    """`apply(images, seed, first)` damages pictures that are the samples `first`, `first + 1`, ... of `seed`."""

    title: Text
    apply: Apply


def noise(images: np.ndarray, seed: int, first: int = 0, sigma: float = NOISE_SIGMA) -> np.ndarray:
    """Gaussian noise of `sigma`, on pixels from 0 to 1, is added; what goes beyond black and white is clipped."""
    noisy = np.empty(images.shape, dtype=np.float32)
    for number, picture in enumerate(images):
        drawn = generator_of_sample(seed, first + number).standard_normal(picture.shape, dtype=np.float32)
        noisy[number] = picture / np.float32(255) + np.float32(sigma) * drawn
    return _bytes(noisy)


def blur(images: np.ndarray, sigma: float | None = None) -> np.ndarray:
    """Blurred by a Gaussian of `sigma` pixels (None: `BLUR_SIGMA` of the height), renormalised at the edges."""
    height, width = images.shape[1:3]
    sigma = BLUR_SIGMA * height if sigma is None else sigma
    rows, columns = _gaussian_weights(height, sigma), _gaussian_weights(width, sigma)
    return _bytes(np.einsum("ih,nhw...,jw->nij...", rows, images / np.float32(255), columns, optimize=True))


def holes(images: np.ndarray, seed: int, first: int = 0, count: int = HOLES) -> np.ndarray:
    """`count` rectangles at random places of each picture are set to 0; they may overlap."""
    height, width = images.shape[1:3]
    shortest, longest = (max(1, round(side * height)) for side in HOLE_SIDES)
    damaged = images.copy()
    for number, picture in enumerate(damaged):
        random = generator_of_sample(seed, first + number)
        for down, across in random.integers(shortest, longest, (count, 2), endpoint=True):
            top = random.integers(0, max(height - down, 0), endpoint=True)
            left = random.integers(0, max(width - across, 0), endpoint=True)
            picture[top : top + down, left : left + across] = 0
    return damaged


def reduction(images: np.ndarray) -> np.ndarray:
    """Squares of 2x2 pixels are replaced by their mean: half the size, shown at the full one."""
    height, width = images.shape[1:3]
    beyond = [(0, 0), (0, height % 2), (0, width % 2), *[(0, 0)] * (images.ndim - 3)]
    even = np.pad(images, beyond, mode="edge").astype(np.float32)
    small = (even[:, ::2, ::2] + even[:, 1::2, ::2] + even[:, ::2, 1::2] + even[:, 1::2, 1::2]) / 4
    large = small.repeat(2, axis=1).repeat(2, axis=2)[:, :height, :width]
    return np.rint(large).astype(np.uint8)


DAMAGES: dict[str, Damage] = {
    "noise": Damage(Text("noise", "噪声"), noise),
    "blur": Damage(Text("blur", "模糊"), lambda images, seed, first: blur(images)),
    "holes": Damage(Text("holes", "空洞"), holes),
    "reduction": Damage(Text("reduction to half the size", "缩小一半"), lambda images, seed, first: reduction(images)),
}
"""The damages that a denoiser is measured on, by name."""


def _gaussian_weights(length: int, sigma: float) -> np.ndarray:
    """float32 [length, length]: row i weighs all places by their distance to i, and sums to 1."""
    places = np.arange(length)
    weights = np.exp(-0.5 * ((places[:, None] - places) / sigma) ** 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


def _bytes(pixels: np.ndarray) -> np.ndarray:
    """Pixels from 0 to 1 as uint8."""
    return np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
