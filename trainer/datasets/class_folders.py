"""Reads part and label of a picture out of its place: `<class>/...`, or `train/<class>/...`, `test/<class>/...`.

Where no labels are wanted, pictures may lie anywhere, and `train/...` and `test/...` are the parts.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from trainer.contract.text import Text

PartName = Literal["train", "test"]

_PARTS: dict[str, PartName] = {
    "train": "train", "training": "train", "val": "train", "valid": "train", "validation": "train",
    "test": "test", "testing": "test",
}  # fmt: skip
_LONGEST_LABEL = 100
ANY_PICTURE = "picture"
"""The one label of pictures that are not told apart."""


@dataclass(frozen=True)
class Place:
    """What the place of a picture says of it."""

    part: PartName
    label: str


def places_of(names: list[str]) -> tuple[dict[str, Place], list[Text]]:
    """Part and label of every file that lies in a class's folder, and warnings about the others.

    A single folder around everything is looked through. Hidden files and those that systems add are passed over.
    """
    pieces = {name: PurePosixPath(name).parts for name in names if not _is_clutter(name)}
    pieces = _without_outer_folder(pieces)
    has_parts = bool(pieces) and all(each[0].lower() in _PARTS for each in pieces.values() if len(each) > 1)
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
    pieces = {name: PurePosixPath(name).parts for name in names if not _is_clutter(name)}
    folders = {each[0].lower() for each in _without_outer_folder(pieces).values() if len(each) > 1}
    has_parts = bool(folders) and folders <= _PARTS.keys()
    pieces = _without_outer_folder(pieces) if has_parts else pieces
    return {
        name: Place(_PARTS.get(each[0].lower(), "train") if has_parts and len(each) > 1 else "train", ANY_PICTURE)
        for name, each in pieces.items()
    }


def order_of_labels(labels: set[str]) -> tuple[str, ...]:
    """By number if all are numbers, else by letters."""
    if all(label.isascii() and label.isdigit() for label in labels):
        return tuple(sorted(labels, key=lambda label: (int(label), label)))
    return tuple(sorted(labels, key=lambda label: (label.casefold(), label)))


def _is_clutter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_hidden = any(part.startswith(".") and part != ".." for part in parts)
    return is_hidden or "__MACOSX" in parts or not parts or parts[-1].lower() in ("thumbs.db", "desktop.ini")


def _is_label(text: str) -> bool:
    return text.isprintable() and text not in ("..", "/") and len(text) <= _LONGEST_LABEL


def _without_outer_folder(pieces: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    while pieces and all(len(each) > 2 for each in pieces.values()):
        outer = {each[0] for each in pieces.values()}
        if len(outer) > 1 or outer.pop().lower() in _PARTS:
            break
        pieces = {name: each[1:] for name, each in pieces.items()}
    return pieces
