"""The GPU part of the packaged program, for the window: its state; adding, trying and removing it in a thread."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop_app.gpu_part.installation import Installation, Step
from desktop_app.gpu_part.plan import Plan, plan_of_this_program
from desktop_app.gpu_part.state import PartState, examine_part
from desktop_app.gpu_part.trial import Outcome, try_part
from desktop_app.runtime_parts import Choice, choose, driver_version, is_frozen
from desktop_app.services.tasks import Tasks
from trainer.contract.errors import Cancelled

Activity = Literal["", "looking", "adding", "trying", "removing"]
TELL_SECONDS = 0.1
"""Between two reports of progress."""


class GpuPart(QObject):
    """`changed` comes when the state or the activity did, `progressed` with each Step.

    `failed` carries the activity that did not work and its exception.
    """

    changed = Signal()
    progressed = Signal(object)
    failed = Signal(str, object)

    def __init__(
        self,
        parts: Path,
        plan: Plan | None = None,
        find_choice: Callable[[Path], Choice] | None = None,
        try_out: Callable[..., Outcome] = try_part,
    ) -> None:
        """`parts` is the folder `runtime-gpu` of the data folder; the rest is the program's own if not given."""
        super().__init__()
        self._parts, self._plan = parts, plan
        self._find_choice = find_choice or _choice
        self._try_out = try_out
        self._tasks = Tasks(threads=1)
        self._is_cancelled = False
        self._last_told = 0.0
        self.activity: Activity = ""
        self.state: PartState | None = None

    def look(self) -> None:
        """Find out how the part stands, unless something is under way."""
        if not self.activity:
            self._start("looking", lambda: None)

    def add(self) -> None:
        """Fetch what is missing, then try the part."""
        self._start("adding", self._add)

    def try_again(self) -> None:
        """Try the part that is there."""
        self._start("trying", self._try)

    def remove(self) -> None:
        """Remove the part and whatever was fetched for it."""
        self._start("removing", lambda: self._installation().remove())

    def cancel(self) -> None:
        """End what is under way at the next piece; what has arrived is kept."""
        self._is_cancelled = True

    def has_driver(self) -> bool:
        """Whether an NVIDIA driver answers."""
        return driver_version() is not None

    def close(self) -> None:
        """End what runs."""
        self.cancel()
        self._tasks.wait()

    def _start(self, activity: Activity, work: Callable[[], object]) -> None:
        self.activity, self._is_cancelled = activity, False
        self.changed.emit()
        self._tasks.run(lambda: self._examine_after(work), self._done, self._failed)

    def _examine_after(self, work: Callable[[], object]) -> PartState:
        work()
        return examine_part(self._parts, self._find_choice(self._parts), self._plan)

    def _add(self) -> None:
        self._installation().add(self._tell)
        if self._find_choice(self._parts).obstacle == "untried":
            self.activity = "trying"
            self.changed.emit()  # from the pool's thread; Qt carries it over
            self._try()

    def _try(self) -> None:
        self._try_out(self._parts, self._needed_plan().name, lambda: not self._is_cancelled)

    def _installation(self) -> Installation:
        return Installation(self._parts, self._needed_plan())

    def _needed_plan(self) -> Plan:
        plan = self._plan or plan_of_this_program()
        if plan is None:
            raise RuntimeError("the buttons are hidden where there is no plan")
        return plan

    def _tell(self, step: Step) -> bool:
        now = time.monotonic()
        if now - self._last_told >= TELL_SECONDS:
            self._last_told = now
            self.progressed.emit(step)
        return not self._is_cancelled

    def _done(self, state: PartState) -> None:
        self.activity, self.state = "", state
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        failed, self.activity = self.activity, ""
        if not isinstance(error, Cancelled):
            self.failed.emit(failed, error)
        if failed != "looking":
            self.look()


def _choice(parts: Path) -> Choice:
    return choose(parts) if is_frozen() else Choice(None, "not-frozen")
