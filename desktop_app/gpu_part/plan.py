"""What the GPU part of this program is made of: the list of files that was made when the program was packaged."""

from pathlib import Path

import msgspec

from desktop_app.runtime_parts import LOCK_FILE, this_target

UNPACKED = 1.6
"""Bytes on the disk for each byte fetched, at most (measured on the files for Linux: 1.54)."""


class Wheel(msgspec.Struct, frozen=True):
    """One file to fetch; `size` in bytes."""

    url: str
    sha256: str
    size: int
    name: str = ""


class Plan(msgspec.Struct, frozen=True):
    """All files of one part. `driver` is the least that the NVIDIA driver must say, 1000 * major + 10 * minor."""

    name: str
    driver: int
    wheels: tuple[Wheel, ...]

    @property
    def download_size(self) -> int:
        """Bytes to fetch."""
        return sum(wheel.size for wheel in self.wheels)

    @property
    def disk_size(self) -> int:
        """Bytes of the part once it is there, estimated."""
        return int(UNPACKED * self.download_size)


class _Target(msgspec.Struct, frozen=True):
    name: str
    driver: int
    wheels: tuple[str, ...]


class _Lock(msgspec.Struct, frozen=True):
    targets: dict[str, _Target]
    wheels: dict[str, Wheel]


def plan_of_this_program(lock_file: Path = LOCK_FILE, target: str | None = None) -> Plan | None:
    """The plan for this system and Python; None where the program was packaged without one."""
    try:
        lock = msgspec.json.decode(lock_file.read_bytes(), type=_Lock)
    except FileNotFoundError:
        return None
    wanted = lock.targets.get(target or this_target())
    if wanted is None:
        return None
    wheels = tuple(msgspec.structs.replace(lock.wheels[name], name=name) for name in wanted.wheels)
    return Plan(wanted.name, wanted.driver, wheels)
