"""Marks on the disk while PyTorch or ONNX Runtime is being loaded, so that the next start knows of a crash in between.

A native library that does not fit ends the process without a word. Whoever chose the folder that such libraries come
from names a folder for marks in the environment; where none is named, nothing is written. Standard library only.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from trainer.contract.file_lock import lock_file

MARKS_VARIABLE = "MODEL_WORKSHOP_LOADING_MARKS"


@contextmanager
def marked_loading() -> Iterator[None]:
    """Leaves a mark if the process ends inside the block, or if a library cannot be loaded there."""
    named = os.environ.get(MARKS_VARIABLE)
    mark = _make_mark(Path(named)) if named else None
    if mark is None:
        yield
        return
    path, file = mark
    try:
        yield
    except (ImportError, OSError) as error:
        with file:
            file.write(f"{type(error).__name__}: {error}".encode(errors="replace"))
        raise
    except BaseException:
        _remove(path, file)
        raise
    _remove(path, file)


def broken_loads(folder: Path) -> list[str]:
    """What is known of each process that did not get to the end of loading: its error, or nothing if it crashed."""
    found = []
    for path in sorted(folder.glob("*.mark")):
        with suppress(OSError), path.open("rb") as file:  # OSError: the process that made it is still at it
            lock_file(file)
            found.append(file.read().decode(errors="replace"))
    return found


def forget_broken_loads(folder: Path) -> None:
    """Removes the marks of processes that are gone."""
    for path in folder.glob("*.mark"):
        with suppress(OSError):
            with path.open("rb") as file:
                lock_file(file)
            path.unlink()


def _make_mark(folder: Path) -> tuple[Path, IO[bytes]] | None:
    """A new file that is locked by this process; None where none can be written: loading matters more."""
    path = folder / f"{os.getpid()}-{threading.get_ident()}.mark"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("wb")
        lock_file(file)
    except OSError:
        return None
    return path, file


def _remove(path: Path, file: IO[bytes]) -> None:
    file.close()
    with suppress(OSError):
        path.unlink()
