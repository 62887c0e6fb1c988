"""Cuts texts that are longer than a network takes into windows."""

from collections.abc import Iterator, Sequence

import numpy as np

from trainer.contract.tokenization import PAD, PLAIN, Frame, padded

TOKENS_AT_ONCE = 2048
"""Of a batch, padding included; what a layer gives then stays in the cache. With four times as many tokens a text took
1.2 to 1.4 times as long.
"""
MOST_AT_ONCE = 64


def windows_of(ids: Sequence[int], longest: int, frame: Frame = PLAIN) -> list[list[int]]:
    """The windows of `longest` tokens, one after the other, the last one up to the end; a short text is one window.

    Each has the `frame` around it. A text without a token is the frame alone, else one unknown word.
    """
    longest = max(longest - frame.width, 1)
    if len(ids) <= longest:
        return [frame.around(ids)]
    starts = [*range(0, len(ids) - longest, longest), len(ids) - longest]
    return [frame.around(ids[start : start + longest]) for start in starts]


def in_batches(rows: Sequence[Sequence[int]], padding: int = PAD) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Numbers, int64 [B], and tokens, int64 [B,T], of rows of similar length together; every row once."""
    order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and _fits(len(rows[order[end]]), end + 1 - start):
            end += 1
        chosen = order[start:end]
        yield np.array(chosen, dtype=np.int64), padded([rows[number] for number in chosen], padding=padding)
        start = end


def mean_by_owner(values: np.ndarray, owners: np.ndarray, count: int) -> np.ndarray:
    """The means of `values` [N,K] over those with the same owner, an int64 [N] below `count`: [count,K]."""
    if np.array_equal(owners, np.arange(count)):  # one each
        return values
    sums = np.zeros((count, values.shape[1]), dtype=np.float64)
    np.add.at(sums, owners, values)
    return (sums / np.bincount(owners, minlength=count)[:, None]).astype(np.float32)


def _fits(length: int, rows: int) -> bool:
    return rows <= MOST_AT_ONCE and rows * length <= TOKENS_AT_ONCE
