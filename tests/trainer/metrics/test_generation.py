import numpy as np
import pytest
from scipy import linalg
from scipy.spatial.distance import cdist

from trainer.metrics.generation import (
    class_shares,
    classes_covered,
    density_and_coverage,
    divergence_from_uniform,
    feature_statistics,
    frechet_distance,
    nearest_distances,
    neighbour_radii,
    sure_share,
)


@pytest.fixture
def random():
    return np.random.default_rng(0)


def frechet(first, second):
    return frechet_distance(feature_statistics(first), feature_statistics(second))


def test_frechet_distance_equals_scipys_matrix_root(random):
    first = random.normal(size=(500, 12)) @ random.normal(size=(12, 12))
    second = random.normal(size=(400, 12)) @ random.normal(size=(12, 12)) + 0.5
    one, other = np.cov(first, rowvar=False), np.cov(second, rowvar=False)
    root = linalg.sqrtm(one @ other).real
    expected = ((first.mean(0) - second.mean(0)) ** 2).sum() + np.trace(one + other - 2 * root)
    assert frechet(first, second) == pytest.approx(expected, rel=1e-9)
    assert frechet(second, first) == pytest.approx(expected, rel=1e-9)


def test_frechet_distance_of_one_dimension_is_the_formula(random):
    first, second = random.normal(2, 3, (50, 1)), random.normal(-1, 0.5, (60, 1))
    expected = (first.mean() - second.mean()) ** 2 + (first.std(ddof=1) - second.std(ddof=1)) ** 2
    assert frechet(first, second) == pytest.approx(expected)


def test_frechet_distance_of_a_set_to_itself_is_zero_even_without_full_rank(random):
    features = np.repeat(random.normal(size=(100, 8)), 2, axis=1).astype(np.float32) * 1000
    features[:, 3] = 7.0
    assert frechet(features, features) == pytest.approx(0.0, abs=1e-4)


def test_frechet_distance_sees_a_small_shift_far_from_the_origin(random):
    features = random.normal(size=(1000, 4)).astype(np.float32) + np.float32(1000)
    assert frechet(features, features + np.float32(0.5)) == pytest.approx(4 * 0.25, rel=1e-3)


def slow_density_and_coverage(real, generated, neighbours):
    """Naeem and others 2020, equations 3 and 5, one pair at a time."""
    radii = [np.sort(row)[neighbours] for row in cdist(real, real)]
    inside = np.array(
        [[np.linalg.norm(one - other) < radius for other in generated] for one, radius in zip(real, radii, strict=True)]
    )
    return inside.sum() / (neighbours * len(generated)), inside.any(axis=1).mean()


def test_density_and_coverage_equal_a_slow_loop(random):
    real, generated = random.normal(size=(60, 5)), random.normal(0.3, 0.8, size=(80, 5))
    near = density_and_coverage(real, neighbour_radii(real, 3), generated, 3)
    assert (near.density, near.coverage) == pytest.approx(slow_density_and_coverage(real, generated, 3))


def test_density_and_coverage_across_chunks_far_from_the_origin(random):
    real = (random.normal(size=(2500, 6)) + 500).astype(np.float32)
    again = (random.normal(size=(2300, 6)) + 500).astype(np.float32)
    near = density_and_coverage(real, neighbour_radii(real), again)
    assert near.density == pytest.approx(1.0, abs=0.05)
    assert near.coverage == pytest.approx(0.97, abs=0.03)
    single = density_and_coverage(real, neighbour_radii(real), np.repeat(again[:1], 100, axis=0))
    assert single.coverage < 0.05


def test_nearest_distances_equal_scipys(random):
    samples = random.integers(0, 256, (30, 28, 28), dtype=np.uint8)
    references = random.integers(0, 256, (70, 28, 28), dtype=np.uint8)
    expected = cdist(samples.reshape(30, -1) / 255, references.reshape(70, -1) / 255).min(axis=1)
    np.testing.assert_allclose(nearest_distances(samples, references), expected, rtol=1e-4)
    assert nearest_distances(references[5:8], references).max() < 0.02


def test_nearest_distances_of_coloured_pictures_count_every_colour():
    references = np.zeros((2500, 4, 5, 3), np.uint8)
    references[:, 0, 0, 0] = 255
    sample = references[:1].copy()
    sample[0, 3, 4, 2] = 255
    assert nearest_distances(sample, references).tolist() == pytest.approx([1.0])


def test_shares():
    assert class_shares(np.array([0, 1, 0, -1]), 3).tolist() == [0.5, 0.25, 0.0]
    assert sure_share(np.array([[0.95, 0.05, 0], [0.2, 0.8, 0], [0.91, 0.09, 0], [0.9, 0.1, 0]])) == 0.5


def test_a_class_is_covered_from_a_tenth_of_its_real_share():
    real = np.array([0.5, 0.3, 0.2, 0.0])
    assert classes_covered(real, real) == 3
    assert classes_covered(np.array([0.95, 0.03, 0.0199, 0.0]), real) == 2
    assert classes_covered(np.array([1.0, 0.0, 0.0, 0.0]), real) == 1


def test_divergence_from_uniform_by_hand():
    assert divergence_from_uniform(np.full(10, 0.1)) == pytest.approx(0.0, abs=1e-12)
    assert divergence_from_uniform(np.array([1.0, 0, 0, 0])) == pytest.approx(np.log(4))
    expected = 0.75 * np.log(0.75 * 2) + 0.25 * np.log(0.25 * 2)
    assert divergence_from_uniform(np.array([0.6, 0.2])) == pytest.approx(expected)  # the rest is of no class
    assert divergence_from_uniform(np.zeros(3)) == 0.0
