"""Tables of texts: CSV, TSV and their like, JSONL and JSON arrays, in any encoding that `text_files` reads.

A row that cannot be read is told by its number and passed over; where that would be most rows, the table is refused.
Cells that a row has too many count as nothing while they are empty, as spreadsheets write them; one too few does not.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainer.contract import table_errors
from trainer.contract.delimited import Dialect, Fit, Record, best_fit, other_quotings, quotes_are_literal, records
from trainer.contract.json_tables import JsonRow, is_json, json_rows
from trainer.contract.table_headers import column_names, looks_like_labels, starts_with_header
from trainer.contract.text import Text
from trainer.contract.text_files import read_text

LARGEST_TABLE = 256 * 1024 * 1024
"""Bytes of a table's file."""
MOST_ROWS = 3_000_000
MOST_COLUMNS = 1000

_TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")


@dataclass(frozen=True)
class RowProblem:
    """A row that is not in the table: its number, the line of the file on which it starts, and why."""

    row: int
    line: int
    reason: Text

    @property
    def message(self) -> Text:
        """The whole of it in words."""
        return Text(
            f"row {self.row:,} (line {self.line:,}): {self.reason.en}",
            f"第 {self.row:,} 行（文件第 {self.line:,} 行）：{self.reason.zh}",
        )


@dataclass(frozen=True)
class Table:
    """Rows of as many cells as there are columns, whose names differ.

    `numbers` says which row of the file each one is, counted from 1 without the header and blank lines. `delimiter` is
    empty for JSON, and where each line is a single cell.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    delimiter: str
    has_header: bool
    problems: tuple[RowProblem, ...] = ()

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column. Raises WorkshopError `invalid-setting` where there is none of that name."""
        if name not in self.columns:
            raise table_errors.unknown_column(name, self.columns)
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)


def read_table(path: Path, delimiter: str | None = None, has_header: bool | None = None) -> Table:
    """The table in a file. Raises WorkshopError as `read_text` and `parse_table` do."""
    return parse_table(read_text(path, LARGEST_TABLE).text, delimiter, has_header)


def parse_table(text: str, delimiter: str | None = None, has_header: bool | None = None) -> Table:
    """The table that a text is; delimiter and header are guessed where they are not given.

    Raises WorkshopError `empty` (no rows), `unreadable` (most rows are wrong, JSON that is damaged) or `too-large`.
    """
    rows = json_rows(text) if delimiter is None else None
    table = _json_table(rows) if rows is not None else _delimited_table(text, delimiter, has_header)
    if len(table.problems) > len(table.rows):
        first = table.problems[0]
        raise table_errors.mostly_wrong(first.row, first.line, first.reason, table.delimiter)
    if not table.rows:
        raise table_errors.no_rows()
    return table


def looks_like_table(text: str, name: str = "") -> bool:
    """Whether a text is a table and no prose. The file's `name` counts only where the content leaves it open."""
    if is_json(text):
        return True
    fit = best_fit(text)
    found = [record for record in records(text[:100_000], fit.dialect) if record.problem is None][:1000]
    if not found:
        return False
    is_named_so = name.lower().endswith(_TABLE_SUFFIXES)
    rows = [record.cells for record in found]
    if fit.width == 1:
        return is_named_so and len(rows) > 1 and starts_with_header(rows)
    if fit.agreement < 0.9:
        return fit.score > 0.65 and starts_with_header(rows)
    if starts_with_header(rows) or is_named_so:
        return True
    is_indented = sum(not row[0].strip() for row in rows) * 2 > len(rows)
    if fit.dialect.delimiter == "\t":
        return len(rows) > 1 and not is_indented
    same = [row for row in rows if len(row) == fit.width]
    return any(looks_like_labels([row[index] for row in same]) for index in range(fit.width))


def _json_table(rows: Sequence[JsonRow]) -> Table:
    _check_count(len(rows), MOST_ROWS, Text("rows", "行数"))
    good = [(number, row) for number, row in enumerate(rows, start=1) if row.problem is None]
    columns = tuple(dict.fromkeys(name for _, row in good for name in row.cells))
    _check_count(len(columns), MOST_COLUMNS, Text("columns", "列数"))
    problems = (RowProblem(n, row.line, row.problem) for n, row in enumerate(rows, start=1) if row.problem is not None)
    return Table(
        columns,
        tuple(tuple(row.cells.get(name, "") for name in columns) for _, row in good),
        tuple(number for number, _ in good),
        delimiter="",
        has_header=bool(good) and not columns[0].startswith("column "),
        problems=tuple(problems),
    )


def _delimited_table(text: str, delimiter: str | None, has_header: bool | None) -> Table:
    dialect, found = _read_best(text, best_fit(text, delimiter))
    whole = [record.cells for record in found if record.problem is None]
    if not whole:
        raise table_errors.no_rows()
    has_header = starts_with_header(whole[:1000]) if has_header is None else has_header
    if has_header:
        header = next(record for record in found if record.problem is None)
        found.remove(header)
        columns = column_names(header.cells)
    else:
        columns = column_names([""] * Counter(map(len, whole)).most_common(1)[0][0])
    return _of_width(found, columns, dialect.delimiter, has_header)


def _read_best(text: str, fit: Fit) -> tuple[Dialect, list[Record]]:
    """The rows in the dialect that fits, or in one of another quoting where that alone reads them all."""
    dialects = [fit.dialect, *other_quotings(text, fit.dialect)]
    if fit.dialect.delimiter == "\t" and quotes_are_literal(text):
        dialects.insert(0, Dialect("\t", "none"))
    readings = []
    for dialect in dialects:
        found = _bounded(records(text, dialect))
        bad = sum(record.problem is not None or len(record.cells) != fit.width for record in found)
        if not bad:
            return dialect, found
        readings.append((bad / max(1, len(found)), dialect, found))
    _, dialect, found = min(readings, key=lambda reading: reading[0])
    return dialect, found


def _of_width(found: Sequence[Record], columns: tuple[str, ...], delimiter: str, has_header: bool) -> Table:
    rows, numbers, problems = [], [], []
    for number, record in enumerate(found, start=1):
        cells = record.cells
        if len(cells) > len(columns) and not any(cells[len(columns) :]):
            cells = cells[: len(columns)]
        if record.problem is not None:
            problems.append(RowProblem(number, record.line, record.problem))
        elif len(cells) != len(columns):
            problems.append(RowProblem(number, record.line, table_errors.cells_differ(len(cells), len(columns))))
        else:
            rows.append(cells)
            numbers.append(number)
    return Table(columns, tuple(rows), tuple(numbers), delimiter, has_header, tuple(problems))


def _bounded(found: Iterable[Record]) -> list[Record]:
    kept = []
    for record in found:
        _check_count(len(record.cells), MOST_COLUMNS, Text("columns", "列数"))
        kept.append(record)
        _check_count(len(kept), MOST_ROWS + 1, Text("rows", "行数"))
    return kept


def _check_count(count: int, most: int, what: Text) -> None:
    if count > most:
        raise table_errors.too_many(what, most)
