"""Cuts parts off a data set: each label in its share, always the same examples."""

from typing import NamedTuple

import numpy as np

SPLIT_SEED = 0


class Parts(NamedTuple):
    """Which examples of a data set belong to which part: ascending indices, int64."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def cut_parts(labels: np.ndarray, held_out: int, *, has_test: bool, together: np.ndarray | None = None) -> Parts:
    """`held_out` examples for validation, and as many for a test unless the data have one; the labels in equal shares.

    Those with an equal number in `together`, int64 [N], come into the same part, whose size is then only about right.
    Raises ValueError if there are fewer examples than that.
    """
    if together is not None:
        return _cut_groups(labels, held_out, has_test, together)
    test = stratified_choice(labels, 0 if has_test else held_out)
    rest = np.delete(np.arange(len(labels)), test)
    chosen = stratified_choice(labels[rest], held_out)
    return Parts(np.delete(rest, chosen), rest[chosen], test)


def _cut_groups(labels: np.ndarray, held_out: int, has_test: bool, together: np.ndarray) -> Parts:
    _, first, group_of = np.unique(together, return_index=True, return_inverse=True)
    parts = cut_parts(labels[first], round(held_out * len(first) / max(len(labels), 1)), has_test=has_test)
    return Parts(*(np.flatnonzero(np.isin(group_of, part)) for part in parts))


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


def fold_numbers(
    labels: np.ndarray, folds: int, seed: int = SPLIT_SEED, together: np.ndarray | None = None
) -> np.ndarray:
    """To which of `folds` parts each of the `labels` belongs, int64 [N]; every part has its share of each label.

    Those with an equal number in `together` belong to the same. Raises ValueError if there are fewer than parts.
    """
    if together is not None:
        _, first, group_of = np.unique(together, return_index=True, return_inverse=True)
        return fold_numbers(labels[first], folds, seed)[group_of]
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
