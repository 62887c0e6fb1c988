"""Small image filters in numpy: running extremes, smoothing, noise, and a smooth surface through the ground."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]


def running_maximum(plane: Plane, size: int) -> Plane:
    """Largest value in the square window of odd `size` around each pixel; what lies outside counts as nothing."""
    rows = _running(plane, size, np.maximum, -np.inf)
    return np.ascontiguousarray(_running(rows.T, size, np.maximum, -np.inf).T)


def running_minimum(plane: Plane, size: int) -> Plane:
    """Smallest value in the square window of odd `size` around each pixel; what lies outside counts as nothing."""
    rows = _running(plane, size, np.minimum, np.inf)
    return np.ascontiguousarray(_running(rows.T, size, np.minimum, np.inf).T)


def _running(plane: Plane, size: int, pick: Callable[[Plane, Plane], Plane], outside: float) -> Plane:
    """Along the first axis, by windows that double: log2(size) passes whatever the size."""
    count, half = len(plane), size // 2
    window = np.pad(plane, ((half, half), (0, 0)), constant_values=outside)
    span = 1
    while span * 2 <= size:
        window = pick(window[:-span], window[span:])
        span *= 2
    return pick(window[:count], window[size - span : size - span + count])


def closing(plane: Plane, size: int) -> Plane:
    """The plane with every dark detail narrower than `size` filled in; straight edges stay where they are."""
    return running_minimum(running_maximum(plane, size), size)


def opening(plane: Plane, size: int) -> Plane:
    """The plane with every light detail narrower than `size` removed; straight edges stay where they are."""
    return running_maximum(running_minimum(plane, size), size)


def smooth(plane: Plane, passes: int) -> Plane:
    """Blurred by the kernel 1-2-1 along both axes, `passes` times (a Gaussian of variance passes / 2)."""
    for _ in range(passes):
        padded = np.pad(plane, 1, mode="edge")
        rows = padded[:-2] + 2 * padded[1:-1] + padded[2:]
        plane = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 16
    return plane


def resize(plane: Plane, size: tuple[int, int]) -> Plane:
    """The plane at another `size` (width, height): averaged when it shrinks, bilinear when it grows."""
    if size == (plane.shape[1], plane.shape[0]):
        return plane
    image = Image.fromarray(np.ascontiguousarray(plane, dtype=np.float32))
    return np.asarray(image.resize(size, Image.Resampling.BILINEAR), dtype=np.float32)


def shrink(plane: Plane, longest: int) -> Plane:
    """The plane averaged down by a whole factor so that no side is over `longest`."""
    factor = -(-max(plane.shape) // longest)
    if factor <= 1:
        return plane
    image = Image.fromarray(np.ascontiguousarray(plane, dtype=np.float32))
    return np.asarray(image.reduce(factor), dtype=np.float32)


def sample(plane: Plane) -> Plane:
    """About 50,000 of the plane's values [n], evenly spread: enough for its quantiles."""
    return plane.ravel()[:: max(1, plane.size // 50_000) | 1]


def noise_level(plane: Plane) -> float:
    """Standard deviation of pixel noise: the median response to a kernel blind to planes and straight edges.

    J. Immerkaer, "Fast noise variance estimation", 1996, with a median in place of the mean.
    """
    if min(plane.shape) < 3:
        return 0.0
    step = max(1, len(plane) // 100)
    above, here, below = (plane[start : len(plane) - 2 + start : step] for start in range(3))
    rows = above - 2 * here + below
    response = np.abs(rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:])
    return float(np.median(response)) / (0.6745 * 6)


def ground_surface(plane: Plane, rounds: int = 8) -> NDArray[np.float64]:
    """Six coefficients of the quadratic surface through most of the plane; see `surface_values`.

    Robust (reweighted least squares, Geman-McClure): ink, frames and other outliers do not pull it. Pixels near the
    picture's edge count double, since ink is rarer there.
    """
    plane = shrink(plane, 36)
    design = _design(plane.shape)
    values = plane.ravel().astype(np.float64)
    trust = _edge_trust(plane.shape).ravel()
    weights = trust.copy()
    coefficients: NDArray[np.float64] = np.zeros(6)
    for _ in range(rounds):
        weighted = design * weights[:, None]
        coefficients = np.asarray(
            np.linalg.lstsq(weighted.T @ design, weighted.T @ values, rcond=None)[0], dtype=np.float64
        )
        residuals = np.abs(values - design @ coefficients)
        spread = max(2.0, 2.0 * float(np.median(residuals)))
        weights = trust / (1 + (residuals / spread) ** 2) ** 2
    return coefficients


def surface_values(coefficients: NDArray[np.float64], shape: tuple[int, int]) -> Plane:
    """Values [H,W] of the quadratic surface; coordinates run from -1 to 1 across the picture, whatever its size."""
    y, x = np.linspace(-1, 1, shape[0])[:, None], np.linspace(-1, 1, shape[1])[None, :]
    one, along_x, along_y, xx, xy, yy = coefficients
    return np.asarray(one + along_x * x + along_y * y + xx * x * x + xy * x * y + yy * y * y, dtype=np.float32)


def _design(shape: tuple[int, int]) -> NDArray[np.float64]:
    grid_y, grid_x = np.meshgrid(np.linspace(-1, 1, shape[0]), np.linspace(-1, 1, shape[1]), indexing="ij")
    x, y = grid_x.ravel(), grid_y.ravel()
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _edge_trust(shape: tuple[int, int]) -> NDArray[np.float64]:
    trust = np.full(shape, 2.0)
    rim = max(1, min(shape) // 10)
    trust[rim:-rim, rim:-rim] = 1.0
    return trust
