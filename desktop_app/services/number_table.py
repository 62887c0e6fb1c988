"""Figures in rows and columns: what a chart or a matrix shows, to be read, copied and taken to other programs."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trainer.contract.writing import write_errors_told, write_whole

Column = Sequence[str] | np.ndarray


@dataclass(frozen=True)
class NumberTable:
    """Columns of equal length, texts or numbers, and their names."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def text(self, row: int, column: int) -> str:
        """A cell with all its digits and a point; empty for what is no number."""
        value = self.columns[column][row]
        if isinstance(value, str):
            return value
        if isinstance(value, np.integer | int):
            return str(value)
        return f"{value:.10g}" if math.isfinite(value) else ""

    def row(self, row: int) -> list[str]:
        """All cells of a row."""
        return [self.text(row, column) for column in range(len(self.columns))]


def lines_of(table: NumberTable, rows: Iterable[int]) -> str:
    """The chosen rows below the names, with tabs between cells, as spreadsheets take it from the clipboard."""
    return "\n".join("\t".join(cells) for cells in (table.names, *(table.row(row) for row in rows)))


def save_table(table: NumberTable, target: Path) -> None:
    """Writes all rows as CSV (RFC 4180, UTF-8). Raises WorkshopError where it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows(table.row(row) for row in range(len(table)))
    with write_errors_told(target):
        write_whole(target, text.getvalue().encode())
