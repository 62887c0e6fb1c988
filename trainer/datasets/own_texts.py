"""A person's own texts: with labels, in pairs, or running on; read once for all their parts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.access import PartName
from trainer.datasets.labelled_texts import labelled_parts, read_labelled
from trainer.datasets.left_out import shortened
from trainer.datasets.needs import DataKind
from trainer.datasets.own_pairs import read_pairs
from trainer.datasets.own_running_text import read_running_text
from trainer.datasets.prepared import Prepared
from trainer.datasets.text_files_found import FoundTexts, find_text_files

ReadPart = Callable[[PartName], Prepared[Any]]
_LEFT_OUT = Text("files and rows", "个文件或行")


def read_own_texts(
    path: Path, kind: DataKind, columns: Mapping[str, str] = MappingProxyType({})
) -> tuple[ReadPart, bool]:
    """How to read the parts of the texts at `path`, and whether there is a test part: files whose name or folder says
    `test`, beside others. `columns` of tables by role are guessed where they are not chosen.

    Raises WorkshopError `wrong-kind`, `unreadable`, `too-large`, and the reader also `empty`, `data-missing`.
    """
    found = replace(find_text_files(path), columns=columns)
    parts = labelled_parts(found) if kind == "labelled-texts" else {found.part_of(name) for name in found.names}
    has_test = parts == {"train", "test"}
    readers: dict[DataKind, Callable[[FoundTexts], dict[PartName, Prepared[Any]]]] = {
        "labelled-texts": _labelled,
        "sentence-pairs": _pairs,
        "running-text": _running_text,
    }
    read_all = lru_cache(lambda: readers[kind](found))

    def read(part: PartName) -> Prepared[Any]:
        prepared = read_all()[part]
        if not len(prepared.examples):
            raise data_errors.no_test_part()
        return prepared

    return read, has_test


def _labelled(found: FoundTexts) -> dict[PartName, Prepared[Any]]:
    read = read_labelled(found)
    warnings = shortened(read.warnings, _LEFT_OUT)
    return {part: Prepared(texts, read.label_names, warnings) for part, texts in read.parts.items()}


def _pairs(found: FoundTexts) -> dict[PartName, Prepared[Any]]:
    parts, warnings = read_pairs(found)
    return {part: Prepared(pairs, (), shortened(warnings, _LEFT_OUT)) for part, pairs in parts.items()}


def _running_text(found: FoundTexts) -> dict[PartName, Prepared[Any]]:
    parts, warnings = read_running_text(found)
    return {part: Prepared(text, (), shortened(warnings, _LEFT_OUT)) for part, text in parts.items()}
