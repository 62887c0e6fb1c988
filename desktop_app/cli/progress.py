"""Bars on a terminal, sparse lines anywhere else, nothing when quiet. All of it on standard error."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from desktop_app.cli.terminal import Terminal

Progress = Callable[[int, int], bool]
LINE_SECONDS = 5.0
"""Seconds between two lines where there is no terminal."""


@contextlib.contextmanager
def byte_progress(title: str, terminal: Terminal) -> Iterator[Progress]:
    """A function to be told bytes done of bytes in all."""
    with _progress(title, terminal, bytes_=True) as progress:
        yield progress


@contextlib.contextmanager
def share_progress(title: str, terminal: Terminal) -> Iterator[Progress]:
    """A function to be told how much is done of how much."""
    with _progress(title, terminal, bytes_=False) as progress:
        yield progress


@contextlib.contextmanager
def _progress(title: str, terminal: Terminal, bytes_: bool) -> Iterator[Progress]:
    if terminal.quiet:
        yield lambda done, total: True
    elif not sys.stderr.isatty():
        yield _Lines(title, terminal).tell
    else:
        with _bar(bytes_) as bar:
            task = bar.add_task(title, total=None)

            def tell(done: int, total: int) -> bool:
                bar.update(task, completed=done, total=total or None)
                return True

            yield tell


class _Lines:
    """A line every few seconds, for logs."""

    def __init__(self, title: str, terminal: Terminal) -> None:
        self._title = title
        self._terminal = terminal
        self._last = time.monotonic()

    def tell(self, done: int, total: int) -> bool:
        """Notes how far the work is."""
        now = time.monotonic()
        if total and now - self._last >= LINE_SECONDS:
            self._last = now
            self._terminal.say(f"{self._title}: {done / total:.0%}")
        return True


def _bar(bytes_: bool) -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    middle = (DownloadColumn(), TransferSpeedColumn()) if bytes_ else (TaskProgressColumn(),)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), *middle, TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
