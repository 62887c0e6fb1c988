"""The run folder: the only channel between a training and everyone who watches or steers it.

`run.json` is written once by whoever starts the run. The worker alone appends to `events.jsonl`, holds the OS lock on
`run.lock` while it lives, leaves its number in `worker.pid`, and keeps `summary.json`. Requests are files put into
`requests/` by rename.
"""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal

import msgspec

from trainer.contract.errors import WorkshopError
from trainer.contract.file_lock import lock_file
from trainer.contract.text import Text
from trainer.contract.writing import write_by_rename

LEAST_ROOM = 262_144
"""Bytes; less than the small files of a run need."""

RequestKind = Literal["pause", "resume", "stop", "snapshot", "set"]
RunState = Literal["waiting", "running", "paused", "finished", "stopped", "failed", "interrupted"]


class RunSpec(msgspec.Struct, frozen=True, kw_only=True):
    """`run.json`: what is to be trained, on what, and how. `columns` says which of own tables is which, by role."""

    run_id: str
    documented_model: str
    preset: str
    hyperparameters: dict[str, Any]
    data: str
    created: float
    program_version: str
    columns: dict[str, str] = {}
    schema_version: int = 1


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`summary.json`: enough to list a run without reading its events. The live state is derived with the lock."""

    state: RunState = "waiting"
    step: int = 0
    total_steps: int = 0
    epoch: int = 0
    total_epochs: int = 0
    seconds: float = 0.0
    seconds_left: float | None = None
    best: float | None = None
    best_by: str = ""
    updated: float = 0.0


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request to a worker; `name` and `value` go with `set`."""

    id: int
    kind: RequestKind
    name: str = ""
    value: float = 0.0
    created: float = 0.0


class RunFolder:
    """The places inside one run folder, and the small files that several processes share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.spec_file = path / "run.json"
        self.events_file = path / "events.jsonl"
        self.summary_file = path / "summary.json"
        self.lock_file = path / "run.lock"
        self.pid_file = path / "worker.pid"
        self.log_file = path / "worker.log"
        self.model_file = path / "model.onnx"
        self.requests = path / "requests"
        self.checkpoints = path / "checkpoints"
        self.samples = path / "samples"

    @property
    def run_id(self) -> str:
        """The name of the folder, which is the run's id."""
        return self.path.name

    def create(self, spec: RunSpec) -> None:
        """Makes the folder with its `run.json`, or nothing at all.

        Raises FileExistsError where the folder is there already, and OSError where it cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.mkdir()
        try:
            for folder in (self.requests, self.checkpoints, self.samples):
                folder.mkdir()
            write_by_rename(self.spec_file, msgspec.json.format(msgspec.json.encode(spec), indent=2))
        except BaseException:
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def read_spec(self) -> RunSpec:
        """The run's `run.json`. Raises WorkshopError `not-found` or `unreadable`."""
        try:
            return msgspec.json.decode(self.spec_file.read_bytes(), type=RunSpec)
        except FileNotFoundError as error:
            raise _error(
                "not-found", f"There is no training in {self.run_id}.", f"{self.run_id} 中没有训练记录。"
            ) from error
        except (OSError, msgspec.DecodeError) as error:
            raise _error(
                "unreadable", f"The training {self.run_id} cannot be read.", f"无法读取训练记录 {self.run_id}。"
            ) from error

    def write_summary(self, summary: RunSummary) -> None:
        """Replaces `summary.json` in one step."""
        write_by_rename(self.summary_file, msgspec.json.encode(summary))

    def read_summary(self) -> RunSummary:
        """The summary with its live state: a worker that died without a final event leaves `interrupted`."""
        try:
            summary = msgspec.json.decode(self.summary_file.read_bytes(), type=RunSummary)
        except (OSError, msgspec.DecodeError):
            summary = RunSummary()
        if summary.state in ("waiting", "running", "paused") and self.summary_file.exists() and not self.is_alive():
            return msgspec.structs.replace(summary, state="interrupted")
        return summary

    def lacks_room(self) -> bool:
        """Whether the disk is so full that a training must end, perhaps without being able to say so."""
        try:
            return shutil.disk_usage(self.path).free < LEAST_ROOM
        except OSError:
            return False

    def is_alive(self) -> bool:
        """Whether a worker holds the lock of this run now."""
        return RunLock(self.lock_file).is_held()

    def note_worker(self) -> None:
        """Leaves the number of this process, which holds the lock, so that others can end it by force."""
        self.forget_worker()  # where there is no room for the new number, the old one must not stay
        with suppress(OSError):
            write_by_rename(self.pid_file, str(os.getpid()).encode())

    def forget_worker(self) -> None:
        """Removes the number of the process; called by the one that holds the lock."""
        self.pid_file.unlink(missing_ok=True)

    def worker_pid(self) -> int | None:
        """The number that the last worker left; it means that worker only while the lock is held."""
        try:
            return int(self.pid_file.read_bytes())
        except (OSError, ValueError):
            return None

    def send_request(self, kind: RequestKind, name: str = "", value: float = 0.0) -> int:
        """Leaves a request for the worker and returns its number, to be met again in `request_done`."""
        number = time.time_ns()
        request = Request(id=number, kind=kind, name=name, value=value, created=number / 1e9)
        write_by_rename(self.requests / f"{number:020d}.json", msgspec.json.encode(request))
        return number

    def take_requests(self) -> list[tuple[Path, Request | None]]:
        """The waiting requests, oldest first, with their files; None for one that cannot be read."""
        taken: list[tuple[Path, Request | None]] = []
        for file in sorted(self.requests.glob("*.json")):
            try:
                taken.append((file, msgspec.json.decode(file.read_bytes(), type=Request)))
            except (OSError, msgspec.DecodeError):
                taken.append((file, None))
        return taken


class RunLock:
    """An OS lock on a file: gone with the process that holds it, however that process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self) -> bool:
        """Takes the lock if it is free; says whether it is held now."""
        file = self._path.open("ab")
        try:
            lock_file(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def is_held(self) -> bool:
        """Whether a process holds the lock now; nothing is written for this question."""
        try:
            file = self._path.open("rb")
        except OSError:  # not there, or not ours to read
            return False
        with file:
            try:
                lock_file(file)
            except OSError:
                return True
        return False

    def release(self) -> None:
        """Gives the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


def new_run_id(documented_model: str, moment: float) -> str:
    """A readable id that sorts by time, such as `digits-cnn-20260102-030405-678`."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(moment))
    return f"{documented_model}-{stamp}-{int(moment * 1000) % 1000:03d}"


def _error(kind: Literal["not-found", "unreadable"], en: str, zh: str) -> WorkshopError:
    return WorkshopError(kind, Text(en, zh), Text("List the trainings with `runs`.", "用 `runs` 列出全部训练记录。"))
