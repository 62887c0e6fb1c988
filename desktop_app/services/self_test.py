"""Tries what the program depends on and says in words what works, what does not, and why."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop_app.places import Places
from trainer.contract.text import Text

if TYPE_CHECKING:
    from desktop_app.inference.machine import Machine
    from desktop_app.inference.sessions import GraphSession

GIGABYTE = 1_000_000_000
ENOUGH_SPACE = 2 * GIGABYTE


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: what came out, and under it why or what to do."""

    state: Literal["ok", "warning", "bad"]
    title: Text
    detail: Text = Text("", "")


SelfTest = Callable[[], list[Finding]]


def check_machine(places: Places, machine: "Machine") -> list[Finding]:
    """The graphics card, the processor and the disk, each really used. Takes up to some seconds."""
    return [*_check_providers(places, machine), _check_disk(places)]


def report_of(findings: list[Finding], language: str) -> str:
    """The findings as text to be copied into a report."""
    marks = {"ok": "[ok]", "warning": "[!]", "bad": "[x]"}
    lines = []
    for finding in findings:
        lines.append(f"{marks[finding.state]} {finding.title.in_language(language)}")
        if detail := finding.detail.in_language(language):
            lines.append(f"    {detail}")
    return "\n".join(lines)


def _check_providers(places: Places, machine: "Machine") -> list[Finding]:
    from desktop_app.inference.providers import CUDA, Device  # numpy and ONNX Runtime, not wanted at start
    from desktop_app.inference.sessions import GraphSession

    models = sorted(places.shipped_models.glob("*.onnx"), key=lambda path: path.stat().st_size)
    if not models:
        return [_no_model(places)]
    content, threads = models[0].read_bytes(), os.cpu_count() or 1
    on_cpu = GraphSession(content, Device("cpu"), machine, threads)
    wanted = GraphSession(content, Device(), machine, threads)
    cpu = _finding_of_cpu(_milliseconds(on_cpu), threads, machine)
    if wanted.verdict.provider == CUDA:
        name, took = wanted.verdict.device_name, _milliseconds(wanted)
        gpu = Finding("ok", Text(f"CUDA works: {name}", f"CUDA 可用：{name}"), _warm_time(took))
    else:
        gpu = Finding("warning", wanted.verdict.reason, wanted.verdict.fix)
    return [gpu, cpu]


def _finding_of_cpu(took: float, threads: int, machine: "Machine") -> Finding:
    version = machine.runtime().__version__
    title = Text(
        f"The CPU works: {threads} threads, ONNX Runtime {version}", f"CPU 可用：{threads} 线程，ONNX Runtime {version}"
    )
    return Finding("ok", title, _warm_time(took))


def _warm_time(milliseconds: float) -> Text:
    return Text(f"{milliseconds:.1f} ms for one input when warm", f"预热后单个输入 {milliseconds:.1f} 毫秒")


def _milliseconds(session: "GraphSession", runs: int = 5) -> float:
    """The fastest of some runs with an input of zeros."""
    from desktop_app.inference.sessions import warm_up_feeds

    feeds = warm_up_feeds(session)
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        session.run(feeds)
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def _no_model(places: Places) -> Finding:
    return Finding(
        "bad",
        Text("The models that belong to the program are missing", "程序自带的模型缺失"),
        Text(
            f"They should lie in {places.shipped_models}. Install the program again.",
            f"它们应位于 {places.shipped_models}。请重新安装程序。",
        ),
    )


def _check_disk(places: Places) -> Finding:
    try:
        places.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=places.data) as file:
            file.write(b"written by the self-test")
    except OSError as error:
        return Finding(
            "bad",
            Text("The data folder cannot be written", "数据文件夹无法写入"),
            Text(f"{places.data}: {error.strerror}", f"{places.data}：{error.strerror}"),
        )
    return _check_space(places.data)


def _check_space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    size = f"{free / GIGABYTE:.1f} GB"
    if free >= ENOUGH_SPACE:
        return Finding("ok", Text(f"The data folder can be written: {size} free", f"数据文件夹可写入：剩余 {size}"))
    return Finding(
        "warning",
        Text(f"Little room in the data folder: {size} free", f"数据文件夹空间不足：剩余 {size}"),
        Text("A training with its checkpoints can need 2 GB.", "一次训练及其检查点可能需要 2 GB。"),
    )
