"""All that is shown of one past run, read beside the window."""

from dataclasses import dataclass, field

from desktop_app.services.run_store import RunEntry, RunStore
from trainer.contract.card import Metric, ModelCard, read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder
from trainer.contract.run_history import RunHistory, read_history

LOG_BYTES = 200_000


@dataclass(frozen=True)
class RunDetails:
    """One run with its whole history; `card` is that of its exported model, if there is one."""

    entry: RunEntry
    history: RunHistory
    card: ModelCard | None
    has_checkpoint: bool
    metrics: tuple[Metric, ...] = field(default=())


def read_details(store: RunStore, folder: RunFolder) -> RunDetails:
    """Reads a run. Raises WorkshopError `not-found` or `unreadable`."""
    try:
        card = read_card(folder.model_file)
    except WorkshopError:
        card = None
    checkpoints = folder.checkpoints.iterdir() if folder.checkpoints.is_dir() else ()
    return RunDetails(
        entry=store.entry(folder),
        history=read_history(folder.events_file),
        card=card,
        has_checkpoint=any(True for _ in checkpoints),
        metrics=card.metrics if card else (),
    )


def read_log(folder: RunFolder) -> str:
    """The end of what the worker printed."""
    try:
        with folder.log_file.open("rb") as file:
            file.seek(max(0, folder.log_file.stat().st_size - LOG_BYTES))
            return file.read().decode(errors="replace")
    except OSError:
        return ""
