"""Follows a training that runs in a process of its own: relays its events, and stops it on Ctrl-C."""

import contextlib
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any, Protocol

from desktop_app.services.run_store import RunStore
from trainer.contract.errors import WorkshopError
from trainer.contract.events import FINAL_EVENTS, AttemptStarted
from trainer.contract.run_folder import RunFolder
from trainer.contract.run_history import EventReader
from trainer.contract.text import Text

INTERVAL = 0.1
"""Seconds between two looks at the events."""
PARTING_SECONDS = 30.0
"""How long a worker may take to end after its final event."""


class View(Protocol):
    """What a person, or a script, sees of a training."""

    def show(self, event: Any) -> None:
        """Takes one event."""

    def say(self, text: str) -> None:
        """Takes a message of the verb itself."""


class Interrupts:
    """Counts Ctrl-C, and the signal to end, while it is in force.

    So none is lost or strikes while a process is being started, and the worker is never left running unseen.
    """

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "Interrupts":
        self._before = {each: signal.signal(each, self._take) for each in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *error: object) -> None:
        for each, before in self._before.items():
            signal.signal(each, before)

    def _take(self, number: int, frame: object) -> None:
        self.count += 1


class Following:
    """One attempt at a run, from the start of its worker to its final event.

    The first Ctrl-C asks the worker to stop and save, and the events go on until it has. Where nothing can be saved
    yet, because the worker has not begun, and at a second Ctrl-C the worker is ended at once: what is on the disk then
    is whole, as after `kill -9`.
    """

    def __init__(self, store: RunStore, folder: RunFolder, view: View, interrupts: Interrupts) -> None:
        self._folder = folder
        self._view = view
        self._interrupts = interrupts
        self._reader = EventReader(folder.events_file)
        self._reader.poll()  # what earlier attempts said
        self._worker: subprocess.Popen[bytes] = store.start(folder)
        self._has_started = False
        self._heeded = 0

    def until_end(self) -> Any | None:
        """The final event of the attempt; None where it was ended at once.

        Raises WorkshopError `training-failed` or `no-space` if the worker dies without a final event.
        """
        final = None
        try:
            for event in self._events():
                self._view.show(event)
                final = event if isinstance(event, FINAL_EVENTS) else final
        except BaseException:  # whoever read the events has left, say: no training goes on unseen
            self._stop_unseen()
            raise
        if final is None and not self._interrupts.count:
            raise _died(self._folder, self._worker.returncode)
        return final

    def _events(self) -> Iterator[Any]:
        """Events as they come, until the worker is gone or has had its time after the final one."""
        parting = math.inf
        while True:
            is_gone = self._worker.poll() is not None  # asked before reading, so that its last words are not missed
            for event in self._reader.poll():
                self._has_started = self._has_started or isinstance(event, AttemptStarted)
                yield event
                if isinstance(event, FINAL_EVENTS):
                    parting = time.monotonic() + PARTING_SECONDS
            if is_gone:
                return
            if time.monotonic() > parting:
                self._end_at_once()
            self._heed_interrupts()
            time.sleep(INTERVAL)

    def _heed_interrupts(self) -> None:
        if self._heeded == self._interrupts.count:
            return
        is_first, self._heeded = self._heeded == 0, self._interrupts.count
        if not self._has_started:
            self._view.say("Stopping. The training has not begun, so there is nothing to save.")
            self._end_at_once()
        elif is_first and self._heeded == 1:
            self._view.say("Stopping and saving. Ctrl-C again ends it at once, without what came after the last save.")
            self._ask_to_stop()
        else:
            self._view.say("Ending the training at once.")
            self._end_at_once()

    def _stop_unseen(self) -> None:
        if self._worker.poll() is not None:
            return
        if self._has_started:
            self._ask_to_stop()
        else:
            self._end_at_once()

    def _ask_to_stop(self) -> None:
        try:
            self._folder.send_request("stop")
        except OSError:  # a full disk, say; the signal asks for the same
            self._worker.terminate()

    def _end_at_once(self) -> None:
        """Kills the worker and what it has started."""
        if sys.platform == "win32":
            self._worker.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._worker.pid, signal.SIGKILL)  # the worker leads a session of its own
        self._worker.wait()


def _died(folder: RunFolder, status: int | None) -> WorkshopError:
    if folder.lacks_room():
        return WorkshopError(
            "no-space",
            Text(
                f"The disk is full, so the training in {folder.path} ended without a last word.",
                f"磁盘已满，{folder.path} 中的训练未能留下最后的记录就结束了。",
            ),
            Text(
                f"Free some space, then go on with `model-workshop resume {folder.run_id}`.",
                f"请腾出一些空间，然后用 `model-workshop resume {folder.run_id}` 继续。",
            ),
        )
    return WorkshopError(
        "training-failed",
        Text(
            f"The training process ended unexpectedly (exit status {status}).",
            f"训练进程意外结束（退出状态 {status}）。",
        ),
        Text(
            f"Go on with `model-workshop resume {folder.run_id}`; what it said last is in {folder.log_file}.",
            f"可用 `model-workshop resume {folder.run_id}` 继续；其最后的输出在 {folder.log_file}。",
        ),
    )
