"""The process in which foreign models run, with little memory, no files to write and no time to waste."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np

from desktop_app.inference import frames
from desktop_app.inference.foreign_checks import check_graph
from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import Device
from desktop_app.inference.sessions import GraphSession
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


def main(arguments: list[str]) -> int:
    """Serves requests from standard input on standard output until it closes.

    `arguments` are the bytes of memory beyond what the bare process takes, and the seconds of processor time a request
    may take.
    """
    memory, seconds = int(arguments[0]), int(arguments[1])
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not end up between the frames
    machine = Machine()
    machine.runtime()
    _limit_memory(memory)
    _serve(requests, replies, machine, seconds)
    return 0


def _serve(requests: BinaryIO, replies: BinaryIO, machine: Machine, seconds: int) -> None:
    graphs: dict[str, GraphSession] = {}
    while (request := frames.read_frame(requests, frames.Request)) is not None:
        _limit_time(seconds)
        frames.write_frame(replies, _answer(request, graphs, machine))


def _answer(request: frames.Request, graphs: dict[str, GraphSession], machine: Machine) -> frames.Reply:
    try:
        if isinstance(request, frames.Load):
            check_graph(request.content)
            graphs[request.role] = GraphSession(request.content, Device("cpu"), machine, threads=1)
            return frames.Outputs({})
        outputs = graphs[request.role].run(frames.unpack(request.feeds))
        return frames.Outputs(frames.pack({name: np.asarray(value) for name, value in outputs.items()}))
    except WorkshopError as error:
        return _failed(error)
    except MemoryError:
        return _failed(_too_little_memory())
    except Exception as error:  # noqa: BLE001 - sent to the parent, which tells the person
        return frames.Failed("model-invalid", (f"The model failed: {error}", f"模型运行失败：{error}"), ("", ""))


def _failed(error: WorkshopError) -> frames.Failed:
    message, hint = error.message, error.hint
    return frames.Failed(error.kind, (message.en, message.zh), (hint.en, hint.zh))


def _too_little_memory() -> WorkshopError:
    return WorkshopError(
        "too-large",
        Text("The model needs more memory than foreign models get.", "模型所需的内存超过外来模型的上限。"),
        Text("Process less at a time, or use a smaller model.", "请减少一次处理的数量，或使用更小的模型。"),
    )


def _limit_memory(memory: int) -> None:
    """Leaves `memory` bytes of address space beyond what is in use, where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    statistics = Path("/proc/self/statm")
    if statistics.exists():  # elsewhere the space in use is unknown, and too small a limit would stop every model
        in_use = int(statistics.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (in_use + memory, in_use + memory))


def _limit_time(seconds: int) -> None:
    """Ends this process after `seconds` more of processor time: the parent may be gone and unable to."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, resource.RLIM_INFINITY))
