"""How near a picture comes to the one that it should be: PSNR and SSIM."""

import numpy as np

RANGE = 255.0
"""Between the darkest and the lightest pixel."""
WINDOW, SIGMA = 11, 1.5
"""Pixels of SSIM's Gaussian window and its standard deviation, as Wang and others chose them."""
_K1, _K2 = 0.01, 0.03
_CHUNK = 100


def psnr(pictures: np.ndarray, originals: np.ndarray) -> np.ndarray:
    """Peak signal-to-noise ratio of each picture in dB, float64 [N], both uint8 [N,H,W] or [N,H,W,3].

    A perfect picture would be infinitely good and swamp every mean. What is off by less than one level, which nobody
    sees, counts as one level: 48.1 dB.
    """
    _check(pictures, originals)
    errors = pictures.astype(np.float32) - originals.astype(np.float32)
    mean_squares = (errors.reshape(len(errors), -1) ** 2).mean(axis=1, dtype=np.float64)
    return np.asarray(10 * np.log10(RANGE**2 / np.maximum(mean_squares, 1.0)))


def ssim(pictures: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Structural similarity of each pair, float64 [N], of uint8 [N,H,W] or [N,H,W,3]; 1 for equal pictures.

    Wang, Bovik, Sheikh, Simoncelli 2004, doi 10.1109/TIP.2003.819861, equation 13: one scale, the Gaussian window of
    11x11 pixels where it lies inside the picture, the mean over places and colours. Raises ValueError for pictures
    smaller than the window.
    """
    _check(pictures, others)
    if min(pictures.shape[1:3]) < WINDOW:
        raise ValueError(f"pictures of at least {WINDOW}x{WINDOW} pixels are compared, not {pictures.shape[1:3]}")
    parts = [
        _ssim(_planes(pictures[start : start + _CHUNK]), _planes(others[start : start + _CHUNK]))
        for start in range(0, len(pictures), _CHUNK)
    ]
    return np.concatenate([np.zeros(0), *parts])


def _ssim(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Of planes float64 [N,C,H,W]."""
    rows, columns = _window(first.shape[2]), _window(first.shape[3])

    def local_mean(values: np.ndarray) -> np.ndarray:
        return np.asarray(rows @ values @ columns.T)

    mean1, mean2 = local_mean(first), local_mean(second)
    variances = local_mean(first**2 + second**2) - mean1**2 - mean2**2
    covariance = local_mean(first * second) - mean1 * mean2
    c1, c2 = (_K1 * RANGE) ** 2, (_K2 * RANGE) ** 2
    similar = (2 * mean1 * mean2 + c1) * (2 * covariance + c2) / ((mean1**2 + mean2**2 + c1) * (variances + c2))
    return np.asarray(similar.mean(axis=(1, 2, 3)))


def _window(length: int) -> np.ndarray:
    """Weights float64 [length - 10, length]: each row is the window at one place, and sums to 1."""
    places = np.arange(WINDOW) - WINDOW // 2
    weights = np.exp(-0.5 * (places / SIGMA) ** 2)
    matrix = np.zeros((length - WINDOW + 1, length))
    for row in range(len(matrix)):
        matrix[row, row : row + WINDOW] = weights / weights.sum()
    return matrix


def _planes(images: np.ndarray) -> np.ndarray:
    """float64 [N,C,H,W]."""
    return np.moveaxis(images.reshape(*images.shape[:3], -1), 3, 1).astype(np.float64)


def _check(pictures: np.ndarray, others: np.ndarray) -> None:
    if pictures.shape != others.shape or pictures.dtype != np.uint8 or others.dtype != np.uint8:
        raise ValueError(f"pictures of one shape, uint8, are compared: {pictures.shape} and {others.shape}")
