"""A person's own pictures: a folder per class, a zip or tar of one, IDX files, or batches in CIFAR-10's layouts;
prepared for a model, and kept.
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.preprocessing.decode import decode_picture
from trainer.contract.preprocessing.step_names import FIND_DIGITS, picture_shape
from trainer.contract.preprocessing.steps import prepare_picture
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.cifar10 import LABELS, CifarBatches, batches_among, find_cifar10
from trainer.datasets.class_folders import (
    PartName,
    Place,
    order_of_labels,
    places_of,
    places_without_labels,
)
from trainer.datasets.dataset import Pictures, Progress, content_hash
from trainer.datasets.file_collections import Collection, open_collection
from trainer.datasets.idx import is_idx
from trainer.datasets.idx_folder import IdxFolder
from trainer.datasets.known_datasets import CIFAR10
from trainer.datasets.left_out import shortened
from trainer.datasets.preparation import Preparation
from trainer.datasets.prepared import Prepared, PreparedCache
from trainer.datasets.rows import Rows

FEWEST_PICTURES = 10
SMALLEST_SIDE = 8
"""Pixels; a smaller picture holds too little to be read."""

HELD_OUT_SHARE = 10
"""One in so many pictures is held out for validation, and for a test if there is no test part."""

_FILES = Text("files", "个文件")
_PREPARATION_VERSION = 1

ReadPart = Callable[[PartName], Prepared]


@dataclass(frozen=True)
class _Picture:
    """A prepared picture, known by the `digest` of its pixels and the `number` of its row."""

    place: Place
    name: str
    digest: bytes
    number: int


@dataclass(frozen=True)
class _Task:
    """How pictures are to be prepared, and where they are kept."""

    step: str
    cache: Path
    has_test: bool
    progress: Progress
    labelled: bool = True

    def preparation(self, key: str) -> Preparation:
        """For pictures that `key` tells from all others."""
        told_apart = "" if self.labelled else "-unlabelled"
        kept = PreparedCache(self.cache, f"{key[:32]}-{self.step}{told_apart}-{_PREPARATION_VERSION}")
        return Preparation(self.step, kept, HELD_OUT_SHARE, self.has_test, self.progress)


def read_own_pictures(
    path: Path, step: str, cache: Path, progress: Progress, *, labelled: bool = True
) -> tuple[ReadPart, bool]:
    """How to read the parts of the pictures at `path`, prepared by `step`, and whether there is a test part.

    Where they need not be `labelled`, they may lie in any folder, and files of pictures get one label.
    Raises WorkshopError `wrong-kind`, `unreadable`, `too-large`, and the reader also `empty`, and `no-space` or
    `not-writable` where there are more than memory takes.
    """
    if not (path.is_dir() or path.is_file()):  # a device never ends, a pipe never begins
        raise data_errors.wrong_kind(path)
    folder = path if path.is_dir() else path.parent
    if is_idx(path) or (path.is_dir() and IdxFolder.is_in(folder)):
        idx = IdxFolder(folder)
        task = _Task(step, cache, idx.has("test"), progress)
        return lambda part: _read_idx_part(idx, part, task), task.has_test
    batches = find_cifar10(path) if path.is_dir() else None
    collection = open_collection(path)
    names = collection.names() if batches is None else []
    batches = batches or batches_among(collection, names, path)
    if batches is not None:
        return _read_batches(batches, path, _Task(step, cache, batches.has("test"), progress))
    places, warnings = places_of(names) if labelled else (places_without_labels(names), [])
    task = _Task(step, cache, any(place.part == "test" for place in places.values()), progress, labelled)
    return lambda part: _read_collection_part(collection, places, warnings, part, task), task.has_test


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
    collection: Collection, places: dict[str, Place], misplaced: list[Text], part: PartName, task: _Task
) -> Prepared:
    preparation = task.preparation(collection.fingerprint())

    def make() -> dict[str, Prepared]:
        with closing(preparation.rows(len(places))) as rows:
            return _prepare_collection(collection, places, misplaced, rows, preparation, labelled=task.labelled)

    return preparation.kept.read_or_make(part, make, task.progress)


def _prepare_collection(
    collection: Collection,
    places: dict[str, Place],
    misplaced: list[Text],
    rows: Rows,
    preparation: Preparation,
    *,
    labelled: bool,
) -> dict[str, Prepared]:
    """All parts at once, since a picture of the test part must not be trained on."""
    warnings = list(misplaced)
    pictures: list[_Picture] = []
    for done, (name, content) in enumerate(collection.contents(places), start=1):
        try:
            if isinstance(content, WorkshopError):
                raise content
            image = prepare(content, preparation.step)
        except WorkshopError as error:
            warnings.append(Text(f"{name}: {error.message.en}", f"{name}：{error.message.zh}"))
        else:
            pictures.append(_Picture(places[name], name, hashlib.sha256(image.tobytes()).digest(), len(pictures)))
            rows.append(image)
        if not preparation.progress(done, len(places)):
            raise Cancelled
    pictures, repeated = _without_repetitions(pictures)
    count = sum(picture.place.part == "train" for picture in pictures)
    if count < FEWEST_PICTURES:
        raise data_errors.too_few_pictures(count, FEWEST_PICTURES, labelled=labelled)
    return _as_parts(pictures, rows, preparation, shortened(warnings + repeated, _FILES))


def _without_repetitions(pictures: Iterable[_Picture]) -> tuple[list[_Picture], list[Text]]:
    """Each picture once, test pictures first, by name; and a warning for each one left out."""
    first: dict[bytes, _Picture] = {}
    warnings = []
    for picture in sorted(pictures, key=lambda each: (each.place.part != "test", each.name)):
        known = first.setdefault(picture.digest, picture)
        if known is not picture:
            warnings.append(Text(f"{picture.name}: the same as {known.name}", f"{picture.name}：与 {known.name} 相同"))
    return list(first.values()), warnings


def _as_parts(
    pictures: list[_Picture], rows: Rows, preparation: Preparation, warnings: tuple[Text, ...]
) -> dict[str, Prepared]:
    label_names = order_of_labels({picture.place.label for picture in pictures})
    number = {label: index for index, label in enumerate(label_names)}
    parts: dict[str, Prepared] = {}
    for part in ("train", "test"):
        chosen = [picture for picture in pictures if picture.place.part == part]
        numbers = np.array([picture.number for picture in chosen], dtype=np.int64)
        labels = np.array([number[picture.place.label] for picture in chosen], dtype=np.int64)
        parts[part] = preparation.part(part, rows, numbers, labels, label_names, warnings)
    return parts


def _read_idx_part(idx: IdxFolder, part: PartName, task: _Task) -> Prepared:
    if not idx.has(part):
        raise data_errors.no_test_part()
    images, labels = idx.read(part)
    label_names = tuple(str(label) for label in range(int(labels.max(initial=0)) + 1))
    return _read_arrays(Prepared(Pictures(images, labels), label_names), part, task)


def _read_batches(batches: CifarBatches, path: Path, task: _Task) -> tuple[ReadPart, bool]:
    if task.step == FIND_DIGITS:
        raise data_errors.no_digits(path.name)

    def read(part: PartName) -> Prepared:
        images, labels, is_original = batches.read(part)
        origin = CIFAR10.origin if is_original else None
        return replace(_read_arrays(Prepared(Pictures(images, labels), LABELS), part, task), origin=origin)

    return read, task.has_test


def _read_arrays(found: Prepared, part: PartName, task: _Task) -> Prepared:
    """Pictures that are in memory already; those of the right shape are ready."""
    if found.examples.shape == picture_shape(task.step):
        return _checked(found)
    preparation = task.preparation(content_hash(found.examples, found.label_names))

    def make() -> dict[str, Prepared]:
        with closing(preparation.rows(len(found.examples))) as rows:
            return {part: _prepare_arrays(found, part, rows, preparation)}

    return preparation.kept.read_or_make(part, make, task.progress)


def _prepare_arrays(found: Prepared, part: PartName, rows: Rows, preparation: Preparation) -> Prepared:
    numbers, warnings = [], []
    for number, image in enumerate(found.examples.images):
        try:
            rows.append(prepare(image, preparation.step))
            numbers.append(number)
        except WorkshopError as error:
            warnings.append(Text(f"picture {number}: {error.message.en}", f"图片 {number}：{error.message.zh}"))
        if not preparation.progress(number + 1, len(found.examples)):
            raise Cancelled
    if len(numbers) < FEWEST_PICTURES:
        raise data_errors.too_few_pictures(len(numbers), FEWEST_PICTURES)
    labels = found.examples.labels[numbers]
    return preparation.part(part, rows, np.arange(len(numbers)), labels, found.label_names, shortened(warnings, _FILES))


def _checked(prepared: Prepared) -> Prepared:
    if len(prepared.examples) < FEWEST_PICTURES:
        raise data_errors.too_few_pictures(len(prepared.examples), FEWEST_PICTURES)
    return prepared


def _unusable(en: str, zh: str) -> WorkshopError:
    return WorkshopError("unreadable", Text(en, zh), Text("Use another picture.", "请使用其他图片。"))
