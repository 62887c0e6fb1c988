"""Which versions of the system's libraries the binaries of a folder need (ELF, the format of Linux)."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

VERSION_NEEDS = 0x6FFFFFFE
"""Type of the section that lists the versions a file needs (SHT_GNU_verneed, Linux Standard Base 5.0, 10.7)."""
DYNAMIC, NEEDED = 6, 1
"""Type of the section for the dynamic loader, and its tag for a library that is needed."""


def elf_files(folder: Path) -> Iterator[Path]:
    """Every program and library below `folder`, links not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size > 64:
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def version_needs(path: Path) -> set[tuple[str, str]]:
    """(library, version) pairs such as ("libc.so.6", "GLIBC_2.34") that a 64-bit ELF file needs."""
    with path.open("rb") as file:
        found: set[tuple[str, str]] = set()
        sections = _sections(file)
        for section in sections:
            if section[1] == VERSION_NEEDS:
                needs, names = (_read(file, part) for part in (section, sections[section[6]]))
                found |= set(_pairs(needs, names))
        return found


def needed_libraries(path: Path) -> set[str]:
    """The names of the libraries that a 64-bit ELF file is linked with (DT_NEEDED)."""
    with path.open("rb") as file:
        found: set[str] = set()
        sections = _sections(file)
        for section in sections:
            if section[1] == DYNAMIC:
                entries, names = (_read(file, part) for part in (section, sections[section[6]]))
                tags = struct.iter_unpack("<qQ", entries[: len(entries) // 16 * 16])
                found |= {_text(names, value) for tag, value in tags if tag == NEEDED}
        return found


def newest(needs: set[tuple[str, str]], prefix: str) -> str:
    """The highest version such as `2.34` among the needs whose version starts with `prefix`; empty without any."""
    pattern = re.compile(re.escape(prefix) + r"(\d+(?:\.\d+)*)$")
    versions = [match[1] for _, version in needs if (match := pattern.match(version))]
    return max(versions, key=lambda text: [int(part) for part in text.split(".")], default="")


def needs_of(folder: Path) -> set[tuple[str, str]]:
    """The needs of all binaries below `folder`."""
    return {need for path in elf_files(folder) for need in version_needs(path)}


def libraries_from_outside(folder: Path) -> list[str]:
    """The libraries that the binaries below `folder` are linked with and that are not there themselves."""
    present = {path.name for path in folder.rglob("*.so*")}
    needed = set[str]().union(*(needed_libraries(path) for path in elf_files(folder)))
    return sorted(needed - present)


def _sections(file: BinaryIO) -> list[tuple[int, ...]]:
    """The table of sections; empty for a file that is not for 64 bits."""
    header = file.read(64)
    if len(header) < 64 or header[4] != 2:
        return []
    start, entry_size, count = struct.unpack_from("<Q", header, 40)[0], *struct.unpack_from("<HH", header, 58)
    file.seek(start)
    table = file.read(entry_size * count)
    return [struct.unpack_from("<IIQQQQIIQQ", table, entry_size * number) for number in range(count)]


def _read(file: BinaryIO, section: tuple[int, ...]) -> bytes:
    file.seek(section[4])
    return file.read(section[5])


def _pairs(needs: bytes, names: bytes) -> Iterator[tuple[str, str]]:
    place = 0
    while True:
        _, count, library, first, following = struct.unpack_from("<HHIII", needs, place)
        entry = place + first
        for _ in range(count):
            _, _, _, name, step = struct.unpack_from("<IHHII", needs, entry)
            yield _text(names, library), _text(names, name)
            entry += step
        if not following:
            return
        place += following


def _text(names: bytes, start: int) -> str:
    return names[start : names.index(b"\0", start)].decode()
