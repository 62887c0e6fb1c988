"""Which columns of a table the words of a command line mean."""

from typing import Annotated

import typer

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

ColumnOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="ROLE=NAME",
        help="The column of a table for text, label, source or target; else it is guessed.",
        show_default=False,
    ),
]


def chosen_columns(words: list[str] | None) -> dict[str, str]:
    """Columns by role. Raises WorkshopError `invalid-setting`."""
    from trainer.contract.chosen_columns import ROLES

    chosen = {}
    for word in words or []:
        role, separator, name = word.partition("=")
        if not separator or role not in ROLES or not name:
            raise WorkshopError(
                "invalid-setting",
                Text(f"`--column {word}` names no role and column.", f"`--column {word}` 不是“用途=列名”的形式。"),
                Text("Write it as --column text=review", "请写成 --column text=review"),
            )
        chosen[role] = name
    return chosen
