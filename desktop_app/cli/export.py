"""`export RUN|MODEL`: writes the model of a training, or one of the library, to a file."""

from pathlib import Path
from typing import Annotated

import typer

from desktop_app.cli.attempt import deliver
from desktop_app.cli.model_out import check_out
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.cli.workshop import Workshop, open_workshop
from desktop_app.services.run_store import RunStore
from desktop_app.services.trained_models import export_checkpoint
from trainer.contract.card import model_files
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder


@verb
def export(
    source: Annotated[
        str, typer.Argument(metavar="RUN|MODEL", help="A training's id, or a model.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="An .onnx file or a folder. A training's model goes to the library else."
        ),
    ] = None,
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> None:
    """A training is exported from its best checkpoint, and measured."""
    terminal = Terminal(json_output, quiet)
    check_out(out)
    workshop = open_workshop(data_dir)
    folder = _run_called(source, workshop)
    if folder is None:
        place = _export_model(source, workshop, out or Path())
    else:
        place = _export_run(folder, workshop, out, terminal)
    if json_output:
        entry = workshop.library.find(place)
        files = model_files(entry.path, entry.usable_card())
        terminal.json({"source": source, "model": place, "files": [str(file) for file in files]})
    else:
        terminal.line(place)


def _run_called(source: str, workshop: Workshop) -> RunFolder | None:
    try:
        return RunStore(workshop.places.runs).find(source)
    except WorkshopError:
        return None


def _export_model(source: str, workshop: Workshop, out: Path) -> str:
    entry = workshop.library.find(source)
    return str(workshop.library.export_model(entry, out))


def _export_run(folder: RunFolder, workshop: Workshop, out: Path | None, terminal: Terminal) -> str:
    """The training's best checkpoint, exported by a process that has PyTorch."""
    if folder.read_summary().state == "finished" and folder.model_file.is_file():
        return deliver(workshop, folder, out)
    terminal.say(f"Exporting the best checkpoint of {folder.run_id}; this takes a minute.")
    export_checkpoint(folder, workshop.places.data)
    return deliver(workshop, folder, out)
