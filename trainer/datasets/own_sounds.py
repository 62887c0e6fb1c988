"""Sounds with labels: a folder per class, a zip or tar of one, or the files of the Free Spoken Digit Dataset."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from trainer.contract import sound_errors
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.access import PartName
from trainer.datasets.class_folders import order_of_labels
from trainer.datasets.file_collections import open_collection
from trainer.datasets.left_out import shortened
from trainer.datasets.prepared import Prepared
from trainer.datasets.sound_files_found import FoundSound, SoundPlace, sound_places, usable_sounds
from trainer.datasets.sounds import UNKNOWN_SPEAKER, Sounds

FEWEST_SOUNDS = 10
VALIDATION_EVERY = 10
"""Of the recordings of a speaker that are counted, every tenth validates."""

_FILES = Text("files", "个文件")

ReadPart = Callable[[PartName], Prepared[Sounds]]


def read_own_sounds(path: Path, rate: int) -> tuple[ReadPart, bool]:
    """How to read the parts of the sounds at `path`, at `rate` samples a second, and whether there is a test part.

    Raises WorkshopError `wrong-kind`, `unreadable`, `too-large`, and the reader also `empty`, `data-missing`.
    """
    if not (path.is_dir() or path.is_file()):  # a device never ends, a pipe never begins
        raise sound_errors.not_a_file(is_folder=False)
    collection = open_collection(path)
    places, misplaced = sound_places(collection.names())

    @lru_cache
    def read_all() -> dict[PartName, Prepared[Sounds]]:
        warnings = list(misplaced)
        found = list(usable_sounds(collection, places, rate, warnings))
        return _parts(found, rate, warnings)

    def read(part: PartName) -> Prepared[Sounds]:
        prepared = read_all()[part]
        if not len(prepared.examples):
            raise data_errors.no_test_part()
        return prepared

    return read, any(place.part == "test" for place in places.values())


def _parts(found: list[FoundSound], rate: int, warnings: list[Text]) -> dict[PartName, Prepared[Sounds]]:
    labels = {sound.place.label for sound in found}
    count = sum(sound.place.part == "train" for sound in found)
    if count < FEWEST_SOUNDS or len(labels) < 2:
        raise data_errors.too_few_sounds(count, FEWEST_SOUNDS, len(labels), warnings)
    names = order_of_labels(labels)
    speakers = tuple(sorted({sound.place.speaker for sound in found} - {""}))
    told = shortened(warnings, _FILES)
    test = [sound for sound in found if sound.place.part == "test"]
    train = [sound for sound in found if sound.place.part == "train"]
    held_out = [sound for sound in train if _validates(sound.place)]
    learnt = [sound for sound in train if not _validates(sound.place)]
    lengths = (len(learnt), len(held_out), 0) if held_out and learnt else None
    return {
        "train": Prepared(_sounds(learnt + held_out, names, speakers, rate), names, told, lengths),
        "test": Prepared(_sounds(test, names, speakers, rate), names, told),
    }


def _validates(place: SoundPlace) -> bool:
    return bool(place.speaker) and place.index % VALIDATION_EVERY == VALIDATION_EVERY - 1


def _sounds(chosen: list[FoundSound], names: tuple[str, ...], speakers: tuple[str, ...], rate: int) -> Sounds:
    numbers = {name: number for number, name in enumerate(names)}
    who = {name: number for number, name in enumerate(speakers)}
    return Sounds(
        tuple(sound.wave for sound in chosen),
        np.array([numbers[sound.place.label] for sound in chosen], dtype=np.int64),
        rate,
        speakers=np.array([who.get(sound.place.speaker, UNKNOWN_SPEAKER) for sound in chosen], dtype=np.int64),
        speaker_names=speakers,
    )
