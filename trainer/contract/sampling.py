"""Random numbers that do not depend on how many are drawn, in which batches, or where."""

import numpy as np


def generator_of_sample(seed: int, sample: int) -> np.random.Generator:
    """The random generator of sample number `sample` of `seed` (both from 0 to 2**64 - 1)."""
    return np.random.Generator(np.random.Philox(key=np.array([seed, sample], dtype=np.uint64)))


def normal_noise(seed: int, first: int, count: int, size: int) -> np.ndarray:
    """Standard normal noise, float32 [count, size], of the samples `first` to `first + count - 1` of `seed`."""
    noise = np.empty((count, size), dtype=np.float32)
    for row in range(count):
        noise[row] = generator_of_sample(seed, first + row).standard_normal(size, dtype=np.float32)
    return noise


def interpolate(start: np.ndarray, end: np.ndarray, fractions: np.ndarray) -> np.ndarray:
    """Spherical interpolation, float32 [len(fractions), size], between two latent vectors of [size].

    Gaussian vectors of high dimension lie near a sphere; straight lines would leave it.
    White, "Sampling Generative Networks", arXiv 1609.04468.
    """
    cosine = float(np.dot(start, end) / max(float(np.linalg.norm(start) * np.linalg.norm(end)), 1e-12))
    angle = np.arccos(np.clip(cosine, -1.0, 1.0))
    weights = np.asarray(fractions, dtype=np.float64)[:, None]
    if np.sin(angle) < 1e-6:
        return np.asarray((1 - weights) * start + weights * end, dtype=np.float32)
    mixed = (np.sin((1 - weights) * angle) * start + np.sin(weights * angle) * end) / np.sin(angle)
    return np.asarray(mixed, dtype=np.float32)
