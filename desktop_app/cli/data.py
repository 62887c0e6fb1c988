"""`data`: the data sets there are, with licences and places; `data download NAME` fetches one."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop_app.cli.progress import byte_progress
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.places import find_places
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

if TYPE_CHECKING:
    from trainer.data_command import DataEntry
    from trainer.datasets.sources import Access


@verb
def data(
    action: Annotated[
        str | None, typer.Argument(metavar="[download]", help="Nothing lists; download fetches.", show_default=False)
    ] = None,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The data set to download.")] = "mnist",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> None:
    """A download goes on where it was broken off."""
    from trainer.data_command import list_data
    from trainer.datasets.sources import Access

    terminal = Terminal(json_output, quiet)
    access = Access(find_places(data_dir).data, announce=terminal.say)
    if action == "download":
        _download(name, access, terminal)
    elif action is not None:
        raise _unknown_action(action)
    elif json_output:
        terminal.json({"datasets": [_fields(entry) for entry in list_data(access)]})
    else:
        columns = ("DATA SET", "TITLE", "STATE", "EXAMPLES", "DOWNLOAD", "LICENCE", "PLACE")
        terminal.table(columns, [_row(entry) for entry in list_data(access)])


def _download(name: str, access: "Access", terminal: Terminal) -> None:
    from trainer.data_command import fetch_data

    with byte_progress(f"Downloading {name}", terminal) as progress:
        entry = fetch_data(name, access, progress)
    if terminal.as_json:
        terminal.json({"datasets": [_fields(entry)]})
    else:
        terminal.line(entry.place)


def _fields(entry: "DataEntry") -> dict[str, Any]:
    return {
        "name": entry.name,
        "title": entry.title.en,
        "summary": entry.summary.en,
        "state": entry.state,
        "path": entry.place,
        "counts": entry.counts,
        "sha256": entry.sha256,
        "download_bytes": entry.download_bytes,
        "licence": entry.licence,
        "licence_class": entry.licence_class,
        "source": entry.source,
        "hint": entry.hint.en,
    }


def _row(entry: "DataEntry") -> tuple[str, ...]:
    pictures = f"{sum(entry.counts.values()):,}"
    download = f"{entry.download_bytes / 1e6:.1f} MB" if entry.download_bytes else ""
    return entry.name, entry.title.en, entry.state, pictures, download, entry.licence, entry.place


def _unknown_action(action: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"`data {action}` is not known.", f"没有 `data {action}` 这种用法。"),
        Text("Use `data` or `data download NAME`.", "请使用 `data` 或 `data download NAME`。"),
    )
