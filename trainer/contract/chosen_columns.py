"""Tables whose columns are as a person said, and as they are guessed where nothing was said."""

from collections.abc import Mapping
from dataclasses import replace

from trainer.contract import table_errors
from trainer.contract.column_guesses import ColumnRoles, guess_columns
from trainer.contract.tables import Table, parse_table

ROLES = ("text", "label", "source", "target")
"""What a column can be chosen for."""


def parse_with_columns(text: str, chosen: Mapping[str, str]) -> tuple[Table, ColumnRoles]:
    """The table that a text is, and the names of its columns by role; `chosen` has some of ROLES.

    Raises WorkshopError as `parse_table` does, `invalid-setting` for a column that is not there or chosen twice.
    """
    table = parse_table(text)
    if not set(chosen.values()) <= set(table.columns):  # names of a header that does not look like one
        table = parse_table(text, has_header=True)
    for name in chosen.values():
        if name not in table.columns:
            raise table_errors.unknown_column(name, table.columns)
    if len(set(chosen.values())) < len(chosen):
        raise table_errors.column_chosen_twice(next(iter(chosen.values())))
    return table, _roles(table, chosen)


def _roles(table: Table, chosen: Mapping[str, str]) -> ColumnRoles:
    """A column that was chosen for one role is no guess for another."""
    roles = guess_columns(table)
    taken = {role: name for role in ROLES if (name := getattr(roles, role)) in chosen.values()}
    if set(taken) - set(chosen):
        rest = guess_columns(_without(table, set(chosen.values())))
        roles = replace(roles, **{role: getattr(rest, role) for role in taken})
    return replace(roles, **chosen)


def _without(table: Table, names: set[str]) -> Table:
    kept = [index for index, name in enumerate(table.columns) if name not in names]
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[index] for index in kept), rows=rows)
