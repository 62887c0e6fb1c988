import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.metrics.picture_quality import psnr, ssim


def pictures(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def smooth(count: int) -> np.ndarray:
    """Blobs of light, as different from noise as digits are."""
    rows, columns = np.mgrid[0:28, 0:28]
    centres = np.random.default_rng(0).uniform(8, 20, (count, 2))
    squares = [(rows - down) ** 2 + (columns - across) ** 2 for down, across in centres]
    return (255 * np.exp(-np.stack(squares) / 40)).astype(np.uint8)


def spoiled(images: np.ndarray, sigma: float) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, sigma, images.shape)
    return np.clip(np.rint(images + noise), 0, 255).astype(np.uint8)


def slow_ssim(first: np.ndarray, second: np.ndarray) -> float:
    """Equation 13 of the paper, one window of one plane at a time."""
    places = np.arange(11) - 5
    weights = np.exp(-(places[:, None] ** 2 + places**2) / (2 * 1.5**2))
    weights /= weights.sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    values = []
    for top in range(first.shape[0] - 10):
        for left in range(first.shape[1] - 10):
            x = first[top : top + 11, left : left + 11].astype(float)
            y = second[top : top + 11, left : left + 11].astype(float)
            mean_x, mean_y = (weights * x).sum(), (weights * y).sum()
            var_x, var_y = (weights * (x - mean_x) ** 2).sum(), (weights * (y - mean_y) ** 2).sum()
            covariance = (weights * (x - mean_x) * (y - mean_y)).sum()
            above = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
            values.append(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)))
    return float(np.mean(values))


def test_ssim_of_even_pictures_is_the_formula():
    first, second = np.full((1, 28, 28), 100, np.uint8), np.full((1, 28, 28), 150, np.uint8)
    expected = (2 * 100 * 150 + 6.5025) / (100**2 + 150**2 + 6.5025)  # no variance: c2 / c2 is left
    assert expected == pytest.approx(0.923092, abs=1e-6)
    assert ssim(first, second)[0] == pytest.approx(expected, abs=1e-9)


def test_ssim_of_a_checkerboard_and_its_negative_by_hand():
    board = (np.indices((11, 11)).sum(axis=0) % 2 * 255).astype(np.uint8)[None]
    variance, c2 = 127.5**2, 58.5225  # both means are 127.5, so the first factor is 1
    expected = (-2 * variance + c2) / (2 * variance + c2)
    assert expected == pytest.approx(-0.996406, abs=1e-6)
    assert ssim(board, 255 - board)[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("shape", [(2, 28, 28), (2, 13, 17, 3)])
def test_ssim_equals_a_slow_loop(shape):
    first, second = pictures(*shape), spoiled(pictures(*shape), 30)
    planes = shape[3] if len(shape) == 4 else 1
    one, other = first.reshape(*shape[:3], planes), second.reshape(*shape[:3], planes)
    expected = [np.mean([slow_ssim(x[..., c], y[..., c]) for c in range(planes)]) for x, y in zip(one, other)]  # noqa: B905
    np.testing.assert_allclose(ssim(first, second), expected, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), sigma=st.floats(0, 200), colour=st.booleans())
def test_ssim_is_symmetric_and_at_most_one(seed, sigma, colour):
    images = pictures(3, 20, 15, *([3] if colour else []), seed=seed)
    others = spoiled(images, sigma)
    there, back = ssim(images, others), ssim(others, images)
    np.testing.assert_allclose(there, back)
    assert there.max() <= 1 + 1e-9
    assert there.min() >= -1
    np.testing.assert_allclose(ssim(images, images), 1.0)


def test_both_fall_with_noise():
    images = smooth(150)
    for measure in (psnr, ssim):
        means = [measure(spoiled(images, sigma), images).mean() for sigma in (2, 5, 10, 20, 40, 80)]
        assert means == sorted(means, reverse=True)
        assert len(set(means)) == len(means)


def test_psnr_by_hand():
    original = np.zeros((2, 28, 28), np.uint8)
    picture = original.copy()
    picture[0] = 255  # the whole range: 0 dB
    picture[1] = 16  # 10 log10 (255 / 16)^2
    assert psnr(picture, original).tolist() == pytest.approx([0.0, 24.0484], abs=1e-4)


def test_a_perfect_picture_counts_as_one_level_off():
    original = pictures(1, 28, 28, 3)
    assert psnr(original, original)[0] == pytest.approx(psnr(original ^ 1, original)[0]) == pytest.approx(48.1308)
    assert psnr(original ^ 2, original)[0] == pytest.approx(42.1102)


def test_pictures_of_two_shapes_and_tiny_ones_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        ssim(pictures(1, 28, 28), pictures(1, 28, 29))
    with pytest.raises(ValueError, match="one shape"):
        psnr(pictures(1, 28, 28), pictures(1, 28, 28) / 255.0)
    with pytest.raises(ValueError, match="at least 11x11"):
        ssim(pictures(1, 28, 10), pictures(1, 28, 10))
    assert ssim(pictures(0, 28, 28), pictures(0, 28, 28)).shape == (0,)
