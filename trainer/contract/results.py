"""What pipelines return, and how the command line writes it down."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from trainer.contract.errors import WorkshopError


@dataclass(frozen=True)
class LabelScore:
    """One label of the data with its probability."""

    label: str
    score: float


@dataclass(frozen=True)
class Reading:
    """What a classifier reads in one thing.

    `labels` holds all labels, likeliest first. `unsure` says the score is below the calibrated threshold.
    """

    labels: tuple[LabelScore, ...]
    unsure: bool

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.labels[0].label

    @property
    def score(self) -> float:
        """Its probability."""
        return self.labels[0].score


@dataclass(frozen=True)
class PictureReading(Reading):
    """What a classifier reads in one object of a picture.

    `seen` is the picture that the network saw, uint8 [H,W] or [H,W,3], and `box` its (left, top, right, bottom) in the
    source's pixels.
    """

    seen: np.ndarray
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class TextReading(Reading):
    """What a classifier reads in a text; one that is longer than the network takes is read in several `windows`."""

    windows: int = 1


@dataclass(frozen=True)
class SoundPart(Reading):
    """What a classifier reads in a part of a recording, from `start` to `end` in seconds."""

    start: float
    end: float


@dataclass(frozen=True)
class SoundReading(Reading):
    """What a classifier reads in a recording of `seconds`: the mean over its `parts`, which are in order of time.

    A row of spoken digits reads as a `number`, which then is its one label too; it is empty for anything else.
    """

    parts: tuple[SoundPart, ...]
    seconds: float
    number: str = ""


@dataclass(frozen=True)
class SpokenWord:
    """A label that was spoken, from `start` to `end` in seconds; None where the generator was asked for nothing."""

    label: str | None
    start: float
    end: float


@dataclass(frozen=True)
class Spoken:
    """What a generator of speech said: samples float32 [n] at `rate` a second, and the words in them."""

    samples: np.ndarray
    rate: int
    words: tuple[SpokenWord, ...]

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / self.rate


@dataclass(frozen=True)
class Refusal:
    """An item that has no single answer: the reason, and the readings of its parts where there are several."""

    error: WorkshopError
    parts: tuple[PictureReading, ...] = ()


@dataclass(frozen=True)
class Reconstruction:
    """A picture put through an image-to-image model: uint8 [H,W] or [H,W,3] before and after.

    `anomaly_score` is in nats, None where the model gives none. `original` is what the picture was before it was
    damaged on purpose, None where that was not done.
    """

    before: np.ndarray
    after: np.ndarray
    anomaly_score: float | None = None
    original: np.ndarray | None = None


def reading_fields(reading: Reading, top: int) -> dict[str, Any]:
    """The fields of a reading as the verb `classify` writes them, with the `top` likeliest labels."""
    fields: dict[str, Any] = {
        "label": reading.label,
        "score": round(reading.score, 6),
        "labels": [{"label": each.label, "score": round(each.score, 6)} for each in reading.labels[:top]],
    }
    windows = reading.windows if isinstance(reading, TextReading) else 1
    return fields | ({"unsure": True} if reading.unsure else {}) | ({"windows": windows} if windows > 1 else {})


def span_fields(part: SoundPart) -> dict[str, float]:
    """From when to when a part of a recording lasts, in seconds."""
    return {"start": round(part.start, 3), "end": round(part.end, 3)}


def whole_fields(reading: SoundReading) -> dict[str, Any]:
    """What the line of each part says of a recording of several: what all of it reads as."""
    whole: dict[str, Any] = {"whole": {"label": reading.label, "score": round(reading.score, 6)}}
    return whole | ({"number": reading.number} if reading.number else {})


def refusal_fields(refusal: Refusal, top: int) -> dict[str, Any]:
    """The fields of a refusal as the verb `classify` writes them."""
    fields: dict[str, Any] = {"error": error_fields(refusal.error)}
    if refusal.parts:
        fields["parts"] = [{**reading_fields(part, top), "box": list(part.box)} for part in refusal.parts]
    return fields


def error_fields(error: WorkshopError) -> dict[str, str]:
    """An error as the command line writes it."""
    return {"kind": error.kind, "message": error.message.en, "hint": error.hint.en}
