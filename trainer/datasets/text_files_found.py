"""The files of texts at a path: one by itself, or those of a folder, a zip or a tar; decoded one after another."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from trainer.contract import text_errors
from trainer.contract.errors import WorkshopError
from trainer.contract.tables import LARGEST_TABLE
from trainer.contract.text_files import decode_text
from trainer.datasets.class_folders import PartName, is_clutter, part_of
from trainer.datasets.file_collections import Collection, is_collection, open_collection, read_single, unpacked

_TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".psv", ".jsonl", ".ndjson", ".json")


@dataclass(frozen=True)
class FoundTexts:
    """Names of files, and their texts with their line ends as they were; `columns` of tables as they were chosen."""

    path: Path
    names: tuple[str, ...]
    collection: Collection | None
    columns: Mapping[str, str] = field(default_factory=dict)

    def part_of(self, name: str) -> PartName:
        """The part that the name of a file speaks of, if those of other files speak of another."""
        parts = {part_of(each) for each in self.names}
        return part_of(name) if len(parts) > 1 else "train"

    def texts(self, wanted: Container[str]) -> Iterator[tuple[str, str | WorkshopError]]:
        """Name and text of the wanted files; an error for one that is no text."""
        if self.collection is None:
            yield self.path.name, decode_text(read_single(self.path, LARGEST_TABLE)).text
            return
        for name, content in self.collection.contents(wanted):
            try:
                if isinstance(content, WorkshopError):
                    raise content
                yield name, decode_text(unpacked(content, name, LARGEST_TABLE)).text
            except WorkshopError as error:
                yield name, error


def find_text_files(path: Path) -> FoundTexts:
    """The files at `path`, of which nothing is read yet. Raises WorkshopError."""
    if not (path.is_dir() or path.is_file()):  # a device never ends, a pipe never begins
        raise text_errors.not_a_file(is_folder=False)
    if not is_collection(path):
        return FoundTexts(path, (path.name,), None)
    collection = open_collection(path)
    return FoundTexts(path, tuple(sorted(name for name in collection.names() if not is_clutter(name))), collection)


def is_named_like_a_table(name: str) -> bool:
    """Whether a file's name ends as those of tables do."""
    return PurePosixPath(name.removesuffix(".gz")).suffix.lower() in _TABLE_SUFFIXES
