"""Noise depends on seed and sample alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from trainer.contract.sampling import interpolate, normal_noise


@given(seed=st.integers(0, 2**64 - 1), first=st.integers(0, 50), count=st.integers(1, 8))
def test_a_sample_is_the_same_however_many_are_drawn(seed: int, first: int, count: int) -> None:
    many = normal_noise(seed, 0, first + count, 5)
    assert np.array_equal(many[first:], normal_noise(seed, first, count, 5))


def test_noise_is_standard_normal_and_differs_between_seeds() -> None:
    noise = normal_noise(1, 0, 2000, 20)
    assert abs(noise.mean()) < 0.02
    assert abs(noise.std() - 1) < 0.02
    assert not np.array_equal(noise, normal_noise(2, 0, 2000, 20))


def test_noise_is_the_same_on_every_machine() -> None:
    golden = [-0.3608265817165375, -0.20863281190395355, -0.1206943541765213]
    assert normal_noise(1, 2, 1, 3)[0].tolist() == np.array(golden, dtype=np.float32).tolist()


def test_a_walk_keeps_its_ends_and_its_length() -> None:
    start, end = normal_noise(0, 0, 2, 100)
    walk = interpolate(start, end, np.linspace(0, 1, 9))
    assert np.allclose(walk[0], start, atol=1e-6)
    assert np.allclose(walk[-1], end, atol=1e-6)
    lengths = np.linalg.norm(walk, axis=1)
    assert lengths.min() > 0.95 * min(lengths[0], lengths[-1])
    assert np.allclose(interpolate(start, start, np.array([0.5]))[0], start)
