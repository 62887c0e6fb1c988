"""Reads the events of a run, live or past, with the same code."""

from pathlib import Path
from typing import Any

import numpy as np

from trainer.contract.events import (
    FINAL_EVENTS,
    AttemptStarted,
    Checkpoint,
    EpochEnded,
    Event,
    Exported,
    FoldEnded,
    Paused,
    Phase,
    Progress,
    Resumed,
    RunStarted,
    Sample,
    SettingChanged,
    Warned,
    decode_event,
)


class EventReader:
    """Follows a growing `events.jsonl`; a line is read once it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    def poll(self) -> list[Any]:
        """The events that have come since the last call; broken lines and unknown events are passed over."""
        try:
            if self._path.stat().st_size <= self._offset:
                return []
            with self._path.open("rb") as file:
                file.seek(self._offset)
                content = file.read()
        except FileNotFoundError:
            return []
        whole, separator, _ = content.rpartition(b"\n")
        self._offset += len(whole) + len(separator)
        events = (decode_event(line) for line in whole.split(b"\n") if line)
        return [event for event in events if event is not None]


class Column:
    """The points of one curve: new ones wait in a list until the arrays, which double as they grow, are asked for."""

    def __init__(self) -> None:
        self._steps = np.empty(1024, dtype=np.int64)
        self._values = np.empty(1024, dtype=np.float64)
        self._length = 0
        self._new: list[tuple[int, float | None]] = []

    def append(self, points: list[tuple[int, float | None]]) -> None:
        """Adds [step, value] points; a missing value becomes NaN."""
        self._new.extend(points)

    def cut(self, step: int) -> None:
        """Drops all points beyond `step`."""
        self._length = int(np.searchsorted(self.steps, step, side="right"))

    @property
    def steps(self) -> np.ndarray:
        """int64 [points], ascending."""
        self._take_new()
        return self._steps[: self._length]

    @property
    def values(self) -> np.ndarray:
        """float64 [points]."""
        self._take_new()
        return self._values[: self._length]

    def _take_new(self) -> None:
        if not self._new:
            return
        points = np.array(self._new, dtype=np.float64)  # [points, 2]; steps are far below 2**53
        self._new.clear()
        end = self._length + len(points)
        if end > len(self._steps):
            room = max(end, 2 * len(self._steps))
            self._steps = np.resize(self._steps, room)
            self._values = np.resize(self._values, room)
        self._steps[self._length : end], self._values[self._length : end] = points.T
        self._length = end


class RunHistory:
    """What the events of a run add up to: its columns, epochs, samples and outcome.

    `clock` holds the seconds of training at some of the steps, for charts over time; `changed_settings` the
    hyperparameters that a person changed while it ran.
    """

    def __init__(self) -> None:
        self.columns: dict[str, Column] = {}
        self.clock = Column()
        self.epochs: list[EpochEnded] = []
        self.folds: dict[int, FoldEnded] = {}
        self.samples: list[Sample] = []
        self.exports: list[Exported] = []
        self.warnings: list[Warned] = []
        self.changed_settings: dict[str, float] = {}
        self.started: RunStarted | None = None
        self.progress: Progress | None = None
        self.phase: Phase | None = None
        self.checkpoint: Checkpoint | None = None
        self.is_paused = False
        self.attempt = 0
        self.final: Any | None = None
        self.last: Any | None = None

    def add(self, events: list[Any]) -> None:
        """Takes in events in their order."""
        for event in events:
            self._add_one(event)

    def _add_one(self, event: Event) -> None:
        self.last = event
        if isinstance(event, AttemptStarted):
            self._begin_attempt(event)
        elif isinstance(event, Progress):
            self.progress = event
            self.clock.append([(event.step, event.elapsed)])
            for name, points in event.points.items():
                self._column(name).append(points)
        elif isinstance(event, EpochEnded):
            self.epochs.append(event)
            for name, value in event.values.items():
                self._column(name).append([(event.step, value)])
        elif isinstance(event, FINAL_EVENTS):
            self.final = event
        else:
            self._note(event)

    def _column(self, name: str) -> Column:
        if name not in self.columns:
            self.columns[name] = Column()
        return self.columns[name]

    def _note(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self.started = event
        elif isinstance(event, FoldEnded):
            self.folds[event.fold] = event
        elif isinstance(event, Sample):
            self.samples.append(event)
        elif isinstance(event, Exported):
            self.exports.append(event)
        elif isinstance(event, Phase):
            self.phase = event
        elif isinstance(event, Checkpoint):
            self.checkpoint = event
        elif isinstance(event, Warned):
            self.warnings.append(event)
        elif isinstance(event, SettingChanged):
            self.changed_settings[event.name] = event.value
        elif isinstance(event, Paused | Resumed):
            self.is_paused = isinstance(event, Paused)

    def _begin_attempt(self, event: AttemptStarted) -> None:
        self.attempt = event.attempt
        self.final, self.phase, self.is_paused = None, None, False
        for column in (self.clock, *self.columns.values()):
            column.cut(event.from_step)
        # A checkpoint of an epoch's last step may come before the end of that epoch, which is then told again.
        for epoch in self.epochs:
            if epoch.step == event.from_step and epoch.epoch > event.from_epoch:
                for name in epoch.values:
                    self.columns[name].cut(epoch.step - 1)
        self.epochs = [epoch for epoch in self.epochs if _is_kept(epoch, event)]
        self.samples = [sample for sample in self.samples if _is_kept(sample, event)]


def _is_kept(told: EpochEnded | Sample, attempt: AttemptStarted) -> bool:
    return told.step <= attempt.from_step and told.epoch <= attempt.from_epoch


def read_history(events_file: Path) -> RunHistory:
    """The whole history of a past run."""
    history = RunHistory()
    history.add(EventReader(events_file).poll())
    return history
