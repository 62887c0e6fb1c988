"""Finds sets of sounds: the catalogued ones, and a person's own."""

from pathlib import Path

from trainer.datasets.access import Access, Source
from trainer.datasets.dataset import Origin
from trainer.datasets.download import download_dataset
from trainer.datasets.known import KnownDataset
from trainer.datasets.needs import SOUND_RATE

HELD_OUT_SHARE = 10
OWN_SOUNDS = Origin("own-sounds", "not stated", "research", "")
"""Whatever a person brings: nobody knows its licence, so the strictest class holds."""

_ARCHIVES = (".zip", ".tar", ".gz", ".tgz")


def sounds_place(folder: Path) -> Path | None:
    """Where the sounds of a catalogued set lie in its folder: its one archive, else a folder; None without either."""
    if not folder.is_dir():
        return None
    shown = [each for each in sorted(folder.iterdir()) if not each.name.startswith(".")]
    archives = [each for each in shown if each.is_file() and each.suffix in _ARCHIVES]
    if len(archives) == 1:
        return archives[0]
    return folder if any(each.is_dir() or each.suffix == ".wav" for each in shown) else None


def find_sounds(known: KnownDataset, access: Access) -> Source | None:
    """The catalogued set of sounds, downloaded if that is needed and agreed to; None where it is not here."""
    folder = access.folder_of(known.name)
    if sounds_place(folder) is None and access.download and known.mirrors:
        download_dataset(known, folder, access.progress)
    place = sounds_place(folder)
    return None if place is None else _source(place, SOUND_RATE, known.origin, "test")


def own_sounds(path: Path, rate: int) -> Source:
    """A person's own sounds. Raises WorkshopError."""
    return _source(path, rate, OWN_SOUNDS, "test")


def _source(path: Path, rate: int, origin: Origin, test: str) -> Source:
    from trainer.datasets.own_sounds import read_own_sounds  # decoders, not needed to see what is here

    read, has_test = read_own_sounds(path, rate)
    description = test if has_test else "held out, one in ten"
    return Source(origin, read, has_test, HELD_OUT_SHARE, description, kind="labelled-sounds")
