"""The packaged program's first lines, before anything else is imported."""

import os
import sys
from pathlib import Path

LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH")


def restore_environment() -> None:
    """Give child programs the person's own library paths, and let our own children start afresh.

    The start-up code of the package points the library path at the package, for this process alone: handed on, it
    would make programs of the system (a file manager, a browser) load our libraries.
    """
    for name in LIBRARY_PATHS:
        original = os.environ.pop(f"{name}_ORIG", None)
        if original is not None:
            os.environ[name] = original
        else:
            os.environ.pop(name, None)
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]


def give_streams() -> None:
    """A window of Windows has no output; what is printed there goes nowhere instead of failing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process


def start() -> int:
    """Start the program; returns its exit status."""
    restore_environment()
    give_streams()
    from desktop_app.__main__ import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
