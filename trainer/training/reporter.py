"""Tells the world how a training goes: events for the charts, a summary for the list of runs."""

import time

from trainer.contract.events import Event
from trainer.contract.run_folder import RunFolder, RunState, RunSummary
from trainer.training.event_log import EventLog

SUMMARY_SECONDS = 1.0


class Reporter:
    """Writes events and keeps `summary.json`; the other ranks of a data-parallel training have a silent one."""

    def __init__(self, folder: RunFolder, log: EventLog | None) -> None:
        self._folder = folder
        self._log = log
        self._written = 0.0
        self._summary = RunSummary()

    def event(self, event: Event) -> None:
        """Appends an event."""
        if self._log:
            self._log.append(event)

    def sync(self) -> None:
        """Returns when all events are on the disk."""
        if self._log:
            self._log.sync()

    def summary(self, state: RunState, at_once: bool = True, **fields: int | float | str | None) -> None:
        """Replaces the summary's fields; it is written at once, or within about a second if that will do."""
        now = time.time()
        known = {name: getattr(self._summary, name) for name in RunSummary.__struct_fields__}
        self._summary = RunSummary(**{**known, **fields, "state": state, "updated": now})
        if self._log and (at_once or now - self._written >= SUMMARY_SECONDS):
            self._folder.write_summary(self._summary)
            self._written = now
