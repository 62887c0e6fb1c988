"""Reads the tables of catalogued sets of texts, which are UTF-8 and whole."""

import csv
from pathlib import Path
from typing import Literal

from trainer.contract.text import Text
from trainer.datasets import data_errors


def read_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV file, or of a TSV file without quoting. Raises WorkshopError `unreadable`; OSError."""
    is_tsv = path.suffix == ".tsv"
    quoting: Literal[0, 3] = csv.QUOTE_NONE if is_tsv else csv.QUOTE_MINIMAL
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.reader(file, delimiter="\t" if is_tsv else ",", quoting=quoting) if row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise data_errors.broken_file(path, Text(str(error), str(error))) from error
