"""Which column of a table holds the text, the label, the two languages, a date: by its name, else by its content."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainer.contract.column_words import Role, rank
from trainer.contract.dates import are_dates
from trainer.contract.table_headers import is_number, looks_like_labels
from trainer.contract.tables import Table

_LOOKED_AT = 2000


@dataclass(frozen=True)
class ColumnRoles:
    """Names of columns; None where no column seems to be one. `dataclasses.replace` changes a guess."""

    text: str | None = None
    label: str | None = None
    source: str | None = None
    target: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class _Column:
    name: str
    length: float  # mean, in characters; a hanzi counts as two
    is_number: bool
    is_date: bool
    is_label: bool
    kinds: int  # of different cells

    @property
    def is_words(self) -> bool:
        return not (self.is_number or self.is_date) and self.length > 0


def guess_columns(table: Table) -> ColumnRoles:
    """The likeliest column for each role. A table of a single column has it as its text."""
    columns = [
        _measured(name, [row[index] for row in table.rows[:_LOOKED_AT]]) for index, name in enumerate(table.columns)
    ]
    date = _by_name(columns, "date") or next((each for each in columns if each.is_date), None)
    rest = [each for each in columns if each is not date]
    label = _by_name(rest, "label")
    text = _by_name([each for each in rest if each is not label and each.is_words], "text")
    if label is None:
        label = _label_by_content([each for each in rest if each is not text], text)
    if text is None:
        text = _longest([each for each in rest if each is not label]) or _longest(rest)
        label = None if label is text else label
    source, target = _pair([each for each in rest if each.is_words])
    return ColumnRoles(*(each.name if each else None for each in (text, label, source, target, date)))


def _measured(name: str, cells: Sequence[str]) -> _Column:
    filled = [cell for cell in cells if cell.strip()]
    length = sum(len(cell) + sum(sign >= "\u2e80" for sign in cell) for cell in filled) / max(1, len(cells))
    return _Column(
        name,
        length,
        is_number=bool(filled) and sum(map(is_number, filled)) >= 0.8 * len(filled),
        is_date=are_dates(filled),
        is_label=looks_like_labels(cells),
        kinds=len(set(cells)),
    )


def _by_name(columns: Sequence[_Column], role: Role) -> _Column | None:
    ranks = {each.name: place for each in columns if (place := rank(each.name, role)) is not None}
    known = [each for each in columns if each.name in ranks]
    return min(known, key=lambda each: ranks[each.name], default=None)


def _label_by_content(columns: Sequence[_Column], text: _Column | None) -> _Column | None:
    labels = [each for each in columns if each.is_label]
    if labels:
        return min(labels, key=lambda each: each.kinds)
    shortest = min((each for each in columns if each.kinds > 1), key=lambda each: each.length, default=None)
    longest = text or _longest(columns)
    is_short = shortest is not None and longest is not None and 3 * shortest.length <= longest.length
    return shortest if is_short and shortest is not None and not shortest.is_date and shortest.length <= 24 else None


def _longest(columns: Sequence[_Column]) -> _Column | None:
    words = [each for each in columns if each.is_words] or list(columns)
    return max(words, key=lambda each: each.length, default=None)


def _pair(columns: Sequence[_Column]) -> tuple[_Column | None, _Column | None]:
    """By their names, else the first two columns of words."""
    source = _by_name(columns, "source")
    target = _by_name([each for each in columns if each is not source], "target")
    if source is None or target is None:
        words = [each for each in columns if not each.is_label]
        source, target = (words[0], words[1]) if len(words) > 1 else (None, None)
    return source, target
