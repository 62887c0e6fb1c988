"""The self-test: what works on this computer, what does not, and why."""

import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from typing import Literal

import msgspec
import numpy as np

from desktop_app.gpu_part.state import PartState, examine_part
from desktop_app.inference import providers
from desktop_app.inference.library import ModelLibrary
from desktop_app.inference.machine import CudaDriver, Machine
from desktop_app.inference.providers import Device, Verdict
from desktop_app.inference.sessions import GraphSession
from desktop_app.places import Places
from trainer.contract.text import Text

State = Literal["ok", "warning", "bad"]
LITTLE_SPACE = 2_000_000_000
"""Bytes; less room than this may not suffice for a training and its checkpoints."""
RUNTIMES = ("onnxruntime", "onnxruntime-gpu")
WINDOW_PACKAGES = ("numpy", "Pillow", "msgspec", "platformdirs", "PySide6_Essentials", "pyqtgraph")
TRAINING_PACKAGES = ("torch", "onnx", "onnxscript", "lightning-fabric")

# Relu of one number, opset 20, IR 10: the smallest graph that a CUDA device really computes.
_PROBE_GRAPH = bytes.fromhex(
    "080a3a370a0c0a0178120179220452656c75120570726f62655a0f0a0178120a0a08080112040a020801620f0a0179120a0a08080112040a0208014204"
    "0a001014"
)


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was tried, what came out, and what to do about it."""

    name: str
    state: State
    title: Text
    detail: Text = Text("", "")


class DoctorReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about this computer and installation that decides what works. `free_bytes` is -1 where unknown."""

    version: str
    python: str
    system: str
    cores: int
    packages: dict[str, str | None]
    providers_built: tuple[str, ...]
    providers_usable: tuple[str, ...]
    verdict: Verdict
    driver: CudaDriver
    gpu_part: PartState
    data_dir: str
    free_bytes: int
    checks: tuple[Check, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing is broken; warnings are no breakage."""
        return all(check.state != "bad" for check in self.checks)


def examine(places: Places, library: ModelLibrary, machine: Machine, version: str, device: Device) -> DoctorReport:
    """Tries everything once; takes well under a second where no graphics card is woken."""
    packages = {name: _version_of(name) for name in (*RUNTIMES, *WINDOW_PACKAGES, *TRAINING_PACKAGES)}
    verdict = probe_provider(machine, device)
    free = _free_bytes(places)
    part = examine_part(places.gpu_parts, machine.gpu_part())
    return DoctorReport(
        version=version,
        python=platform.python_version(),
        system=platform.platform(),
        cores=os.cpu_count() or 1,
        packages=packages,
        providers_built=tuple(machine.runtime().get_available_providers()),
        providers_usable=(providers.CPU,) if verdict.provider == providers.CPU else (verdict.provider, providers.CPU),
        verdict=verdict,
        driver=machine.driver(),
        gpu_part=part,
        data_dir=str(places.data),
        free_bytes=free,
        checks=(
            _check_packages(packages),
            _check_runtimes(packages),
            _check_provider(verdict, machine.driver()),
            *_check_gpu_part(part, verdict),
            _check_data_dir(places),
            _check_space(free),
            _check_models(library),
        ),
    )


def probe_provider(machine: Machine, device: Device) -> Verdict:
    """The provider that a tiny graph has really run on."""
    session = GraphSession(_PROBE_GRAPH, device, machine, threads=1)
    session.run({"x": np.ones(1, np.float32)})
    return session.verdict


def report_text(report: DoctorReport, language: str = "en") -> str:
    """The report as lines to read, or to copy into a message to somebody who helps."""
    marks: dict[State, str] = {"ok": "[ok]", "warning": "[!!]", "bad": "[xx]"}
    packages = ", ".join(f"{name} {version}" for name, version in report.packages.items() if version)
    built, usable = ", ".join(report.providers_built), ", ".join(report.providers_usable)
    used = f"{report.verdict.provider} ({report.verdict.device_name})"
    lines = [
        f"Model Workshop {report.version}, Python {report.python}, {report.system}, {report.cores} cores",
        packages,
        f"ONNX Runtime: built {built}; usable {usable}; used {used}",
        "",
    ]
    for check in report.checks:
        lines.append(f"{marks[check.state]} {check.title.in_language(language)}")
        if detail := check.detail.in_language(language):
            lines.append(f"     {detail}")
    return "\n".join(lines)


def _version_of(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _check_packages(packages: dict[str, str | None]) -> Check:
    if getattr(sys, "frozen", False):  # a frozen program carries what it needs, and not always its records
        return Check(
            name="packages", state="ok", title=Text("All packages are inside the program.", "所需软件包均已内置。")
        )
    absent = [name for name in (*WINDOW_PACKAGES, *TRAINING_PACKAGES) if packages[name] is None]
    if not absent:
        return Check(name="packages", state="ok", title=Text("All packages are installed.", "所需软件包均已安装。"))
    names = ", ".join(absent)
    only_training = not set(absent) & set(WINDOW_PACKAGES)
    return Check(
        name="packages",
        state="warning" if only_training else "bad",
        title=Text(f"Packages are missing: {names}.", f"缺少软件包：{names}。"),
        detail=Text("Run `make app` to install them.", "运行 `make app` 即可安装。"),
    )


def _check_runtimes(packages: dict[str, str | None]) -> Check:
    installed = [name for name in RUNTIMES if packages[name]]
    if len(installed) < 2:
        return Check(
            name="runtimes", state="ok", title=Text("One ONNX Runtime is installed.", "只安装了一个 ONNX Runtime。")
        )
    return Check(
        name="runtimes",
        state="bad",
        title=Text(
            "Two ONNX Runtimes are installed over each other, so graphics cards may go unused.",
            "同时安装了两个 ONNX Runtime，它们互相覆盖，可能导致显卡无法使用。",
        ),
        detail=Text(
            "Run: pip uninstall -y onnxruntime onnxruntime-gpu, then: pip install onnxruntime-gpu",
            "先运行 pip uninstall -y onnxruntime onnxruntime-gpu，再运行 pip install onnxruntime-gpu",
        ),
    )


def _check_provider(verdict: Verdict, driver: CudaDriver) -> Check:
    worth_a_look = verdict.provider == providers.CPU and driver.installed and verdict.wanted != "cpu"
    state: State = "warning" if worth_a_look or verdict.is_fallback else "ok"
    return Check(name="provider", state=state, title=verdict.reason, detail=verdict.fix)


def _check_gpu_part(part: PartState, verdict: Verdict) -> tuple[Check, ...]:
    """Nothing to say where there is no such part, or where it is the reason of the provider and so told already."""
    if not part.is_there or verdict.reason.en.startswith(part.reason.en.rstrip(".")):
        return ()
    state: State = "warning" if part.stage == "unusable" else "ok"
    return (Check(name="gpu-part", state=state, title=part.reason, detail=part.fix),)


def _check_data_dir(places: Places) -> Check:
    try:
        places.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=places.data):
            pass
    except OSError as error:
        return Check(
            name="data-dir",
            state="bad",
            title=Text(
                f"The data folder {places.data} cannot be written: {error.strerror}.",
                f"无法写入数据文件夹 {places.data}：{error.strerror}。",
            ),
            detail=Text("Choose another one with --data-dir.", "请用 --data-dir 选择其他文件夹。"),
        )
    return Check(
        name="data-dir",
        state="ok",
        title=Text(f"The data folder {places.data} can be written.", f"数据文件夹 {places.data} 可写入。"),
    )


def _check_space(free: int) -> Check:
    gigabytes = f"{free / 1e9:.1f}"
    title = Text(f"{gigabytes} GB are free for models and trainings.", f"可用空间 {gigabytes} GB。")
    if free >= LITTLE_SPACE:
        return Check(name="space", state="ok", title=title)
    return Check(
        name="space",
        state="warning",
        title=title,
        detail=Text("Free some space before a long training.", "长时间训练前请先释放空间。"),
    )


def _check_models(library: ModelLibrary) -> Check:
    entries = library.entries()
    broken = [f"{entry.id} ({entry.error})" for entry in entries if entry.error]
    if broken:
        names = ", ".join(broken)
        return Check(
            name="models",
            state="warning",
            title=Text(f"Models that cannot be used: {names}", f"无法使用的模型：{names}"),
            detail=Text("Delete them, or export them again.", "请删除或重新导出它们。"),
        )
    if not entries:
        title = Text("There are no models yet.", "还没有模型。")
        return Check(name="models", state="warning", title=title, detail=Text("Train one first.", "请先训练一个模型。"))
    return Check(
        name="models", state="ok", title=Text(f"{len(entries)} models can be read.", f"可读取 {len(entries)} 个模型。")
    )


def _free_bytes(places: Places) -> int:
    existing = next((folder for folder in (places.data, *places.data.parents) if folder.exists()), None)
    try:
        return shutil.disk_usage(existing).free if existing else -1
    except OSError:
        return -1
