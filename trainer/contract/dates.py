"""Dates as people write them into tables."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

_REST = r"(?:[T\s].*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})(?:\s*[-/.月]\s*(\d{{1,2}})\s*日?|\s*月)?{_REST}")
_COMPACT = re.compile(rf"((?:19|20)\d\d)(\d\d)(\d\d){_REST}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}){_REST}")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")


def dates_of(cells: Sequence[str]) -> list[date | None]:
    """The dates of a column, None for a cell that is none.

    Where the year stands last, days stand first if they are parted by points or a first number is beyond 12. Ten or
    thirteen digits are seconds or milliseconds since 1970, in UTC.
    """
    day_first = any(match and int(match[1]) > 12 for match in map(_YEAR_LAST.fullmatch, map(str.strip, cells)))
    return [_date(cell.strip(), day_first) or _since_1970(cell.strip()) for cell in cells]


def is_date(cell: str) -> bool:
    """Whether a cell is a date on its own; seconds since 1970 are not."""
    return _date(cell.strip(), day_first=False) is not None


def are_dates(cells: Iterable[str]) -> bool:
    """Whether nearly all cells that are filled are dates."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and sum(map(is_date, filled)) >= 0.8 * len(filled)


def _date(cell: str, day_first: bool) -> date | None:
    if match := _YEAR_FIRST.fullmatch(cell) or _COMPACT.fullmatch(cell):
        return _valid(int(match[1]), int(match[2]), int(match[3] or 1))
    if match := _YEAR_LAST.fullmatch(cell):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if day_first or match[2] == "." or first > 12:
            first, second = second, first
        return _valid(year, first, second)
    return None


def _since_1970(cell: str) -> date | None:
    match = _EPOCH.fullmatch(cell)
    return datetime.fromtimestamp(int(match[1]), UTC).date() if match else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
