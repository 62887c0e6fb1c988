"""Reads part and label of a file out of its place: `<class>/...`, or `train/<class>/...`, `test/<class>/...`.

Where no labels are wanted, pictures may lie anywhere, and `train/...` and `test/...` are the parts.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from trainer.contract.text import Text

PartName = Literal["train", "test"]

_PARTS: dict[str, PartName] = {
    "train": "train", "training": "train", "val": "train", "valid": "train", "validation": "train", "dev": "train",
    "test": "test", "testing": "test",
}  # fmt: skip
_LONGEST_LABEL = 100
ANY_PICTURE = "picture"
"""The one label of pictures that are not told apart."""


@dataclass(frozen=True)
class Place:
    """What the place of a file says of it."""

    part: PartName
    label: str


def places_of(names: list[str]) -> tuple[dict[str, Place], list[Text]]:
    """Part and label of every file that lies in a class's folder, and warnings about the others.

    A single folder around everything is looked through. Hidden files and those that systems add are passed over.
    """
    pieces = {name: PurePosixPath(name).parts for name in names if not is_clutter(name)}
    pieces = _without_outer_folder(pieces)
    inside = [each for each in pieces.values() if len(each) > 1]
    has_parts = bool(inside) and all(each[0].lower() in _PARTS for each in inside)
    places: dict[str, Place] = {}
    warnings: list[Text] = []
    for name, each in pieces.items():
        depth = 1 if has_parts else 0
        if len(each) < depth + 2 or not _is_label(each[depth]):
            warnings.append(Text(f"{name}: it lies in no class's folder", f"{name}：不在任何类别的文件夹中"))
        else:
            places[name] = Place(_PARTS[each[0].lower()] if has_parts else "train", each[depth])
    return places, warnings


def places_without_labels(names: list[str]) -> dict[str, Place]:
    """Part of every file, all with one label; hidden files and those that systems add are passed over."""
    pieces = {name: PurePosixPath(name).parts for name in names if not is_clutter(name)}
    folders = {each[0].lower() for each in _without_outer_folder(pieces).values() if len(each) > 1}
    has_parts = bool(folders) and folders <= _PARTS.keys()
    pieces = _without_outer_folder(pieces) if has_parts else pieces
    return {
        name: Place(_PARTS.get(each[0].lower(), "train") if has_parts and len(each) > 1 else "train", ANY_PICTURE)
        for name, each in pieces.items()
    }


def part_of(name: str) -> PartName:
    """The part that a folder or the file's own name says: `test/a.txt`, `reviews_test.csv`, `wiki.valid.tokens`."""
    *folders, file = PurePosixPath(name).parts
    words = [*(folder.lower() for folder in folders), *re.split(r"[\W_]+", file.lower())]
    return next((_PARTS[word] for word in words if word in _PARTS), "train")


def order_of_labels(labels: set[str]) -> tuple[str, ...]:
    """By number if all are numbers, else by letters."""
    if all(label.isascii() and label.isdigit() for label in labels):
        return tuple(sorted(labels, key=lambda label: (int(label), label)))
    return tuple(sorted(labels, key=lambda label: (label.casefold(), label)))


def is_clutter(name: str) -> bool:
    """Whether a file is hidden, or one that systems add."""
    parts = PurePosixPath(name).parts
    is_hidden = any(part.startswith(".") and part != ".." for part in parts)
    return is_hidden or "__MACOSX" in parts or not parts or parts[-1].lower() in ("thumbs.db", "desktop.ini")


def _is_label(text: str) -> bool:
    return text.isprintable() and text not in ("..", "/") and len(text) <= _LONGEST_LABEL


def _without_outer_folder(pieces: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Files that lie beside the folders, such as a readme, do not count."""
    while True:
        inside = [each for each in pieces.values() if len(each) > 1]
        outer = {each[0] for each in inside}
        if len(outer) != 1 or max(map(len, inside)) < 3 or outer.pop().lower() in _PARTS:
            return pieces
        pieces = {name: each[1:] if len(each) > 1 else each for name, each in pieces.items()}
