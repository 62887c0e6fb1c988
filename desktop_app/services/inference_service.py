"""Asks models beside the window: requests go to a pool of threads, results come back as signals."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from desktop_app.services.inference_requests import NeedsMore, Request, Watch

if TYPE_CHECKING:
    from desktop_app.inference.models import OpenModel
    from desktop_app.inference.providers import Verdict

QUICK_THREADS = 2
CLOSE_MILLISECONDS = 5000


@dataclass(frozen=True)
class Answer:
    """The result of a request: how long it took, without what had to be loaded first, and where it really ran.

    `stopped` says that it ended early and the result is what there was by then.
    """

    id: int
    channel: str
    model_id: str
    request: Any
    result: Any
    milliseconds: float
    verdict: "Verdict"
    stopped: bool = False


@dataclass(frozen=True)
class Failed:
    """A request that could not be answered. `error` is a WorkshopError unless the program itself is at fault."""

    id: int
    channel: str
    model_id: str
    request: Request
    error: Exception


@dataclass(frozen=True)
class Progress:
    """How far a request is, and the parts of its result since the last report, such as the items of a batch."""

    id: int
    channel: str
    model_id: str
    done: int
    total: int
    items: Sequence[Any]
    verdict: "Verdict"


class InferenceService(QObject):
    """Runs requests on models and says the results.

    Each request has a channel, such as `generate.wall`: of several on one channel only the newest is answered. Batches
    and previews go to a thread of their own, so that what a person waits for never stands behind them.
    """

    answered = Signal(object)
    """Answer, in the thread of this object."""
    failed = Signal(object)
    """Failed."""
    progressed = Signal(object)
    """Progress, at most five times a second for one request, thirty times for a text that is being written."""

    _arrived = Signal(object)

    def __init__(self, open_model: "Callable[[str], OpenModel]") -> None:
        """`open_model` opens the model of an id, or takes it from its cache; it is called on threads of the pool."""
        super().__init__()
        self._open_model = open_model
        self._quick, self._background = QThreadPool(self), QThreadPool(self)
        self._quick.setMaxThreadCount(QUICK_THREADS)
        self._background.setMaxThreadCount(1)
        self._newest: dict[str, _Job] = {}
        self._last_id = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(self, model_id: str, request: Request, channel: str, background: bool = False) -> int:
        """Ask a model; returns the id that the answer will carry. What was asked on this channel before is dropped."""
        self.forget(channel)
        self._last_id += 1
        job = _Job(self._last_id, channel, model_id, request, self._open_model, self._arrived.emit)
        self._newest[channel] = job
        (self._background if background else self._quick).start(job)
        return job.id

    def stop(self, channel: str) -> None:
        """Let the request on this channel end early; it is still answered, with what it has."""
        if job := self._newest.get(channel):
            job.watch.stopped.set()

    def forget(self, channel: str) -> None:
        """Drop the request on this channel: nothing more is said of it."""
        if job := self._newest.pop(channel, None):
            job.watch.stopped.set()
            job.is_forgotten = True

    def is_busy(self, channel: str) -> bool:
        """Whether an answer on this channel is still to come."""
        return channel in self._newest

    def close(self) -> bool:
        """Drop everything and wait for what is running; says whether all of it ended in time."""
        for channel in list(self._newest):
            self.forget(channel)
        pools = (self._quick, self._background)
        for pool in pools:
            pool.clear()
        ended = [pool.waitForDone(CLOSE_MILLISECONDS) for pool in pools]
        return all(ended)

    @Slot(object)
    def _deliver(self, message: "Answer | Failed | Progress") -> None:
        job = self._newest.get(message.channel)
        if job is None or job.id != message.id:
            return
        if isinstance(message, Progress):
            self.progressed.emit(message)
            return
        del self._newest[message.channel]
        if isinstance(message, Answer):
            self.answered.emit(message)
        else:
            self.failed.emit(message)


class _Job(QRunnable):
    """One request on its way through the pool."""

    def __init__(
        self,
        number: int,
        channel: str,
        model_id: str,
        request: Request,
        open_model: "Callable[[str], OpenModel]",
        tell: Callable[[object], object],
    ) -> None:
        super().__init__()
        self.id, self.channel = number, channel
        self.watch = Watch(self._report)
        self.is_forgotten = False
        self._model_id, self._request = model_id, request
        self._open_model, self._tell = open_model, tell
        self._opened: OpenModel | None = None

    def run(self) -> None:
        if self.is_forgotten:
            return
        try:
            message: object = self._answer()
        except Exception as error:  # noqa: BLE001 - handed to the page, which shows it
            message = Failed(self.id, self.channel, self._model_id, self._request, error)
        if not self.is_forgotten:
            self._tell(message)

    def _answer(self) -> Answer:
        self._opened = self._open_model(self._model_id)
        pipeline = self._opened.pipeline(self._request.task)
        if isinstance(self._request, NeedsMore):
            self._request.make_ready()
        start = time.perf_counter()
        result = self._request.run(pipeline, self.watch)
        milliseconds = (time.perf_counter() - start) * 1000
        verdict, stopped = self._opened.verdict, not self.watch.goes_on()
        return Answer(self.id, self.channel, self._model_id, self._request, result, milliseconds, verdict, stopped)

    def _report(self, done: int, total: int, items: Sequence[Any]) -> None:
        if self._opened is not None and not self.is_forgotten:
            verdict = self._opened.verdict
            self._tell(Progress(self.id, self.channel, self._model_id, done, total, items, verdict))
