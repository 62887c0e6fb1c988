"""Answers the requests that others leave in the run folder."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainer.contract.events import RequestDone
from trainer.contract.run_folder import Request, RunFolder
from trainer.training.event_log import EventLog


@dataclass(frozen=True)
class Waiting:
    """A request that was taken and must be answered."""

    request: Request
    file_name: str


class RequestDesk:
    """Takes requests in their order and answers each exactly once."""

    def __init__(self, folder: RunFolder, log: EventLog) -> None:
        self._folder = folder
        self._log = log
        folder.requests.mkdir(exist_ok=True)

    def answer_stale(self, started: float) -> None:
        """Refuses what was asked before this worker started, when it was meant for an earlier one."""
        for waiting in self.take():
            if waiting.request.created < started:
                self.answer(waiting, ok=False, reason="asked before this attempt started")

    def refuse_all(self, reason: str) -> None:
        """Answers all that wait with a no."""
        for waiting in self.take():
            self.answer(waiting, ok=False, reason=reason)

    def take(self) -> Iterator[Waiting]:
        """The requests that wait, oldest first; one that cannot be read is answered and removed here."""
        for file, request in self._folder.take_requests():
            if request is None:
                number = int(file.stem) if file.stem.isdecimal() else 0
                self._finish(file.name, RequestDone(id=number, ok=False, reason="the request cannot be read"))
            else:
                yield Waiting(request, file.name)

    def answer(self, waiting: Waiting, *, ok: bool, reason: str = "") -> None:
        """Writes the answer, then removes the request."""
        self._finish(waiting.file_name, RequestDone(id=waiting.request.id, ok=ok, reason=reason))

    def _finish(self, file_name: str, answer: RequestDone) -> None:
        self._log.append(answer)
        (self._folder.requests / file_name).unlink(missing_ok=True)
