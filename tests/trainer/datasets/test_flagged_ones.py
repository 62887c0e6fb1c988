"""Ones get a flag or a foot, and stay pictures of MNIST's kind."""

import numpy as np

from trainer.datasets.flagged_ones import flagged_ones

BAR = np.zeros((28, 28), dtype=np.uint8)
BAR[4:24, 13:15] = 255


def test_flags_and_feet_are_drawn_on() -> None:
    pictures = flagged_ones(np.repeat(BAR[None], 20, axis=0), seed=1)
    assert pictures.shape == (20, 28, 28)
    assert pictures.dtype == np.uint8
    widths = [int((picture > 64).any(axis=0).sum()) for picture in pictures]
    assert min(widths) > 3
    assert len({picture.tobytes() for picture in pictures}) == 20
    assert np.array_equal(pictures, flagged_ones(np.repeat(BAR[None], 20, axis=0), seed=1))
