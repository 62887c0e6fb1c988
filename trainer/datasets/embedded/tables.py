"""Reads the tables of this folder: UTF-8, tabs, a header, no quoting."""

from pathlib import Path
from typing import Literal

from trainer.contract.text import Text
from trainer.datasets import data_errors

Part = Literal["train", "test"]
FOLDER = Path(__file__).parent


def read_table(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows below the header, which must name the `columns`. Raises WorkshopError `unreadable`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise data_errors.cannot_open(path, error) from error
    except UnicodeDecodeError as error:
        raise data_errors.broken_file(path, Text("it is not UTF-8", "不是 UTF-8 文本")) from error
    rows = [tuple(line.split("\t")) for line in lines]
    if not rows or rows[0] != columns:
        raise data_errors.broken_file(path, Text("its header is another one", "表头不符"))
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns) or not all(row):
            reason = Text(
                f"row {number} has not {len(columns)} filled cells", f"第 {number} 行不是 {len(columns)} 个非空单元格"
            )
            raise data_errors.broken_file(path, reason)
    return rows[1:]
