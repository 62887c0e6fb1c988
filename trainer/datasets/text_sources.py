"""Finds sets of texts: the catalogued ones, those made of several of them, and a person's own."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.access import Access, PartName, Source
from trainer.datasets.catalogued_texts import SENTIMENT, Layout, find_layout
from trainer.datasets.dataset import Origin
from trainer.datasets.download import download_dataset
from trainer.datasets.embedded.examples import EMBEDDED
from trainer.datasets.known import KnownDataset
from trainer.datasets.needs import DataKind
from trainer.datasets.overlap import without_overlap
from trainer.datasets.prepared import Prepared
from trainer.datasets.texts import Texts

HELD_OUT_SHARE = 10
OWN_TEXTS = Origin("own-texts", "not stated", "research", "")
"""Whatever a person brings: nobody knows its licence, so the strictest class holds."""


def texts_are_here(known: KnownDataset, folder: Path) -> bool:
    """Whether the files of the catalogued set are in its `folder`, or those of all its parts in theirs beside it."""
    if known.is_embedded:
        return True
    if known.parts:
        return all(find_layout(part, folder.parent / part) is not None for part in known.parts)
    return find_layout(known.name, folder) is not None


def find_texts(known: KnownDataset, access: Access) -> Source | None:
    """The catalogued set of texts, downloaded if that is needed, possible and agreed to; None where it is not here."""
    if known.is_embedded:
        return Source(known.origin, EMBEDDED[known.name], True, HELD_OUT_SHARE, "test", kind=known.kind)
    folder = access.folder_of(known.name)
    if not texts_are_here(known, folder):
        if not (access.download and known.mirrors):
            return None
        download_dataset(known, folder, access.progress)
    if known.parts:
        description = f"test of {known.parts[0]}"
        return Source(known.origin, _read_combined(known, access), True, HELD_OUT_SHARE, description, kind=known.kind)
    layout = _layout(known.name, folder)
    has_test = bool(layout.test)
    description = "test" if has_test else "held out, one in ten"
    read_part = partial(layout.read_part, folder)
    return Source(known.origin, read_part, has_test, HELD_OUT_SHARE, description, kind=known.kind)


def own_texts(path: Path, kind: DataKind, columns: Mapping[str, str]) -> Source:
    """A person's own texts; `columns` of tables by role, as far as they were chosen. Raises WorkshopError."""
    from trainer.datasets.own_texts import read_own_texts  # tables and encodings, not needed for what is catalogued

    read, has_test = read_own_texts(path, kind, columns)
    description = "test" if has_test else "held out, one in ten"
    return Source(OWN_TEXTS, read, has_test, HELD_OUT_SHARE, description, kind=kind)


def _layout(name: str, folder: Path) -> Layout:
    layout = find_layout(name, folder)
    if layout is None:
        raise data_errors.dataset_missing(name)
    return layout


def _read_combined(known: KnownDataset, access: Access) -> Callable[[PartName], Prepared[Any]]:
    """Trains on all parts together; the test is that of the first, whose texts are left out of the training."""
    places = {name: access.folder_of(name) for name in known.parts}
    layouts = {name: _layout(name, folder) for name, folder in places.items()}
    first = known.parts[0]

    def read(part: PartName) -> Prepared[Any]:
        test = layouts[first].read_part(places[first], "test")
        if part == "test":
            return test
        pool = Texts((), np.empty(0, dtype=np.int64))
        for name, layout in layouts.items():
            found = layout.read_part(places[name], "train")
            texts = found.examples if found.lengths is None else found.examples.take(np.arange(found.lengths[0]))
            pool = pool.and_then(texts)
        kept, in_test, repeated = without_overlap(pool, test.examples)
        return Prepared(kept, SENTIMENT, (_left_out(in_test, repeated),))

    return read


def _left_out(in_test: int, repeated: int) -> Text:
    return Text(
        f"{in_test:,} texts were left out because the test has them too, {repeated:,} because they come twice.",
        f"有 {in_test:,} 条文本因测试集中也有而略过，{repeated:,} 条因重复而略过。",
    )
