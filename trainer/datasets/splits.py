"""Cuts a part off a data set: each label in its share, always the same pictures."""

import numpy as np

from trainer.datasets.dataset import Pictures

SPLIT_SEED = 0


def cut_off(pictures: Pictures, count: int, seed: int = SPLIT_SEED) -> tuple[Pictures, Pictures]:
    """(the rest, `count` pictures), both in their old order, with the labels in equal shares on both sides.

    Raises ValueError if `count` is more than there are.
    """
    chosen = stratified_choice(pictures.labels, count, seed)
    is_chosen = np.zeros(len(pictures), dtype=bool)
    is_chosen[chosen] = True
    return pictures.take(np.flatnonzero(~is_chosen)), pictures.take(np.flatnonzero(is_chosen))


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


def _quotas(labels: np.ndarray, count: int) -> np.ndarray:
    """How many of each label, in ascending order of the labels; they add up to `count`."""
    sizes = np.unique(labels, return_counts=True)[1]
    shares = sizes * count
    quotas = shares // max(len(labels), 1)
    remainders = shares - quotas * len(labels)
    quotas[np.argsort(-remainders, kind="stable")[: count - quotas.sum()]] += 1
    return quotas
