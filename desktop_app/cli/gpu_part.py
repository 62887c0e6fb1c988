"""What `doctor` does about the graphics card: adds and removes the GPU part, and checks what the card computes."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.progress import byte_progress
from desktop_app.cli.terminal import Terminal
from desktop_app.gpu_part import gpu_part_errors
from desktop_app.gpu_part.installation import Installation
from desktop_app.gpu_part.plan import Plan, plan_of_this_program
from desktop_app.gpu_part.state import PartState, examine_part, has_anything, pip_line
from desktop_app.gpu_part.trial import Outcome, run_trial, try_part
from desktop_app.places import Places
from desktop_app.processes import own_command
from desktop_app.runtime_parts import (
    TORCH_TRIAL,
    choose,
    driver_version,
    is_frozen,
    loaded_part,
    this_target,
)
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

if TYPE_CHECKING:
    from desktop_app.cli.workshop import Workshop
    from desktop_app.inference.gpu_check import GpuCheck
    from desktop_app.inference.providers import Device

RETRIED = ("untried", "trial-failed", "crashed")
"""Obstacles that a new trial may remove."""


def install_part(places: Places, agreed: bool, terminal: Terminal) -> PartState:
    """Adds the GPU part and tries it. Raises WorkshopError, also where nobody agreed."""
    plan = _plan()
    parts = places.gpu_parts
    installation = Installation(parts, plan)
    if not installation.is_there():
        _ask(examine_part(parts, choose(parts), plan), parts, agreed, terminal)
        _fetch(installation, terminal)
    return try_if_needed(parts, plan, terminal)


def remove_part(places: Places, terminal: Terminal) -> PartState:
    """Removes every GPU part of the data folder. Raises WorkshopError."""
    parts, plan = places.gpu_parts, _plan()
    terminal.say("Removing the GPU part." if has_anything(parts) else "There is no GPU part to remove.")
    Installation(parts, plan).remove()
    return examine_part(parts, choose(parts), plan)


def try_if_needed(parts: Path, plan: Plan, terminal: Terminal) -> PartState:
    """The state of the part after a trial, where one is due and could help."""
    if choose(parts).obstacle in RETRIED:
        terminal.say("Trying the GPU part. This takes up to a few minutes.")
        try_part(parts, plan.name)
    return examine_part(parts, choose(parts), plan)


def state_lines(state: PartState) -> str:
    """The state, and what helps, as lines."""
    return "\n".join(filter(None, (state.reason.en, state.fix.en)))


def check_in_new_process(places: Places, words: list[str], terminal: Terminal) -> int | None:
    """Where a part is there that this process has not loaded, tries it and runs `words` again with it.

    Returns that run's exit status, or None where this process is the one to check.
    """
    plan = plan_of_this_program() if is_frozen() else None
    parts = places.gpu_parts
    if plan is None or loaded_part() is not None or not Installation(parts, plan).is_there():
        return None
    if try_if_needed(parts, plan, terminal).stage != "ready":
        return None
    return subprocess.run(own_command(*words, "--data-dir", str(places.data)), check=False).returncode


def check_card(workshop: "Workshop", device: "Device", terminal: Terminal) -> "GpuCheck":
    """Runs the shipped models and some steps of a training on the CPU and on the card."""
    from desktop_app.inference.gpu_check import check_gpu
    from trainer.contract.card import sha256_of

    shipped = sorted(workshop.places.shipped_models.glob("*.onnx"))
    known = [path for path in shipped if workshop.known.is_known(sha256_of(path))]
    terminal.say("Running the shipped models on the CPU and on the graphics card, then a short training.")
    part = loaded_part()
    training: Outcome = run_trial(own_command(*TORCH_TRIAL, *([str(part)] if part else [])))
    found = {**training.facts, "worked": training.worked, "detail": training.detail}
    return check_gpu(known, workshop.machine, device, found)


def _plan() -> Plan:
    """The program's list of files. Raises WorkshopError where it has none, or is not packaged."""
    if not is_frozen():
        raise WorkshopError(
            "not-found",
            Text(
                "A program installed with pip has no GPU part: PyTorch and ONNX Runtime come from its environment.",
                "用 pip 安装的程序没有 GPU 组件：PyTorch 和 ONNX Runtime 来自所在环境。",
            ),
            pip_line(),
        )
    plan = plan_of_this_program()
    if plan is None:
        raise gpu_part_errors.not_offered(this_target())
    return plan


def _ask(state: PartState, parts: Path, agreed: bool, terminal: Terminal) -> None:
    """Says what it costs. Raises WorkshopError unless the person agrees."""
    left = state.download_bytes - state.fetched_bytes
    terminal.say(
        f"The GPU part: {left / 1e9:.2f} GB to download, {state.disk_bytes / 1e9:.1f} GB on the disk, in {parts}. "
        f"{state.free_bytes / 1e9:.1f} GB are free there. Most of it is CUDA and cuDNN, under NVIDIA's own licences."
    )
    if driver_version() is None:
        terminal.say("No NVIDIA driver was found on this computer, so the part could not be used.")
    if agreed:
        return
    if sys.stdin.isatty() and not terminal.as_json:
        sys.stderr.write("Download it? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return
    raise WorkshopError(
        "invalid-setting",
        Text("Nothing was downloaded: nobody agreed.", "未下载任何内容：尚未得到同意。"),
        Text("Add --yes to agree.", "添加 --yes 表示同意。"),
    )


def _fetch(installation: Installation, terminal: Terminal) -> None:
    with byte_progress("GPU part", terminal) as progress:
        installation.add(lambda step: progress(step.done, step.total))
