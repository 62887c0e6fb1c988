"""What a person sees of a sound: its wave and its spectrogram, however long it is, in a bounded number of columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from trainer.contract.log_mel import BANDS, FRAME, HOP, mel_bands, power_spectrogram

MOST_COLUMNS = 4096
"""Twice as many at most are held: beyond them, neighbours become one."""
RANGE = 60.0
"""Decibels from black to the brightest."""
_SMALLEST = 1e-30


@dataclass(frozen=True)
class SoundOverview:
    """`seconds` of a sound: the lowest and highest sample of each column, float32 [W,2], from -1 for the loudest to 1,
    and the power of each mel band, uint8 [BANDS,T], the lowest band last.
    """

    seconds: float
    wave: np.ndarray
    spectrogram: np.ndarray


def overview_of(blocks: Iterable[np.ndarray], rate: int) -> SoundOverview:
    """The overview of a sound in blocks, float32 [n] each."""
    waves = _Columns(lambda pairs: np.stack([pairs[..., 0].min(axis=1), pairs[..., 1].max(axis=1)], axis=1))
    powers = _Columns(lambda pairs: pairs.mean(axis=1))
    bands = mel_bands(rate).T
    rest, count = np.empty(0, dtype=np.float32), 0
    for block in blocks:
        count += len(block)
        rest = np.concatenate([rest, block])
        whole = max(0, (len(rest) - FRAME) // HOP + 1)
        if whole:
            pieces = rest[: whole * HOP].reshape(whole, HOP)
            waves.add(np.stack([pieces.min(axis=1), pieces.max(axis=1)], axis=1))
            powers.add(power_spectrogram(rest[: (whole - 1) * HOP + FRAME]) @ bands)
            rest = rest[whole * HOP :]
    if len(rest) or not count:
        waves.add(np.array([[rest.min(initial=0.0), rest.max(initial=0.0)]], dtype=np.float32))
        powers.add(power_spectrogram(rest)[:1] @ bands)
    wave = waves.taken(2)
    return SoundOverview(count / rate, wave / max(float(np.abs(wave).max()), 1e-9), _as_bytes(powers.taken(BANDS)))


def _as_bytes(powers: np.ndarray) -> np.ndarray:
    decibels = 10 * np.log10(powers / max(float(powers.max()), _SMALLEST) + 10 ** (-RANGE / 10))
    return np.ascontiguousarray(np.clip((decibels / RANGE + 1) * 255, 0, 255).astype(np.uint8).T[::-1])


class _Columns:
    """Rows that come one after another; once there are too many, each two neighbours become one."""

    def __init__(self, join: Callable[[np.ndarray], np.ndarray]) -> None:
        self._join = join
        self._rows: list[np.ndarray] = []
        self._waiting: list[np.ndarray] = []
        self._each = 1

    def add(self, rows: np.ndarray) -> None:
        """Rows, float32 [n,K]."""
        self._waiting.append(rows)
        fresh = np.concatenate(self._waiting)
        whole = len(fresh) // self._each * self._each
        if whole:
            self._rows.append(self._joined(fresh[:whole], self._each))
        self._waiting = [fresh[whole:]]
        while sum(map(len, self._rows)) > 2 * MOST_COLUMNS:
            self._rows = [self._halved(np.concatenate(self._rows))]

    def taken(self, width: int) -> np.ndarray:
        """All of them, float32 [at least one, width]."""
        left = [row for row in self._waiting if len(row)]
        ends = [self._joined(row, len(row)) for row in left]
        return np.concatenate([*self._rows, *ends] or [np.zeros((1, width), dtype=np.float32)])

    def _halved(self, rows: np.ndarray) -> np.ndarray:
        even = len(rows) // 2 * 2
        self._each *= 2
        halves = [self._joined(rows[:even], 2)]
        return np.concatenate([*halves, rows[even:]])

    def _joined(self, rows: np.ndarray, each: int) -> np.ndarray:
        return self._join(rows.reshape(len(rows) // each, each, rows.shape[1]))
