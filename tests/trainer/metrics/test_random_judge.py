import numpy as np
import pytest

from trainer.metrics.generation import density_and_coverage, feature_statistics, frechet_distance, neighbour_radii
from trainer.metrics.random_judge import RandomJudge


def stripes(count: int, seed: int, side: int = 64) -> np.ndarray:
    """Waves of random length, direction and colour."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side] / side
    turn, length = random.uniform(0, np.pi, count), random.uniform(2, 8, count)
    wave = np.sin((x * np.cos(turn)[:, None, None] + y * np.sin(turn)[:, None, None]) * length[:, None, None] * np.pi)
    colours = random.uniform(60, 120, (count, 1, 1, 3))
    return (128 + wave[..., None] * colours).astype(np.uint8)


def test_its_features_tell_other_pictures_from_more_of_the_same() -> None:
    judge = RandomJudge()
    real, more, spoilt = stripes(200, 0), stripes(200, 1), stripes(200, 2)
    spoilt[:, ::2, ::2] = np.random.default_rng(3).integers(0, 256, (200, 32, 32, 3))
    features = [judge.look_at(images).features for images in (real, more, spoilt)]
    statistics = [feature_statistics(each) for each in features]
    assert frechet_distance(statistics[1], statistics[0]) < 0.5 * frechet_distance(statistics[2], statistics[0])
    radii = neighbour_radii(features[0])
    near, far = (density_and_coverage(features[0], radii, each).coverage for each in features[1:])
    assert near > 0.9
    assert far < 0.5


def test_it_is_always_the_same_and_takes_any_picture() -> None:
    images = stripes(3, 0)
    first, again = RandomJudge().look_at(images), RandomJudge().look_at(images)
    assert np.array_equal(first.features, again.features)
    assert first.features.shape == (3, 64)
    assert not np.allclose(first.features[0], first.features[1], rtol=0.1)
    grey = images.mean(axis=3).astype(np.uint8)
    as_colour = np.repeat(grey[..., None], 3, axis=3)
    assert np.allclose(RandomJudge().look_at(grey).features, RandomJudge().look_at(as_colour).features)
    smaller = RandomJudge().look_at(stripes(3, 0, side=32)).features
    assert smaller == pytest.approx(first.features, abs=0.5)


def test_it_knows_no_label() -> None:
    assert not RandomJudge().knows(())
    assert RandomJudge().look_at(stripes(2, 0)).probabilities.tolist() == [[1.0], [1.0]]
