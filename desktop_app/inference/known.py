"""Which model files may run inside this process: those that came with the program, and those exported here."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from trainer.contract.run_folder import RunLock
from trainer.contract.writing import write_by_rename, write_errors_told

MANIFEST = "SHA256SUMS"
"""Beside the shipped models: lines of `sha256sum`."""
OWN_EXPORTS = "known.json"
"""Among the person's models: SHA-256 to the name under which a training here exported the file."""


class KnownFiles:
    """The SHA-256 of every file that is trusted. Any other file is foreign, wherever it lies."""

    def __init__(self, shipped: Path, own: Path) -> None:
        """`shipped` is the folder of the shipped models, `own` that of the person's."""
        self._manifest = shipped / MANIFEST
        self._own = own / OWN_EXPORTS

    def is_known(self, sha256: str) -> bool:
        """Whether a file of this content came with the program or was exported here."""
        return sha256 in self._shipped_hashes() or sha256 in self._own_hashes()

    def remember(self, names: Mapping[str, str]) -> None:
        """Takes up files that a training here has just exported: their names by SHA-256. Raises WorkshopError."""
        with one_at_a_time(self._own.with_suffix(".lock")), write_errors_told(self._own):
            write_by_rename(self._own, msgspec.json.encode(self._own_hashes() | dict(names)))

    def _shipped_hashes(self) -> set[str]:
        try:
            lines = self._manifest.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return set()
        return {line.split()[0].lower() for line in lines if line.strip()}

    def _own_hashes(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._own.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}


@contextlib.contextmanager
def one_at_a_time(lock_file: Path) -> Iterator[None]:
    """Waits until no other process of ours is at it; at most two seconds, as such a turn takes milliseconds.

    Makes the folder of the lock file. Raises WorkshopError where nothing can be written there.
    """
    lock = RunLock(lock_file)
    deadline = time.monotonic() + 2
    with write_errors_told(lock_file.parent):
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        while not lock.acquire() and time.monotonic() < deadline:
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.release()
