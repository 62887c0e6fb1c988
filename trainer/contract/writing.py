"""Writes files so that each is there whole or not at all, and says in words why one could not be written."""

import contextlib
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

NO_SPACE_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LONGEST_START = 40  # signs of at most four bytes: with what is added, the name stays below the 255 bytes allowed


def write_by_rename(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Writes a file so that readers see the old or the new content, never a part.

    A `durable` file is on the disk when this returns. Raises OSError; nothing of the new file is left behind then.
    """
    temporary = path.with_name(f".{path.name[:_LONGEST_START]}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        remove_quietly(temporary)
        raise


def write_whole(target: Path, content: bytes) -> None:
    """Writes a file for a person, and makes its folder. Raises OSError; nothing of the file is left behind then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write_by_rename(target, content, durable=False)


def remove_quietly(path: Path) -> None:
    """Removes what is left of a file that could not be written; why it could not is told by the error under way."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def fsync_folder(path: Path) -> None:
    """Makes the names inside a folder durable where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def write_errors_told(target: Path) -> Iterator[None]:
    """Turns an OSError while `target` is written into the WorkshopError of `cannot_write`."""
    try:
        yield
    except OSError as error:
        raise cannot_write(target, error) from error


def full_disk_behind(error: BaseException) -> OSError | None:
    """The error of a full disk or quota that led to `error`, however it was wrapped; None for another one."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, OSError) and link.errno in NO_SPACE_ERRORS:
            return link
        link = link.__cause__ or link.__context__
    return None


def cannot_write(target: Path, error: OSError) -> WorkshopError:
    """What a person is told: `no-space` where the disk or a quota is full, else `not-writable`."""
    if error.errno in NO_SPACE_ERRORS:
        return no_room(target)
    reason = error.strerror or str(error)
    return WorkshopError(
        "not-writable",
        Text(f"{target} cannot be written: {reason}.", f"无法写入 {target}：{reason}。"),
        Text("Choose another place, or allow writing there.", "请选择其他位置，或允许写入该处。"),
    )


def no_room(target: Path) -> WorkshopError:
    """What a person is told where the disk or a quota is full."""
    return WorkshopError(
        "no-space",
        Text(f"There is no room left to write {target}.", f"空间不足，无法写入 {target}。"),
        Text("Free some space on that disk, then try again.", "请在该磁盘上腾出一些空间，然后重试。"),
    )
