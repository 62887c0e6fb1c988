"""Cuts parts off a data set: each label in its share, always the same pictures."""

from typing import NamedTuple

import numpy as np

SPLIT_SEED = 0


class Parts(NamedTuple):
    """Which pictures of a data set belong to which part: ascending indices, int64."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def cut_parts(labels: np.ndarray, held_out: int, *, has_test: bool) -> Parts:
    """`held_out` pictures for validation, and as many for a test unless the data have one; the labels in equal shares.

    Raises ValueError if there are fewer pictures than that.
    """
    test = stratified_choice(labels, 0 if has_test else held_out)
    rest = np.delete(np.arange(len(labels)), test)
    chosen = stratified_choice(labels[rest], held_out)
    return Parts(np.delete(rest, chosen), rest[chosen], test)


def stratified_choice(labels: np.ndarray, count: int, seed: int = SPLIT_SEED) -> np.ndarray:
    """Ascending indices of `count` of the `labels`, of each label its share, the largest remainders rounded up.

    The order comes from the raw numbers of Philox, the only ones that numpy promises never to change.
    """
    if not 0 <= count <= len(labels):
        raise ValueError(f"cannot choose {count} of {len(labels)}")
    order = np.argsort(np.random.Philox(key=seed).random_raw(len(labels)), kind="stable")
    parts = [
        order[labels[order] == label][:quota]
        for label, quota in zip(np.unique(labels), _quotas(labels, count), strict=True)
    ]
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *parts]))


def fold_numbers(labels: np.ndarray, folds: int, seed: int = SPLIT_SEED) -> np.ndarray:
    """To which of `folds` parts each of the `labels` belongs, int64 [N]; every part has its share of each label.

    Raises ValueError if there are fewer labels than parts.
    """
    if not 1 <= folds <= len(labels):
        raise ValueError(f"cannot make {folds} parts of {len(labels)}")
    order = np.argsort(np.random.Philox(key=seed).random_raw(len(labels)), kind="stable")
    dealt = order[np.argsort(labels[order], kind="stable")]  # label by label, each in random order
    numbers = np.empty(len(labels), dtype=np.int64)
    numbers[dealt] = np.arange(len(labels)) % folds
    return numbers


def _quotas(labels: np.ndarray, count: int) -> np.ndarray:
    """How many of each label, in ascending order of the labels; they add up to `count`."""
    sizes = np.unique(labels, return_counts=True)[1]
    shares = sizes * count
    quotas = shares // max(len(labels), 1)
    remainders = shares - quotas * len(labels)
    quotas[np.argsort(-remainders, kind="stable")[: count - quotas.sum()]] += 1
    return quotas
