"""Prepared pictures on their way into a data set: in memory while they are few, in a file once they are many."""

import hashlib
import math
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from trainer.contract.writing import no_room, remove_quietly, write_errors_told
from trainer.fetching import free_bytes

LARGEST_IN_MEMORY = 256 * 1024**2
"""Bytes of all pictures of a data set, up to which they are held in memory.

A fixed number, not a share of this computer's memory: beyond it fewer pictures are held out for validation.
"""

_CHUNK = 8 * 1024**2


class RowsInMemory:
    """Pictures of one shape, put down one after another and known by their number from then on."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self._pictures: list[np.ndarray] = []

    def append(self, picture: np.ndarray) -> None:
        """Puts one more down, uint8 of the shape."""
        self._pictures.append(picture)

    def take(self, numbers: np.ndarray) -> np.ndarray:
        """Copies of those with `numbers`, uint8 [N, *shape], in that order."""
        return np.array([self._pictures[number] for number in numbers], dtype=np.uint8).reshape(-1, *self._shape)

    def close(self) -> None:
        """Lets go of them."""
        self._pictures.clear()


class RowsOnDisk:
    """The same in a file without a name, so that nothing is left behind however this ends."""

    def __init__(self, count: int, shape: tuple[int, ...], folder: Path) -> None:
        self._shape, self._folder = shape, folder
        self._size = math.prod(shape)
        with write_errors_told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if free_bytes(folder) < 2 * count * self._size:  # here, and once more in the order of the parts
                raise no_room(folder)
            self._file = cast(BinaryIO, tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - see `close`

    def append(self, picture: np.ndarray) -> None:
        """Puts one more down, uint8 of the shape. Raises WorkshopError where the disk does not take it."""
        with write_errors_told(self._folder):
            self._file.write(np.ascontiguousarray(picture, dtype=np.uint8).data)

    def save(self, numbers: np.ndarray, path: Path, going_on: Callable[[], None]) -> str:
        """Writes those with `numbers`, in that order, as an `.npy` file at `path`; returns the SHA-256 of their bytes.

        `going_on` is called now and then and may raise. Raises WorkshopError where the disk does not take it.
        """
        digest = hashlib.sha256()
        temporary = path.with_name(f".{path.stem}.part.npy")
        try:
            with write_errors_told(path):
                with temporary.open("wb") as file:
                    header = {"descr": "|u1", "fortran_order": False, "shape": (len(numbers), *self._shape)}
                    np.lib.format.write_array_header_1_0(file, header)
                    for chunk in self._chunks(numbers):
                        file.write(chunk)
                        digest.update(chunk)
                        going_on()
                temporary.replace(path)
        except BaseException:
            remove_quietly(temporary)
            raise
        return digest.hexdigest()

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def _chunks(self, numbers: np.ndarray) -> Iterator[bytes]:
        chunk: list[bytes] = []
        for number in numbers.tolist():
            self._file.seek(number * self._size)
            chunk.append(self._file.read(self._size))
            if len(chunk) * self._size >= _CHUNK:
                yield b"".join(chunk)
                chunk.clear()
        yield b"".join(chunk)


Rows = RowsInMemory | RowsOnDisk


def open_rows(count: int, shape: tuple[int, ...], folder: Path) -> Rows:
    """Room for `count` pictures, uint8 of `shape`; `folder` takes the file if they are many.

    Raises WorkshopError `no-space` or `not-writable` where the file cannot be had.
    """
    if count <= most_in_memory(shape):
        return RowsInMemory(shape)
    return RowsOnDisk(count, shape, folder)


def most_in_memory(shape: tuple[int, ...]) -> int:
    """Pictures of `shape` that are held in memory."""
    return LARGEST_IN_MEMORY // math.prod(shape)
