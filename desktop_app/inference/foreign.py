"""Runs the graphs of a foreign model in a child process with limited memory and time.

A model is foreign if it neither came with this program nor was exported here, by SHA-256. Its bytes are read once,
here; the child gets them through a pipe, checks them, and opens no file.
"""

import contextlib
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

import msgspec
import numpy as np

from desktop_app.inference import frames
from desktop_app.inference.sessions import Arrays
from desktop_app.processes import own_command, own_environment
from trainer.contract.errors import ERROR_KINDS, ErrorKind, WorkshopError
from trainer.contract.text import Text

MOST_DEATHS = 3
"""Children lost one after the other before the model is given up."""

Child = subprocess.Popen[bytes]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a foreign model gets: bytes of memory, seconds to open a graph, and seconds for one run."""

    memory: int = 1024**3
    load_seconds: float = 20.0
    run_seconds: float = 20.0


def start_child(limits: Limits) -> Child:
    """A fresh child, waiting for requests. It ends when its standard input closes."""
    seconds = int(max(limits.load_seconds, limits.run_seconds)) + 1
    return subprocess.Popen(
        own_command("inference-child", str(limits.memory), str(seconds)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=own_environment(MALLOC_ARENA_MAX="2", CUDA_VISIBLE_DEVICES=""),
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class ForeignGraphs:
    """The graphs of one foreign model. A child that dies fails the run at hand; the next run gets a new child."""

    def __init__(
        self,
        contents: Mapping[str, bytes],
        limits: Limits = Limits(),  # noqa: B008 - frozen
        start: Callable[[Limits], Child] = start_child,
    ) -> None:
        """`contents` are the bytes of each graph by role."""
        self._contents = contents
        self._limits = limits
        self._start = start
        self._talking = threading.Lock()
        self._child: Child | None = None
        self._loaded: set[str] = set()
        self._deaths = 0
        self._ending: weakref.finalize[Any, Any] | None = None

    def load(self, role: str) -> None:
        """Opens a graph now rather than with its first run. Raises as `run` does."""
        with self._talking:
            self._load(role)

    def run(self, role: str, feeds: Mapping[str, np.ndarray]) -> Arrays:
        """The outputs by name. Raises WorkshopError for a model that is refused, fails, or takes too much."""
        with self._talking:
            self._load(role)
            reply = self._exchange(frames.Run(role, frames.pack(feeds)), self._limits.run_seconds)
            try:
                outputs = frames.unpack(reply.outputs)
            except ValueError as error:
                raise _broken("it answered with something that is no array", "它返回的不是数组") from error
        self._deaths = 0
        return outputs

    def close(self) -> None:
        """Ends the child."""
        with self._talking:
            self._end_child()

    def _load(self, role: str) -> None:
        if self._deaths >= MOST_DEATHS:
            raise _broken(f"it was stopped {MOST_DEATHS} times in a row", f"它已连续 {MOST_DEATHS} 次被终止")
        if self._child is None or role not in self._loaded:
            self._exchange(frames.Load(role, self._contents[role]), self._limits.load_seconds)
            self._loaded.add(role)

    def _exchange(self, request: frames.Request, seconds: float) -> frames.Outputs:
        child = self._living_child()
        too_late = threading.Event()
        watchdog = threading.Timer(seconds, _stop, (child, too_late))
        watchdog.daemon = True
        watchdog.start()
        try:
            reply = _talk(child, request)
        finally:
            watchdog.cancel()
        if reply is None:
            self._end_child()
            self._deaths += 1
            raise _ended(seconds if too_late.is_set() else None)
        if isinstance(reply, frames.Failed):
            raise _told(reply)
        return reply

    def _living_child(self) -> Child:
        if self._child is None:
            self._child = self._start(self._limits)
            self._loaded.clear()
            self._ending = weakref.finalize(self, _end, self._child)
        return self._child

    def _end_child(self) -> None:
        if self._ending is not None:
            self._ending()
        self._child = self._ending = None


def _talk(child: Child, request: frames.Request) -> frames.Reply | None:
    """The child's reply, or None if it died or talks nonsense."""
    stdin, stdout = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
    try:
        frames.write_frame(stdin, request)
        return cast(frames.Reply | None, frames.read_frame(stdout, frames.Reply))
    except (OSError, ValueError, msgspec.DecodeError):
        return None


def _stop(child: Child, too_late: threading.Event) -> None:
    too_late.set()
    child.kill()


def _end(child: Child) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):  # a half-written request cannot be flushed any more
            if pipe is not None:
                pipe.close()
    child.wait()


def _told(reply: frames.Failed) -> WorkshopError:
    kind = cast(ErrorKind, reply.kind if reply.kind in ERROR_KINDS else "internal")
    return WorkshopError(kind, Text(*reply.message), Text(*reply.hint))


def _ended(seconds: float | None) -> WorkshopError:
    if seconds is not None:
        return _broken(f"it took longer than {seconds:g} s and was stopped", f"运行超过 {seconds:g} 秒，已被终止")
    return _broken("its process ended, out of memory or by a fault", "其进程因内存不足或故障而终止")


def _broken(en: str, zh: str) -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text(f"This model file comes from elsewhere and failed: {en}.", f"此模型文件来自别处，运行失败：{zh}。"),
        Text("Use a file exported by Model Workshop.", "请使用由模型工坊导出的文件。"),
    )
