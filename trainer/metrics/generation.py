"""How near generated pictures come to real ones: as sets, class by class, and one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

NEIGHBOURS = 5
SURE = 0.9
COVERED = 0.1
_ROWS = 1000


@dataclass(frozen=True)
class FeatureStatistics:
    """Mean [D] and covariance [D,D] of features, float64."""

    mean: np.ndarray
    covariance: np.ndarray


def feature_statistics(features: np.ndarray) -> FeatureStatistics:
    """Of features [N, D]; a single one has a covariance of 0."""
    exact = features.astype(np.float64)
    if len(exact) == 1:
        return FeatureStatistics(exact[0], np.zeros((exact.shape[1], exact.shape[1])))
    return FeatureStatistics(exact.mean(axis=0), np.atleast_2d(np.cov(exact, rowvar=False)))


def frechet_distance(first: FeatureStatistics, second: FeatureStatistics) -> float:
    """|m1 - m2|^2 + Tr(C1 + C2 - 2 (C1 C2)^(1/2)), the squared Frechet distance of two Gaussians.

    Heusel and others 2017, arXiv 1706.08500. Tr (C1 C2)^(1/2) is taken from the eigenvalues of the symmetric
    C1^(1/2) C2 C1^(1/2), which are real even where a covariance has no full rank.
    """
    values, vectors = np.linalg.eigh(first.covariance)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    middle = root @ second.covariance @ root
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh((middle + middle.T) / 2), 0.0)).sum()
    apart = np.sum((first.mean - second.mean) ** 2)
    return max(0.0, float(apart + np.trace(first.covariance) + np.trace(second.covariance) - 2 * shared))


def class_shares(labels: np.ndarray, classes: int) -> np.ndarray:
    """Share of pictures of each class, float64 [classes], of labels [N]; a negative label is no class's."""
    return np.bincount(labels[labels >= 0], minlength=classes) / len(labels)


def classes_covered(shares: np.ndarray, real_shares: np.ndarray) -> int:
    """Classes that come at least a tenth as often as among real pictures, and come at all."""
    return int(((shares >= COVERED * real_shares) & (shares > 0)).sum())


def divergence_from_uniform(shares: np.ndarray) -> float:
    """KL(shares || equal shares) in nats: 0 for equal ones, log(classes) where a single class is left.

    Shares [classes] that do not sum to 1 are brought to it.
    """
    exact = shares[shares > 0] / max(shares.sum(), 1e-12)
    return max(0.0, float((exact * np.log(exact * len(shares))).sum()))


def sure_share(probabilities: np.ndarray, threshold: float = SURE) -> float:
    """Share of pictures of which the judge is surer than `threshold`."""
    return float(np.mean(probabilities.max(axis=1) > threshold))


@dataclass(frozen=True)
class DensityCoverage:
    """How many real neighbourhoods a sample lies in, against 1 for real ones; share of those that are reached."""

    density: float
    coverage: float


def density_and_coverage(
    real: np.ndarray, radii: np.ndarray, generated: np.ndarray, neighbours: int = NEIGHBOURS
) -> DensityCoverage:
    """Of real features [N, D] with their `neighbour_radii` [N], and generated features [M, D].

    Naeem and others 2020, arXiv 2002.09797, equations 3 and 5. Runs in chunks: memory for 1,000 rows at a time.
    """
    hits, reached = 0, 0
    for rows, distances in _squared_distances(real, generated):
        inside = distances < radii[rows, None]
        hits += int(inside.sum())
        reached += int(inside.any(axis=1).sum())
    return DensityCoverage(hits / (neighbours * len(generated)), reached / len(real))


def neighbour_radii(real: np.ndarray, neighbours: int = NEIGHBOURS) -> np.ndarray:
    """Squared distance, [N], of each feature [N, D] to its `neighbours`-th nearest other one; of fewer the farthest."""
    neighbours = min(neighbours, len(real) - 1)
    radii = np.empty(len(real), dtype=real.dtype)
    for rows, distances in _squared_distances(real, real):
        radii[rows] = np.partition(distances, neighbours, axis=1)[:, neighbours]  # the first is the feature itself
    return radii


def nearest_distances(samples: np.ndarray, references: np.ndarray) -> np.ndarray:
    """Euclidean distance of each sample to its nearest reference, float32 [N], both uint8 pictures as [0, 1].

    Both are [N,H,W] or [N,H,W,3]; a picture is read as a row of all its pixels. Copies of training pictures would show
    as distances near 0.
    """
    rows = _pixels(samples)
    lengths = np.einsum("nd,nd->n", rows, rows)
    nearest = np.full(len(rows), np.inf, dtype=np.float32)
    for start in range(0, len(references), _ROWS):
        others = _pixels(references[start : start + _ROWS])
        distances = np.einsum("nd,nd->n", others, others) - 2 * (rows @ others.T)
        np.minimum(nearest, distances.min(axis=1), out=nearest)
    return np.sqrt(np.maximum(nearest + lengths, 0.0))


def _pixels(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32) / 255


def _squared_distances(first: np.ndarray, second: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Rows of `first` [N, D] and their squared distances to all of `second` [M, D], a chunk at a time.

    Both are moved to the mean of `second` first: |a|^2 - 2ab + |b|^2 loses digits for points far from the origin.
    """
    centre = second.mean(axis=0, keepdims=True)
    first, second = first - centre, second - centre
    lengths = np.einsum("nd,nd->n", second, second)
    for start in range(0, len(first), _ROWS):
        chunk = first[start : start + _ROWS]
        distances = lengths - 2 * (chunk @ second.T) + np.einsum("nd,nd->n", chunk, chunk)[:, None]
        yield slice(start, start + len(chunk)), np.maximum(distances, 0.0)
