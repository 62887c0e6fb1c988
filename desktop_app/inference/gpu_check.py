"""`doctor --gpu-check`: a report to send, of what the graphics card computes and how fast."""

import statistics
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from desktop_app.inference.machine import CudaDriver, Machine
from desktop_app.inference.providers import CUDA, Device
from desktop_app.inference.sessions import Arrays, GraphSession, feeds_of
from trainer.contract.errors import WorkshopError

BATCH, RUNS = 64, 20
TOLERANCE = 0.01
"""Of the largest number of an output; see `gpu_trial`."""


class GraphCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One graph: the median milliseconds of a run on the CPU and on the card, and the largest relative difference.

    `problem` says why the card was not used; numbers that do not exist are None.
    """

    file: str
    cpu_milliseconds: float
    gpu_milliseconds: float | None = None
    difference: float | None = None
    problem: str = ""

    @property
    def works(self) -> bool:
        """Whether the card computed the same as the CPU."""
        return self.difference is not None and self.difference <= TOLERANCE


class GpuCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What ONNX Runtime and PyTorch did on the card. `training` is what the trial of PyTorch printed."""

    driver: CudaDriver
    runtime: str
    runtime_cuda: str
    graphs: tuple[GraphCheck, ...]
    training: dict[str, Any]

    @property
    def works(self) -> bool:
        """Whether everything ran on the card with the right results."""
        return bool(self.graphs) and all(graph.works for graph in self.graphs) and bool(self.training.get("worked"))


def check_gpu(files: Iterable[Path], machine: Machine, device: Device, training: dict[str, Any]) -> GpuCheck:
    """Runs every graph of `files`, which must be known ones, on the CPU and on `device`."""
    runtime = machine.runtime()
    return GpuCheck(
        driver=machine.driver(),
        runtime=getattr(runtime, "__version__", ""),
        runtime_cuda=getattr(runtime, "cuda_version", None) or "",
        graphs=tuple(check_graph(path, machine, device) for path in files),
        training=training,
    )


def check_graph(path: Path, machine: Machine, device: Device) -> GraphCheck:
    """One graph on both. Raises WorkshopError where it does not run on the CPU."""
    content = path.read_bytes()
    on_cpu = GraphSession(content, Device("cpu"), machine, threads=1)
    feeds = feeds_of(on_cpu.inputs(), BATCH, np.random.default_rng(0))
    expected, cpu = _timed(on_cpu, feeds)
    session = GraphSession(content, device, machine, threads=1)
    if session.verdict.provider != CUDA:
        return GraphCheck(file=path.name, cpu_milliseconds=cpu, problem=session.verdict.reason.en)
    try:
        answer, gpu = _timed(session, feeds)
    except WorkshopError as error:
        return GraphCheck(file=path.name, cpu_milliseconds=cpu, problem=error.message.en)
    if session.verdict.provider != CUDA:  # it fell back on the way
        return GraphCheck(file=path.name, cpu_milliseconds=cpu, problem=session.verdict.reason.en)
    difference = largest_difference(answer, expected)
    return GraphCheck(file=path.name, cpu_milliseconds=cpu, gpu_milliseconds=gpu, difference=difference)


def largest_difference(answer: Arrays, expected: Arrays) -> float:
    """The largest difference of any output, in units of that output's largest number; whole numbers are left out.

    Pixels and labels are rounded, and a rounding that goes the other way is no error of the card.
    """
    differences = [0.0]
    for name, wanted in expected.items():
        if np.issubdtype(wanted.dtype, np.floating):
            scale = max(float(np.abs(wanted).max(initial=0.0)), 1e-6)
            differences.append(float(np.abs(answer[name] - wanted).max(initial=0.0)) / scale)
    return float(np.max(differences))


def check_text(check: GpuCheck) -> str:
    """The report as lines to read and to send."""
    lines = [
        f"NVIDIA driver: {_driver_text(check.driver)}",
        f"ONNX Runtime {check.runtime}, CUDA {check.runtime_cuda or 'none'}; batches of {BATCH}, one thread on the CPU",
    ]
    lines += [_graph_line(graph) for graph in check.graphs]
    return "\n".join([*lines, _training_line(check.training)])


def _driver_text(driver: CudaDriver) -> str:
    if not driver.installed:
        return "none found"
    if driver.error:
        return f"installed, error {driver.error}"
    return f"CUDA {'.'.join(map(str, driver.cuda))}; devices: {', '.join(driver.devices) or 'none'}"


def _graph_line(graph: GraphCheck) -> str:
    cpu = f"  {graph.file}: CPU {graph.cpu_milliseconds:.2f} ms"
    if graph.gpu_milliseconds is None or graph.difference is None:
        return f"{cpu}; not on the GPU: {graph.problem}"
    verdict = "equal" if graph.works else "NOT EQUAL"
    return f"{cpu}, GPU {graph.gpu_milliseconds:.2f} ms; results {verdict} (largest difference {graph.difference:.1e})"


def _training_line(training: dict[str, Any]) -> str:
    parts = [f"PyTorch: {training.get('library', 'not started')}, CUDA {training.get('cuda') or 'none'}"]
    if "cpu_milliseconds" in training:
        parts.append(f"a training step on the CPU {training['cpu_milliseconds']:.2f} ms")
    if "gpu_milliseconds" in training:
        parts.append(f"on {training.get('device')} {training['gpu_milliseconds']:.2f} ms")
    parts.append("results equal" if training.get("worked") else f"not on the GPU: {training.get('detail')}")
    return "; ".join(parts)


def _timed(session: GraphSession, feeds: Arrays) -> tuple[Arrays, float]:
    """The outputs and the median milliseconds of a run; one run before the clock starts."""
    answer = session.run(feeds)
    milliseconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        session.run(feeds)
        milliseconds.append(1000 * (time.perf_counter() - started))
    return answer, statistics.median(milliseconds)
