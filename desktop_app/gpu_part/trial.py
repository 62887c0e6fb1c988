"""Tries a GPU part as it will be used: this program, run again with the part on its path, computes on the card.

ONNX Runtime and PyTorch are tried in processes of their own, as the window and the worker use them. A library that does
not fit can end its process or hang; here that costs a child. The result is kept, and the part is chosen at the next
start only where it is good.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop_app.processes import own_command, own_environment
from desktop_app.runtime_parts import MARKS, RUNTIME_TRIAL, TORCH_TRIAL, TRIAL, driver_version, fingerprint
from trainer.contract.errors import Cancelled
from trainer.contract.writing import write_by_rename
from trainer.loading import forget_broken_loads

TRIALS = {"ONNX Runtime": RUNTIME_TRIAL, "PyTorch": TORCH_TRIAL}
SECONDS = 600.0
"""Loading PyTorch with CUDA took 100 s from a cold, busy disk."""
_POLL = 0.1

Command = Callable[..., list[str]]
GoOn = Callable[[], bool]


class Outcome(msgspec.Struct, frozen=True):
    """What one child found; `facts` is the rest of what it printed."""

    worked: bool
    detail: str = ""
    facts: dict[str, Any] = {}


def try_part(parts: Path, name: str, go_on: GoOn = lambda: True, command: Command = own_command) -> Outcome:
    """Tries the part called `name` and keeps the result: the first thing that fails, if any. Raises Cancelled."""
    driver = driver_version()
    if driver is None:
        return Outcome(False, "no NVIDIA driver was found")
    outcome = Outcome(True)
    for title, words in TRIALS.items():
        outcome = run_trial([*command(*words), str(parts / name)], go_on)
        if not outcome.worked:
            outcome = Outcome(False, f"{title}: {outcome.detail}")
            break
    keep_result(parts, name, driver, outcome)
    return outcome


def keep_result(parts: Path, name: str, driver: int, outcome: Outcome) -> None:
    """Writes the result down, for starts under the same conditions; what crashed before it no longer counts."""
    kept = {
        "fingerprint": fingerprint(name, driver),
        "worked": outcome.worked,
        "detail": outcome.detail,
        "time": time.time(),
    }
    write_by_rename(parts / TRIAL, msgspec.json.encode(kept))
    forget_broken_loads(parts / MARKS)


def run_trial(command: Sequence[str], go_on: GoOn = lambda: True, seconds: float = SECONDS) -> Outcome:
    """Runs one child to its end and reads what it found. Raises Cancelled."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=messages,
            env=own_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows alone knows it
        )
        if not _wait(child, go_on, seconds):
            return Outcome(False, f"no answer within {seconds:.0f} s")
        output.seek(0)
        messages.seek(0)
        return _read(child.returncode, output.read(), messages.read())


def _wait(child: "subprocess.Popen[bytes]", go_on: GoOn, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    try:
        while child.poll() is None:
            if not go_on():
                raise Cancelled
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    return True


def _read(status: int, output: bytes, messages: bytes) -> Outcome:
    lines = output.decode(errors="replace").strip().splitlines()
    try:
        found = json.loads(lines[-1]) if lines else {}
        worked, detail = bool(found.pop("worked")), str(found.pop("detail"))
    except (ValueError, KeyError, AttributeError, TypeError):
        complaint = messages.decode(errors="replace").strip().splitlines()[-1:] or ["nothing was said"]
        return Outcome(False, f"{_ending(status)} ({complaint[0][:300]})")
    if worked and status:
        return Outcome(False, _ending(status), found)
    return Outcome(worked, detail, found)


def _ending(status: int) -> str:
    return f"the process was ended by signal {-status}" if status < 0 else f"the process ended with status {status}"
