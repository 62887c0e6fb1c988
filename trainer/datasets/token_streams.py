"""Running text as one row of tokens, and the windows that cover it."""

from collections.abc import Sequence

import numpy as np

from trainer.contract.tokenization import Tokenizer


def is_marked(parts: int) -> bool:
    """Whether each part of a running text stands between begin and end: one long text has neither."""
    return parts > 1


def token_stream(tokenizer: Tokenizer, parts: Sequence[str], *, marked: bool) -> np.ndarray:
    """The tokens of all parts one after the other, int64 [N]; each stands between begin and end if `marked`."""
    rows = tokenizer.encode_batch(parts)
    if marked:
        rows = [[tokenizer.begin, *row, tokenizer.end] for row in rows]
    return np.concatenate([np.zeros(0, np.int64), *(np.array(row, np.int64) for row in rows)])


def strided_windows(stream: np.ndarray, context: int) -> tuple[np.ndarray, np.ndarray]:
    """Windows over `stream`, int64 [W,T+1], and which of the last T tokens of each count, bool [W,T].

    Each token but the first counts in one window; before it there are T/2 tokens at least, or all that there are. That
    is what a writer sees whose memory is halved whenever it is full. Windows are filled up with zeros.
    """
    length = max(1, min(context, len(stream) - 1))
    stride = max(1, length // 2)
    starts = np.arange(0, max(1, len(stream) - 1 - (length - stride)), stride)
    places = starts[:, None] + np.arange(length + 1)  # [W,T+1]
    windows = np.where(places < len(stream), stream[np.minimum(places, len(stream) - 1)], 0)
    counts = (places[:, 1:] < len(stream)) & (np.arange(length) >= length - stride)
    counts[0] = places[0, 1:] < len(stream)
    return windows, counts
