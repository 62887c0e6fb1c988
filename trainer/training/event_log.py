"""The worker's pen: appends events to `events.jsonl` and makes them durable when asked."""

import os
import time
from pathlib import Path

import msgspec

from trainer.contract.events import Event, encode_event


class EventLog:
    """Appends whole lines. A process that dies in between leaves at most one torn line, which the next one ends."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        self._end_torn_line()

    def append(self, event: Event) -> None:
        """Writes one event with the time of now."""
        line = encode_event(msgspec.structs.replace(event, time=time.time()))
        view = memoryview(line)
        while view:
            view = view[os.write(self._descriptor, view) :]

    def sync(self) -> None:
        """Returns when everything written is on the disk."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Ends the writing; everything is on the disk then."""
        self.sync()
        os.close(self._descriptor)

    def _end_torn_line(self) -> None:
        size = os.lseek(self._descriptor, 0, os.SEEK_END)
        if size == 0:
            return
        os.lseek(self._descriptor, size - 1, os.SEEK_SET)
        if os.read(self._descriptor, 1) != b"\n":
            os.write(self._descriptor, b"\n")
