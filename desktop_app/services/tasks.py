"""Runs functions beside the window and brings their results back to it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot


class _Runnable(QRunnable):
    def __init__(self, job: "_Job") -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        try:
            result, error = self._job.function(), None
        except Exception as problem:  # noqa: BLE001 - handed to the caller, who must show it
            result, error = None, problem
        self._job.finished.emit(result, error)


class _Job(QObject):
    """One function on its way; lives in the thread that asked and is told there."""

    finished = Signal(object, object)

    def __init__(
        self,
        tasks: "Tasks",
        key: str,
        function: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
    ) -> None:
        super().__init__(tasks)
        self._tasks = tasks
        self.key = key
        self.function = function
        self._done, self._failed = done, failed
        self.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object, object)
    def _deliver(self, result: Any, error: Exception | None) -> None:
        self.deleteLater()
        if not self._tasks.is_newest(self):
            return
        if error is None:
            self._done(result)
        else:
            self._failed(error)


class Tasks(QObject):
    """Starts functions on a pool of threads.

    Of several tasks with one `key` only the newest reports: what was asked before it is out of date.
    """

    def __init__(self, threads: int = 2) -> None:
        super().__init__()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._newest: dict[str, _Job] = {}
        self._is_closed = False

    def run(
        self,
        function: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
        key: str = "",
    ) -> None:
        """Call `function` in the pool, then `done` with its result or `failed` with its exception in this thread."""
        job = _Job(self, key, function, done, failed)
        if key:
            self._newest[key] = job
        self._pool.start(_Runnable(job))

    def is_newest(self, job: _Job) -> bool:
        """Whether nothing newer with the same key was asked for, and somebody still waits for answers."""
        return not self._is_closed and (not job.key or self._newest.get(job.key) is job)

    def wait(self, milliseconds: int = 5000) -> bool:
        """Wait for running tasks to end; what has not started is dropped, and what takes longer tells nobody."""
        self._pool.clear()
        is_done = self._pool.waitForDone(milliseconds)
        self._is_closed = not is_done
        return is_done
