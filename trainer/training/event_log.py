"""The worker's pen: appends events to `events.jsonl` and makes them durable when asked."""

import os
import time
from pathlib import Path

import msgspec

from trainer.contract.events import FINAL_EVENTS, Event, encode_event
from trainer.contract.writing import NO_SPACE_ERRORS, remove_quietly

RESERVE_BYTES = 65536
"""Room kept for the last words of a training that fills the disk."""


class EventLog:
    """Appends whole lines. A process that dies in between leaves at most one torn line, which the next one ends.

    A file `reserve` beside the log takes up room while the log is open. On a full disk it is given up, so that the
    line can be finished, and a final event and a summary can still be written.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        self._is_torn = self._ends_in_a_torn_line()
        self._reserve = path.with_name("reserve")
        try:
            self._reserve.write_bytes(os.urandom(RESERVE_BYTES))  # nothing that a file system could make smaller
        except OSError:
            remove_quietly(self._reserve)

    def append(self, event: Event) -> None:
        """Writes one event with the time of now.

        Raises OSError on a full disk, although the line may be whole: the work that is told of cannot go on. A final
        event that could be written ends the work anyhow.
        """
        line = encode_event(msgspec.structs.replace(event, time=time.time()))
        rest, full = memoryview(b"\n" + line if self._is_torn else line), None
        while rest:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
                self._is_torn = bool(rest)
            except OSError as error:
                if error.errno not in NO_SPACE_ERRORS or not self.give_up_reserve():
                    raise
                full = error
        if full is not None and not isinstance(event, FINAL_EVENTS):
            raise full

    def give_up_reserve(self) -> bool:
        """Makes room for the last words; says whether there was any to make."""
        had_room = self._reserve.exists()
        remove_quietly(self._reserve)
        return had_room

    def sync(self) -> None:
        """Returns when everything written is on the disk."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Ends the writing; everything is on the disk then. Raises OSError where it is not."""
        self.give_up_reserve()
        try:
            self.sync()
        finally:
            os.close(self._descriptor)

    def _ends_in_a_torn_line(self) -> bool:
        size = os.lseek(self._descriptor, 0, os.SEEK_END)
        if size == 0:
            return False
        os.lseek(self._descriptor, size - 1, os.SEEK_SET)
        return os.read(self._descriptor, 1) != b"\n"
