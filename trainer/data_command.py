"""What the verb `data` says: which data sets there are, where, whether they are whole, and how to get the others."""

from pathlib import Path
from typing import Literal

import msgspec

from trainer.contract.card import LicenceClass
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.dataset import Progress, always_continue
from trainer.datasets.download import download_dataset
from trainer.datasets.embedded.tables import FOLDER as EMBEDDED_TEXTS
from trainer.datasets.known import KnownDataset
from trainer.datasets.known_datasets import KNOWN_DATASETS, MNIST_SAMPLE, known_dataset
from trainer.datasets.needs import Needs, PictureNeeds, SoundNeeds, TextNeeds
from trainer.datasets.presence import is_here
from trainer.datasets.sources import Access, load_split, load_training_data

DataState = Literal["ready", "missing", "damaged"]

_WHOLE = Text("", "")


class DataEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One data set: `place` is its file or folder on this computer, whether it is there or not.

    `sha256` is the hash that a model card gives for it, empty unless it is ready; `hint` says what to do if it is not.
    """

    name: str
    title: Text
    summary: Text
    state: DataState
    place: str
    counts: dict[str, int]
    sha256: str
    licence: str
    licence_class: LicenceClass
    source: str
    download_bytes: int
    hint: Text


def list_data(access: Access) -> list[DataEntry]:
    """All catalogued data sets. Those that are here are read and checked, which takes a second or two."""
    return [_entry(known, access) for known in KNOWN_DATASETS.values()]


def fetch_data(name: str, access: Access, progress: Progress = always_continue) -> DataEntry:
    """Downloads what is missing of the data set `name`. Calling this is the agreement to do so.

    Raises WorkshopError: `data-missing` for an unknown name or one that cannot be downloaded, or as
    `download_dataset`; and Cancelled.
    """
    known = known_dataset(name)
    if known.mirrors:
        download_dataset(known, _place(known, access), progress)
    elif not _place(known, access).exists():
        raise data_errors.dataset_missing(name)
    return _entry(known, access)


def _entry(known: KnownDataset, access: Access) -> DataEntry:
    sha256, state, hint = _check(known, access)
    return DataEntry(
        name=known.name,
        title=known.title,
        summary=known.summary,
        state=state,
        place=str(_place(known, access)),
        counts=known.counts,
        sha256=sha256,
        licence=known.origin.licence,
        licence_class=known.origin.licence_class,
        source=known.origin.source,
        download_bytes=known.download_size,
        hint=hint,
    )


def _check(known: KnownDataset, access: Access) -> tuple[str, DataState, Text]:
    if not is_here(known, _place(known, access)):
        return "", "missing", data_errors.ways_to_get(known.name)
    local = Access(access.data_dir, sample=access.sample)  # looks only, downloads nothing
    needs = _needs(known)
    try:
        sha256 = load_training_data(known.name, local, needs).sha256
        load_split(known.name, local, "test", needs)
    except WorkshopError as error:
        if error.kind == "data-missing":
            return "", "missing", error.hint
        together = Text(f"{error.message.en} {error.hint.en}", f"{error.message.zh}{error.hint.zh}")
        return "", "damaged", together
    return sha256, "ready", _WHOLE


def _needs(known: KnownDataset) -> Needs:
    if known.kind == "pictures":
        return PictureNeeds(step=known.step)
    if known.kind == "labelled-sounds":
        return SoundNeeds(known.name, "")
    return TextNeeds(known.name, "", known.kind)


def _place(known: KnownDataset, access: Access) -> Path:
    if known.is_embedded:
        return EMBEDDED_TEXTS
    return access.sample_file if known is MNIST_SAMPLE else access.data_dir / "datasets" / known.name
