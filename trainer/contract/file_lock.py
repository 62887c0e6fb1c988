"""The system's lock on an open file: gone with the process that holds it, however that process ends."""

import os
from typing import IO


def lock_file(file: IO[bytes]) -> None:
    """Takes the lock of `file` at once. Raises OSError where another process, or another opening, holds it."""
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
