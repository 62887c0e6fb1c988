"""A person's own running text: a file, a folder of documents, poems parted by blank lines, or a column of a table."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from trainer.contract.chosen_columns import parse_with_columns
from trainer.contract.errors import WorkshopError
from trainer.contract.tables import looks_like_table
from trainer.contract.text import Text
from trainer.contract.text_files import with_plain_line_ends
from trainer.datasets import data_errors
from trainer.datasets.access import PartName
from trainer.datasets.left_out import left_out
from trainer.datasets.text_files_found import FoundTexts, is_named_like_a_table
from trainer.datasets.texts import RunningText

FEWEST_CHARACTERS = 1000
FEWEST_POEMS = 20
LONGEST_TITLE = 40
"""Characters of the line that a poem begins with."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def read_running_text(found: FoundTexts) -> tuple[dict[PartName, RunningText], tuple[Text, ...]]:
    """The text of each part, each document once, and what was left out. Raises WorkshopError."""
    warnings: list[Text] = []
    parts: dict[PartName, list[str]] = {"train": [], "test": []}
    seen: dict[str, str] = {}
    for name, text in found.texts(found.names):
        if isinstance(text, WorkshopError):
            warnings.append(left_out(name, text.message))
            continue
        for document in _documents(text, name, found.columns):
            if document in seen:
                same = seen[document]
                warnings.append(left_out(name, Text(f"the same as {same}", f"与 {same} 相同")))
            else:
                seen[document] = name
                parts[found.part_of(name)].append(document)
    read = {part: RunningText(tuple(documents)) for part, documents in parts.items()}
    if read["train"].characters < FEWEST_CHARACTERS:
        raise data_errors.too_little_text(read["train"].characters, FEWEST_CHARACTERS, warnings)
    return read, tuple(warnings)


def _documents(text: str, name: str, columns: Mapping[str, str]) -> Iterator[str]:
    plain = with_plain_line_ends(text)
    if is_named_like_a_table(name) and looks_like_table(text, name):
        table, roles = parse_with_columns(text, columns)
        column = roles.text or table.columns[0]
        yield from (cell for cell in dict.fromkeys(table.column(column)) if cell.strip())
        return
    poems = [poem.strip("\n") for poem in _BLANK_LINES.split(plain) if poem.strip()]
    if len(poems) >= FEWEST_POEMS and 5 * sum(map(_is_titled, poems)) >= 4 * len(poems):
        yield from dict.fromkeys(poems)
    elif plain.strip():
        yield plain


def _is_titled(poem: str) -> bool:
    """Whether lines follow a short one that no sentence ends in: a title, and no speaker's name before a colon."""
    first, *others = poem.split("\n")
    last = first.strip()[-1:]
    return len(others) > 1 and 0 < len(first) <= LONGEST_TITLE and not unicodedata.category(last).startswith("P")
