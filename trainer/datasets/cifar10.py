"""CIFAR-10: 60,000 colour pictures of ten kinds of things, 32x32 pixels, in the layouts in which it is handed out.

The binary layout is rows of 3,073 bytes: the label, then the red, the green and the blue plane. The Python layout is
pickles of a dictionary with `data`, uint8 [N,3072] of the same planes, and `labels`.
Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009. https://www.cs.toronto.edu/~kriz/cifar.html
"""

import hashlib
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import numpy as np

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.class_folders import PartName
from trainer.datasets.file_collections import Collection, FolderCollection, TarCollection, open_collection
from trainer.datasets.known_datasets import CIFAR10
from trainer.datasets.restricted_unpickler import PickledArray, PickleError, read_pickle

LABELS = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
SIDE = 32
"""Pixels of a picture's side."""
LARGEST_PART = 1024**3
"""Bytes of all pictures of one part; six times what CIFAR-10 has."""

_PLANES = 3 * SIDE * SIDE
_BATCH = re.compile(r"(data_batch_[1-9][0-9]?|test_batch)(\.bin)?")
_PUBLISHED = (  # archive, the folder in it, how its batches end
    ("cifar-10-binary.tar.gz", "cifar-10-batches-bin", ".bin"),
    ("cifar-10-python.tar.gz", "cifar-10-batches-py", ""),
)
_PUBLISHED_BATCHES: dict[PartName, tuple[str, ...]] = {
    "train": tuple(f"data_batch_{number}" for number in range(1, 6)),
    "test": ("test_batch",),
}
# SHA-256 of the rows of each batch, the same in both layouts.
# Source: https://github.com/ankane/torchvision-ruby, lib/torchvision/datasets/cifar10.rb
_ROWS_SHA256: dict[PartName, tuple[str, ...]] = {
    "train": (
        "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
        "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
        "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
        "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
        "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    ),
    "test": ("8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",),
}


class CifarPart(NamedTuple):
    """Pictures, uint8 [N,32,32,3], labels, int64 [N], and whether they are those of CIFAR-10 itself."""

    images: np.ndarray
    labels: np.ndarray
    is_original: bool


@dataclass(frozen=True)
class CifarBatches:
    """Files in CIFAR-10's layouts, not read yet: their names in `collection`, in order."""

    collection: Collection
    names: Mapping[PartName, tuple[str, ...]]
    place: Path

    def has(self, part: PartName) -> bool:
        """Whether there are batches of `part`."""
        return bool(self.names[part])

    def read(self, part: PartName) -> "CifarPart":
        """The pictures of `part`.

        Raises WorkshopError `data-missing` for a part that is not there, `unreadable` for a batch that is missing or
        broken, `too-large`.
        """
        images, labels, sums = self._read(part)
        return CifarPart(images, labels, sums == _ROWS_SHA256[part])

    def read_original(self, part: PartName) -> "CifarPart":
        """The same. Raises WorkshopError also `data-changed` where they are not the pictures of CIFAR-10 itself."""
        found = self.read(part)
        if not found.is_original:
            raise data_errors.not_the_original(self.place, CIFAR10.name)
        return found

    def _read(self, part: PartName) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        """Pictures, labels and the SHA-256 of each batch."""
        if not self.has(part):
            raise data_errors.no_test_part()
        batches: dict[str, tuple[np.ndarray, np.ndarray, str]] = {}
        size = 0
        for name, content in self.collection.contents(_Plain(self.names[part])):
            if isinstance(content, WorkshopError):
                raise content
            batches[_plain(name)] = _read_batch(PurePosixPath(name).name, content)
            size += len(content)
            if size > LARGEST_PART:
                raise data_errors.too_large(self.place, f"more than {size:,} bytes", f"超过 {size:,} 字节")
        for name in self.names[part]:
            if name not in batches:
                raise data_errors.broken_file(self.place, Text(f"{name} is missing in it", f"其中缺少 {name}"))
        images, labels, sums = zip(*(batches[name] for name in self.names[part]), strict=True)
        return np.concatenate(images), np.concatenate(labels), sums


def find_cifar10(path: Path) -> CifarBatches | None:
    """The batches at `path`: in an archive; in a folder; or in a folder that holds either as it was published.

    Raises WorkshopError `unreadable` or `too-large` for an archive that cannot be listed.
    """
    if path.is_dir():
        return _in_folder(path)
    try:
        collection = open_collection(path)
    except WorkshopError as error:
        if error.kind == "wrong-kind":
            return None
        raise
    return batches_among(collection, collection.names(), path)


def batches_among(collection: Collection, names: list[str], place: Path) -> CifarBatches | None:
    """The batches among the files of a collection, None without a training part.

    The binary ones if both are there, and of several folders the one with the most.
    """
    for ending in (".bin", ""):
        found = {_plain(name) for name in names if (fits := _match(name)) and (fits.group(2) or "") == ending}
        folders: dict[PurePosixPath, list[str]] = {}
        for name in sorted(found, key=lambda name: (len(name), name)):  # data_batch_10 after data_batch_9
            folders.setdefault(PurePosixPath(name).parent, []).append(name)
        inside = max(folders.values(), key=len, default=[])
        train = tuple(name for name in inside if "test_batch" not in PurePosixPath(name).name)
        if train:
            test = tuple(name for name in inside if name not in train)
            return CifarBatches(collection, {"train": train, "test": test}, place)
    return None


class _Plain(Container[str]):
    """Names in an archive, whether or not they begin with `./` there."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _plain(name) in self._names


def _plain(name: str) -> str:
    return PurePosixPath(name).as_posix()


def _match(name: str) -> re.Match[str] | None:
    return _BATCH.fullmatch(PurePosixPath(name).name)


def _in_folder(folder: Path) -> CifarBatches | None:
    """Looks only for names, so that the window may ask as well."""
    for archive, inner, ending in _PUBLISHED:
        if (folder / archive).is_file():
            names = {
                part: tuple(f"{inner}/{batch}{ending}" for batch in batches)
                for part, batches in _PUBLISHED_BATCHES.items()
            }
            return CifarBatches(TarCollection(folder / archive), names, folder / archive)
        for place in (folder / inner, folder):
            if (place / f"data_batch_1{ending}").is_file():
                names_here = [path.name for path in place.iterdir() if _match(path.name) and path.is_file()]
                return batches_among(FolderCollection(place), names_here, place)
    return None


def _read_batch(name: str, content: bytes) -> tuple[np.ndarray, np.ndarray, str]:
    """Pictures, labels and the SHA-256 of the rows of one batch."""
    rows = _binary_rows(name, content) if name.endswith(".bin") else _pickled_rows(name, content)
    labels = rows[:, 0].astype(np.int64)
    if labels.max() >= len(LABELS):
        raise _broken(
            name, f"its labels are not between 0 and {len(LABELS) - 1}", f"标签不在 0 到 {len(LABELS) - 1} 之间"
        )
    images = np.ascontiguousarray(rows[:, 1:].reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1))  # planes last
    return images, labels, hashlib.sha256(rows.data).hexdigest()


def _binary_rows(name: str, content: bytes) -> np.ndarray:
    """uint8 [N,3073], N at least one."""
    if not content or len(content) % (1 + _PLANES):
        raise _broken(name, f"it is not made of rows of {1 + _PLANES} bytes", f"内容不是每行 {1 + _PLANES} 字节")
    return np.frombuffer(content, np.uint8).reshape(-1, 1 + _PLANES)


def _pickled_rows(name: str, content: bytes) -> np.ndarray:
    """uint8 [N,3073], N at least one."""
    try:
        batch = read_pickle(content)
    except PickleError as error:
        raise data_errors.broken_file(Path(name), error.reason) from error
    if not isinstance(batch, dict):
        batch = {}
    data, labels = (batch.get(key.encode(), batch.get(key)) for key in ("data", "labels"))  # of Python 2 and of 3
    planes = data.values if isinstance(data, PickledArray) else np.empty(0)
    if planes.dtype != np.uint8 or planes.ndim != 2 or planes.shape[1] != _PLANES or not len(planes):
        raise _broken(name, f"it holds no rows of {_PLANES} bytes as `data`", f"其中的 `data` 不是每行 {_PLANES} 字节")
    if not (isinstance(labels, list) and len(labels) == len(planes) and all(_is_byte(label) for label in labels)):
        raise _broken(
            name,
            f"it does not hold one label for each of {len(planes):,} pictures",
            f"没有为 {len(planes):,} 张图片各给出一个标签",
        )
    return np.concatenate([np.array(labels, np.uint8)[:, np.newaxis], planes], axis=1)


def _is_byte(value: object) -> bool:
    return type(value) is int and 0 <= value < 256


def _broken(name: str, en: str, zh: str) -> WorkshopError:
    return data_errors.broken_file(Path(name), Text(en, zh))
