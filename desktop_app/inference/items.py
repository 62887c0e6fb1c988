"""The pictures that the words of a command line mean: files, folders, and paths on standard input."""

import os
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

MOST_VISITS = 10
"""Times that one folder is entered below one argument."""

_CHUNK = 65536

Found = tuple[str, WorkshopError | None]


@dataclass(frozen=True)
class Item:
    """One picture: the path as it is told, the part of it below the argument, and what is wrong with it already."""

    path: str
    relative: str
    error: WorkshopError | None = None


def items_of(arguments: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Item]:
    """The items in order. `-` reads NUL-separated paths; folders are walked, sorted, without what is hidden."""
    for argument in arguments:
        if argument == "-":
            for path in nul_separated(stdin or _standard_input()):
                yield from _items_of_path(path)
        else:
            yield from _items_of_path(argument)


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise WorkshopError(
            "unreadable",
            Text("There is no standard input to read paths from.", "没有可读取路径的标准输入。"),
            Text("Leave out the - or pipe paths into it.", "请去掉 -，或通过管道传入路径。"),
        )
    return sys.stdin.buffer


def nul_separated(stream: BinaryIO) -> Iterator[str]:
    """Paths as they come, undecodable bytes kept; the last one needs no NUL."""
    rest = b""
    while chunk := _available(stream):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from (os.fsdecode(path) for path in whole if path)
    if rest:
        yield os.fsdecode(rest)


def _available(stream: BinaryIO) -> bytes:
    """What has come so far, so that a slow writer's first paths need not wait for its last."""
    read = getattr(stream, "read1", stream.read)
    return bytes(read(_CHUNK))


def _items_of_path(path: str) -> Iterator[Item]:
    if not os.path.isdir(path):  # noqa: PTH112 - Path would change the words, such as `./a` or `a//b`
        yield Item(path, Path(path).name)
        return
    empty = True
    for relative, error in _FolderWalk(path).files():
        empty = False
        yield Item(os.path.join(path, relative), relative, error)  # noqa: PTH118 - as above
    if empty:
        yield Item(path, "", _empty_folder())


class _FolderWalk:
    """Walks one folder. A folder inside itself, by whatever link, is left out: that ends link cycles.

    Many folders that link to each other make no cycle but more ways than can be gone, so each is entered a few times.
    """

    def __init__(self, top: str) -> None:
        self._top = top
        self._visits: Counter[tuple[int, int]] = Counter()

    def files(self, below: str = "", above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[Found]:
        """Files by their path below the top, sorted; a folder that cannot be read, with its error."""
        here = os.path.join(self._top, below)  # noqa: PTH118
        try:
            state = os.stat(here)  # noqa: PTH116
            names = sorted(os.listdir(here), key=os.fsencode)  # noqa: PTH208
        except OSError as error:
            yield below, _unreadable_folder(error)
            return
        identity = (state.st_dev, state.st_ino)
        self._visits[identity] += 1
        if identity in above or self._visits[identity] > MOST_VISITS:
            return
        for name in names:
            if not name.startswith("."):
                yield from self._entry(os.path.join(below, name), above | {identity})  # noqa: PTH118

    def _entry(self, relative: str, above: frozenset[tuple[int, int]]) -> Iterator[Found]:
        if _is_folder(os.path.join(self._top, relative)):  # noqa: PTH118
            yield from self.files(relative, above)
        else:
            yield relative, None


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116
    except OSError:  # a broken link, or one that leads to itself: told when it is read as a picture
        return False


def _empty_folder() -> WorkshopError:
    return WorkshopError(
        "empty",
        Text("There are no files in this folder.", "此文件夹中没有文件。"),
        Text("Choose a folder with pictures.", "请选择包含图片的文件夹。"),
    )


def _unreadable_folder(error: OSError) -> WorkshopError:
    return WorkshopError(
        "unreadable",
        Text(f"The folder cannot be read: {error.strerror}.", f"无法读取该文件夹：{error.strerror}。"),
        Text("Check that the folder may be read.", "请检查该文件夹是否可读。"),
    )
