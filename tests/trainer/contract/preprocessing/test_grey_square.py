"""A picture reaches a denoiser as it is: damaged, at 28x28, light on dark."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.helpers.digit_pictures import drawn_ink
from trainer.contract.preprocessing.step_names import FIND_DIGITS, GREY, picture_shape
from trainer.contract.preprocessing.steps import prepare_picture
from trainer.datasets.damage import DAMAGES, noise
from trainer.datasets.mnist import read_sample, sample_path


def digit(label: int = 3) -> np.ndarray:
    return np.rint(drawn_ink(label, (28, 28), np.random.default_rng(label)) * 255).astype(np.uint8)


def grey(picture: np.ndarray) -> np.ndarray:
    (found,) = prepare_picture((GREY,), picture)
    assert found.picture.shape == picture_shape(GREY) == (28, 28)
    return found.picture


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_digit_stays_as_it_is(name: str) -> None:
    for label in range(10):
        damaged = DAMAGES[name].apply(digit(label)[None], label, 0)[0]
        assert np.array_equal(grey(damaged), damaged)
        assert np.array_equal(grey(255 - damaged), damaged)


def test_the_strongest_noise_stays_too() -> None:
    noisy = noise(digit()[None], 1, sigma=0.5)[0]
    assert np.array_equal(grey(noisy), noisy)
    assert not any(np.array_equal(found.picture, noisy) for found in prepare_picture((FIND_DIGITS,), noisy))


def test_what_was_inverted_is_said() -> None:
    assert not prepare_picture((GREY,), digit())[0].inverted
    assert prepare_picture((GREY,), 255 - digit())[0].inverted


def test_half_the_size_is_enlarged_pixel_by_pixel() -> None:
    small = np.random.default_rng(0).integers(0, 100, (14, 14), dtype=np.uint8)
    assert np.array_equal(grey(small), small.repeat(2, axis=0).repeat(2, axis=1))


def test_a_larger_picture_is_averaged() -> None:
    large = np.random.default_rng(0).integers(0, 100, (84, 84), dtype=np.uint8)
    means = large.reshape(28, 3, 28, 3).mean(axis=(1, 3))
    assert np.abs(grey(large) - means).max() < 1


def test_a_narrow_picture_is_kept_whole_on_its_own_ground() -> None:
    narrow = np.full((28, 14), 230, np.uint8)
    narrow[4:24, 5:9] = 30
    expected = np.full((28, 28), 25, np.uint8)
    expected[4:24, 12:16] = 225
    (found,) = prepare_picture((GREY,), narrow)
    assert np.array_equal(found.picture, expected)
    assert found.box == (0, 0, 14, 28)


@pytest.mark.parametrize("ink", [0, 255])
def test_see_through_ground_is_dark_whatever_the_ink(ink: int) -> None:
    picture = np.full((28, 28, 4), ink, np.uint8)
    picture[..., 3] = digit()
    assert np.abs(grey(picture).astype(int) - digit()).max() <= 1


def test_nothing_at_all_is_black() -> None:
    assert grey(np.zeros((40, 30, 4), np.uint8)).max() == 0


def test_digits_of_the_data_are_what_the_step_makes_of_them() -> None:
    for image in read_sample(sample_path()).images[:500]:
        assert np.array_equal(grey(image), image)


@given(st.integers(1, 90), st.integers(1, 90), st.sampled_from(["L", "RGB", "RGBA"]), st.integers(0, 2**32 - 1))
def test_any_picture_gives_one_square(height: int, width: int, mode: str, seed: int) -> None:
    shape = (height, width, *({"L": (), "RGB": (3,), "RGBA": (4,)}[mode]))
    picture = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    found = grey(np.asarray(Image.fromarray(picture)))
    assert found.dtype == np.uint8
