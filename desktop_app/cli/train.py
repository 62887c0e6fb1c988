"""`train NAME`: trains a documented model in a process of its own."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from desktop_app.cli.attempt import attempt
from desktop_app.cli.columns import ColumnOptions, chosen_columns
from desktop_app.cli.model_out import check_out
from desktop_app.cli.progress import byte_progress
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.cli.workshop import open_workshop
from desktop_app.places import Places
from desktop_app.services.run_store import RunStore
from trainer.catalog import CATALOG, DEFAULT_PRESET, documented_model
from trainer.contract.errors import WorkshopError
from trainer.contract.settings import parse_settings
from trainer.contract.text import Text
from trainer.datasets.needs import Needs

NAMES = ", ".join(CATALOG)


@verb
def train(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of: {NAMES}.", show_default=False)],
    preset: Annotated[str, typer.Option("--preset", metavar="P", help="quick, best or article.")] = DEFAULT_PRESET,
    where: Annotated[
        str, typer.Option("--data", metavar="WHERE", help="A data set's name, a folder or a file.", show_default=False)
    ] = "",
    columns: ColumnOptions = None,
    download: Annotated[bool, typer.Option("--download", help="Download the data set if it is not here.")] = False,
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="key=value", help="Change a setting.", show_default=False)
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="S", help="Same seed, same training.", show_default=False)
    ] = None,
    device: Annotated[
        str | None, typer.Option("--device", metavar="D", help="auto, cpu, cuda or cuda:N.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where the model goes; else the library.", show_default=False),
    ] = None,
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """Events go to standard output with `--json`. Ctrl-C stops, saves, and ends with status 130."""
    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    model = documented_model(name)
    if preset not in model.presets:
        raise _unknown_preset(preset, tuple(model.presets))
    settings = _settings(changes or [], seed, device)
    check_out(out)
    needs = model.needs(msgspec.structs.asdict(parse_settings(model.presets[preset].hyperparameters, settings)))
    if download:
        _download(where, needs, workshop.places, terminal)
    chosen = chosen_columns(columns)
    if where:
        _check_data(where, needs, workshop.places, chosen)
    store = RunStore(workshop.places.runs)
    folder = store.create(name, preset, settings, where, chosen)
    return attempt(workshop, store, folder, out, terminal)


def _settings(changes: list[str], seed: int | None, device: str | None) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for change in changes:
        key, separator, value = change.partition("=")
        if not separator or not key:
            raise _no_setting(change)
        settings[key.strip()] = value.strip()
    return settings | ({} if seed is None else {"seed": seed}) | ({} if device is None else {"device": device})


def _check_data(where: str, needs: Needs, places: Places, columns: dict[str, str]) -> None:
    """Data that are not there are told of at once, before a run is made that could only fail."""
    from trainer.datasets.sources import Access, find_source

    find_source(where, Access(places.data, columns=columns), needs)


def _download(where: str, needs: Needs, places: Places, terminal: Terminal) -> None:
    from trainer.datasets.sources import Access, find_source

    with byte_progress(f"Downloading {where or needs.data}", terminal) as progress:
        find_source(where, Access(places.data, download=True, announce=terminal.say, progress=progress), needs)


def _unknown_preset(preset: str, names: tuple[str, ...]) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"There is no preset called {preset}.", f"没有名为 {preset} 的预设。"),
        Text(f"Use one of: {', '.join(names)}.", f"可用：{'、'.join(names)}。"),
    )


def _no_setting(change: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"`--set {change}` names no setting and value.", f"`--set {change}` 不是“设置=值”的形式。"),
        Text("Write it as --set learning_rate=0.001", "请写成 --set learning_rate=0.001"),
    )
