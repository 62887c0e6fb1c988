"""Adds the GPU part to the data folder, and takes it away again.

One file after the other is fetched, checked and unpacked into a folder beside the final one, which gets its name only
when everything is there. Whatever ends the work before, the next call goes on with what is on the disk.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from desktop_app.gpu_part import gpu_part_errors
from desktop_app.gpu_part.plan import UNPACKED, Plan, Wheel
from desktop_app.gpu_part.unpacking import remove_tree, unpack_wheel
from desktop_app.runtime_parts import MANIFEST, TRIAL, is_whole, needed_driver, other_parts, read_json
from trainer.contract.errors import Cancelled
from trainer.contract.run_folder import RunLock
from trainer.contract.writing import cannot_write, write_by_rename
from trainer.fetching import Count, FetchError, PartFile, disk_errors_told, fetch_checked

RECORDS = ".records"
"""Inside a part: for each file that was unpacked, what came out of it."""
DOWNLOADS = "downloads"
LARGE = 1_000_000
"""Bytes from which a file is looked for at every start; all others only when the part is added."""
ATTEMPTS = 20
"""Tries at one file, as long as each brings new bytes: the largest take many minutes."""


class Step(msgspec.Struct, frozen=True):
    """How far the work is; `done` and `total` count bytes to fetch."""

    kind: Literal["fetching", "unpacking"]
    file: str
    done: int
    total: int


Tell = Callable[[Step], bool]
"""Told each step; answers whether to go on."""


class Installation:
    """The GPU part of `plan` below `parts`, the folder `runtime-gpu` of the data folder."""

    def __init__(self, parts: Path, plan: Plan) -> None:
        self._parts, self._plan = parts, plan
        self.folder = parts / plan.name
        self._new = parts / f".{plan.name}.new"
        self._downloads = parts / DOWNLOADS

    def is_there(self) -> bool:
        """Whether the part is whole, as far as a start of the program looks."""
        return needed_driver(self.folder) is not None

    def bytes_here(self) -> int:
        """Bytes of the files that need not be fetched any more, of a part that is not whole yet."""
        unpacked = {wheel.name for wheel in self._plan.wheels if self._is_unpacked(wheel)}
        waiting = [wheel for wheel in self._plan.wheels if wheel.name not in unpacked]
        begun = sum(min(self._download(wheel).size(), wheel.size) for wheel in waiting)
        return begun + sum(wheel.size for wheel in self._plan.wheels if wheel.name in unpacked)

    def add(self, tell: Tell) -> None:
        """Fetches what is missing and makes the part. Raises Cancelled, or WorkshopError: `download-failed`,
        `no-space`, `busy`, `not-writable`.
        """
        gpu_part_errors.refuse_other_users_folder(self._parts)
        with self._alone(), disk_errors_told(self._parts, self._needed_space()):
            if self.is_there():
                return
            done = 0
            for wheel in self._plan.wheels:
                if not self._is_unpacked(wheel):
                    self._fetch(wheel, done, tell)
                    self._unpack(wheel, done + wheel.size, tell)
                done += wheel.size
            self._finish()

    def remove(self) -> None:
        """Removes every part and whatever was fetched for one. Raises WorkshopError: `busy`, `not-writable`."""
        if not self._parts.exists():
            return
        gpu_part_errors.refuse_other_users_folder(self._parts)
        with self._alone():
            (self._parts / TRIAL).unlink(missing_ok=True)
            try:
                for folder in [each for each in self._parts.iterdir() if each.is_dir()]:
                    remove_tree(folder)
            except OSError as error:
                raise gpu_part_errors.in_use(self._parts, error) from error
        shutil.rmtree(self._parts, ignore_errors=True)

    def _fetch(self, wheel: Wheel, before: int, tell: Tell) -> None:
        self._downloads.mkdir(parents=True, exist_ok=True)
        total = self._plan.download_size
        count = Count(total, lambda done, total: tell(Step("fetching", wheel.name, done, total)), before)
        try:
            fetch_checked(self._download(wheel), partial(_has_digest, sha256=wheel.sha256), count, ATTEMPTS)
        except FetchError as error:
            raise gpu_part_errors.not_fetched(wheel.name, str(error)) from error

    def _unpack(self, wheel: Wheel, done: int, tell: Tell) -> None:
        step = Step("unpacking", wheel.name, done, self._plan.download_size)

        def go_on() -> None:
            if not tell(step):
                raise Cancelled

        go_on()
        packed = self._download(wheel).path
        try:
            sizes = unpack_wheel(packed, self._new, go_on)
        except zipfile.BadZipFile as error:  # its checksum was right, so the list itself is wrong
            raise gpu_part_errors.not_fetched(wheel.name, str(error)) from error
        record = self._record(wheel)
        record.parent.mkdir(exist_ok=True)
        write_by_rename(record, msgspec.json.encode(sizes))
        packed.unlink()

    def _finish(self) -> None:
        """Writes the manifest, gives the folder its name and removes what it replaces."""
        sizes: dict[str, int] = {}
        for wheel in self._plan.wheels:
            sizes |= read_json(self._new / RECORDS / f"{wheel.name}.json")
        manifest = {
            "name": self._plan.name,
            "driver": self._plan.driver,
            "bytes": sum(sizes.values()),
            "large_files": {name: size for name, size in sizes.items() if size >= LARGE},
        }
        write_by_rename(self._new / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        if hasattr(os, "sync"):
            os.sync()  # the name must not be on the disk before the content
        if self.folder.exists():
            remove_tree(self.folder)
        self._new.replace(self.folder)
        for old in (*other_parts(self._parts, self._plan.name), *self._parts.glob(".*.new"), self._downloads):
            shutil.rmtree(old, ignore_errors=True)

    def _is_unpacked(self, wheel: Wheel) -> bool:
        sizes = read_json(self._record(wheel))
        return bool(sizes) and is_whole(self._new, sizes)

    def _record(self, wheel: Wheel) -> Path:
        return self._new / RECORDS / f"{wheel.name}.json"

    def _download(self, wheel: Wheel) -> PartFile:
        return PartFile(wheel.url, self._downloads, wheel.name, limit=wheel.size)

    def _needed_space(self) -> int:
        """Bytes: what is still to be unpacked, and the largest file packed beside it."""
        missing = [wheel.size for wheel in self._plan.wheels if not self._is_unpacked(wheel)]
        return 0 if self.is_there() else int(UNPACKED * sum(missing)) + max(missing, default=0)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes of the program away from the folder."""
        lock = RunLock(self._parts / ".lock")
        try:
            self._parts.mkdir(parents=True, exist_ok=True)
            is_ours = lock.acquire()
        except OSError as error:
            raise cannot_write(self._parts, error) from error
        if not is_ours:
            raise gpu_part_errors.busy()
        try:
            yield
        finally:
            lock.release()


def _has_digest(path: Path, sha256: str) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
