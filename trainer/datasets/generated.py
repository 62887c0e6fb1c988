"""Generated pictures as training data: so many of each wanted label, from whatever draws and labels them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from trainer.datasets.dataset import Added, Pictures, content_hash

ROUND = 1000
MOST_ROUNDS_FOR_EACH = 20
"""Pictures are drawn until all labels have enough, but not more than this many times as many as are wanted."""
NO_LABEL = -1

Draw = Callable[[int, int], np.ndarray]
"""Samples from number `first` on, so many, uint8 [N,H,W] or [N,H,W,3]."""
LabelOf = Callable[[int, np.ndarray], np.ndarray]
"""The labels, int64 [N], of the samples from number `first` on; `NO_LABEL` for those that are of no use."""


def collect(draw: Draw, label_of: LabelOf, wanted: Sequence[int], per_label: int) -> Pictures:
    """`per_label` pictures of each label in `wanted`, in the order in which they are drawn; fewer of a rare one."""
    missing = dict.fromkeys(wanted, per_label)
    images, labels = [draw(0, 1)[:0]], [np.empty(0, dtype=np.int64)]
    most = MOST_ROUNDS_FOR_EACH * per_label * len(wanted)
    for first in range(0, most, ROUND):
        if not any(missing.values()):
            break
        drawn = draw(first, ROUND)
        found = label_of(first, drawn)
        for label in wanted:
            chosen = np.flatnonzero(found == label)[: missing[label]]
            missing[label] -= len(chosen)
            images.append(drawn[chosen])
            labels.append(found[chosen])
    return Pictures(np.concatenate(images), np.concatenate(labels).astype(np.int64))


def keep(pictures: Pictures, note: str, path: Path) -> None:
    """Writes them beside a training, so that it can go on with the very same ones."""
    with path.with_suffix(".part").open("wb") as file:
        np.savez(file, images=pictures.images, labels=pictures.labels, note=np.array(note))
    path.with_suffix(".part").replace(path)


def kept(path: Path) -> Added | None:
    """What `keep` has written; None where there is nothing that can be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            pictures = Pictures(arrays["images"], arrays["labels"])
            return added(pictures, str(arrays["note"]))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def added(pictures: Pictures, note: str) -> Added:
    """They with their hash, for a `Dataset`."""
    return Added(pictures, content_hash(pictures, ()), note)
