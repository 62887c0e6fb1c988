"""The columns of a person's own tables, and what each is guessed to be, for the form of a training."""

from dataclasses import dataclass
from pathlib import Path

from trainer.contract.column_guesses import ColumnRoles
from trainer.datasets.needs import DataKind

ROLES: dict[DataKind, tuple[str, ...]] = {
    "labelled-texts": ("text", "label"),
    "sentence-pairs": ("source", "target"),
    "running-text": ("text",),
}
"""What a column can be wanted for, by the kind of data."""
LOOKED_AT = 500_000
"""Characters by which the columns are told."""


@dataclass(frozen=True)
class OwnColumns:
    """The names of columns, and the likeliest one for each role."""

    names: tuple[str, ...]
    guess: ColumnRoles


def own_columns(path: Path, kind: DataKind) -> OwnColumns | None:
    """Of the first table of texts at `path`, None where there is none. Raises WorkshopError where it is unreadable."""
    from trainer.contract.chosen_columns import parse_with_columns
    from trainer.contract.json_tables import is_json
    from trainer.contract.tables import looks_like_table
    from trainer.datasets.text_files_found import find_text_files, is_named_like_a_table

    found = find_text_files(path)
    tables = [name for name in found.names if is_named_like_a_table(name)]
    if found.collection is None and kind != "running-text":
        tables = list(found.names)
    for name, text in found.texts(tables[:1]) if tables else ():
        if isinstance(text, Exception):
            raise text
        if looks_like_table(text, name):
            cut = text if len(text) <= LOOKED_AT or is_json(text) else text[: text.rfind("\n", 0, LOOKED_AT)]
            table, roles = parse_with_columns(cut, {})
            return OwnColumns(table.columns, roles)
    return None
