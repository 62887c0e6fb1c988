"""Keeps the paths of the computer that makes the package out of it."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from workshop_package.elf import elf_files
from workshop_package.problems import PackageError
from workshop_package.trimming import Entry

NEUTRAL = "/usr"
NAMES_NO_COMPUTER = frozenset({"/", "/usr", "/usr/local", "/root"})
"""Places that every computer has; wheels made elsewhere hold them too."""


def traces(checkout: Path) -> list[str]:
    """The paths that must not be found: checkout, environment, home, the place where Python is installed."""
    found = {str(path) for path in (checkout, Path(sys.prefix), Path.home(), Path(sys.base_prefix))}
    return sorted(found - NAMES_NO_COMPUTER)


def without_build_paths(entry: Entry, folder: Path) -> Entry:
    """A module of PyInstaller's list; the one with Python's own build settings is replaced by a cleaned copy."""
    name, source, kind = entry
    if not name.startswith("_sysconfigdata") or sys.base_prefix == NEUTRAL:
        return entry
    copy = folder / Path(source).name
    text = Path(source).read_text(encoding="utf-8").replace(sys.base_prefix, NEUTRAL)
    copy.write_text(text.replace(str(Path.home()), NEUTRAL), encoding="utf-8")
    return name, str(copy), kind


def clean(folder: Path) -> None:
    """Neutralise every binary below `folder`."""
    for path in elf_files(folder) if sys.platform.startswith("linux") else ():
        neutralise(path)


def neutralise(path: Path) -> None:
    """Replace the place where Python was installed inside a binary by one of the same length that means /usr.

    Repeated slashes count as one, so what is made from it is a path still; the packaged program uses none. The last
    folder's name is kept: compilers store "3.11.7" as the end of "/srv/somebody/3.11.7".
    """
    old = sys.base_prefix
    head, _, last = old.rpartition("/")
    if old in NAMES_NO_COMPUTER or len(head) < len(NEUTRAL):
        return
    content = path.read_bytes()
    if old.encode() in content:
        path.write_bytes(content.replace(old.encode(), f"{NEUTRAL.ljust(len(head), '/')}/{last}".encode()))


def files_with(folder: Path, words: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The files below `folder` that hold one of the words, each with the first that was found."""
    wanted = [(word, word.encode()) for word in words]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            found = next((word for word, bytes_ in wanted if bytes_ in content), None)
            if found:
                yield path, found


def check_modules(archive: Path, checkout: Path) -> None:
    """Raise `PackageError` if a path of this computer is in a module of PyInstaller's compressed `archive`."""
    from PyInstaller.archive.readers import ZlibArchiveReader

    wanted = [word.encode() for word in traces(checkout)]
    reader = ZlibArchiveReader(str(archive))
    found = [name for name in reader.toc if any(word in (reader.extract(name, raw=True) or b"") for word in wanted)]
    if found:
        raise PackageError(f"Paths of this computer are in modules of the package: {', '.join(found[:8])}.")


def check(folder: Path, checkout: Path) -> None:
    """Raise `PackageError` if a path of this computer is in the package."""
    found = [f"{path.relative_to(folder)} ({word})" for path, word in files_with(folder, traces(checkout))]
    if found:
        raise PackageError(f"Paths of this computer are in the package: {', '.join(found[:8])}.")
