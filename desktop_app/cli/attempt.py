"""One attempt at a training, from the command line to the finished model: shared by `train` and `resume`."""

from pathlib import Path
from typing import Any

from desktop_app.cli.following import Following, Interrupts
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.training_view import JsonView, TextView
from desktop_app.cli.verb import FAILED, INTERRUPTED, WORKED
from desktop_app.cli.workshop import Workshop
from desktop_app.services.run_store import RunStore
from desktop_app.services.trained_models import adopt_model
from trainer.contract.errors import WorkshopError
from trainer.contract.events import RunFailed, RunStopped
from trainer.contract.run_folder import RunFolder


def attempt(workshop: Workshop, store: RunStore, folder: RunFolder, out: Path | None, terminal: Terminal) -> int:
    """Trains what stands in `folder`, follows it to its end, puts the model where it belongs; the exit status."""
    view = JsonView(terminal) if terminal.as_json else TextView(terminal)
    terminal.say(f"Training {folder.run_id}. Ctrl-C stops and saves.")
    with Interrupts() as interrupts:
        try:
            final = Following(store, folder, view, interrupts).until_end()
        finally:
            view.close()
    if final is None:
        terminal.say(f"Ended. What was saved before is in {folder.path}.")
        terminal.say(f"Go on: model-workshop resume {folder.run_id}")
        return INTERRUPTED
    if isinstance(final, RunFailed):
        terminal.complain(WorkshopError(_kind(final), final.message, final.hint))
        return FAILED
    if isinstance(final, RunStopped):
        terminal.say(f"Stopped at step {final.step:,}; everything is saved in {folder.path}.")
        terminal.say(f"Go on: model-workshop resume {folder.run_id}")
        terminal.say(f"Use what there is: model-workshop export {folder.run_id}")
        return INTERRUPTED if interrupts.count else FAILED
    try:
        place = deliver(workshop, folder, out)
    except WorkshopError as error:
        terminal.fail(error)
        terminal.say_always(f"  The trained model is kept; then: model-workshop export {folder.run_id}")
        return FAILED
    if terminal.as_json:
        terminal.say(f"The model is {place}.")
    else:
        terminal.line(place)
    return WORKED


def deliver(workshop: Workshop, folder: RunFolder, out: Path | None) -> str:
    """Copies the model of a run to `out`, or into the library; its path or id."""
    name = folder.read_spec().documented_model
    if out is None:
        return adopt_model(workshop.library, folder.model_file, name)
    workshop.library.trust_export(folder.model_file, name)
    return str(workshop.library.export_model(workshop.library.find(str(folder.model_file)), out))


def _kind(final: RunFailed) -> Any:
    from trainer.contract.errors import ERROR_KINDS

    return final.kind if final.kind in ERROR_KINDS else "training-failed"
