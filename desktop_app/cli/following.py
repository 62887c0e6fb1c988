"""Follows a training that runs in a process of its own: relays its events, and stops it on Ctrl-C."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

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

    The first Ctrl-C asks the worker to stop and save, and the events go on until it has; each further one sends it the
    signal to end.
    """

    def __init__(self, store: RunStore, folder: RunFolder, show: Callable[[Any], None], interrupts: Interrupts) -> None:
        """`show` is called with each event."""
        self._folder = folder
        self._show = show
        self._interrupts = interrupts
        self._reader = EventReader(folder.events_file)
        self._reader.poll()  # what earlier attempts said
        self._worker: subprocess.Popen[bytes] = store.start(folder)
        self._has_started = False
        self._has_asked = False
        self._terminated = 0

    def until_end(self) -> Any:
        """The final event of the attempt. Raises WorkshopError `training-failed` if the worker dies without one."""
        for event in self._events():
            self._show(event)
            if isinstance(event, FINAL_EVENTS):
                self._wait_for_exit()
                return event
        raise _died(self._folder, self._worker.returncode)

    def _events(self) -> Iterator[Any]:
        """Events as they come, until the worker is gone."""
        while True:
            is_gone = self._worker.poll() is not None  # asked before reading, so that its last words are not missed
            for event in self._reader.poll():
                self._has_started = self._has_started or isinstance(event, AttemptStarted)
                yield event
            if is_gone:
                return
            self._heed_interrupts()
            time.sleep(INTERVAL)

    def _heed_interrupts(self) -> None:
        """A request made before the worker has begun would count as one of an earlier attempt, so it waits."""
        while self._terminated < self._interrupts.count - 1:  # once for each: the worker saves at the first
            self._worker.terminate()
            self._terminated += 1
        if self._interrupts.count and self._has_started and not self._has_asked:
            self._folder.send_request("stop")
            self._has_asked = True

    def _wait_for_exit(self) -> None:
        try:
            self._worker.wait(PARTING_SECONDS)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()


def _died(folder: RunFolder, status: int | None) -> WorkshopError:
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
