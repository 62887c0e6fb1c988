"""The n-gram model beside which networks that write are measured.

Interpolated Kneser-Ney smoothing with one discount an order (Chen and Goodman 1998, "An Empirical Study of Smoothing
Techniques for Language Modeling", section 2.7): every token has a probability, and those after a context add to 1.
"""

from dataclasses import dataclass

import numpy as np

ORDER = 5
USUAL_DISCOUNT = 0.5
"""Where there are too few n-grams to estimate it."""


def n_gram_log_probabilities(train: np.ndarray, text: np.ndarray, vocabulary: int, order: int = ORDER) -> np.ndarray:
    """The natural logarithm of the probability of each token of `text`, int64 [N], by what is counted in `train`.

    The first tokens, which have fewer than `order` - 1 before them in `text`, are foretold from those that there are.
    """
    barrier = np.full(order, vocabulary)  # a token that never occurs, so that nothing is counted across it
    stream = np.concatenate([barrier, train, barrier, text])
    counted = np.arange(order, order + len(train))
    asked = np.arange(len(stream) - len(text), len(stream))
    codes = _codes(stream, vocabulary + 1, order)
    probability = np.full(len(text), 1.0 / vocabulary)
    for length in range(1, order + 1):
        level = _level(codes, counted, length, is_longest=length == order)
        probability = level.interpolated(codes, asked, length, probability)
    return np.log(probability)


@dataclass(frozen=True)
class _Level:
    """The counts of n-grams of one length, by their codes, and by the codes of their contexts the sum and the number of
    those that are there.
    """

    counts: np.ndarray
    totals: np.ndarray
    kinds: np.ndarray
    discount: float

    def interpolated(self, codes: list[np.ndarray], asked: np.ndarray, length: int, lower: np.ndarray) -> np.ndarray:
        """The probabilities at the places `asked`, from those of the next lower order."""
        context = codes[length - 1][asked - 1]
        total = self.totals[context]
        found = np.maximum(self.counts[codes[length][asked]] - self.discount, 0.0)
        left = self.discount * self.kinds[context]
        return np.where(total > 0, (found + left * lower) / np.maximum(total, 1), lower)


def _codes(stream: np.ndarray, signs: int, order: int) -> list[np.ndarray]:
    """For each length 0 to `order` a number for the n-gram that ends at each place, int64 [N], equal for equal ones."""
    codes = [np.zeros(len(stream), dtype=np.int64)]
    for _ in range(order):
        longer = np.concatenate([[0], codes[-1][:-1]]) * signs + stream
        codes.append(np.unique(longer, return_inverse=True)[1].astype(np.int64))
    return codes


def _level(codes: list[np.ndarray], counted: np.ndarray, length: int, *, is_longest: bool) -> _Level:
    """How often the longest n-grams come; of shorter ones, how many different tokens come before them."""
    if is_longest:
        places = counted
    else:
        _, first = np.unique(codes[length + 1][counted], return_index=True)
        places = counted[first]
    counts = np.bincount(codes[length][places], minlength=codes[length].max() + 1)
    size = codes[length - 1].max() + 1
    totals = np.bincount(codes[length - 1][places - 1], minlength=size)
    _, first = np.unique(codes[length][places], return_index=True)
    kinds = np.bincount(codes[length - 1][places[first] - 1], minlength=size)
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    discount = once / (once + 2 * twice) if once and twice else USUAL_DISCOUNT
    return _Level(counts, totals, kinds, discount)
