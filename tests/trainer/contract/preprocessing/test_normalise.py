"""28x28 as MNIST was made: size, centre, strokes."""

import numpy as np
import pytest

from tests.helpers.digit_pictures import drawn_ink
from trainer.contract.preprocessing.components import label_components
from trainer.contract.preprocessing.normalise import CENTRE, normalise, stroke_width


def _eight(thickness: float, size: int = 300) -> np.ndarray:
    return drawn_ink(8, (size, size), np.random.default_rng(4), (thickness, thickness), (0.6, 0.6))


@pytest.mark.parametrize("label", range(10))
def test_digits_fill_twenty_pixels_and_sit_on_their_centre_of_mass(label: int) -> None:
    ink = drawn_ink(label, (200, 260), np.random.default_rng(label))
    picture = normalise(ink)
    rows, columns = np.flatnonzero(picture.max(axis=1) > 60), np.flatnonzero(picture.max(axis=0) > 60)
    assert max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1 in (19, 20)
    weights = picture.astype(float)
    middle_row = (weights.sum(axis=1) * np.arange(28)).sum() / weights.sum()
    middle_column = (weights.sum(axis=0) * np.arange(28)).sum() / weights.sum()
    assert middle_row == pytest.approx(CENTRE, abs=0.51)
    assert middle_column == pytest.approx(CENTRE, abs=0.51)


@pytest.mark.parametrize("thickness", [0.002, 0.01, 0.04, 0.1, 0.16, 0.22])
def test_strokes_come_out_about_as_wide_as_in_mnist(thickness: float) -> None:
    picture = normalise(_eight(thickness))
    assert 1.4 < stroke_width((picture / 255).astype(np.float32)) < 4.9
    assert picture.max() > 200


def test_thick_strokes_keep_their_holes() -> None:
    picture = np.pad(normalise(_eight(0.2)), 1)
    holes = [piece for piece in label_components(picture < 128)[1] if piece.box.left > 0]
    assert len(holes) == 2
