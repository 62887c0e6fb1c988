"""How much pictures of one class differ among themselves: a generator that collapsed draws the same one again."""

import numpy as np

from trainer.metrics.picture_quality import ssim

PAIRS = 5000
"""Pairs that are compared in all."""
FEWEST_PAIRS = 20
"""Pairs of a class at least, however many classes there are."""


def class_diversity(images: np.ndarray, labels: np.ndarray, classes: int, seed: int) -> np.ndarray:
    """1 - SSIM, float64 [classes], mean over random pairs of a class's pictures; 0 where a class has fewer than two.

    Pictures uint8 [N,H,W] or [N,H,W,3], labels [N]; a negative label is no class's. After Odena, Olah, Shlens 2017,
    arXiv 1610.09585, section 4.2; one scale, as windows at the coarser ones would be larger than small pictures.
    """
    random = np.random.default_rng(seed)
    pairs = max(FEWEST_PAIRS, PAIRS // classes)
    diversity = np.zeros(classes)
    for label in range(classes):
        members = np.flatnonzero(labels == label)
        if len(members) > 1:
            first, second = _pairs(members, pairs, random)
            diversity[label] = 1 - ssim(images[first], images[second]).mean()
    return diversity


def _pairs(members: np.ndarray, count: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two different members, `count` times."""
    first = random.integers(len(members), size=count)
    second = (first + random.integers(1, len(members), size=count)) % len(members)
    return members[first], members[second]
