"""Measures that tell scribbles and grids from digits."""

import numpy as np

from tests.helpers.digit_pictures import drawn_ink
from tests.helpers.digit_strokes import scribble
from trainer.contract.preprocessing.ink_statistics import ink_statistics
from trainer.contract.preprocessing.normalise import normalise


def test_digits_are_plausible_and_have_their_holes() -> None:
    random = np.random.default_rng(0)
    plausible = [ink_statistics(normalise(drawn_ink(n % 10, (160, 160), random))).is_plausible_digit for n in range(60)]
    assert sum(plausible) >= 57
    assert ink_statistics(normalise(drawn_ink(1, (160, 160), random))).holes == 0


def test_grids_and_most_long_scribbles_are_not() -> None:
    grid = np.zeros((28, 28), np.uint8)
    grid[4:25:5, 4:25] = grid[4:25, 4:25:5] = 255
    assert not ink_statistics(grid).is_plausible_digit
    random = np.random.default_rng(1)
    scribbles = [normalise(drawn_ink(0, (200, 200), random, (0.03, 0.03), glyph=scribble(random))) for _ in range(20)]
    assert sum(not ink_statistics(each).is_plausible_digit for each in scribbles) >= 10


def test_an_empty_picture_has_no_strokes() -> None:
    statistics = ink_statistics(np.zeros((28, 28), np.uint8))
    assert (statistics.holes, statistics.width, statistics.length) == (0, 0.0, 0.0)
