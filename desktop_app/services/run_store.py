"""The trainings of one data folder: creates, lists and starts them. Used by the window and by the verbs; no Qt here."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from desktop_app import __version__
from desktop_app.places import DATA_DIR_VARIABLE
from desktop_app.processes import own_command, own_environment
from trainer.catalog import PresetName, documented_model
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder, RunSpec, RunSummary, new_run_id
from trainer.contract.settings import parse_settings
from trainer.contract.text import Text, is_valid
from trainer.contract.writing import write_errors_told
from trainer.datasets.known_datasets import KNOWN_DATASETS

START_SECONDS = 60
"""A worker that has not taken the lock after this time never will."""


@dataclass(frozen=True)
class RunEntry:
    """One training in a list: what was asked for and how far it is."""

    folder: RunFolder
    spec: RunSpec
    summary: RunSummary

    @property
    def is_live(self) -> bool:
        """Whether a worker has it in hand or is about to."""
        return self.summary.state in ("waiting", "running", "paused")

    @property
    def can_resume(self) -> bool:
        """Whether starting a worker again goes on from the last checkpoint."""
        return self.summary.state in ("stopped", "interrupted", "failed")


def worker_command(folder: Path) -> list[str]:
    """The command that trains what stands in the `run.json` of `folder`."""
    return own_command("train-worker", str(folder))


class RunStore:
    """The run folders below `runs`."""

    def __init__(self, runs: Path, command: Callable[[Path], list[str]] = worker_command) -> None:
        self.runs = runs
        self._command = command

    def create(
        self,
        model_name: str,
        preset: PresetName,
        changes: Mapping[str, Any],
        data: str,
        columns: Mapping[str, str] = MappingProxyType({}),
    ) -> RunFolder:
        """Makes a run folder with its `run.json`; nothing is started yet.

        `changes` are hyperparameters that differ from the preset's; `data` is a catalogued name or a path, empty for
        what there is; `columns` of tables by role are guessed where they are not chosen. Raises WorkshopError
        `not-found`, `invalid-setting`, and `no-space` or `not-writable` where nothing can be written.
        """
        base = documented_model(model_name).presets[preset].hyperparameters
        hyperparameters = _with_absolute_paths(msgspec.structs.asdict(parse_settings(base, changes)))
        if not is_valid(data):
            raise _no_text(data)
        moment = time.time()
        spec = RunSpec(
            run_id=new_run_id(model_name, moment),
            documented_model=model_name,
            preset=preset,
            hyperparameters=hyperparameters,
            data=_absolute(data),
            columns=dict(columns),
            created=moment,
            program_version=__version__,
        )
        with write_errors_told(self.runs):
            while not (folder := self._created(spec)):
                moment += 0.001
                spec = msgspec.structs.replace(spec, run_id=new_run_id(model_name, moment), created=moment)
        return folder

    def _created(self, spec: RunSpec) -> RunFolder | None:
        """The folder of a new run; None where another run, perhaps of another process, has that id."""
        folder = RunFolder(self.runs / spec.run_id)
        try:
            folder.create(spec)
        except FileExistsError:
            if not folder.path.is_dir():
                raise
            return None
        return folder

    def find(self, run: str) -> RunFolder:
        """The folder of a run, by its id or its path. Raises WorkshopError `not-found`."""
        for path in (self.runs / run, Path(run).expanduser().absolute()):
            if run and (path / "run.json").is_file():
                return RunFolder(path)
        raise WorkshopError(
            "not-found",
            Text(f"There is no training called {run}.", f"没有名为 {run} 的训练记录。"),
            Text("List the trainings with `runs`.", "用 `runs` 列出全部训练记录。"),
        )

    def entry(self, folder: RunFolder) -> RunEntry:
        """One run as it stands now. Raises WorkshopError `not-found` or `unreadable`."""
        spec = folder.read_spec()
        summary = folder.read_summary()
        is_due = folder.lock_file.exists() or time.time() - spec.created > START_SECONDS
        if summary.state == "waiting" and is_due and not folder.is_alive():
            summary = RunSummary(state="interrupted", updated=spec.created)
        return RunEntry(folder, spec, summary)

    def entries(self) -> list[RunEntry]:
        """All runs, newest first; folders that are not runs are passed over."""
        found = []
        for path in self.runs.iterdir() if self.runs.is_dir() else ():
            try:
                found.append(self.entry(RunFolder(path)))
            except WorkshopError:
                continue
        return sorted(found, key=lambda entry: entry.spec.created, reverse=True)

    def start(self, folder: RunFolder) -> "subprocess.Popen[bytes]":
        """Starts a worker for a new run, or again for one that was stopped or interrupted.

        The worker is detached: it shares no pipe, no terminal and no session with this process, and outlives it.
        What it prints goes to `worker.log`. Raises WorkshopError `busy`, `training-failed`, or `no-space` and
        `not-writable` where the folder cannot be written.
        """
        if folder.is_alive():
            raise _busy(folder)
        environment = own_environment(**{DATA_DIR_VARIABLE: str(self.runs.parent)})
        environment = {name: value for name, value in environment.items() if not name.startswith("QT_")}
        with write_errors_told(folder.path):
            log = folder.log_file.open("ab")
        with log:
            try:
                return subprocess.Popen(
                    self._command(folder.path),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=folder.path,
                    env=environment,
                    **_detached(),
                )
            except OSError as error:
                raise _cannot_start(folder, error) from error


def _detached() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _absolute(data: str) -> str:
    """Paths must hold for a worker that runs in another folder; catalogued names stay as they are."""
    path = Path(data).expanduser()
    is_name = not data or data in KNOWN_DATASETS
    return data if is_name or not path.exists() else str(path.absolute())


def _with_absolute_paths(hyperparameters: dict[str, Any]) -> dict[str, Any]:
    """The same for hyperparameters that name a model file, which ends in `.onnx`."""
    return {
        name: _absolute(value) if isinstance(value, str) and value.endswith(".onnx") else value
        for name, value in hyperparameters.items()
    }


def _no_text(data: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(
            f"The name {data} holds bytes that are no text, so no record of the training could hold it.",
            f"名称 {data} 含有非文本字节，无法写入训练记录。",
        ),
        Text("Rename the file or folder, then try again.", "请重命名该文件或文件夹后重试。"),
    )


def _cannot_start(folder: RunFolder, error: OSError) -> WorkshopError:
    reason = error.strerror or str(error)
    return WorkshopError(
        "training-failed",
        Text(f"The training process could not be started: {reason}.", f"无法启动训练进程：{reason}。"),
        Text(f"Read {folder.log_file} for more.", f"详情见 {folder.log_file}。"),
    )


def _busy(folder: RunFolder) -> WorkshopError:
    return WorkshopError(
        "busy",
        Text(f"{folder.run_id} is running already.", f"{folder.run_id} 已在运行。"),
        Text("Wait for it to end, or stop it first.", "请等待其结束，或先停止它。"),
    )
