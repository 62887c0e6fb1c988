"""Finds what was said in a recording, parted by pauses, and fits it into the windows that a network takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

STEP = 0.01
"""Seconds from level to level."""
PAUSE = 0.12
"""Seconds; words are parted by more, the closures inside a word are shorter."""
SHORT = 0.1
NEAR = 0.3
"""Seconds; what is shorter than SHORT belongs to a neighbour that is nearer than NEAR: the burst behind a closure."""
SHORTEST = 0.05
"""Seconds; what is shorter and has no neighbour is a click."""
MARGIN = 0.06
"""Seconds that are kept on either side."""
LONGER = 1.4
"""Times the window: what is not longer is one word, of which the loudest part is taken."""
_RANGE, _ABOVE_NOISE, _BELOW_PEAK = 32.0, 9.0, 12.0
"""Decibels: below the peak there is only silence, so much above the noise is speech, and so much below the peak."""
_SILENCE = 1e-12
"""Mean square that is taken for 0."""


@dataclass(frozen=True)
class Span:
    """From where to where something lasts, in samples."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """In samples."""
        return self.end - self.start


def levels(blocks: Iterable[np.ndarray], rate: int) -> tuple[np.ndarray, int]:
    """Mean squares of each `STEP`, float32 [T], and the number of samples; the last one may be of a shorter piece."""
    step = round(STEP * rate)
    rest = np.empty(0, dtype=np.float32)
    found, count = [], 0
    for block in blocks:
        count += len(block)
        rest = np.concatenate([rest, block])
        whole = len(rest) // step * step
        found.append(_mean_squares(rest[:whole].reshape(-1, step)))
        rest = rest[whole:]
    if len(rest):
        found.append(_mean_squares(rest[None, :]))
    return np.concatenate([np.empty(0, dtype=np.float32), *found]), count


def utterances(squares: np.ndarray, count: int, rate: int) -> list[Span]:
    """What stands out of the noise, in order; `squares` and `count` as `levels` gives them. Empty for silence."""
    if not len(squares) or squares.max() <= _SILENCE:
        return []
    smooth = np.convolve(np.pad(squares, 1, mode="edge"), np.full(3, 1 / 3), mode="valid")
    decibels = 10 * np.log10(smooth + _SILENCE)
    runs = _runs(decibels >= _threshold(decibels))
    runs = _with_neighbours(_joined(runs, PAUSE))
    runs = [run for run in runs if run[1] - run[0] >= SHORTEST / STEP] or [max(runs, key=lambda run: run[1] - run[0])]
    return _with_margins(runs, count, rate)


def fitted(samples: np.ndarray, window: int) -> np.ndarray:
    """float32 [n] as [window]: a shorter one in the middle of silence, of a longer one the loudest part."""
    if len(samples) > window:
        energy = np.concatenate([[0.0], np.cumsum(samples.astype(np.float64) ** 2)])
        start = int((energy[window:] - energy[:-window]).argmax())
        return samples[start : start + window]
    before = (window - len(samples)) // 2
    return np.pad(samples, (before, window - len(samples) - before))


def windows_within(span: Span, window: int) -> list[Span]:
    """The pieces in which a span is read: itself if it is about a window long, else windows that cover it evenly."""
    if span.length <= LONGER * window:
        return [span]
    pieces = -(-span.length // window)
    starts = np.linspace(span.start, span.end - window, pieces).round().astype(int)
    return [Span(int(start), int(start) + window) for start in starts]


def _mean_squares(pieces: np.ndarray) -> np.ndarray:
    centred = pieces - pieces.mean(axis=1, keepdims=True)
    return np.asarray(np.mean(centred**2, axis=1, dtype=np.float32))


def _threshold(decibels: np.ndarray) -> float:
    """The noise is what a tenth of the time stays below; where there are no pauses, that is speech itself.

    The peak is the loudest twentieth of a second: one word in an hour of silence must count, a click hardly.
    """
    means = np.convolve(decibels, np.full(5, 0.2), mode="valid") if len(decibels) >= 5 else decibels
    peak, noise = float(means.max()), float(np.percentile(decibels, 10))
    return max(peak - _RANGE, min(noise + _ABOVE_NOISE, peak - _BELOW_PEAK))


def _runs(is_loud: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_loud.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _joined(runs: Sequence[tuple[int, int]], pause: float) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and (start - joined[-1][1]) * STEP < pause:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _with_neighbours(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Short runs join the one before them, where that is near."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        is_short = (end - start) * STEP < SHORT
        if joined and is_short and (start - joined[-1][1]) * STEP < NEAR:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _with_margins(runs: list[tuple[int, int]], count: int, rate: int) -> list[Span]:
    """Up to half of each pause is kept."""
    step, margin = round(STEP * rate), round(MARGIN * rate)
    edges = [(start * step, min(end * step, count)) for start, end in runs]
    spans = []
    for number, (start, end) in enumerate(edges):
        before = (edges[number - 1][1] + start) // 2 if number else 0
        after = (end + edges[number + 1][0]) // 2 if number + 1 < len(edges) else count
        spans.append(Span(max(start - margin, before), min(end + margin, after)))
    return spans
