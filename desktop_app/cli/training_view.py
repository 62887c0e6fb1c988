"""How a training looks on the command line: its events as JSON, or a bar with losses and a line for each epoch."""

import sys
from collections.abc import Callable
from statistics import fmean, stdev
from typing import Any

from desktop_app.cli.terminal import Terminal
from trainer.contract.events import (
    EpochEnded,
    Exported,
    FoldEnded,
    Paused,
    Phase,
    Progress,
    Resumed,
    RunStarted,
    Warned,
    encode_event,
)


class JsonView:
    """Each event on a line of standard output, as the worker wrote it."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def show(self, event: Any) -> None:
        """Relays one event."""
        self._terminal.raw(encode_event(event))

    def say(self, text: str) -> None:
        """A message on standard error."""
        self._terminal.say(text)

    def close(self) -> None:
        """There is nothing to put away."""


class TextView:
    """Lines on standard error, and a bar below them where that is a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._bar = _Bar() if sys.stderr.isatty() and not terminal.quiet else None
        self._titles: dict[str, str] = {}
        self._in_bar: dict[str, str] = {}
        self._epochs = 0
        self._folds: dict[int, dict[str, float | None]] = {}

    def show(self, event: Any) -> None:
        """Says what is worth a line; progress goes to the bar."""
        if isinstance(event, RunStarted):
            self._titles = {scalar.name: scalar.title.en for scalar in event.scalars}
            self._in_bar = {scalar.name: scalar.title.en for scalar in event.scalars if scalar.chart != "health"}
            self._epochs = event.total_epochs
            if self._bar:
                self._bar.start(event.total_steps)
        if isinstance(event, Progress) and self._bar:
            self._bar.update(event, self._in_bar)
        if say := _LINES.get(type(event)):
            self.say(say(self, event))

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar:
            self._bar.stop()

    def say(self, text: str) -> None:
        """A message on standard error, above the bar."""
        if self._bar:
            self._bar.print(text)
        else:
            self._terminal.say(text)

    def started(self, event: RunStarted) -> str:
        """What is trained, on what, where."""
        pictures = ", ".join(f"{count:,} {part}" for part, count in event.counts.items())
        where = f"{event.device_name}, {event.threads} threads"
        reason = f"\n{event.device_reason.en}" if event.device_reason else ""
        return (
            f"{event.documented_model}, preset {event.preset}: {event.parameters:,} parameters, "
            f"{event.data} ({pictures}), {where}{reason}"
        )

    def fold(self, event: FoldEnded) -> str:
        """The figures of one part of a cross-validation, and mean and spread of all so far."""
        self._folds[event.fold] = event.values
        parts = []
        for name, value in event.values.items():
            known = [other for values in self._folds.values() if (other := values.get(name)) is not None]
            if value is not None:
                mean, deviation = fmean(known), stdev(known) if len(known) > 1 else 0.0
                parts.append(f"{self._titles.get(name, name)} {value:.4g} (mean {mean:.4g} +- {deviation:.2g})")
        return f"Part {event.fold} of {event.folds}: {', '.join(parts)}"

    def epoch(self, event: EpochEnded) -> str:
        """The figures of one epoch."""
        values = event.values.items()
        figures = ", ".join(
            f"{self._titles.get(name, name)} {value:.4g}" for name, value in values if value is not None
        )
        return f"Epoch {event.epoch} of {self._epochs}: {figures}{' (best)' if event.is_best else ''}"


_LINES: dict[type, Callable[[TextView, Any], str]] = {
    RunStarted: TextView.started,
    EpochEnded: TextView.epoch,
    FoldEnded: TextView.fold,
    Phase: lambda view, event: f"{event.title.en}.",
    Warned: lambda view, event: event.message.en,
    Paused: lambda view, event: f"Paused at step {event.step:,}.",
    Resumed: lambda view, event: "Going on.",
    Exported: lambda view, event: f"Exported {event.file}.",
}


class _Bar:
    """A bar of steps with the losses behind it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._console = Console(stderr=True)
        columns = (
            MofNCompleteColumn(),
            BarColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        self._progress = RichProgress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("", total=None)

    def start(self, steps: int) -> None:
        """Shows the bar."""
        self._progress.update(self._task, total=steps)
        self._progress.start()

    def update(self, event: Progress, titles: dict[str, str]) -> None:
        """Moves the bar; the newest value of each curve stands behind it."""
        newest = {name: points[-1][1] for name, points in event.points.items() if points and name in titles}
        figures = ", ".join(f"{titles[name]} {value:.4g}" for name, value in newest.items() if value is not None)
        rate = f"{event.samples_per_second:,.0f} pictures/s"
        description = f"{rate}, {figures}" if figures else rate
        self._progress.update(self._task, completed=event.step, description=description)

    def print(self, text: str) -> None:
        """A line above the bar."""
        self._console.print(text, markup=False, highlight=False)

    def stop(self) -> None:
        """Takes the bar away."""
        self._progress.stop()
