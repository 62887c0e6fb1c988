"""The texts that the words of a command line mean: a file is one text, or where it is a table one text a row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.inference.items import Item, items_of
from trainer.contract import table_errors
from trainer.contract.chosen_columns import parse_with_columns
from trainer.contract.errors import WorkshopError
from trainer.contract.tables import LARGEST_TABLE, looks_like_table
from trainer.contract.text_files import read_text


@dataclass(frozen=True)
class TableHead:
    """The names of a table's columns, and which of them holds the text."""

    columns: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class TextItem:
    """One text, or what is wrong with it: the path as it is told, empty for a text that was given itself, and which
    `row` of a table it is, counted from 1, with the table's `head` and the `cells` of the row, none for a broken one.
    """

    path: str
    text: str = ""
    row: int | None = None
    error: WorkshopError | None = None
    head: TableHead | None = None
    cells: tuple[str, ...] = ()

    @property
    def place(self) -> dict[str, Any]:
        """How a line names it."""
        named: dict[str, Any] = {"path": self.path} if self.path else {"text": self.text}
        return named | ({} if self.row is None else {"part": {"row": self.row}})


def text_items(paths: Iterable[str], texts: Iterable[str], column: str | None = None) -> Iterator[TextItem]:
    """The texts of the paths in order, then those that were given themselves.

    `column` names the one of a table that holds the text, else it is guessed.
    """
    for item in items_of(paths):
        yield from [TextItem(item.path, error=item.error)] if item.error else _of_file(item, column)
    for text in texts:
        yield TextItem("", text)


def _of_file(item: Item, column: str | None) -> Iterator[TextItem]:
    try:
        text = read_text(Path(item.path), LARGEST_TABLE).text
        if not looks_like_table(text, item.path):
            yield TextItem(item.path, text)
            return
        yield from _of_table(item.path, text, column)
    except WorkshopError as error:
        yield TextItem(item.path, error=error)


def _of_table(path: str, content: str, column: str | None) -> Iterator[TextItem]:
    table, roles = parse_with_columns(content, {"text": column} if column else {})
    head = TableHead(table.columns, roles.text or table.columns[0])
    found: dict[int, TextItem] = {}
    for row, text, cells in zip(table.numbers, table.column(head.text), table.rows, strict=True):
        found[row] = TextItem(path, text, row, None, head, cells)
    for problem in table.problems:
        error = table_errors.bad_row(problem.message)
        found[problem.row] = TextItem(path, row=problem.row, error=error, head=head)
    yield from (found[row] for row in sorted(found))
