"""Keeps the computer from falling asleep while a training runs; the screen may go dark.

Each system has a way of its own; where there is none, nothing happens. The wish ends with this process, however that
ends.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadexecutionstate"""

_PATIENCE = 5.0  # seconds that the helper has to end


@contextmanager
def kept_awake() -> Iterator[None]:
    """The computer does not go to sleep by itself inside this block."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS | _SYSTEM_REQUIRED)
        try:
            yield
        finally:
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS)
        return
    helper = _started_helper()
    try:
        yield
    finally:
        if helper is not None:
            _end(helper)


def _started_helper() -> "subprocess.Popen[bytes] | None":
    command = _helper_command()
    if command is None:
        return None
    quiet = subprocess.DEVNULL
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return None  # a training without it is better than none


def _helper_command() -> list[str] | None:
    """A program that holds the wish until its input ends, which it does with this process at the latest."""
    if inhibit := shutil.which("systemd-inhibit"):
        why = ["--who=Model Workshop", "--why=A training is running"]
        return [inhibit, "--what=idle:sleep", "--mode=block", *why, "cat"]
    if caffeinate := shutil.which("caffeinate"):
        return [caffeinate, "-i", "-w", str(os.getpid())]
    return None


def _end(helper: "subprocess.Popen[bytes]") -> None:
    assert helper.stdin is not None
    helper.stdin.close()
    if sys.platform == "darwin":
        helper.terminate()  # caffeinate reads no input
    try:
        helper.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        helper.kill()
        helper.wait()
