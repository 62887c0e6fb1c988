"""Three hundred everyday phrases in English and Chinese, written for this project, under its licence.

They are of fifteen topics, twenty each; every tenth pair is for testing.
"""

from dataclasses import dataclass
from pathlib import Path

from trainer.datasets.embedded.tables import FOLDER, Part, read_table

FILE = FOLDER / "phrase_pairs.tsv"

_COLUMNS = ("topic", "english", "chinese")
_EVERY_TENTH = 10


@dataclass(frozen=True)
class PhrasePairs:
    """N phrases, their translations, and what they are about."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    topics: tuple[str, ...]


def read_phrase_pairs(part: Part, path: Path = FILE) -> PhrasePairs:
    """The 270 (`train`) or 30 (`test`) pairs. Raises WorkshopError `unreadable`."""
    rows = [
        row
        for number, row in enumerate(read_table(path, _COLUMNS), 1)
        if (number % _EVERY_TENTH == 0) == (part == "test")
    ]
    return PhrasePairs(
        tuple(english for _, english, _ in rows),
        tuple(chinese for _, _, chinese in rows),
        tuple(topic for topic, _, _ in rows),
    )
