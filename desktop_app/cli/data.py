"""`data`: the data sets there are, with licences and places; `data download NAME` fetches one."""

from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app.cli.progress import byte_progress
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.places import find_places
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


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
    terminal = Terminal(json_output, quiet)
    folder = find_places(data_dir).data
    if action == "download":
        _download(name, folder, terminal)
    elif action is not None:
        raise _unknown_action(action)
    else:
        _list(folder, terminal)


def _list(folder: Path, terminal: Terminal) -> None:
    from trainer.datasets.known_datasets import KNOWN_DATASETS

    listed = [_fields(name, folder) for name in KNOWN_DATASETS]
    if terminal.as_json:
        terminal.json({"datasets": listed})
        return
    columns = ("DATA SET", "TITLE", "HERE", "PICTURES", "DOWNLOAD", "LICENCE", "PLACE")
    terminal.table(columns, [_row(fields) for fields in listed])


def _download(name: str, folder: Path, terminal: Terminal) -> None:
    from trainer.datasets.download import download_dataset
    from trainer.datasets.known_datasets import known_dataset

    known = known_dataset(name)
    if not known.files:
        raise _comes_along(name)
    with byte_progress(known.title.en, terminal) as progress:
        download_dataset(known, folder / "datasets" / name, progress)
    if terminal.as_json:
        terminal.json({"datasets": [_fields(name, folder)]})
    else:
        terminal.line(str(folder / "datasets" / name))


def _fields(name: str, folder: Path) -> dict[str, Any]:
    from trainer.datasets.known_datasets import KNOWN_DATASETS

    known = KNOWN_DATASETS[name]
    place = _place(name, folder)
    return {
        "name": name,
        "title": known.title.en,
        "summary": known.summary.en,
        "counts": known.counts,
        "present": place is not None,
        "path": str(place) if place else None,
        "download_bytes": known.download_size,
        "licence": known.origin.licence,
        "source": known.origin.source,
    }


def _place(name: str, folder: Path) -> Path | None:
    """Where the data set lies, if it is there."""
    from trainer.datasets.known_datasets import MNIST_SAMPLE
    from trainer.datasets.mnist import find_mnist
    from trainer.datasets.sources import Access

    access = Access(folder)
    if name == MNIST_SAMPLE.name:
        return access.sample_file if access.sample_file.is_file() else None
    whole = all(find_mnist(access.mnist_folder, part) for part in ("train", "test"))
    return access.mnist_folder if whole else None


def _row(fields: dict[str, Any]) -> tuple[str, ...]:
    pictures = f"{sum(fields['counts'].values()):,}"
    download = f"{fields['download_bytes'] / 1e6:.1f} MB" if fields["download_bytes"] else ""
    here = "yes" if fields["present"] else "no"
    return fields["name"], fields["title"], here, pictures, download, fields["licence"], fields["path"] or ""


def _unknown_action(action: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"`data {action}` is not known.", f"没有 `data {action}` 这种用法。"),
        Text("Use `data` or `data download NAME`.", "请使用 `data` 或 `data download NAME`。"),
    )


def _comes_along(name: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"{name} comes with the program and is not downloaded.", f"{name} 随程序提供，无需下载。"),
        Text("Run the set-up again if it is missing: make app", "如果缺失，请重新运行安装：make app"),
    )
