"""Obeys the requests that come while a training runs."""

from collections.abc import Callable
from typing import Protocol

from trainer.contract.events import Exported, SettingChanged
from trainer.contract.run_folder import Request
from trainer.contract.settings import FieldSpec, check_value
from trainer.contract.text import Text
from trainer.training.reporter import Reporter
from trainer.training.requests import RequestDesk, Waiting
from trainer.training.schedules import LearningRates
from trainer.training.team import Team


class Snapshots(Protocol):
    """Exports the network of the moment beside the training, one at a time."""

    def start(self, step: int) -> None:
        """Begins to export the checkpoint of `step`."""
        ...

    def finished(self) -> tuple[str, str] | None:
        """The file that was written, or else the reason why not; None while the export runs or none was begun."""
        ...


class Steering:
    """Turns requests into `paused`, `stopped`, other learning rates and snapshots, and answers each."""

    def __init__(
        self,
        *,
        team: Team,
        reporter: Reporter,
        desk: RequestDesk | None,
        snapshots: Snapshots | None,
        settings: list[FieldSpec],
        stop_signalled: Callable[[], bool],
    ) -> None:
        """`desk` and `snapshots` are rank 0's alone. `settings` are the specs of the hyperparameters."""
        self.paused = False
        self.stopped = False
        self.wants_snapshot = False
        self._team = team
        self._reporter = reporter
        self._desk = desk
        self._snapshots = snapshots
        self._settings = {spec.name: spec for spec in settings}
        self._stop_signalled = stop_signalled
        self._snapshot: tuple[Waiting, int] | None = None

    def attend(self, rates: LearningRates, step: int) -> bool:
        """Obeys what waits; True where the state that a checkpoint must hold was changed."""
        self.stopped = self.stopped or self._team.share(self._stop_signalled())
        self._end_snapshot()
        changed = False
        for request, waiting in self._waiting():
            if request.kind == "snapshot":
                self._begin_snapshot(waiting, step)
                continue
            reason = self._obey(request, rates, step)
            changed = changed or (request.kind == "set" and not reason)
            if self._desk and waiting:
                self._desk.answer(waiting, ok=not reason, reason=reason)
        return changed

    def snapshot_saved(self, step: int) -> None:
        """The checkpoint of a wanted snapshot is on the disk: its export can begin."""
        self.wants_snapshot = False
        if self._snapshots:
            self._snapshots.start(step)

    def refuse_waiting(self, reason: str) -> None:
        """After the training, when rank 0 is alone: answers what waits with a no; a stop is noted all the same."""
        for waiting in self._desk.take() if self._desk else ():
            stops = waiting.request.kind == "stop"
            self.stopped = self.stopped or stops
            self._desk.answer(waiting, ok=stops, reason="" if stops else reason)  # type: ignore[union-attr]

    def _waiting(self) -> list[tuple[Request, Waiting | None]]:
        own = [waiting for waiting in self._desk.take() if not self._is_pending(waiting)] if self._desk else []
        shared = self._team.share([waiting.request for waiting in own])
        if self._desk is None:
            return [(request, None) for request in shared]
        return [(waiting.request, waiting) for waiting in own]

    def _is_pending(self, waiting: Waiting) -> bool:
        return self._snapshot is not None and self._snapshot[0].request.id == waiting.request.id

    def _obey(self, request: Request, rates: LearningRates, step: int) -> str:
        """Obeys one request; returns the reason where it cannot be obeyed."""
        if request.kind == "stop":
            self.stopped = True
        elif request.kind == "pause":
            if self.paused:
                return "the training is paused already"
            self.paused = True
        elif request.kind == "resume":
            if not self.paused:
                return "the training is not paused"
            self.paused = False
        else:
            return self._change(request, rates, step)
        return ""

    def _change(self, request: Request, rates: LearningRates, step: int) -> str:
        if request.name not in rates.names:
            return f"{request.name} cannot be changed while the training runs; these can: {', '.join(rates.names)}"
        try:
            value = check_value(self._settings[request.name], request.value)
        except ValueError as error:
            mistake = error.args[0]
            return mistake.en if isinstance(mistake, Text) else str(mistake)
        rates.change(request.name, value, step)
        self._reporter.event(SettingChanged(step=step, name=request.name, value=value))
        return ""

    def _begin_snapshot(self, waiting: Waiting | None, step: int) -> None:
        if self._snapshot is None:
            self.wants_snapshot = True
            self._snapshot = (waiting, step) if waiting else None
        elif self._desk and waiting:
            self._desk.answer(waiting, ok=False, reason="another snapshot is being exported")

    def _end_snapshot(self) -> None:
        finished = self._snapshots.finished() if self._snapshots else None
        if finished is None or self._snapshot is None or self._desk is None:
            return
        (file, reason), (waiting, step) = finished, self._snapshot
        self._snapshot = None
        if file:
            self._reporter.event(Exported(file=file, step=step, final=False))
        self._desk.answer(waiting, ok=bool(file), reason=reason)
