"""The readings of many files as CSV: RFC 4180, a byte order mark for Excel, and no cell that a program would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_app.services.inference_requests import BatchItem
from trainer.contract.table_headers import column_names
from trainer.contract.writing import write_errors_told, write_whole

BYTE_ORDER_MARK = "\ufeff"
COLUMNS = ("path", "label", "score", "unsure", "second_label", "second_score", "error", "message", "parts")
TEXT_COLUMNS = ("row", "text")
"""What texts have beside these; those of a table stand in its own columns, which come first."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def readings_csv(items: Sequence[BatchItem], language: str) -> bytes:
    """One line for each item, in order; messages in `language`. Scores are written with a point in every language."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    own = original_columns(items)
    more = TEXT_COLUMNS[: _text_columns(items)]
    writer.writerow([safe_cell(name) for name in column_names((*own, *COLUMNS, *more))])
    for item in items:
        texts = (str(item.row or ""), item.text)[: len(more)]
        values = (*cells_of(item, own), *_row(item, language), *texts)
        writer.writerow([safe_cell(value) for value in values])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", errors="replace")


def original_columns(items: Iterable[BatchItem]) -> tuple[str, ...]:
    """The columns of all tables that the items come from, each once."""
    heads = dict.fromkeys(item.head for item in items if item.head is not None)
    return tuple(dict.fromkeys(name for head in heads for name in head.columns))


def cells_of(item: BatchItem, columns: Sequence[str]) -> list[str]:
    """What an item has in `columns` of its table; nothing where that has no such column."""
    known = dict(zip(item.head.columns, item.cells, strict=False)) if item.head else {}
    return [known.get(name, "") for name in columns]


def save_readings(items: Sequence[BatchItem], target: Path, language: str) -> Path:
    """Writes the CSV. Raises WorkshopError where it cannot be written."""
    with write_errors_told(target):
        write_whole(target, readings_csv(items, language))
    return target


def safe_cell(value: str) -> str:
    """`value`, with an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _text_columns(items: Sequence[BatchItem]) -> int:
    """How many of TEXT_COLUMNS are wanted: none for pictures, the row alone where all texts stand in tables."""
    if not any(item.text for item in items):
        return 0
    return 1 if all(item.head for item in items) else 2


def _row(item: BatchItem, language: str) -> list[str]:
    from trainer.contract.results import Refusal

    result = item.result
    if isinstance(result, Refusal):
        parts = " ".join(part.label for part in result.parts)
        message = result.error.message.in_language(language)
        return [str(item.path), "", "", "", "", "", result.error.kind, message, parts]
    second = result.labels[1] if len(result.labels) > 1 else None
    return [
        str(item.path),
        result.label,
        f"{result.score:.6f}",
        "yes" if result.unsure else "no",
        second.label if second else "",
        f"{second.score:.6f}" if second else "",
        "",
        "",
        "",
    ]
