"""Remembers, by the SHA-256 of their files, which models have passed their self-test on this computer."""

from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Literal

import msgspec

from trainer.contract.card import sha256_of
from trainer.contract.writing import write_whole

VerifyState = Literal["unchecked", "verified", "failed"]


class VerifiedModels:
    """States by content, kept in one small file; hashes of unchanged files are not computed twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._states = self._read()
        self._writing = Lock()  # self-tests end in several threads; the last file written must hold them all
        self._hashes: dict[tuple[str, int, int], str] = {}

    def sha256_of(self, path: Path) -> str:
        """The SHA-256 of a file; empty if it cannot be read."""
        try:
            state = path.stat()
            key = (str(path), state.st_size, state.st_mtime_ns)
            if key not in self._hashes:
                self._hashes[key] = sha256_of(path)
        except OSError:
            return ""
        return self._hashes[key]

    def state_of(self, sha256: str) -> VerifyState:
        """What the last self-test of a file with this content has said."""
        return self._states.get(sha256, "unchecked")

    def remember(self, sha256: str, state: VerifyState) -> None:
        """Keep the outcome of a self-test; where it cannot be written, the test is run again another day."""
        with self._writing:
            self._states[sha256] = state
            with suppress(OSError):
                write_whole(self._path, msgspec.json.encode(self._states))

    def _read(self) -> dict[str, VerifyState]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, VerifyState])
        except (OSError, msgspec.DecodeError):
            return {}
