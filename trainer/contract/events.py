"""The events that a training appends to `events.jsonl`, one JSON document a line."""

import math
from typing import Any, Literal

import msgspec

from trainer.contract.text import Text, valid_texts


class ScalarSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One curve: its name, unit and which way is better; `health` says whether a training still goes somewhere."""

    name: str
    title: Text
    unit: str = ""
    direction: Literal["higher", "lower", "none"] = "none"
    chart: Literal["loss", "quality", "health"] = "loss"
    every: Literal["step", "epoch"] = "step"


class Event(msgspec.Struct, kw_only=True, tag_field="event"):
    """What all events have: the time in seconds since 1970."""

    time: float = 0.0


class AttemptStarted(Event, tag="attempt_started"):
    """A worker took the run up; points of earlier attempts beyond `from_step` no longer hold."""

    attempt: int
    from_step: int
    from_epoch: int = 0


class RunStarted(Event, tag="run_started"):
    """The training is about to begin; everything a reader needs to lay out its charts.

    `device_reason` says why it runs where it does, where that is not plain; nothing is written where it is.
    """

    documented_model: str
    preset: str
    total_steps: int
    total_epochs: int
    steps_per_epoch: int
    scalars: list[ScalarSpec]
    best_by: str
    device: str
    device_name: str
    precision: str
    threads: int
    parameters: int
    data: str
    counts: dict[str, int]
    device_reason: Text | msgspec.UnsetType = msgspec.UNSET


class Phase(Event, tag="phase"):
    """What the worker is doing now, in words."""

    name: Literal["data", "training", "evaluating", "exporting"]
    title: Text


class Progress(Event, tag="progress"):
    """Where the training is; `points` holds all [step, value] since the last one."""

    step: int
    epoch: int
    samples_per_second: float
    seconds_left: float | None
    elapsed: float
    learning_rate: float
    memory: int = 0
    points: dict[str, list[tuple[int, float | None]]] = {}


class EpochEnded(Event, tag="epoch"):
    """The figures of one whole epoch, by the names of the scalars that come every epoch."""

    epoch: int
    step: int
    values: dict[str, float | None]
    is_best: bool


class FoldEnded(Event, tag="fold"):
    """One of the `folds` parts of a cross-validation, from 1, is done: the figures on it after the last epoch."""

    fold: int
    folds: int
    step: int
    values: dict[str, float | None]


class Sample(Event, tag="sample"):
    """A picture of samples from the same noise as before: a file in `samples/`."""

    epoch: int
    step: int
    file: str
    columns: int
    rows: int


class Checkpoint(Event, tag="checkpoint"):
    """A checkpoint is safely on the disk."""

    step: int
    epoch: int
    file: str
    is_best: bool


class Paused(Event, tag="paused"):
    """The training waits; the checkpoint of this step is on the disk."""

    step: int


class Resumed(Event, tag="resumed"):
    """The training goes on after a pause."""

    step: int


class SettingChanged(Event, tag="setting_changed"):
    """A hyperparameter was changed while running."""

    step: int
    name: str
    value: float


class RequestDone(Event, tag="request_done"):
    """The answer to a request."""

    id: int
    ok: bool
    reason: str = ""


class Warned(Event, tag="warning"):
    """Something a person should know that does not end the training."""

    message: Text


class Exported(Event, tag="exported"):
    """A usable model file was written: `model.onnx`, or a snapshot."""

    file: str
    step: int
    final: bool


class RunFinished(Event, tag="run_finished"):
    """The training reached its end."""

    step: int
    epoch: int
    seconds: float
    reason: Literal["complete", "early-stopping"] = "complete"
    metrics: dict[str, float] = {}


class RunStopped(Event, tag="run_stopped"):
    """A person stopped the training; best and last are kept."""

    step: int
    epoch: int
    seconds: float


class RunFailed(Event, tag="run_failed"):
    """The training could not go on."""

    step: int
    kind: str
    message: Text
    hint: Text
    details: str = ""


AnyEvent = (
    AttemptStarted
    | RunStarted
    | Phase
    | Progress
    | EpochEnded
    | FoldEnded
    | Sample
    | Checkpoint
    | Paused
    | Resumed
    | SettingChanged
    | RequestDone
    | Warned
    | Exported
    | RunFinished
    | RunStopped
    | RunFailed
)
FINAL_EVENTS = (RunFinished, RunStopped, RunFailed)

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyEvent)


def finite(value: float) -> float | None:
    """`value`, or None where it is not a finite number: JSON has no NaN."""
    return value if math.isfinite(value) else None


def encode_event(event: Event) -> bytes:
    """The event as one line, with its line feed."""
    try:
        return _encoder.encode(event) + b"\n"
    except UnicodeEncodeError:  # the name of a file that is no UTF-8
        return _encoder.encode(valid_texts(msgspec.to_builtins(event))) + b"\n"


def decode_event(line: bytes) -> Any | None:
    """The event of a line, or None for a broken line or an unknown event. Never raises."""
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
