"""The sounds in a folder, a zip or a tar: part, label and speaker of each by its place or name, and its samples."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from trainer.contract import sound_errors
from trainer.contract.errors import WorkshopError
from trainer.contract.sound_files import read_sound
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.class_folders import PartName, is_clutter, places_of
from trainer.datasets.file_collections import Collection
from trainer.datasets.left_out import left_out

SHORTEST = 0.05
"""Seconds; less than that is no word and hardly a sound."""
LONGEST = 60.0
"""Seconds that are taken of each recording."""
MOST_HOURS = 4
"""Of all recordings together, which are held in memory."""
TEST_RECORDINGS = 5
"""Of each digit and speaker, the first ones by number: the custom of the Free Spoken Digit Dataset."""

_SPOKEN_DIGIT = re.compile(r"(?P<label>\d)_(?P<speaker>[A-Za-z][A-Za-z-]*)_(?P<index>\d+)\.\w+")


@dataclass(frozen=True)
class SoundPlace:
    """What name and place of a file say of it; `index` counts the recordings of a speaker, where that is known."""

    part: PartName
    label: str
    speaker: str = ""
    index: int = 0


@dataclass(frozen=True)
class FoundSound:
    """A recording, float32 [n], and what is known of it."""

    name: str
    place: SoundPlace
    wave: np.ndarray


def sound_places(names: list[str]) -> tuple[dict[str, SoundPlace], list[Text]]:
    """Part, label and speaker of every file, and warnings about those that have no place.

    Files called `<digit>_<speaker>_<number>.wav` are those of the Free Spoken Digit Dataset, wherever they lie; in
    other collections a folder stands for a class, as for pictures.
    """
    told = {name: match for name in names if not is_clutter(name) and (match := _by_name(name))}
    sounds = [name for name in names if not is_clutter(name) and PurePosixPath(name).suffix.lower() == ".wav"]
    if told and 2 * len(told) > len(sounds):
        return {name: _place_of(match) for name, match in told.items()}, []
    places, warnings = places_of(names)
    return {name: SoundPlace(place.part, place.label) for name, place in places.items()}, warnings


def usable_sounds(
    collection: Collection, places: dict[str, SoundPlace], rate: int, warnings: list[Text]
) -> Iterator[FoundSound]:
    """Each recording once, those of the test part first; `warnings` hears of those that are left out.

    Raises WorkshopError `too-large`.
    """
    order = sorted(places, key=lambda name: (places[name].part != "test", name))
    found: dict[str, np.ndarray] = {}
    total = 0
    for name, content in collection.contents(places):
        try:
            if isinstance(content, WorkshopError):
                raise content
            found[name] = usable_wave(content, rate)
        except WorkshopError as error:
            warnings.append(left_out(name, error.message))
            continue
        total += len(found[name])
        if total > MOST_HOURS * 3600 * rate:
            raise data_errors.too_much_sound(MOST_HOURS)
    first: dict[bytes, str] = {}
    for name in (each for each in order if each in found):
        known = first.setdefault(hashlib.sha256(found[name].tobytes()).digest(), name)
        if known == name:
            yield FoundSound(name, places[name], found[name])
        else:
            warnings.append(left_out(name, Text(f"the same as {known}", f"与 {known} 相同")))


def usable_wave(content: bytes, rate: int) -> np.ndarray:
    """A recording to train on, float32 [n]. Raises WorkshopError as `read_sound`, `empty` and `nothing-found`."""
    wave = read_sound(content, rate, LONGEST)
    if len(wave) < SHORTEST * rate:
        raise sound_errors.too_short(len(wave) / rate, SHORTEST)
    if not np.ptp(wave):
        raise sound_errors.silence()
    return wave


def _by_name(name: str) -> "re.Match[str] | None":
    return _SPOKEN_DIGIT.fullmatch(PurePosixPath(name).name)


def _place_of(match: "re.Match[str]") -> SoundPlace:
    index = int(match["index"])
    return SoundPlace("test" if index < TEST_RECORDINGS else "train", match["label"], match["speaker"], index)
