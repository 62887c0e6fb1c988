"""How the GPU part stands on this computer, for the window and the verbs."""

import sys
from pathlib import Path
from typing import Literal

import msgspec

from desktop_app.gpu_part.installation import Installation
from desktop_app.gpu_part.obstacles import explain
from desktop_app.gpu_part.plan import Plan, plan_of_this_program
from desktop_app.runtime_parts import Choice, loaded_part, other_parts
from trainer.contract.text import Text
from trainer.fetching import free_bytes

Stage = Literal["environment", "not-offered", "absent", "begun", "unusable", "ready", "in-use"]
"""Installed with pip; no list of files; not there; partly fetched; there with an obstacle; from the next start; now."""


class PartState(msgspec.Struct, frozen=True, kw_only=True):
    """The stage, in words why and what helps, and sizes in bytes; `obstacle` as in `runtime_parts`."""

    stage: Stage
    obstacle: str
    reason: Text
    fix: Text = Text("", "")
    name: str = ""
    download_bytes: int = 0
    fetched_bytes: int = 0
    disk_bytes: int = 0
    free_bytes: int = 0

    @property
    def is_there(self) -> bool:
        """Whether a whole part lies in the data folder."""
        return self.stage in ("unusable", "ready", "in-use")


def examine_part(parts: Path, choice: Choice, plan: Plan | None = None) -> PartState:
    """The state of the part below `parts`, for what `choose` has found there; `plan` is the program's own if None."""
    if choice.obstacle == "not-frozen":
        return _environment()
    plan = plan or plan_of_this_program()
    reason, fix = explain(choice) or (Text("", ""), Text("", ""))
    if plan is None:
        return PartState(stage="not-offered", obstacle=choice.obstacle, reason=reason, fix=fix)
    installation = Installation(parts, plan)
    stage = _stage(installation, choice)
    if stage == "in-use":
        reason, fix = Text("The GPU part is used.", "正在使用 GPU 组件。"), Text("", "")
    return PartState(
        stage=stage,
        obstacle=choice.obstacle,
        reason=reason,
        fix=fix,
        name=plan.name,
        download_bytes=plan.download_size,
        fetched_bytes=installation.bytes_here() if stage == "begun" else 0,
        disk_bytes=plan.disk_size,
        free_bytes=free_bytes(parts),
    )


def has_anything(parts: Path) -> bool:
    """Whether there is something to remove."""
    return bool(other_parts(parts, "")) or any(parts.glob(".*.new")) or any(parts.glob("downloads/.*"))


def _stage(installation: Installation, choice: Choice) -> Stage:
    if installation.is_there():
        if choice.obstacle:
            return "unusable"
        return "in-use" if loaded_part() == installation.folder else "ready"
    return "begun" if installation.bytes_here() else "absent"


def _environment() -> PartState:
    reason = Text(
        "The program is installed with pip: PyTorch and ONNX Runtime come from its environment.",
        "程序由 pip 安装：PyTorch 和 ONNX Runtime 来自所在环境。",
    )
    return PartState(stage="environment", obstacle="not-frozen", reason=reason, fix=pip_line())


def pip_line(system: str = sys.platform) -> Text:
    """How an environment gets CUDA on `system`, by its name in `sys.platform`."""
    if system == "darwin":
        return Text("There is no CUDA for this system.", "本系统不支持 CUDA。")
    index = " --extra-index-url https://download.pytorch.org/whl/cu130" if system == "win32" else ""
    line = f'pip install --upgrade -c constraints.txt torch "onnxruntime-gpu[cuda,cudnn]"{index}'
    return Text(f"With CUDA: {line}", f"如需 CUDA：{line}")
