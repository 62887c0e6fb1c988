"""What may stand on the command line without a verb, for `--help`. Such words go to the window, never through here."""

from pathlib import Path
from typing import Annotated

import typer

from desktop_app.cli.verb import DataDir


def window_options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    data_dir: DataDir = None,
    screenshots: Annotated[
        Path | None,
        typer.Option("--screenshots", metavar="FOLDER", help="Picture every page there instead.", show_default=False),
    ] = None,
) -> None:
    """Also keeps the verb's name on the command line where only one verb is known."""
