"""Whether the first row of a table names its columns, and names for those that have none."""

import re
from collections import Counter
from collections.abc import Sequence

from trainer.contract.column_words import LONGEST_NAME, is_known_name
from trainer.contract.dates import is_date

LONGEST_LABEL = 40

_NUMBER = re.compile(r"\s*[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?\s*%?\s*")


def starts_with_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: by its words, or since the rows below are of another kind."""
    first, body = rows[0], rows[1:]
    if any(len(cell) > LONGEST_NAME or is_number(cell) or is_date(cell) for cell in first) or not any(first):
        return False
    return any(_names_its_column(cell, _column(body, index)) for index, cell in enumerate(first))


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: those without one are numbered, repeated ones too."""
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = wanted = cell.strip().lstrip("\ufeff") or f"column {number}"
        again = 2
        while name in names:
            name = f"{wanted} ({again})"
            again += 1
        names.append(name)
    return tuple(names)


def is_number(cell: str) -> bool:
    """Whether a cell is a number, with a point or a comma."""
    return _NUMBER.fullmatch(cell) is not None


def looks_like_labels(cells: Sequence[str]) -> bool:
    """Whether a column holds few short texts again and again."""
    counts = Counter(cells)
    is_short = all(len(cell) <= LONGEST_LABEL for cell in counts)
    return len(cells) >= 4 and is_short and 2 <= len(counts) <= len(cells) / 2


def _names_its_column(cell: str, below: Sequence[str]) -> bool:
    if is_known_name(cell):
        return cell not in below
    filled = [other for other in below if other.strip()]
    if not cell.strip() or not filled:
        return False
    if sum(is_number(other) or is_date(other) for other in filled) >= 0.8 * len(filled):
        return True
    counts = Counter(filled)
    return len(filled) >= 10 and looks_like_labels(filled) and cell not in counts and min(counts.values()) > 1


def _column(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows if len(row) > index]
