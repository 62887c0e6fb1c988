"""`resume RUN`: goes on with a training that was stopped or interrupted."""

from pathlib import Path
from typing import Annotated

import typer

from desktop_app.cli.attempt import attempt
from desktop_app.cli.model_out import check_out
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.cli.workshop import open_workshop
from desktop_app.services.run_store import RunEntry, RunStore
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


@verb
def resume(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The id of a training; see `runs`.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where the model goes; else the library.", show_default=False),
    ] = None,
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """Takes the training up at its last checkpoint."""
    terminal = Terminal(json_output, quiet)
    check_out(out)
    workshop = open_workshop(data_dir)
    store = RunStore(workshop.places.runs)
    folder = store.find(run)
    entry = store.entry(folder)
    if entry.summary.state == "finished":
        raise _nothing_left(entry)
    return attempt(workshop, store, folder, out, terminal)


def _nothing_left(entry: RunEntry) -> WorkshopError:
    run = entry.spec.run_id
    return WorkshopError(
        "wrong-kind",
        Text(f"{run} is finished; there is nothing left to train.", f"{run} 已完成，没有可继续的训练。"),
        Text(f"Its model: model-workshop export {run}", f"导出其模型：model-workshop export {run}"),
    )
