import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from trainer.datasets.damage import DAMAGES, blur, holes, noise, reduction


def pictures(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("shape", [(3, 28, 28), (2, 32, 32, 3), (2, 31, 45, 3), (2, 11, 16)])
def test_every_damage_keeps_shape_and_original_and_changes_the_picture(name, shape):
    images = pictures(*shape)
    kept = images.copy()
    damaged = DAMAGES[name].apply(images, 1, 0)
    assert damaged.shape == shape
    assert damaged.dtype == np.uint8
    np.testing.assert_array_equal(images, kept)
    assert (damaged != images).any(axis=tuple(range(1, len(shape)))).all()


@pytest.mark.parametrize("name", DAMAGES)
def test_a_sample_does_not_depend_on_its_batch(name):
    images = pictures(7, 28, 28)
    together = DAMAGES[name].apply(images, 5, 20)
    np.testing.assert_array_equal(together[3:], DAMAGES[name].apply(images[3:], 5, 23))


@pytest.mark.parametrize("damage", [noise, holes])
def test_seeds_and_samples_differ(damage):
    images = np.full((2, 28, 28), 255, np.uint8)
    first, second = damage(images, 1)
    assert (first != second).any()
    assert (damage(images, 2)[0] != first).any()


def test_noise_has_its_sigma_where_nothing_is_clipped():
    grey = np.full((50, 28, 28), 128, np.uint8)
    added = noise(grey, 0, sigma=0.05) / 255.0 - 128 / 255
    assert added.std() == pytest.approx(0.05, rel=0.02)
    assert added.mean() == pytest.approx(0.0, abs=0.002)


def test_noise_is_clipped_at_black_and_white():
    noisy = noise(np.zeros((10, 28, 28), np.uint8), 0)
    assert (noisy == 0).mean() == pytest.approx(0.5, abs=0.02)


def test_blur_equals_scipys_away_from_the_edges():
    images = pictures(2, 40, 40, 3)
    expected = gaussian_filter(images.astype(np.float64), (0, 2, 2, 0), truncate=8)
    inside = (slice(None), slice(12, -12), slice(12, -12))
    assert np.abs(blur(images, 2.0)[inside] - expected[inside]).max() < 0.51


def test_blur_keeps_what_is_even():
    np.testing.assert_array_equal(blur(np.full((1, 28, 28), 77, np.uint8)), 77)


def test_holes_are_rectangles_of_nothing():
    white = np.full((200, 28, 28, 3), 255, np.uint8)
    damaged = holes(white, 3, count=1)
    for picture in damaged:
        rows, columns = np.nonzero(picture.max(axis=2) == 0)
        height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert 4 <= height <= 7
        assert 4 <= width <= 7
        assert (picture == 0).sum() == height * width * 3
    assert (damaged == 0).any(axis=(0, 2, 3)).all(), "there are rows that no hole reaches"
    assert (damaged == 0).any(axis=(0, 1, 3)).all(), "there are columns that no hole reaches"


def test_reduction_is_the_mean_of_four_pixels():
    image = np.array([[[10, 20, 1], [30, 41, 3], [8, 8, 9]]], np.uint8)
    expected = [[25, 25, 2], [25, 25, 2], [8, 8, 9]]  # (10 + 20 + 30 + 41) / 4 = 25.25; edges are repeated
    np.testing.assert_array_equal(reduction(image)[0], expected)
