"""`export RUN|MODEL`: writes the model of a training, or one of the library, to a file; a smaller one if asked."""

from pathlib import Path
from typing import Annotated

import typer

from desktop_app.cli.attempt import deliver
from desktop_app.cli.model_out import check_out
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.variant import make_variant, variant_fields
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.cli.workshop import Workshop, open_workshop
from desktop_app.services.run_store import RunStore
from desktop_app.services.trained_models import adopt_model, export_checkpoint
from desktop_app.services.variant_making import checked_kind
from trainer.contract.card import VariantKind, model_files
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder
from trainer.contract.text import Text


@verb
def export(
    source: Annotated[
        str, typer.Argument(metavar="RUN|MODEL", help="A training's id, or a model.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="An .onnx file or a folder. A training's model and a variant go to the library else.",
        ),
    ] = None,
    variant: Annotated[
        str | None,
        typer.Option("--variant", metavar="int8|fp16", help="Make a smaller file of it.", show_default=False),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            "--data", metavar="WHERE", help="What a variant is calibrated and measured on.", show_default=False
        ),
    ] = None,
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> None:
    """A training is exported from its best checkpoint, and measured."""
    terminal = Terminal(json_output, quiet)
    kind = checked_kind(variant) if variant is not None else None
    if data is not None and kind is None:
        raise _data_without_variant()
    check_out(out)
    workshop = open_workshop(data_dir)
    folder = _run_called(source, workshop)
    if kind is not None:
        place = _export_variant(source, folder, kind, data or "", workshop=workshop, out=out, terminal=terminal)
    elif folder is None:
        place = _export_model(source, workshop, out or Path())
    else:
        place = _export_run(folder, workshop, out, terminal)
    if json_output:
        entry = workshop.library.find(place)
        card = entry.usable_card()
        files = [str(file) for file in model_files(entry.path, card)]
        terminal.json({"source": source, "model": place, "files": files, **variant_fields(card)})
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
    _export_once(folder, workshop, terminal)
    return deliver(workshop, folder, out)


def _export_once(folder: RunFolder, workshop: Workshop, terminal: Terminal) -> None:
    """The training's best checkpoint, exported by a process that has PyTorch."""
    if folder.read_summary().state == "finished" and folder.model_file.is_file():
        return
    terminal.say(f"Exporting the best checkpoint of {folder.run_id}; this takes a minute.")
    export_checkpoint(folder, workshop.places.data)


def _export_variant(
    source: str,
    folder: RunFolder | None,
    kind: VariantKind,
    where: str,
    *,
    workshop: Workshop,
    out: Path | None,
    terminal: Terminal,
) -> str:
    """A smaller file of a model; a training is exported first."""
    library = workshop.library
    if folder is None:
        entry = library.find(source)
        name = entry.name
    else:
        spec = folder.read_spec()
        _export_once(folder, workshop, terminal)
        name, where = spec.documented_model, where or spec.data
        if out is None:  # beside its original, so that both can be compared
            entry = library.find(adopt_model(library, folder.model_file, name))
            name = entry.name
        else:
            library.trust_export(folder.model_file, name)
            entry = library.find(str(folder.model_file))
    return make_variant(workshop, entry, kind, where, name=name, out=out, terminal=terminal)


def _data_without_variant() -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text("--data belongs to --variant.", "--data 要与 --variant 一起使用。"),
        Text(
            "Add --variant int8 or --variant fp16, or leave out --data.",
            "请加上 --variant int8 或 fp16，或去掉 --data。",
        ),
    )
