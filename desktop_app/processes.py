"""Starts this program again with another job: the worker that trains, the child that runs foreign models."""

import os
import sys
from pathlib import Path


def own_command(*words: str) -> list[str]:
    """The command that starts this program with `words`, frozen or from the source."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "desktop_app", *words]


def own_environment(**changes: str) -> dict[str, str]:
    """This process's environment with `changes`, in which a child finds the same packages as this process."""
    source = str(Path(__file__).parents[1])
    paths = [source, *(path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != source)]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | changes
