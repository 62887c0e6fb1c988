"""What kind of processor this machine has: a kind, never the machine's name."""

import platform
from functools import cache
from pathlib import Path


@cache
def processor_kind() -> str:
    """Such as `AMD EPYC`; what the system calls it where it says no more."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine() or "CPU"
