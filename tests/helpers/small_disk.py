"""A disk of its own for a test, so small that it is soon full, or one that nobody can write to. Needs root's rights."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.skips import need_root, need_tool, skip_for_want_of

BLOCK = 4096


@contextlib.contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system in memory at `place`, which is made."""
    need_root()
    mount = need_tool("mount")
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    done = subprocess.run([mount, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        skip_for_want_of("root", f"needs the right to mount ({done.stderr.strip()})")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextlib.contextmanager
def read_only(place: Path) -> Iterator[Path]:
    """Lets nobody write to the file system at `place` for a while, not even root."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)


def fill(disk: Path, leaving: int = 0) -> Path:
    """Writes one file that takes all the room but `leaving` bytes."""
    filling = disk / "filling"
    with filling.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * BLOCK)
    if leaving:
        with filling.open("r+b") as file:
            file.truncate(max(0, filling.stat().st_size - leaving))
    return filling
