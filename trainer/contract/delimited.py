"""Tables parted by a sign: which sign and which way of quoting fit, found by reading a sample in every way.

`csv.Sniffer` looks for regular counts of any character; here a way of reading is judged by the rows that it yields.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from trainer.contract import table_errors
from trainer.contract.column_words import LONGEST_NAME, is_known_name
from trainer.contract.text import Text

DELIMITERS = ("\t", "|", ";", ",")
"""In the order that decides between equals: commas are the commonest inside cells."""

_SAMPLE = 100_000
_LARGEST_CELL = 2**31 - 1

_OPENED = re.compile(r'(?:^|(?<=\t))"', re.MULTILINE)
_WRAPPED = re.compile(r'(?:^|(?<=\t))"([^"\t\r\n]+)"(?=\t|\r|$)', re.MULTILINE)

Quoting = Literal["doubled", "backslash", "after-space", "none"]
_QUOTINGS: dict[Quoting, dict[str, object]] = {
    "doubled": {"quotechar": '"', "doublequote": True},
    "backslash": {"quotechar": '"', "doublequote": False, "escapechar": "\\"},
    "after-space": {"quotechar": '"', "doublequote": True, "skipinitialspace": True},
    "none": {"quoting": csv.QUOTE_NONE, "quotechar": None},
}


@dataclass(frozen=True)
class Dialect:
    """How rows are written. `delimiter` is empty where each line is a single cell."""

    delimiter: str
    quoting: Quoting = "doubled"


@dataclass(frozen=True)
class Record:
    """One row as written, and the line on which it starts; `problem` where it cannot be read."""

    line: int
    cells: tuple[str, ...]
    problem: Text | None = None


@dataclass(frozen=True)
class Fit:
    """How well a dialect fits: `agreement` is the share of rows that have `width` cells; `score` decides."""

    dialect: Dialect
    width: int
    agreement: float
    score: float


def records(text: str, dialect: Dialect) -> Iterator[Record]:
    """The rows of a table; blank lines are passed over. A row that is written wrongly is given with its problem, and
    reading goes on with the line after its first.
    """
    lines = io.StringIO(text, newline="").readlines()
    if not dialect.delimiter:
        stripped = ((number, line.strip("\r\n")) for number, line in enumerate(lines, start=1))
        yield from (Record(number, (line,)) for number, line in stripped if line)
        return
    csv.field_size_limit(_LARGEST_CELL)
    start = 0
    while start < len(lines):
        remaining = map(lines.__getitem__, range(start, len(lines)))
        reader = csv.reader(remaining, delimiter=dialect.delimiter, strict=True, **_QUOTINGS[dialect.quoting])  # type: ignore[arg-type]
        first = start
        try:
            for cells in reader:
                if cells:
                    yield Record(first + 1, tuple(cells))
                first = start + reader.line_num
            return
        except csv.Error:
            yield Record(first + 1, (), table_errors.open_quotes())
        start = first + 1


def best_fit(text: str, delimiter: str | None = None) -> Fit:
    """The dialect in which a text reads best as a table; `delimiter` if it is known. Of width 1 where none fits."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    signs = DELIMITERS if delimiter is None else (delimiter,)
    fits = [_fit(sample, sign, is_cut=len(text) > _SAMPLE) for sign in signs if sign in sample]
    single = _single_column(sample)
    best = max((fit for fit in fits if fit.width > 1), key=lambda fit: fit.score, default=single)
    return best if best.score >= 0.6 or delimiter is not None else single


def other_quotings(text: str, dialect: Dialect) -> list[Dialect]:
    """The same delimiter with the other ways of quoting that the text may be written in."""
    if not dialect.delimiter or '"' not in text:
        return []
    ways = _quotings(text, dialect.delimiter)
    return [Dialect(dialect.delimiter, quoting) for quoting in ways if quoting != dialect.quoting]


def _quotings(text: str, delimiter: str) -> list[Quoting]:
    """Those that make a difference: `csv` would take odd ones for right where nothing speaks for them."""
    speaks_for: dict[Quoting, bool] = {
        "doubled": True,
        "backslash": '\\"' in text,
        "after-space": f'{delimiter} "' in text,
        "none": '"' in text,
    }
    return [quoting for quoting, speaks in speaks_for.items() if speaks]


def quotes_are_literal(text: str) -> bool:
    """Whether quotation marks around cells of a tab-parted text belong to what is said there.

    They do where few cells have them, and some that no program would have quoted: spreadsheets quote cells with commas.
    """
    cells = text.count("\t") + text.rstrip().count("\n") + 1
    return 2 * len(_OPENED.findall(text)) < cells and any("," not in match[1] for match in _WRAPPED.finditer(text))


def _fit(sample: str, delimiter: str, *, is_cut: bool) -> Fit:
    """How well the delimiter fits with the way of quoting that most rows agree with, the usual one of equals."""
    fits = [_fit_of(sample, Dialect(delimiter, quoting), is_cut) for quoting in _quotings(sample, delimiter)]
    best = max(fits, key=lambda fit: fit.score)
    if delimiter not in ",;":
        return best
    return replace(best, score=best.score - 0.3 * _prose(list(records(sample, best.dialect))))


def _fit_of(sample: str, dialect: Dialect, is_cut: bool) -> Fit:
    found = list(records(sample, dialect))
    if is_cut and len(found) > 1:
        found.pop()
    whole = [record for record in found if record.problem is None]
    if not whole:
        return Fit(dialect, 0, 0.0, 0.0)
    is_header = _is_header(whole[0])
    width = len(whole[0].cells) if is_header else _usual_width(whole)
    agreement = sum(len(record.cells) == width for record in whole) / len(found)
    score = agreement - 0.01 * list(_QUOTINGS).index(dialect.quoting)
    if len(whole[0].cells) != width:
        score /= 2
    return Fit(dialect, width, agreement, 0.2 + max(score, 0.5) if is_header else score)


def _single_column(sample: str) -> Fit:
    """Lines; cells in quotation marks where all of them would be single cells in a CSV too."""
    quoted = Dialect(",")
    found = list(records(sample, quoted)) if '"' in sample else []
    if found and all(len(record.cells) == 1 for record in found):
        return Fit(quoted, 1, 1.0, 0.6)
    return Fit(Dialect(""), 1, 1.0, 0.6)


def _usual_width(found: list[Record]) -> int:
    """Of widths that are equally usual, that of the row which comes first."""
    return Counter(len(record.cells) for record in found).most_common(1)[0][0]


def _is_header(record: Record) -> bool:
    names = record.cells
    return len(names) > 1 and all(len(name) <= LONGEST_NAME for name in names) and any(map(is_known_name, names))


def _prose(found: list[Record]) -> float:
    """Share of cells that start with a space, as they do where sentences were cut at their commas."""
    cells = [cell for record in found for cell in record.cells[1:]]
    return sum(cell.startswith(" ") for cell in cells) / max(1, len(cells))
