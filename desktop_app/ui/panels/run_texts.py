"""What runs and their figures are called."""

import math
import re

from PySide6.QtCore import QCoreApplication

from desktop_app.services.training import TrainingState
from desktop_app.ui.language import Language
from trainer.catalog import CATALOG
from trainer.contract.run_folder import RunState
from trainer.contract.run_history import RunHistory

UNKNOWN = "–"

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def model_title(name: str, language: Language) -> str:
    """The title of a documented model; its name where the catalog of this version has none."""
    return language.pick(CATALOG[name].title) if name in CATALOG else name


def preset_title(name: str) -> str:
    """What a preset is called; its name where this version knows none of that name."""
    titles = {
        "quick": translate("RunTexts", "Quick"),
        "best": translate("RunTexts", "Best"),
        "article": translate("RunTexts", "Article"),
    }
    return titles.get(name, name)


def short_title(name: str, language: Language) -> str:
    """The first word of the title, such as "GAN", for narrow places."""
    return re.split(r"[,，\s]", model_title(name, language), maxsplit=1)[0]


def ending_text(state: TrainingState, name: str) -> str:
    """How the training of `name` ended, as a sentence without a full stop."""
    texts = {
        "finished": translate("RunTexts", "{name} is trained"),
        "stopped": translate("RunTexts", "{name}: stopped and saved"),
        "failed": translate("RunTexts", "{name} could not be trained"),
        "interrupted": translate("RunTexts", "{name}: the training process is gone"),
    }
    return texts.get(state, "{name}").format(name=name)


def state_text(state: TrainingState | RunState) -> str:
    """The state of a run in one word."""
    texts = {
        "none": "",
        "waiting": translate("RunTexts", "Starting"),
        "starting": translate("RunTexts", "Starting"),
        "running": translate("RunTexts", "Training"),
        "paused": translate("RunTexts", "Paused"),
        "stopping": translate("RunTexts", "Stopping"),
        "finished": translate("RunTexts", "Finished"),
        "stopped": translate("RunTexts", "Stopped"),
        "failed": translate("RunTexts", "Failed"),
        "interrupted": translate("RunTexts", "Interrupted"),
    }
    return texts[state]


def figure_text(value: float | None, unit: str, language: Language) -> str:
    """A measured figure with its unit; shares as percent."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    if unit == "share":
        return f"{language.number(100 * value, 2)} %"
    text = f"{value:.4g}" if abs(value) < 10_000 else language.number(value)
    return f"{text} {unit}".strip()


def best_figure(history: RunHistory, language: Language) -> tuple[str, str]:
    """(what is measured, the best value so far), both empty or unknown before the first epoch."""
    started = history.started
    spec = next((spec for spec in started.scalars if spec.name == started.best_by), None) if started else None
    if spec is None:
        return "", UNKNOWN
    values = [epoch.values.get(spec.name) for epoch in history.epochs if epoch.is_best]
    return language.pick(spec.title), figure_text(values[-1] if values else None, spec.unit, language)


def is_training(history: RunHistory) -> bool:
    """Whether steps are being made now, not data read or a model written."""
    return history.phase is not None and history.phase.name == "training"


def seconds_left(history: RunHistory) -> float | None:
    """How long the training's steps still take; None where that is not known, or where they are all made."""
    return history.progress.seconds_left if history.progress and is_training(history) else None


def fraction_done(history: RunHistory) -> float:
    """How much of the training's steps are done, 0 to 1."""
    if history.started is None or history.progress is None:
        return 0.0
    return min(1.0, history.progress.step / max(history.started.total_steps, 1))


def epoch_of(history: RunHistory) -> int:
    """The epoch that the training is in, counted from 1; the last one it was in once it has ended."""
    started, progress = history.started, history.progress
    if started is None:
        return 0
    step = progress.step if progress else 0
    is_between = history.final is None and step % max(started.steps_per_epoch, 1) == 0
    epoch = -(-step // max(started.steps_per_epoch, 1)) + (1 if is_between else 0)
    return min(max(epoch, 1), started.total_epochs)


def memory_text(size: int, language: Language) -> str:
    """Bytes of memory: "412 MB", "1.08 GB"."""
    if size <= 0:
        return UNKNOWN
    if size < 1e9:
        return f"{language.number(size / 1e6)} MB"
    return f"{language.number(size / 1e9, 2)} GB"
