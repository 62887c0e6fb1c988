"""Take the lines of ruled or squared paper, drawn as dark as the ink, out of a mask."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

_SLOPES = np.tan(np.deg2rad(np.linspace(-2.0, 2.0, 9)))
_COVERAGE = 0.8
"""A straight line of ink over this share of the picture's width (or height) is ruled."""
_THICKEST = 0.02
"""Of the shorter side: thicker lines are strokes or frames, not ruled ones."""


def without_ruled_lines(mask: Mask) -> Mask:
    """The mask less thin straight lines that cross the whole picture; strokes that cross them stay whole."""
    across = _line_pixels(mask)
    down = _line_pixels(np.ascontiguousarray(mask.T)).T
    lines = across | down
    return mask & ~lines if lines.any() else mask


def _line_pixels(mask: Mask) -> Mask:
    """Pixels of nearly horizontal ruled lines, found along sheared rows."""
    height, width = mask.shape
    found = np.zeros_like(mask)
    if min(height, width) < 24 or not _has_wide_rows(mask):
        return found
    thickest = max(2, round(_THICKEST * min(height, width)))
    thin = mask & (_column_runs(mask) <= thickest + 1)
    rows, columns = np.nonzero(mask)
    every_column = np.arange(width)
    for slope in _SLOPES:
        shift = np.rint((every_column - width / 2) * slope).astype(np.intp)
        along = np.bincount(rows - shift[columns] + height, minlength=3 * height)
        for row in np.flatnonzero(along >= _COVERAGE * width) - height:
            line = row + shift
            inside = (line >= 0) & (line < height)
            found[line[inside], every_column[inside]] = True
    near = found.copy()
    for step in range(1, thickest + 1):
        near[step:] |= found[:-step]
        near[:-step] |= found[step:]
    return np.asarray(near & thin)


def _has_wide_rows(mask: Mask) -> bool:
    """Whether bands of a few rows somewhere hold ink in nearly every column: a cheap test before the search."""
    height = mask.shape[0]
    band = max(2, height // 16)
    padded = np.pad(mask, ((0, -height % band), (0, 0)))
    bands: Mask = np.any(padded.reshape(-1, band, mask.shape[1]), axis=1)
    both = bands[:-1] | bands[1:] if len(bands) > 1 else bands
    return bool((both.mean(axis=1) >= _COVERAGE).any())


def _column_runs(mask: Mask) -> NDArray[np.int32]:
    """For each pixel of ink, the length of the vertical run it is in."""
    height, width = mask.shape
    flat = np.pad(mask.T, ((0, 0), (1, 1))).ravel().astype(np.int8)
    edges = np.diff(flat)
    starts, stops = np.flatnonzero(edges == 1) + 1, np.flatnonzero(edges == -1) + 1
    lengths = np.zeros(flat.size, dtype=np.int32)
    lengths[flat.astype(bool)] = np.repeat(stops - starts, stops - starts)
    return np.ascontiguousarray(lengths.reshape(width, height + 2)[:, 1:-1].T)
