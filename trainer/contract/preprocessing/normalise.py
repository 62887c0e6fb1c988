"""One digit's ink to 28x28 as MNIST was made: fitted into 20x20, grey from anti-aliasing, centred by mass.

Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits". Beyond that, strokes much thinner or
thicker than the ones there are brought to a usual width.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trainer.contract.preprocessing.filters import Mask, Plane

SIDE, FITTED_SIDE = 28, 20
CENTRE = 14
"""Index of the pixel on which MNIST puts the centre of mass, in both directions."""

_CANVAS = 120
"""Longest side of a digit, in pixels, while its strokes are measured and changed."""
_SCALE = _CANVAS / FITTED_SIDE
THINNEST, THICKEST = 1.9, 4.2
"""Stroke widths in pixels of the 28x28 picture; 90 % of MNIST lies between 1.7 and 3.9, its median is 2.5."""


def normalise(ink: Plane) -> NDArray[np.uint8]:
    """uint8 [28,28] of one digit; `ink` float [h,w] from 0 (ground) to 1 (ink), with nothing else in it."""
    canvas = _fit(ink, _CANVAS)
    width = stroke_width(canvas) / _SCALE
    if width < THINNEST:
        canvas = _thickened(canvas, (THINNEST - width) / 2 * _SCALE)
    elif width > THICKEST:
        canvas = _thinned(canvas, round((width - THICKEST) / 2 * _SCALE))
    fitted = _fit(canvas, FITTED_SIDE)
    return centred(np.clip(np.rint(fitted * 280), 0, 255).astype(np.uint8))


def centred(fitted: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture (at most 28x28) on a dark ground of 28x28 with its centre of mass at `CENTRE`."""
    top = _offset(fitted.sum(axis=1, dtype=np.float64))
    left = _offset(fitted.sum(axis=0, dtype=np.float64))
    picture = np.zeros((SIDE, SIDE), dtype=np.uint8)
    picture[top : top + fitted.shape[0], left : left + fitted.shape[1]] = fitted
    return picture


def stroke_width(ink: Plane) -> float:
    """Mean width of the strokes in pixels: twice the area over the outline's length, both soft (Cauchy-Crofton)."""
    padded = np.pad(ink, 1)
    outline = (np.abs(np.diff(padded, axis=0)).sum() + np.abs(np.diff(padded, axis=1)).sum()) * np.pi / 4
    return float(2 * ink.sum() / outline) if outline > 0 else 0.0


def _offset(profile: NDArray[np.float64]) -> int:
    mass = profile.sum()
    middle = float((profile * np.arange(len(profile))).sum() / mass) if mass > 0 else (len(profile) - 1) / 2
    return int(np.clip(round(CENTRE - middle), 0, SIDE - len(profile)))


def _fit(ink: Plane, side: int) -> Plane:
    """The ink's own box, scaled so that its longer side is `side`."""
    solid = ink > 0.4 * float(ink.max())
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    left, top, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    scale = side / max(right - left, bottom - top)
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    image = Image.fromarray(np.ascontiguousarray(ink, dtype=np.float32))
    method = Image.Resampling.BOX if scale <= 0.5 else Image.Resampling.BICUBIC
    resized = image.resize(size, method, box=(left, top, right, bottom))
    return np.clip(np.asarray(resized, dtype=np.float32), 0, 1)


def _thickened(ink: Plane, radius: float) -> Plane:
    """Strokes widened by `radius` pixels on each side; the last part of a pixel is blended."""
    whole = int(radius)
    ink = np.pad(ink, whole + 2)
    for step in range(whole):
        ink = _widened(ink, diagonal=step % 2 == 1)
    return ink + (radius - whole) * (_widened(ink, diagonal=False) - ink)


def _widened(ink: Plane, *, diagonal: bool) -> Plane:
    wide = ink.copy()
    wide[1:-1, 1:-1] = np.maximum.reduce(
        [ink[1:-1, 1:-1], ink[:-2, 1:-1], ink[2:, 1:-1], ink[1:-1, :-2], ink[1:-1, 2:]]
    )
    if diagonal:
        corners = [ink[:-2, :-2], ink[:-2, 2:], ink[2:, :-2], ink[2:, 2:]]
        wide[1:-1, 1:-1] = np.maximum(wide[1:-1, 1:-1], np.maximum.reduce(corners))
    return wide


def _thinned(ink: Plane, passes: int) -> Plane:
    """Strokes narrowed by one pixel on each side a pass, never broken: T. Y. Zhang, C. Y. Suen, 1984."""
    mask = np.pad(ink > 0.5, 1)
    for _ in range(passes):
        for corner in (0, 1):
            mask[1:-1, 1:-1] &= ~_removable(mask, corner)
    return mask.astype(np.float32)


def _removable(mask: Mask, corner: int) -> Mask:
    """Pixels inside the one-pixel rim whose removal in this half pass keeps the shape connected."""
    p2, p3, p4, p5 = mask[:-2, 1:-1], mask[:-2, 2:], mask[1:-1, 2:], mask[2:, 2:]
    p6, p7, p8, p9 = mask[2:, 1:-1], mask[2:, :-2], mask[1:-1, :-2], mask[:-2, :-2]
    ring = [p2, p3, p4, p5, p6, p7, p8, p9]
    neighbours = np.sum(ring, axis=0, dtype=np.int8)
    rises = np.sum([~a & b for a, b in zip(ring, ring[1:] + ring[:1], strict=True)], axis=0, dtype=np.int8)
    keep_sides = ~(p2 & p4 & p6) & ~(p4 & p6 & p8) if corner == 0 else ~(p2 & p4 & p8) & ~(p2 & p6 & p8)
    return np.asarray((neighbours >= 2) & (neighbours <= 6) & (rises == 1) & keep_sides)
