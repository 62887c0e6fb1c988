"""`runs`: the trainings there are, newest first."""

import time
from typing import Any

from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.places import find_places
from desktop_app.services.run_store import RunEntry, RunStore


@verb
def runs(json_output: Json = False, data_dir: DataDir = None, quiet: Quiet = False) -> None:
    """Live and past trainings with how far they are, and where they lie."""
    terminal = Terminal(json_output, quiet)
    listed = [_fields(entry) for entry in RunStore(find_places(data_dir).runs).entries()]
    if json_output:
        terminal.json({"runs": listed})
        return
    columns = ("RUN", "MODEL", "PRESET", "STATE", "EPOCH", "STEP", "STARTED", "PLACE")
    terminal.table(columns, [_row(fields) for fields in listed])
    if not listed:
        terminal.say("There are no trainings yet. Start one: model-workshop train digits-cnn")


def _fields(entry: RunEntry) -> dict[str, Any]:
    summary = entry.summary
    return {
        "id": entry.spec.run_id,
        "documented_model": entry.spec.documented_model,
        "preset": entry.spec.preset,
        "data": entry.spec.data,
        "state": summary.state,
        "step": summary.step,
        "total_steps": summary.total_steps,
        "epoch": summary.epoch,
        "total_epochs": summary.total_epochs,
        "seconds": summary.seconds,
        "seconds_left": summary.seconds_left,
        "best": summary.best,
        "best_by": summary.best_by,
        "created": entry.spec.created,
        "can_resume": entry.can_resume,
        "path": str(entry.folder.path),
        "model": str(entry.folder.model_file) if entry.folder.model_file.is_file() else None,
    }


def _row(fields: dict[str, Any]) -> tuple[str, ...]:
    started = time.strftime("%Y-%m-%d %H:%M", time.localtime(fields["created"]))
    epoch = f"{fields['epoch']} of {fields['total_epochs']}" if fields["total_epochs"] else ""
    step = f"{fields['step']:,} of {fields['total_steps']:,}" if fields["total_steps"] else ""
    first = (fields["id"], fields["documented_model"], fields["preset"], fields["state"])
    return (*first, epoch, step, started, fields["path"])
