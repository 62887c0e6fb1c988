"""A person's own pictures: a folder per class, a zip or tar of one, or IDX files; prepared for a model, and kept."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.preprocessing.decode import decode_picture
from trainer.contract.preprocessing.step_names import picture_shape
from trainer.contract.preprocessing.steps import prepare_picture
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.class_folders import PartName, Place, order_of_labels, places_of
from trainer.datasets.dataset import Pictures, Progress
from trainer.datasets.idx import is_idx
from trainer.datasets.idx_folder import IdxFolder
from trainer.datasets.picture_collections import Collection, open_collection
from trainer.datasets.prepared import Prepared, PreparedCache

FEWEST_PICTURES = 10
SMALLEST_SIDE = 8
"""Pixels; a smaller picture holds too little to be read."""
MOST_WARNINGS = 20

_PREPARATION_VERSION = 1

ReadPart = Callable[[PartName], Prepared]


@dataclass(frozen=True)
class _Picture:
    place: Place
    name: str
    image: np.ndarray


def read_own_pictures(path: Path, step: str, cache: Path, progress: Progress) -> tuple[ReadPart, bool]:
    """How to read the parts of the pictures at `path`, prepared by `step`, and whether there is a test part.

    Raises WorkshopError `wrong-kind`, `unreadable`, `too-large`, and the reader also `empty`.
    """
    if not (path.is_dir() or path.is_file()):  # a device never ends, a pipe never begins
        raise data_errors.wrong_kind(path)
    folder = path if path.is_dir() else path.parent
    if is_idx(path) or (path.is_dir() and IdxFolder.is_in(folder)):
        idx = IdxFolder(folder)
        return lambda part: _read_idx_part(idx, part, step, cache, progress), idx.has("test")
    collection = open_collection(path)
    places, warnings = places_of(collection.names())
    has_test = any(place.part == "test" for place in places.values())
    return lambda part: _read_collection_part(collection, places, warnings, part, step, cache, progress), has_test


def prepare(source: bytes | np.ndarray, step: str) -> np.ndarray:
    """The one object of a picture, uint8 of `picture_shape(step)`. Raises WorkshopError where there is not just one."""
    pixels = decode_picture(source) if isinstance(source, bytes) else source
    if min(pixels.shape[:2]) < SMALLEST_SIDE:
        raise _unusable("the picture is tiny", "图片太小")
    found = prepare_picture((step,), pixels)
    if not found:
        raise _unusable("nothing was found in it", "其中没有找到内容")
    if len(found) > 1:
        raise _unusable(f"it holds {len(found)} objects", f"其中有 {len(found)} 个对象")
    return found[0].picture


def _read_collection_part(
    collection: Collection,
    places: dict[str, Place],
    misplaced: list[Text],
    part: PartName,
    step: str,
    cache: Path,
    progress: Progress,
) -> Prepared:
    kept = PreparedCache(cache, f"{collection.fingerprint()[:32]}-{step}-{_PREPARATION_VERSION}")
    prepared = kept.read(part)
    if prepared is None:
        parts = _prepare_collection(collection, places, misplaced, step, progress)
        kept.write(parts)
        prepared = parts[part]
    return prepared


def _prepare_collection(
    collection: Collection, places: dict[str, Place], misplaced: list[Text], step: str, progress: Progress
) -> dict[str, Prepared]:
    """All parts at once, since a picture of the test part must not be trained on."""
    warnings = list(misplaced)
    pictures: list[_Picture] = []
    for done, (name, content) in enumerate(collection.contents(places), start=1):
        try:
            if isinstance(content, WorkshopError):
                raise content
            pictures.append(_Picture(places[name], name, prepare(content, step)))
        except WorkshopError as error:
            warnings.append(Text(f"{name}: {error.message.en}", f"{name}：{error.message.zh}"))
        if not progress(done, len(places)):
            raise Cancelled
    pictures, repeated = _without_repetitions(pictures)
    return _as_parts(pictures, picture_shape(step), _shortened(warnings + repeated))


def _without_repetitions(pictures: Iterable[_Picture]) -> tuple[list[_Picture], list[Text]]:
    """Each picture once, test pictures first, by name; and a warning for each one left out."""
    first: dict[bytes, _Picture] = {}
    warnings = []
    for picture in sorted(pictures, key=lambda each: (each.place.part != "test", each.name)):
        known = first.setdefault(picture.image.tobytes(), picture)
        if known is not picture:
            warnings.append(Text(f"{picture.name}: the same as {known.name}", f"{picture.name}：与 {known.name} 相同"))
    return list(first.values()), warnings


def _as_parts(pictures: list[_Picture], shape: tuple[int, ...], warnings: tuple[Text, ...]) -> dict[str, Prepared]:
    label_names = order_of_labels({picture.place.label for picture in pictures})
    number = {label: index for index, label in enumerate(label_names)}
    parts: dict[str, Prepared] = {}
    for part in ("train", "test"):
        chosen = [picture for picture in pictures if picture.place.part == part]
        if part == "train" and len(chosen) < FEWEST_PICTURES:
            raise data_errors.too_few_pictures(len(chosen), FEWEST_PICTURES)
        images = np.array([picture.image for picture in chosen], dtype=np.uint8).reshape(-1, *shape)
        labels = np.array([number[picture.place.label] for picture in chosen], dtype=np.int64)
        parts[part] = Prepared(Pictures(images, labels), label_names, warnings)
    return parts


def _shortened(warnings: list[Text]) -> tuple[Text, ...]:
    if len(warnings) <= MOST_WARNINGS:
        return tuple(warnings)
    more = len(warnings) - MOST_WARNINGS
    return (*warnings[:MOST_WARNINGS], Text(f"and {more:,} more files were left out", f"另有 {more:,} 个文件被略过"))


def _read_idx_part(idx: IdxFolder, part: PartName, step: str, cache: Path, progress: Progress) -> Prepared:
    if not idx.has(part):
        raise data_errors.no_test_part()
    images, labels = idx.read(part)
    label_names = tuple(str(label) for label in range(int(labels.max(initial=0)) + 1))
    if images.shape[1:] == picture_shape(step):
        return _checked(Prepared(Pictures(images, labels), label_names))
    digest = hashlib.sha256(np.ascontiguousarray(images).data)
    digest.update(labels.data)
    kept = PreparedCache(cache, f"{digest.hexdigest()[:32]}-{step}-{_PREPARATION_VERSION}")
    prepared = kept.read(part)
    if prepared is None:
        prepared = _checked(_prepare_arrays(images, labels, label_names, step, progress))
        kept.write({part: prepared})
    return prepared


def _prepare_arrays(
    images: np.ndarray, labels: np.ndarray, label_names: tuple[str, ...], step: str, progress: Progress
) -> Prepared:
    prepared, numbers, warnings = [], [], []
    for number, image in enumerate(images):
        try:
            prepared.append(prepare(image, step))
            numbers.append(number)
        except WorkshopError as error:
            warnings.append(Text(f"picture {number}: {error.message.en}", f"图片 {number}：{error.message.zh}"))
        if not progress(number + 1, len(images)):
            raise Cancelled
    pictures = Pictures(np.array(prepared, dtype=np.uint8).reshape(-1, *picture_shape(step)), labels[numbers])
    return Prepared(pictures, label_names, _shortened(warnings))


def _checked(prepared: Prepared) -> Prepared:
    if len(prepared.pictures) < FEWEST_PICTURES:
        raise data_errors.too_few_pictures(len(prepared.pictures), FEWEST_PICTURES)
    return prepared


def _unusable(en: str, zh: str) -> WorkshopError:
    return WorkshopError("unreadable", Text(en, zh), Text("Use another picture.", "请使用其他图片。"))
