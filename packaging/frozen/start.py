"""The packaged program's first lines, before anything else is imported."""

import os
import sys

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


def start() -> int:
    """Start the program; returns its exit status."""
    restore_environment()
    from desktop_app.__main__ import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
