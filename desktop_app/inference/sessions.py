"""One graph, ready to run: its ONNX Runtime session, where it runs, and what happens when it cannot run there."""

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np

from desktop_app.inference import providers
from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import Device, Verdict
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.loading import marked_loading

Arrays = dict[str, np.ndarray]

_TYPES: dict[str, type[np.generic]] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(double)": np.float64,
    "tensor(uint8)": np.uint8,
    "tensor(int8)": np.int8,
    "tensor(int16)": np.int16,
    "tensor(uint16)": np.uint16,
    "tensor(int32)": np.int32,
    "tensor(int64)": np.int64,
    "tensor(bool)": np.bool_,
}


class GraphSession:
    """A graph on a device. It has run once before it is handed out, and its verdict says where."""

    def __init__(self, content: bytes, device: Device, machine: Machine, threads: int) -> None:
        """Raises WorkshopError `model-invalid` for a graph that cannot be loaded, or not run on the CPU either."""
        self._content = content
        self._device = device
        self._machine = machine
        self._threads = threads
        self._falling_back = threading.Lock()
        self._session, self.verdict = self._start()

    def run(self, feeds: Mapping[str, np.ndarray]) -> Arrays:
        """The outputs by name. A failure on CUDA moves the graph to the CPU for good, and the verdict says so.

        Raises WorkshopError `too-large` where memory ran out, else `model-invalid`.
        """
        session = self._session
        try:
            return _run(session, feeds)
        except Exception as error:
            if self.verdict.provider == providers.CPU:
                raise _cannot_run(error) from error
            self._fall_back(session, error)
            return self.run(feeds)

    def inputs(self) -> list[Any]:
        """The inputs of the graph as ONNX Runtime describes them: name, type, shape."""
        return list(self._session.get_inputs())

    def _start(self) -> tuple[Any, Verdict]:
        obstacle = providers.cuda_obstacle(self._device, self._machine)
        if obstacle is not None:
            return self._start_on_cpu(obstacle)
        self._machine.preload_cuda()
        try:
            with marked_loading():
                session = self._create(providers.session_providers(self._device))
                has_started = session.get_providers()[0] == providers.CUDA
                if has_started:
                    _run(session, warm_up_feeds(session))
            if not has_started:
                return self._start_on_cpu(providers.cuda_did_not_start(self._device, self._machine))
        except Exception as error:  # noqa: BLE001 - ONNX Runtime raises many kinds; the CPU decides whether the file is bad
            failed = providers.cuda_run_failed(self._device, error, self._machine.driver())
            return self._start_on_cpu(failed)
        return session, providers.on_cuda(self._device, self._machine.driver())

    def _start_on_cpu(self, verdict: Verdict) -> tuple[Any, Verdict]:
        try:
            session = self._create([providers.CPU])
            _run(session, warm_up_feeds(session))
        except Exception as error:
            raise _cannot_run(error) from error
        return session, verdict

    def _fall_back(self, failed_session: Any, error: Exception) -> None:
        with self._falling_back:
            if self._session is failed_session:
                verdict = providers.cuda_run_failed(self._device, error, self._machine.driver())
                self._session, self.verdict = self._start_on_cpu(verdict)

    def _create(self, wanted: list[Any]) -> Any:
        runtime = self._machine.runtime()
        options = session_options(runtime, self._threads)
        return runtime.InferenceSession(self._content, options, providers=wanted, enable_fallback=0)


def session_options(runtime: Any, threads: int) -> Any:
    """Options of a session: `threads` threads that sleep between runs, and no lines on the terminal."""
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4
    return options


def warm_up_feeds(session: Any) -> Arrays:
    """Zeros for every input of a session, free axes of length 1. Raises ValueError for what is no tensor of numbers."""
    feeds = {}
    for each in session.get_inputs():
        if each.type not in _TYPES:
            raise ValueError(f"input {each.name} is {each.type}")
        shape = [axis if isinstance(axis, int) else 1 for axis in each.shape]
        feeds[each.name] = np.zeros(shape, _TYPES[each.type])
    return feeds


def feeds_of(inputs: list[Any], length: int, random: np.random.Generator) -> Arrays:
    """Random numbers for inputs: pixels from 0 to 255, normal reals; free axes of that length, other types zero."""
    feeds: Arrays = {}
    for each in inputs:
        shape = [axis if isinstance(axis, int) else length for axis in each.shape]
        kind = np.dtype(_TYPES[each.type])
        if kind == np.uint8:
            feeds[each.name] = random.integers(0, 256, shape, np.uint8)
        elif np.issubdtype(kind, np.floating):
            feeds[each.name] = random.standard_normal(shape).astype(kind)
        else:
            feeds[each.name] = np.zeros(shape, kind)
    return feeds


def _run(session: Any, feeds: Mapping[str, np.ndarray]) -> Arrays:
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, dict(feeds)), strict=True))


def _cannot_run(error: Exception) -> WorkshopError:
    reason = " ".join(str(error).split())[:300] or type(error).__name__
    if providers.is_out_of_memory(error):
        return WorkshopError(
            "too-large",
            Text("The model needs more memory than there is.", "模型所需的内存超过可用内存。"),
            Text("Close other programs, or process less at a time.", "请关闭其他程序，或减少一次处理的数量。"),
        )
    return WorkshopError(
        "model-invalid",
        Text(f"The model cannot be run: {reason}", f"无法运行该模型：{reason}"),
        Text("Export or download the file again.", "请重新导出或下载该文件。"),
    )
