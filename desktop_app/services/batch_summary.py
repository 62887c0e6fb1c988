"""A batch of classified texts in numbers: its labels in all, by each column that groups it, over time by each date."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from desktop_app.services.inference_requests import BatchItem
from desktop_app.services.number_table import NumberTable
from desktop_app.services.readings_csv import cells_of, original_columns
from desktop_app.services.text_summary import Counts, Group, Timeline, counts_by_cell, counts_of, counts_over_time
from trainer.contract.dates import are_dates
from trainer.contract.table_headers import looks_like_labels

LOOKED_AT = 2000
"""Rows by which a column is told to be one of dates."""


@dataclass(frozen=True)
class BatchSummary:
    """Counts of all texts, and by the name of a column in groups or in periods."""

    counts: Counts
    groups: Mapping[str, tuple[Group, ...]]
    timelines: Mapping[str, Timeline]

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels that were read, the commonest first."""
        return tuple(self.counts.labels)


def summary_of(items: Sequence[BatchItem]) -> BatchSummary:
    """Counts a batch. Columns that hold the text, or other words in each row, are not counted by; rows that could not
    be read have no cells.
    """
    rows = [item for item in items if item.cells]
    results = [item.result for item in rows]
    names = original_columns(rows)
    columns = dict(zip(names, zip(*(cells_of(item, names) for item in rows), strict=True), strict=True))
    texts = {item.head.text for item in rows if item.head}
    groups, timelines = {}, {}
    for name, cells in columns.items():
        timeline = counts_over_time(results, cells) if are_dates(cells[:LOOKED_AT]) else None
        if timeline is not None:
            timelines[name] = timeline
        elif name not in texts and looks_like_labels(cells):
            groups[name] = counts_by_cell(results, cells)
    return BatchSummary(counts_of(item.result for item in items), groups, timelines)


def numbers_of(
    rows: Sequence[tuple[str, Counts]], labels: Sequence[str], named: Callable[[str], str], heads: Sequence[str]
) -> NumberTable:
    """The counts of rows as a table; `heads` are the words for the rows, what is unsure, refused, and the whole."""
    counts = [each for _, each in rows]
    columns = [[each.labels.get(label, 0) for each in counts] for label in labels]
    columns += [[getattr(each, kind) for each in counts] for kind in ("unsure", "refused", "total")]
    names = (heads[0], *(named(label) for label in labels), *heads[1:])
    return NumberTable(names, ([name for name, _ in rows], *(np.array(column, np.int64) for column in columns)))


def written_period(start: date, unit: str) -> str:
    """The name of a period: 2024, 2024-03 or 2024-03-18, of a week its Monday."""
    return start.isoformat()[: {"year": 4, "month": 7}.get(unit, 10)]
