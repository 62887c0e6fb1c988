"""Takes what a training exported into the library, once; used by the window and by the verbs. No Qt here."""

import subprocess
from pathlib import Path

from desktop_app.inference.known import one_at_a_time
from desktop_app.inference.library import ModelLibrary
from desktop_app.places import DATA_DIR_VARIABLE
from desktop_app.processes import own_command, own_environment
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder
from trainer.contract.text import Text
from trainer.contract.writing import no_room
from trainer.processes import NO_SPACE

LOG_TAIL = 2000  # bytes


def adopt_model(library: ModelLibrary, path: Path, name: str) -> str:
    """The full id, in the library, of the model that a training wrote to `path`.

    A model that is there already, by the id in its card, is not taken in again. Raises WorkshopError where it cannot
    be read or stored.
    """
    model_id = read_card(path).model_id
    with one_at_a_time(path.parent / ".adopt.lock"):
        for entry in library.entries():
            if entry.card is not None and entry.card.model_id == model_id:
                return entry.id
        return library.adopt_export(path, name).id


def export_checkpoint(folder: RunFolder, data_dir: Path) -> Path:
    """Exports the best checkpoint of a run that ended early; returns the model's path.

    Takes some seconds: PyTorch is loaded by a process of its own. Raises WorkshopError `training-failed`, or
    `no-space`.
    """
    finished = subprocess.run(
        own_command("train-worker", "--export", str(folder.path)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=own_environment(**{DATA_DIR_VARIABLE: str(data_dir)}),
        check=False,
    )
    if finished.returncode == 0 and folder.model_file.is_file():
        return folder.model_file
    if finished.returncode == NO_SPACE:
        raise no_room(folder.path)
    reason = finished.stderr[-LOG_TAIL:].decode(errors="replace").strip()
    raise WorkshopError(
        "training-failed",
        Text(f"The model could not be exported: {reason}", f"无法导出模型：{reason}"),
        Text("Resume the training for a while, then try again.", "请继续训练一段时间后重试。"),
    )
