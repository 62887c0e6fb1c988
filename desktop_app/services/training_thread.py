"""Follows one run from beside the window: starts its worker or finds it, reads its events, sends it requests."""

import queue
import subprocess
import threading
import time
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from desktop_app.services.run_store import RunStore
from desktop_app.services.worker_process import AttachedWorker, find_worker
from trainer.contract.errors import WorkshopError
from trainer.contract.events import FINAL_EVENTS
from trainer.contract.run_folder import RequestKind, RunFolder
from trainer.contract.run_history import EventReader, RunHistory
from trainer.contract.writing import write_errors_told

INTERVAL = 0.1
"""Seconds between two looks at the size of `events.jsonl`."""
LOCK_INTERVAL = 1.0
"""Seconds between two looks at the lock of a worker that this process did not start."""
PARTING_SECONDS = 10.0
"""How long a worker may take to end after its last event."""
TERMINATE_SECONDS = 3.0
"""How long a worker that is told to end by the system may take before it is killed."""


class TrainingThread(QThread):
    """Ends by itself when the attempt ends. Ending this thread does not end the training.

    `loaded` comes once, with the RunHistory so far; then `arrived` with the new events, at most every 100 ms.
    `sent` names a request that is on its way and its number, by which its answer can be known; `not_sent` names one
    that could not be written, with the WorkshopError.
    `start_failed` carries a WorkshopError. `worker_died` comes when the worker is gone without a final event, with its
    exit status or None where that is not known.
    """

    loaded = Signal(object)
    arrived = Signal(list)
    sent = Signal(str, object)
    not_sent = Signal(str, object)
    start_failed = Signal(object)
    worker_died = Signal(object)

    def __init__(self, store: RunStore, folder: RunFolder, starts: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._store, self.starts = store, starts
        self._reader = EventReader(folder.events_file)
        self._process: subprocess.Popen[bytes] | None = None
        self._attached: AttachedWorker | None = None
        self._requests: queue.SimpleQueue[tuple[RequestKind, str, float]] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._kill = False
        self._last_lock_look = 0.0
        self._seen_alive = True

    def request(self, kind: RequestKind, name: str = "", value: float = 0.0) -> None:
        """Sends the worker a request; its answer is among the events."""
        self._requests.put((kind, name, value))
        self._wake.set()

    def end_worker(self) -> None:
        """Ends a worker that does not answer: asks it by the system's signal first, then kills it."""
        self._kill = True
        self._wake.set()

    def leave(self) -> None:
        """Stops following, waits for this thread to end; requests already made are still sent."""
        self.requestInterruption()
        self._wake.set()
        self.wait()
        if self._process is not None and self._process.poll() is None:
            # Someone must take note of its end, or the system keeps it as a zombie while this process lives.
            threading.Thread(target=self._process.wait, daemon=True).start()

    @property
    def can_end_worker(self) -> bool:
        """Whether it is known for certain which process the worker is, so that `end_worker` works."""
        return self._process is not None or self._attached is not None

    def run(self) -> None:
        """Reads what there is, starts the worker if asked to, follows it."""
        history = RunHistory()
        history.add(self._reader.poll())
        self.loaded.emit(history)
        if self.starts:
            try:
                self._process = self._store.start(self.folder)
            except WorkshopError as error:
                self.start_failed.emit(error)
                return
        elif history.final is not None and not self.folder.is_alive():
            return
        try:
            self._follow()
        finally:
            if self._attached is not None:
                attached, self._attached = self._attached, None
                attached.close()

    def _follow(self) -> None:
        while not self.isInterruptionRequested():
            self._send_requests()
            if self._kill:
                self._end_process()
            gone = self._is_gone()  # asked before reading, so that nothing it wrote last is missed
            events = self._reader.poll()
            if events:
                self.arrived.emit(events)
            if _has_ended(events):
                self._wait_for_exit()
                return
            if gone:
                self.worker_died.emit(self._process.returncode if self._process else None)
                return
            self._wake.wait(INTERVAL)
            self._wake.clear()
        self._send_requests()

    def _send_requests(self) -> None:
        while not self._requests.empty():
            kind, name, value = self._requests.get()
            try:
                with write_errors_told(self.folder.path):
                    number = self.folder.send_request(kind, name, value)
            except WorkshopError as error:
                self.not_sent.emit(kind, error)
            else:
                self.sent.emit(kind, number)

    def _is_gone(self) -> bool:
        if self._process is not None:
            return self._process.poll() is not None
        now = time.monotonic()
        if now - self._last_lock_look < LOCK_INTERVAL:
            return False
        self._last_lock_look = now
        was_alive, self._seen_alive = self._seen_alive, self.folder.is_alive()
        if self._seen_alive and self._attached is None:
            self._attached = find_worker(self.folder)
        return not was_alive and not self._seen_alive  # twice in a row: it may be on its way to the lock

    def _wait_for_exit(self) -> None:
        deadline = time.monotonic() + PARTING_SECONDS
        while time.monotonic() < deadline and not self.isInterruptionRequested():
            self._seen_alive = self._process.poll() is None if self._process else self.folder.is_alive()
            if not self._seen_alive:
                return
            self._wake.wait(INTERVAL)
            self._wake.clear()

    def _end_process(self) -> None:
        if self._attached is not None:
            self._attached.end(TERMINATE_SECONDS)
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(TERMINATE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _has_ended(events: list[Any]) -> bool:
    return any(isinstance(event, FINAL_EVENTS) for event in events)
