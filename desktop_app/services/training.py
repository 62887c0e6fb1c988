"""The training that the window follows: at most one, whoever started it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.services.run_store import RunEntry, RunStore
from desktop_app.services.tasks import Tasks
from desktop_app.services.training_thread import TrainingThread
from trainer.catalog import PresetName
from trainer.contract.errors import WorkshopError
from trainer.contract.events import Exported, RequestDone, RunFailed, RunFinished, RunStopped
from trainer.contract.run_folder import RequestKind, RunFolder, RunSpec
from trainer.contract.run_history import RunHistory

TrainingState = Literal[
    "none", "starting", "running", "paused", "stopping", "finished", "stopped", "failed", "interrupted"
]
LIVE_STATES = ("starting", "running", "paused", "stopping")
ANSWER_SECONDS = 20
"""A worker that has not answered `stop` after this time may be ended by force."""
_FINAL_STATES: dict[type, TrainingState] = {RunFinished: "finished", RunStopped: "stopped", RunFailed: "failed"}


class Training(QObject):
    """Starts, finds, follows and steers a training; keeps its history.

    Of an interrupted one, `exit_status` is that of its process if this one started it (a negative number is a signal),
    and `was_ended` says whether it was ended by `end_worker`.

    `began` comes when another run is followed, `changed` when state or progress did, `events_arrived` with the new
    events (already in `history`), `ended` when the attempt ended, `snapshot_ready` with the path of a usable model,
    `request_refused` with the kind of a request and the worker's reason, `not_sent` with the WorkshopError of a request
    that could not be written, `refused` with that of a training that could not be started.
    """

    began = Signal()
    changed = Signal()
    events_arrived = Signal(list)
    ended = Signal()
    snapshot_ready = Signal(object)
    request_refused = Signal(str, str)
    not_sent = Signal(object)
    refused = Signal(object)

    def __init__(self, store: RunStore, tasks: Tasks) -> None:
        super().__init__()
        self.store = store
        self._tasks = tasks
        self._thread: TrainingThread | None = None
        self.folder: RunFolder | None = None
        self.spec: RunSpec | None = None
        self.history = RunHistory()
        self.state: TrainingState = "none"
        self._asked: dict[int, str] = {}
        self.exit_status: int | None = None
        self.was_ended = False
        self.is_unanswered = False
        self.snapshot_is_wanted = False
        self._patience = QTimer(self, interval=ANSWER_SECONDS * 1000, singleShot=True)
        self._patience.timeout.connect(self._give_up_waiting)

    # -------------------------------------------------------------------------------------------- choosing a run
    @property
    def is_live(self) -> bool:
        """Whether a worker has the followed run in hand."""
        return self.state in LIVE_STATES

    @property
    def can_end_worker(self) -> bool:
        """Whether the worker can be ended by force: it was started here, or was found and is known for certain."""
        return self._thread is not None and self._thread.can_end_worker

    def start(
        self,
        model: str,
        preset: PresetName,
        changes: Mapping[str, Any],
        data: str,
        columns: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Creates a run and starts its worker. `refused` tells of a failure."""
        self.state = "starting"
        self._tasks.run(
            lambda: self.store.create(model, preset, changes, data, columns),
            lambda folder: self.follow(folder, starts=True),
            self._refuse,
        )

    def resume(self, folder: RunFolder) -> None:
        """Goes on with a run that was stopped or interrupted."""
        self.follow(folder, starts=True)

    def find_live(self) -> None:
        """Looks for a run that goes on without a window, and follows the newest."""
        self._tasks.run(self._newest_live, self._follow_found, self._refuse)

    def follow(self, folder: RunFolder, starts: bool) -> None:
        """Leaves the run followed so far and follows this one; `starts` its worker or finds it running."""
        try:
            spec = folder.read_spec()
        except WorkshopError as error:
            self._refuse(error)
            return
        self.leave()
        self.folder, self.spec, self.history = folder, spec, RunHistory()
        self.is_unanswered = self.snapshot_is_wanted = False
        self.exit_status, self.was_ended = None, False
        self._asked = {}
        self.state = "starting"
        thread = TrainingThread(self.store, folder, starts)
        thread.loaded.connect(self._load)
        thread.arrived.connect(self._add)
        thread.sent.connect(self._remember)
        thread.not_sent.connect(self._note_unsent)
        thread.start_failed.connect(self._refuse)
        thread.worker_died.connect(self._note_death)
        self._thread = thread
        thread.start()
        self.began.emit()
        self.changed.emit()

    def leave(self) -> None:
        """Stops following; the training goes on."""
        self._patience.stop()
        if self._thread is not None:
            thread, self._thread = self._thread, None
            thread.leave()
            for signal in (thread.loaded, thread.arrived, thread.sent, thread.not_sent):
                signal.disconnect()
            for signal in (thread.start_failed, thread.worker_died):
                signal.disconnect()

    # -------------------------------------------------------------------------------------------- steering
    def pause(self) -> None:
        """Asks the worker to save and wait."""
        self._request("pause")

    def go_on(self) -> None:
        """Asks a waiting worker to go on."""
        self._request("resume")

    def stop(self) -> None:
        """Asks the worker to save the best and the last state and end."""
        self._request("stop")
        self.state = "stopping"
        self._patience.start()
        self.changed.emit()

    def take_snapshot(self) -> None:
        """Asks for a usable model of the present state; `snapshot_ready` tells where it is."""
        self.snapshot_is_wanted = True
        self._request("snapshot")
        self.changed.emit()

    def set_value(self, name: str, value: float) -> None:
        """Changes a hyperparameter that may be changed while running."""
        self._request("set", name, value)

    def end_worker(self) -> None:
        """Ends a worker that does not answer; the last checkpoint is kept."""
        if self._thread is not None:
            self.was_ended = True
            self._thread.end_worker()

    # -------------------------------------------------------------------------------------------- hearing
    def _request(self, kind: RequestKind, name: str = "", value: float = 0.0) -> None:
        if self._thread is not None:
            self._thread.request(kind, name, value)

    def _load(self, history: RunHistory) -> None:
        self.history = history
        if history.final is not None and not (self._thread and self._thread.starts):
            self._end(_FINAL_STATES[type(history.final)])
        self.events_arrived.emit([])
        self.changed.emit()

    def _add(self, events: list[Any]) -> None:
        self.history.add(events)
        for event in events:
            self._note(event)
        if self.state in ("starting", "running", "paused") and self.history.started is not None:
            self.state = "paused" if self.history.is_paused else "running"
        self.events_arrived.emit(events)
        if self.history.final is not None:
            self._end(_FINAL_STATES[type(self.history.final)])
        self.changed.emit()

    def _note(self, event: object) -> None:
        if isinstance(event, RequestDone):
            self._take_answer(event)
        elif isinstance(event, Exported) and self.snapshot_is_wanted and self.folder is not None:
            self.snapshot_is_wanted = False
            self.snapshot_ready.emit(self.folder.path / event.file)

    def _take_answer(self, answer: RequestDone) -> None:
        kind = self._asked.pop(answer.id, "")
        if kind == "stop":
            self._patience.stop()
            self.is_unanswered = False
        if kind == "snapshot":
            self.snapshot_is_wanted = False
        if kind and not answer.ok:
            self.request_refused.emit(kind, answer.reason)

    def _remember(self, kind: str, number: int) -> None:
        self._asked[number] = kind

    def _note_unsent(self, kind: str, error: WorkshopError) -> None:
        if kind == "snapshot":
            self.snapshot_is_wanted = False
        if kind == "stop":
            self._patience.stop()
            self.state = "paused" if self.history.is_paused else "running"
        self.not_sent.emit(error)
        self.changed.emit()

    def _note_death(self, exit_status: int | None) -> None:
        self.exit_status = exit_status
        self._end("interrupted")
        self.changed.emit()

    def _end(self, state: TrainingState) -> None:
        self.state = state
        self._patience.stop()
        self.is_unanswered = self.snapshot_is_wanted = False
        self.ended.emit()

    def _refuse(self, error: Exception) -> None:
        self.state = "none"
        self.refused.emit(error)
        self.changed.emit()

    def _give_up_waiting(self) -> None:
        self.is_unanswered = True
        self.changed.emit()

    def _newest_live(self) -> RunEntry | None:
        return next((entry for entry in self.store.entries() if entry.is_live and entry.folder.is_alive()), None)

    def _follow_found(self, entry: RunEntry | None) -> None:
        if entry is not None and not self.is_live:
            self.follow(entry.folder, starts=False)
