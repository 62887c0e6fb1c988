"""The numbers behind a chart: all points, their moving average, and minima and maxima for drawing few of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Numbers = Sequence[float] | np.ndarray
XAxis = Literal["step", "epoch", "time"]
X_AXES: tuple[XAxis, ...] = ("step", "epoch", "time")
BLOCK = 64  # points that one matrix product smooths at once
FANOUT = 16  # points of one level of the pyramid that one of the next stands for
FEW_POINTS = 0.5  # raw points for each pixel up to which each of them is drawn
SAMPLE = 2.0  # pixels between two points of a smoothed line
SPIKES = 1.0  # percent of raw values at each end that the vertical range may cut off
FINE_ENOUGH = 4  # entries of a level that a column must hold for the level to be used


class GrowingArray:
    """A float64 array that is appended to; its room doubles, so that a million points cost a million copies."""

    def __init__(self) -> None:
        self._room = np.empty(1024)
        self._length = 0

    def extend(self, values: np.ndarray) -> None:
        """Append `values`."""
        needed = self._length + len(values)
        if needed > len(self._room):
            room = np.empty(max(needed, 2 * len(self._room)))
            room[: self._length] = self._room[: self._length]
            self._room = room
        self._room[self._length : needed] = values
        self._length = needed

    def view(self) -> np.ndarray:
        """What was appended, without a copy; do not write to it."""
        return self._room[: self._length]

    def __len__(self) -> int:
        return self._length


class MinMaxPyramid:
    """Minima and maxima of ever more points: level 0 of each point, level k of FANOUT**k. NaN counts as nothing."""

    def __init__(self) -> None:
        self._lows = [GrowingArray()]
        self._highs = [GrowingArray()]

    def extend(self, values: np.ndarray) -> None:
        """Append points and fill the blocks that they complete."""
        self._lows[0].extend(values)
        self._highs[0].extend(values)
        level = 0
        while len(self._lows[level]) >= FANOUT:
            if level + 1 == len(self._lows):
                self._lows.append(GrowingArray())
                self._highs.append(GrowingArray())
            self._fill(level + 1)
            level += 1

    def envelope(self, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest value between each two neighbours of `edges` (point numbers, ascending); NaN for none."""
        level = self._level_for(edges)
        coarse = edges // FANOUT**level
        lows = self._reduced(self._lows[level], coarse, np.fmin)
        highs = self._reduced(self._highs[level], coarse, np.fmax)
        self._add_tail(level, edges, lows, highs)
        return lows, highs

    def _level_for(self, edges: np.ndarray) -> int:
        """The coarsest level that still has entries enough for each column, and at least one where there are points."""
        per_column = (edges[-1] - edges[0]) / max(len(edges) - 1, 1)
        level = 0
        while per_column / FANOUT ** (level + 1) >= FINE_ENOUGH and level + 1 < len(self._lows):
            level += 1
        filled = edges[1:] > edges[:-1]
        while level and np.any(filled & (np.diff(edges // FANOUT**level) == 0)):
            level -= 1
        return level

    def _add_tail(self, level: int, edges: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> None:
        """Bring in the newest points, which do not fill a block of `level` yet."""
        start = max(len(self._lows[level]) * FANOUT**level, int(edges[0]))
        tail = self._lows[0].view()[start : int(edges[-1])]
        if level and len(tail):
            columns = np.searchsorted(edges, np.arange(start, start + len(tail)), side="right") - 1
            np.fmin.at(lows, columns, tail)
            np.fmax.at(highs, columns, tail)

    def _fill(self, level: int) -> None:
        done = len(self._lows[level])
        complete = len(self._lows[level - 1]) // FANOUT
        if complete > done:
            part = slice(done * FANOUT, complete * FANOUT)
            lows = self._lows[level - 1].view()[part].reshape(-1, FANOUT)
            highs = self._highs[level - 1].view()[part].reshape(-1, FANOUT)
            self._lows[level].extend(np.fmin.reduce(lows, axis=1))
            self._highs[level].extend(np.fmax.reduce(highs, axis=1))

    @staticmethod
    def _reduced(array: GrowingArray, edges: np.ndarray, reduce: np.ufunc) -> np.ndarray:
        values = array.view()
        starts = np.minimum(edges[:-1], len(values) - 1)
        result = reduce.reduceat(values, starts)
        # reduceat takes the last part to the end, and one value where a part is empty.
        end = min(int(edges[-1]), len(values))
        if starts[-1] < end:
            result[-1] = reduce.reduce(values[starts[-1] : end])
        result[edges[1:] <= edges[:-1]] = np.nan
        return result


def decayed_sums(values: np.ndarray, weight: float, start: float) -> np.ndarray:
    """s[t] = weight * s[t-1] + values[t] for all t, with s[-1] = `start`, block by block.

    `values` [n] -> [n].
    """
    count = len(values)
    blocks = -(-count // BLOCK)
    padded = np.zeros(blocks * BLOCK)
    padded[:count] = values
    lag = np.subtract.outer(np.arange(BLOCK), np.arange(BLOCK))  # [BLOCK, BLOCK]: row later than column by this much
    kernel = np.where(lag >= 0, weight ** np.maximum(lag, 0), 0.0)
    sums = padded.reshape(blocks, BLOCK) @ kernel.T
    carries = np.empty(blocks)
    carry, decay = start, weight**BLOCK
    for block, last in enumerate(sums[:, -1].tolist()):
        carries[block] = carry
        carry = decay * carry + last
    sums += carries[:, None] * weight ** np.arange(1, BLOCK + 1)
    return sums.reshape(-1)[:count]


class MovingAverage:
    """The exponential moving average of all points, without the bias of its start; NaN is left out, not spread.

    y[t] = sum of weight**(t-i) * x[i] over the sum of weight**(t-i), i up to t.
    """

    def __init__(self, weight: float = 0.0) -> None:
        self.weight = weight
        self._averages = GrowingArray()
        self._total, self._count = 0.0, 0.0

    def extend(self, values: np.ndarray) -> None:
        """Append points; only these are worked on."""
        valid = np.isfinite(values)
        totals = decayed_sums(np.where(valid, values, 0.0), self.weight, self._total)
        counts = decayed_sums(valid.astype(float), self.weight, self._count)
        self._total, self._count = float(totals[-1]), float(counts[-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            self._averages.extend(np.where(counts > 0, totals / counts, np.nan))

    def view(self) -> np.ndarray:
        """The average at each point."""
        return self._averages.view()


@dataclass(frozen=True)
class SeriesSpec:
    """One curve: its key and name, its place 1 to 4 (colour and dash), and whether it has one point for each epoch."""

    key: str
    name: str
    place: int
    per_epoch: bool = False
    decimals: int = 4


class Curve:
    """All points of one series, ready to be drawn at any width."""

    def __init__(self, spec: SeriesSpec, weight: float) -> None:
        self.spec = spec
        self._x: dict[XAxis, GrowingArray] = {axis: GrowingArray() for axis in X_AXES}
        self._raw = MinMaxPyramid()
        self._values = GrowingArray()
        self._average = MovingAverage(self._own_weight(weight))

    def append(
        self, steps: Numbers, epochs: Numbers, seconds: Numbers, values: np.ndarray | Iterable[float | None]
    ) -> None:
        """Add points that lie beyond those already there; None and infinite values leave a gap."""
        if isinstance(values, np.ndarray):
            numbers = values.astype(float)
        else:
            numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
        if not len(numbers):
            return
        numbers[~np.isfinite(numbers)] = np.nan
        for axis, xs in zip(X_AXES, (steps, epochs, seconds), strict=True):
            self._x[axis].extend(np.asarray(xs, dtype=float))
        self._values.extend(numbers)
        self._raw.extend(numbers)
        self._average.extend(numbers)

    def set_smoothing(self, weight: float) -> None:
        """Smooth all points anew with `weight` (0 to below 1); series with one point an epoch stay as they are."""
        weight = self._own_weight(weight)
        if weight != self._average.weight:
            self._average = MovingAverage(weight)
            if len(self._values):
                self._average.extend(self._values.view())

    def __len__(self) -> int:
        return len(self._values)

    def x(self, axis: XAxis) -> np.ndarray:
        """Places of the points on `axis`."""
        return self._x[axis].view()

    def values(self) -> np.ndarray:
        """The points as they came."""
        return self._values.view()

    def smoothed(self) -> np.ndarray:
        """The moving average at each point."""
        return self._average.view()

    def envelope(self, axis: XAxis, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest raw value in each column of the drawing; `edges` are their borders on `axis`."""
        return self._raw.envelope(np.searchsorted(self.x(axis), edges))

    def thinned(self, axis: XAxis, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The moving average at the last point of each column that has one: x and y."""
        x = self.x(axis)
        borders = np.searchsorted(x, edges)
        last = borders[1:][borders[1:] > borders[:-1]] - 1
        first = borders[:1][borders[:1] > 0] - 1  # one point before the view, so that the line enters from the edge
        after = borders[-1:][borders[-1:] < len(x)]
        chosen = np.concatenate([first, last, after])
        return x[chosen], self.smoothed()[chosen]

    def index_near(self, axis: XAxis, place: float) -> int:
        """The number of the point nearest to `place`, -1 when there is none."""
        x = self.x(axis)
        if not len(x):
            return -1
        right = int(np.searchsorted(x, place))
        left = max(right - 1, 0)
        right = min(right, len(x) - 1)
        return left if place - x[left] <= x[right] - place else right

    def _own_weight(self, weight: float) -> float:
        return 0.0 if self.spec.per_epoch else weight


@dataclass(frozen=True)
class Drawn:
    """What of a curve is drawn in one view: its raw points or their envelope, and its thinned average.

    `raw_x` is None where `lows` and `highs` are those of the pixel columns; otherwise both are the raw values.
    """

    spec: SeriesSpec
    raw_x: np.ndarray | None
    lows: np.ndarray
    highs: np.ndarray
    line_x: np.ndarray
    line_y: np.ndarray


def drawn_part(curve: Curve, axis: XAxis, x: tuple[float, float], columns: int) -> Drawn:
    """What to draw of `curve` between the places `x`, in `columns` pixels."""
    places = curve.x(axis)
    first, last = np.searchsorted(places, x)
    if last - first <= FEW_POINTS * columns:
        part = slice(max(int(first) - 1, 0), int(last) + 1)
        raw_x, lows = places[part].copy(), curve.values()[part].copy()
        highs = lows
    else:
        raw_x = None
        lows, highs = curve.envelope(axis, np.linspace(*x, columns + 1))
    line_x, line_y = curve.thinned(axis, np.linspace(*x, max(int(columns / SAMPLE), 1) + 1))
    return Drawn(curve.spec, raw_x, lows, highs, line_x, line_y)


def value_range(parts: Sequence[Drawn], log: bool) -> tuple[float, float] | None:
    """The range that shows every average and all raw values but rare spikes; as exponents of ten if `log`.

    None where there is nothing to show.
    """
    pools: list[np.ndarray] = []
    for part in parts:
        raw = np.concatenate([part.lows, part.highs])
        raw = raw[np.isfinite(raw) & ((raw > 0) | (not log))]
        line = part.line_y[np.isfinite(part.line_y) & ((part.line_y > 0) | (not log))]
        if len(raw):
            pools.append(np.percentile(raw, (SPIKES, 100 - SPIKES)))
        pools.append(line)
    values = np.concatenate(pools) if pools else np.empty(0)
    if not len(values):
        return None
    if log:
        values = np.log10(values)
    return float(values.min()), float(values.max())
