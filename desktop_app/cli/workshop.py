"""What the verbs work with: places, library and models."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.cli.terminal import Terminal
from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import LibraryEntry, ModelLibrary
from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import Verdict, parse_device
from desktop_app.places import Places, find_places
from trainer.contract.card import Task

if TYPE_CHECKING:
    from desktop_app.inference.models import OpenModel


@dataclass(frozen=True)
class Workshop:
    """The things of one data folder."""

    places: Places
    known: KnownFiles
    library: ModelLibrary
    machine: Machine

    def open(self, entry: LibraryEntry, device: str) -> "OpenModel":
        """The model of `entry`, ready to run. Raises WorkshopError."""
        from desktop_app.inference.models import ModelOpener

        entry.usable_card()
        return ModelOpener(self.known, self.machine).open_model(entry.path, parse_device(device))


def open_workshop(data_dir: Path | None) -> Workshop:
    """The things of the data folder `data_dir`, or of the usual one."""
    places = find_places(data_dir)
    known = KnownFiles(places.shipped_models, places.models)
    return Workshop(places, known, ModelLibrary(places, known), Machine(parts=places.gpu_parts))


def pipeline_for(model: "OpenModel", task: Task, terminal: Terminal) -> Any:
    """The pipeline of `task`; says it where a device that was asked for by name is not the one used."""
    pipeline = model.pipeline(task)
    tell_fallback(model.verdict, terminal)
    return pipeline


def tell_fallback(verdict: Verdict, terminal: Terminal) -> None:
    """Says why the CPU is used although a graphics card was asked for."""
    if verdict.is_fallback:
        terminal.say(f"{verdict.reason} {verdict.fix}".strip())
