"""Opens models: their card, a pipeline for each of their tasks, and where they run. Trusted ones run in this process,
foreign ones in a child with limits; whoever uses them sees no difference.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from desktop_app.inference import providers
from desktop_app.inference.foreign import ForeignGraphs, Limits
from desktop_app.inference.known import KnownFiles
from desktop_app.inference.machine import Machine
from desktop_app.inference.output_checks import check_foreign_card, check_outputs
from desktop_app.inference.providers import Device, Verdict
from desktop_app.inference.sessions import Arrays, GraphSession
from trainer.contract.card import MAIN_ROLE, ModelCard, Task, companion_path, model_files, read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines import PIPELINES
from trainer.contract.text import Text

KEPT_BYTES = 256 * 1024**2
"""Bytes of model files that stay open when other models are opened; the oldest are let go first."""

LARGEST_FILE = 1024**3
"""Bytes; a larger file is not read, whoever made it."""

Key = tuple[Any, ...]
"""Device and identity of every file."""

_FOREIGN = Text(
    "This model file comes from elsewhere, so it runs apart from the program, on the CPU.",
    "此模型文件来自别处，因此与程序隔离，在 CPU 上运行。",
)


class Graphs(Protocol):
    """The graphs of one model, wherever they run."""

    @property
    def verdict(self) -> Verdict:
        """Where the graph that ran last has run."""
        ...

    def run(self, role: str, feeds: Mapping[str, np.ndarray]) -> Arrays:
        """The outputs of the graph of a role."""
        ...

    def close(self) -> None:
        """Lets go of everything; a later run starts anew."""
        ...


class OpenModel:
    """A model that is ready: its card, its pipelines by task, whether its files are known, and where it runs."""

    def __init__(self, path: Path, card: ModelCard, graphs: Graphs, is_known: bool) -> None:
        self.path = path
        self.card = card
        self.is_known = is_known
        self._graphs = graphs
        self._pipelines: dict[str, Any] = {}

    @property
    def verdict(self) -> Verdict:
        """Where the graph that ran last has run."""
        return self._graphs.verdict

    def run(self, role: str, feeds: Mapping[str, np.ndarray]) -> Arrays:
        """The outputs by name of the graph of `role`. Raises WorkshopError."""
        return self._graphs.run(role, feeds)

    def pipeline(self, task: Task) -> Any:
        """The pipeline of `task`. Raises WorkshopError `wrong-kind` for a task that the model does not do."""
        if task not in self.card.tasks:
            tasks = ", ".join(self.card.tasks)
            raise WorkshopError(
                "wrong-kind",
                Text(
                    f"{self.card.title.en} does not do {task}; it does {tasks}.",
                    f"{self.card.title.zh} 不支持 {task}，只支持 {tasks}。",
                ),
                Text("Choose another model.", "请选择其他模型。"),
            )
        if task not in self._pipelines:
            self._pipelines[task] = PIPELINES[task](self.card, self.run)
        return self._pipelines[task]

    def close(self) -> None:
        """Lets go of sessions and child processes."""
        self._graphs.close()


class ModelOpener:
    """Opens model files and keeps those used last. Safe to call from several threads."""

    def __init__(
        self,
        known: KnownFiles,
        machine: Machine,
        threads: int | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        """`threads` for each session, all cores if None; `limits` for foreign models."""
        self._known = known
        self._machine = machine
        self._threads = threads or os.cpu_count() or 1
        self._limits = limits
        self._kept_bytes = kept_bytes
        self._opening = threading.Lock()
        self._open: OrderedDict[Key, tuple[OpenModel, int]] = OrderedDict()
        self._turns: dict[Key, threading.Lock] = {}

    def open_model(self, path: Path, device: Device = Device()) -> OpenModel:  # noqa: B008 - frozen
        """The model of the main file `path`, ready to run on `device`. Raises WorkshopError where it cannot be used."""
        card = read_card(path)
        files = model_files(path, card)
        key = (device, *(_identity(file) for file in files))
        with self._turn_of(key):  # others need not wait while a slow file is opened
            model = self._kept(key)
            if model is None:
                model = self._opened(path, card, device)
                self._keep(key, model, sum(file.stat().st_size for file in files))
            return model

    def close(self) -> None:
        """Closes all models."""
        with self._opening:
            models = [model for model, _ in self._open.values()]
            self._open.clear()
        for model in models:
            model.close()

    def _opened(self, path: Path, card: ModelCard, device: Device) -> OpenModel:
        contents, is_known = self._read(path, card)
        if is_known:
            return OpenModel(path, card, _TrustedGraphs(contents, device, self._machine, self._threads), True)
        check_foreign_card(card)
        return OpenModel(path, card, _ForeignGraphs(contents, card, device, self._limits), False)

    def _read(self, path: Path, card: ModelCard) -> tuple[dict[str, bytes], bool]:
        """The bytes of each graph by role, read once, and whether all are known: what is checked is what runs."""
        contents = {MAIN_ROLE: _content(path)}
        digests = {MAIN_ROLE: hashlib.sha256(contents[MAIN_ROLE]).hexdigest()}
        for role, expected in card.graphs.items():
            contents[role] = _content(companion_path(path, role))
            digests[role] = hashlib.sha256(contents[role]).hexdigest()
            if digests[role] != expected:
                raise _parts_differ(companion_path(path, role))
        return contents, all(self._known.is_known(digest) for digest in digests.values())

    def _turn_of(self, key: Key) -> threading.Lock:
        with self._opening:
            return self._turns.setdefault(key, threading.Lock())

    def _kept(self, key: Key) -> OpenModel | None:
        with self._opening:
            if key not in self._open:
                return None
            self._open.move_to_end(key)
            return self._open[key][0]

    def _keep(self, key: Key, model: OpenModel, size: int) -> None:
        """Keeps a model and lets go of those used longest ago, beyond the bytes that are kept."""
        released = []
        with self._opening:
            self._open[key] = (model, size)
            while len(self._open) > 1 and sum(size for _, size in self._open.values()) > self._kept_bytes:
                old, (released_model, _) = self._open.popitem(last=False)
                self._turns.pop(old, None)
                released.append(released_model)
        for each in released:
            each.close()


class _TrustedGraphs:
    """Sessions in this process; the main one made at once, the others when first needed."""

    def __init__(self, contents: Mapping[str, bytes], device: Device, machine: Machine, threads: int) -> None:
        self._contents = contents
        self._arguments = (device, machine, threads)
        self._creating = threading.Lock()
        self._sessions: dict[str, GraphSession] = {}
        self._last = self._session(MAIN_ROLE)

    @property
    def verdict(self) -> Verdict:
        return self._last.verdict

    def run(self, role: str, feeds: Mapping[str, np.ndarray]) -> Arrays:
        session = self._session(role)
        outputs = session.run(feeds)
        self._last = session
        return outputs

    def close(self) -> None:
        with self._creating:
            self._sessions.clear()

    def _session(self, role: str) -> GraphSession:
        with self._creating:
            if role not in self._sessions:
                self._sessions[role] = GraphSession(self._contents[role], *self._arguments)
            return self._sessions[role]


class _ForeignGraphs:
    """A child process, whose answers are held against the card before anyone relies on them."""

    def __init__(self, contents: Mapping[str, bytes], card: ModelCard, device: Device, limits: Limits) -> None:
        self._card = card
        self._child = ForeignGraphs(contents, limits)
        self.verdict = providers.on_cpu(device, _FOREIGN)
        try:
            self._child.load(MAIN_ROLE)
        except WorkshopError:
            self._child.close()
            raise

    def run(self, role: str, feeds: Mapping[str, np.ndarray]) -> Arrays:
        outputs = self._child.run(role, feeds)
        check_outputs(self._card, role, feeds, outputs)
        return outputs

    def close(self) -> None:
        self._child.close()


def _identity(file: Path) -> tuple[str, int, int, int]:
    try:
        state = file.stat()
    except OSError as error:
        raise WorkshopError(
            "model-invalid",
            Text(
                f"{file.name}, which belongs to the model, cannot be read.", f"无法读取属于该模型的文件 {file.name}。"
            ),
            Text("Copy all files of the model together.", "请将该模型的所有文件一起复制。"),
        ) from error
    return str(file.absolute()), state.st_size, state.st_mtime_ns, state.st_ino


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise _too_large(file)
        return file.read_bytes()
    except OSError as error:
        raise WorkshopError(
            "unreadable",
            Text(f"{file.name} cannot be read: {error.strerror}.", f"无法读取 {file.name}：{error.strerror}。"),
            Text("Check that the file may be read.", "请检查该文件是否可读。"),
        ) from error


def _too_large(file: Path) -> WorkshopError:
    limit = LARGEST_FILE // 1024**2
    return WorkshopError(
        "too-large",
        Text(f"{file.name} has more than {limit:,} MB.", f"{file.name} 超过 {limit:,} MB。"),
        Text("Use a smaller model.", "请使用更小的模型。"),
    )


def _parts_differ(file: Path) -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text(f"{file.name} belongs to another model, or was changed.", f"{file.name} 属于其他模型，或已被改动。"),
        Text("Copy all files of the model together.", "请将该模型的所有文件一起复制。"),
    )
