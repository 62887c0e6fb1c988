"""Connected components of a mask, by runs and union-find in numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; `right` and `bottom` are just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def longest(self) -> int:
        """Pixels of the longer side."""
        return max(self.width, self.height)

    def joined(self, other: "Box") -> "Box":
        """The smallest box round both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True)
class Component:
    """One connected piece of ink. `label` is its number in the label plane, `area` its pixels."""

    label: int
    box: Box
    area: int


@dataclass(frozen=True)
class _Runs:
    """Horizontal runs of a mask in reading order: rows, first columns, and columns just after."""

    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    stops: NDArray[np.intp]


def label_components(mask: Mask) -> tuple[Labels, list[Component]]:
    """Label plane [H,W] (0 = no ink) and the 8-connected components, numbered from 1 in reading order."""
    runs = _find_runs(mask)
    labels = np.zeros(mask.shape, dtype=np.int32)
    if len(runs.rows) == 0:
        return labels, []
    roots = _join(len(runs.rows), *_touching_pairs(runs, mask.shape[1]))
    numbers = np.unique(roots, return_inverse=True)[1] + 1
    labels[mask] = np.repeat(numbers, runs.stops - runs.starts)
    return labels, _measure(runs, numbers)


def _find_runs(mask: Mask) -> _Runs:
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    stops = np.nonzero(edges == -1)[1]
    return _Runs(rows, starts, stops)


def _touching_pairs(runs: _Runs, width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of all pairs of runs in neighbouring rows that touch, diagonals included."""
    stride = width + 3
    first_keys, last_keys = runs.rows * stride + runs.starts, runs.rows * stride + runs.stops
    below = (runs.rows + 1) * stride
    low = np.searchsorted(last_keys, below + runs.starts, side="left")
    high = np.searchsorted(first_keys, below + runs.stops, side="right")
    counts = np.maximum(high - low, 0)
    upper = np.repeat(np.arange(len(counts)), counts)
    ends = np.cumsum(counts)
    lower = np.arange(len(upper)) - np.repeat(ends - counts, counts) + np.repeat(low, counts)
    return upper, lower


def _join(count: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
    """Root of each of `count` runs after joining the pairs: hook to the smaller root, then shorten the paths."""
    parents = np.arange(count)
    while True:
        root_one, root_other = parents[one], parents[other]
        apart = root_one != root_other
        if not apart.any():
            return parents
        small = np.minimum(root_one[apart], root_other[apart])
        large = np.maximum(root_one[apart], root_other[apart])
        np.minimum.at(parents, large, small)
        while True:
            shorter = parents[parents]
            if np.array_equal(shorter, parents):
                break
            parents = shorter


def _measure(runs: _Runs, numbers: NDArray[np.intp]) -> list[Component]:
    order = np.argsort(numbers, kind="stable")
    firsts = np.searchsorted(numbers[order], np.arange(1, int(numbers.max()) + 1))
    tops, bottoms = np.minimum.reduceat(runs.rows[order], firsts), np.maximum.reduceat(runs.rows[order], firsts)
    lefts, rights = np.minimum.reduceat(runs.starts[order], firsts), np.maximum.reduceat(runs.stops[order], firsts)
    areas = np.add.reduceat((runs.stops - runs.starts)[order], firsts)
    return [
        Component(number, Box(int(left), int(top), int(right), int(bottom) + 1), int(area))
        for number, (left, top, right, bottom, area) in enumerate(
            zip(lefts, tops, rights, bottoms, areas, strict=True), start=1
        )
    ]
