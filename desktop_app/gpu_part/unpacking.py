"""Unpacks a wheel into a folder that a program has on its path, without what only compilers and tests need."""

import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

LEFT_OUT = re.compile(r"(^|/)include/|^torch/test/|\.(a|lib|h|hpp|cuh|cmake|pdb)$|\.data/(scripts|headers|data)/")
_INSTALLED = re.compile(r"^[^/]+\.data/(purelib|platlib)/")
_CHUNK = 1024 * 1024


def unpack_wheel(wheel: Path, folder: Path, go_on: Callable[[], object]) -> dict[str, int]:
    """Writes the files of the wheel over whatever lies there; returns their sizes by relative path.

    `go_on` is called again and again and may raise. Raises zipfile.BadZipFile for a name that leads out of the folder.
    """
    sizes = {}
    with zipfile.ZipFile(wheel) as archive:
        for entry, name in _wanted(archive):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("wb") as copy:
                while chunk := source.read(_CHUNK):
                    copy.write(chunk)
                    go_on()
            if entry.external_attr >> 16 & stat.S_IXUSR:
                target.chmod(0o755)
            sizes[name] = entry.file_size
    return sizes


def remove_tree(folder: Path) -> None:
    """Removes a folder of ours, at once out of the way by its name. Raises OSError where a program still uses it."""
    doomed = folder.with_name(f".{folder.name.lstrip('.')}.removed")
    if doomed.exists():
        shutil.rmtree(doomed)
    folder.replace(doomed)
    shutil.rmtree(doomed)


def _wanted(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    for entry in archive.infolist():
        if entry.is_dir() or LEFT_OUT.search(entry.filename):
            continue
        name = _INSTALLED.sub("", entry.filename)
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or ":" in name or "\\" in name:
            raise zipfile.BadZipFile(f"{name} leads out of the folder")
        yield entry, name
