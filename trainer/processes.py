"""Starts the worker again for another job, from the source or frozen."""

import os
import sys
from pathlib import Path

FAILED, BUSY, NO_SPACE, STOPPED = 1, 2, 3, 130
"""Exit statuses of a worker that did not reach the end of its job."""


def worker_command(*words: str) -> list[str]:
    """The command that starts a worker with `words`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "train-worker", *words]
    return [sys.executable, "-m", "trainer.worker", *words]


def child_environment(**changes: str) -> dict[str, str]:
    """This process's environment with `changes`, in which a child finds the same packages as this process."""
    source = str(Path(__file__).parents[1])
    others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != source]
    return os.environ | {"PYTHONPATH": os.pathsep.join([source, *others])} | changes
