"""What a batch of classified texts comes to: how many of each label, by the cells of a column, and over time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from trainer.contract.dates import dates_of
from trainer.contract.results import Reading, Refusal

MOST_GROUPS = 20
"""Different cells of a column that are counted by themselves; the rarer ones are counted together."""

Unit = Literal["day", "week", "month", "year"]
_LONGEST_SPANS: tuple[tuple[int, Unit], ...] = ((45, "day"), (200, "week"), (5 * 366, "month"))
"""Days up to which a unit is fine enough and not too fine; beyond them it is the year."""


@dataclass(frozen=True)
class Counts:
    """How many texts have each label. The `unsure` are among them; the `refused` have none."""

    labels: dict[str, int] = field(default_factory=dict)
    unsure: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        """Texts that have a label."""
        return sum(self.labels.values())

    @property
    def total(self) -> int:
        """All texts."""
        return self.read + self.refused

    def share(self, label: str) -> float:
        """Of the texts that have a label, 0 to 1; 0 where there are none."""
        return self.labels.get(label, 0) / max(1, self.read)


@dataclass(frozen=True)
class Group:
    """The texts that share a cell of a column; `cell` is None for all the rarer cells together."""

    cell: str | None
    counts: Counts


@dataclass(frozen=True)
class Period:
    """The texts of one day, week (from Monday), month or year that starts with `start`."""

    start: date
    counts: Counts


@dataclass(frozen=True)
class Timeline:
    """Periods without gaps, in order, and the texts whose date cannot be read."""

    unit: Unit
    periods: tuple[Period, ...]
    undated: Counts


def counts_of(results: Iterable[Reading | Refusal]) -> Counts:
    """Of all results; labels by their number, equal ones by name."""
    labels: Counter[str] = Counter()
    unsure = refused = 0
    for result in results:
        if isinstance(result, Refusal):
            refused += 1
        else:
            labels[result.label] += 1
            unsure += result.unsure
    ordered = sorted(labels.items(), key=lambda item: (-item[1], item[0]))
    return Counts(dict(ordered), unsure, refused)


def counts_by_cell(results: Sequence[Reading | Refusal], cells: Sequence[str]) -> tuple[Group, ...]:
    """The results by the cells of their rows, the commonest first, the rarer ones together at the end."""
    stripped = [cell.strip() for cell in cells]
    common = [cell for cell, _ in sorted(Counter(stripped).items(), key=lambda item: (-item[1], item[0]))]
    kept = common if len(common) <= MOST_GROUPS else common[: MOST_GROUPS - 1]
    names: list[str | None] = [*kept, *([None] if len(kept) < len(common) else [])]
    members: dict[str | None, list[Reading | Refusal]] = {name: [] for name in names}
    for result, cell in zip(results, stripped, strict=True):
        members[cell if cell in members else None].append(result)
    return tuple(Group(name, counts_of(members[name])) for name in names)


def counts_over_time(results: Sequence[Reading | Refusal], cells: Sequence[str]) -> Timeline | None:
    """The results by the dates of their rows, in a unit that fits their span; None where no cell is a date."""
    dates = dates_of(cells)
    known = [each for each in dates if each is not None]
    if not known:
        return None
    first, last = min(known), max(known)
    unit: Unit = next((unit for days, unit in _LONGEST_SPANS if (last - first).days < days), "year")
    members: dict[date, list[Reading | Refusal]] = {start: [] for start in _starts(first, last, unit)}
    undated: list[Reading | Refusal] = []
    for result, day in zip(results, dates, strict=True):
        (undated if day is None else members[_start_of(day, unit)]).append(result)
    periods = tuple(Period(start, counts_of(chosen)) for start, chosen in members.items())
    return Timeline(unit, periods, counts_of(undated))


def _starts(first: date, last: date, unit: Unit) -> list[date]:
    starts = [_start_of(first, unit)]
    while (following := _after(starts[-1], unit)) is not None and following <= last:
        starts.append(following)
    return starts


def _start_of(day: date, unit: Unit) -> date:
    if unit == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _after(start: date, unit: Unit) -> date | None:
    """The start of the following period; None where no calendar goes so far."""
    days = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    if (date.max - start).days < days:
        return None
    return _start_of(start + timedelta(days=days), unit)
