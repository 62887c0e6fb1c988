"""The way to the window: reads the command line and looks whether a window can open before Qt ends the process."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from desktop_app import __version__
from desktop_app.display import APT_LINE, display_problem


def run_window(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or make screenshots of every page, and return the exit status.

    `arguments` are those of the command line without the program's name: --data-dir FOLDER, --screenshots FOLDER,
    and files to open.
    """
    started = time.perf_counter()
    options = _parser().parse_args(sys.argv[1:] if arguments is None else list(arguments))
    if options.screenshots and not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if problem := display_problem():
        return _refuse(problem)
    try:
        from desktop_app.window_session import make_screenshots, open_window
    except ImportError as error:
        if not str(error).startswith("lib"):  # anything but a shared library that Qt needs
            raise
        return _refuse(f"The window needs a library that is missing ({error}). On Debian or Ubuntu: {APT_LINE}")
    if options.screenshots:
        return make_screenshots(options.data_dir, options.screenshots)
    return open_window(options.data_dir, options.paths, started)


def _refuse(problem: str) -> int:
    sys.stderr.write(problem + "\n")  # there is no window to say it in
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="model-workshop", description="Open the window of Model Workshop.")
    parser.add_argument("--data-dir", type=Path, help="folder for models, runs, data sets and settings")
    parser.add_argument("--screenshots", type=Path, metavar="FOLDER", help="picture every page, then exit")
    parser.add_argument("--version", action="version", version=f"Model Workshop {__version__}")
    parser.add_argument("paths", nargs="*", type=Path, help="files to open")
    return parser
