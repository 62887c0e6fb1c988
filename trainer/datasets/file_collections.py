"""Folders, zip and tar files seen alike: the names of the files in them, and their contents one after another.

Nothing is unpacked to the disk, so names inside an archive can only ever be names.
"""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Protocol, cast

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets import data_errors

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of one unpacked file; a longer one is refused."""
MOST_FILES = 500_000
SMALLEST_BOMB = 1024**3
"""Bytes up to which a tar may unpack to any multiple of its size; beyond them to `MOST_TIMES`."""
MOST_TIMES = 100

_PIECE = 32 * 1024
# RuntimeError is what zipfile raises for a password, and for a packing that it does not know.
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, RuntimeError)


class Collection(Protocol):
    """Files with relative names, parted by `/`."""

    def names(self) -> list[str]:
        """The names of all regular files."""
        ...

    def contents(self, wanted: Container[str]) -> Iterator[tuple[str, bytes | WorkshopError]]:
        """Name and content of the wanted files in the order they are stored; an error for one that cannot be read."""
        ...

    def fingerprint(self) -> str:
        """Changes when the files do, as far as names, sizes and times tell."""
        ...


def open_collection(path: Path) -> Collection:
    """The collection at `path`, by its content. Raises WorkshopError `wrong-kind`, `unreadable` or `too-large`."""
    try:
        if path.is_dir():
            return FolderCollection(path)
        if zipfile.is_zipfile(path):
            return ZipCollection(path)
        if TarCollection(path).is_tar():
            return TarCollection(path)
    except OSError as error:
        raise data_errors.cannot_open(path, error) from error
    raise data_errors.wrong_kind(path)


def is_collection(path: Path) -> bool:
    """Whether there is a folder, a zip or a tar file. Raises WorkshopError `unreadable`."""
    try:
        return path.is_dir() or zipfile.is_zipfile(path) or TarCollection(path).is_tar()
    except OSError as error:
        raise data_errors.cannot_open(path, error) from error


def read_single(path: Path, largest: int) -> bytes:
    """The bytes of a file that stands by itself, unpacked where it is packed with gzip, bzip2 or xz.

    Raises WorkshopError `unreadable`, or `too-large` beyond `largest` bytes.
    """
    try:
        with path.open("rb") as stream:
            content = _read_bounded(stream, path, largest)
    except OSError as error:
        raise data_errors.cannot_open(path, error) from error
    if isinstance(content, WorkshopError):
        raise content
    return unpacked(content, path.name, largest)


def unpacked(content: bytes, name: str, largest: int) -> bytes:
    """The content of a file, unpacked where it is packed with gzip, bzip2 or xz; errors as of `read_single`."""
    stream = _unpacking(io.BytesIO(content), content[:6])
    if stream is None:
        return content
    try:
        with stream:
            found = _read_bounded(stream, Path(name), largest)
    except (*_DAMAGE, OSError) as error:
        raise _damaged(Path(name)) from error
    if isinstance(found, WorkshopError):
        raise found
    return found


@dataclass(frozen=True)
class FolderCollection:
    """A folder on the disk; links are followed, but no folder is entered twice."""

    path: Path

    def names(self) -> list[str]:
        """The names of all regular files, hidden ones and those in hidden folders left out."""
        return [file.relative_to(self.path).as_posix() for file in self._files()]

    def contents(self, wanted: Container[str]) -> Iterator[tuple[str, bytes | WorkshopError]]:
        """Name and content of the wanted files."""
        for file in self._files():
            name = file.relative_to(self.path).as_posix()
            if name in wanted:
                yield name, _read_file(file)

    def fingerprint(self) -> str:
        """Of the names, sizes and times of change."""
        digest = hashlib.sha256()
        for file in self._files():
            status = file.stat()
            name = os.fsencode(file.relative_to(self.path))
            digest.update(name + f"\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def _files(self) -> Iterator[Path]:
        seen: set[tuple[int, int]] = set()
        count = 0
        for root, folders, files in os.walk(self.path, followlinks=True):
            status = Path(root).stat()
            if (status.st_dev, status.st_ino) in seen:
                folders.clear()
                continue
            seen.add((status.st_dev, status.st_ino))
            folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
            for file in sorted(files):
                path = Path(root, file)
                if not file.startswith(".") and path.is_file():
                    count += 1
                    _check_count(self.path, count)
                    yield path


@dataclass(frozen=True)
class ZipCollection:
    """A zip file."""

    path: Path

    def names(self) -> list[str]:
        """The names of all files in it."""
        with self._open() as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
        _check_count(self.path, len(names))
        return names

    def contents(self, wanted: Container[str]) -> Iterator[tuple[str, bytes | WorkshopError]]:
        """Name and unpacked content of the wanted files."""
        with self._open() as archive:
            for info in archive.infolist():
                if info.filename in wanted:
                    yield info.filename, self._read(archive, info)

    def fingerprint(self) -> str:
        """Of the archive's path, size and time of change."""
        return _file_fingerprint(self.path)

    def _open(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except (*_DAMAGE, OSError) as error:
            raise _damaged(self.path) from error

    @staticmethod
    def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | WorkshopError:
        try:
            with archive.open(info) as stream:
                return _read_bounded(stream, Path(info.filename))
        except (*_DAMAGE, OSError):  # also a password, or a packing that Python does not know
            return _damaged(Path(info.filename))


@dataclass(frozen=True)
class TarCollection:
    """A tar file, plain or packed with gzip, bzip2 or xz; read from front to back."""

    path: Path

    def is_tar(self) -> bool:
        """Whether its content starts like a tar file."""
        try:
            with self._open():
                return True
        except WorkshopError:
            return False

    def names(self) -> list[str]:
        """The names of all regular files in it; links and devices are left out."""
        names: list[str] = []
        with self._open() as archive:
            for member in self._members(archive):
                names.append(member.name)
                _check_count(self.path, len(names))
        return names

    def contents(self, wanted: Container[str]) -> Iterator[tuple[str, bytes | WorkshopError]]:
        """Name and content of the wanted files."""
        with self._open() as archive:
            for member in self._members(archive):
                if member.name in wanted:
                    stream = archive.extractfile(member)
                    yield member.name, _read_bounded(cast(IO[bytes], stream), Path(member.name))

    def fingerprint(self) -> str:
        """Of the archive's path, size and time of change."""
        return _file_fingerprint(self.path)

    @contextmanager
    def _open(self) -> Iterator[tarfile.TarFile]:
        try:
            with (
                _unpacked(self.path) as stream,
                tarfile.open(fileobj=cast(BinaryIO, _BoundedReads(stream, self.path)), mode="r:") as archive,
            ):
                yield archive
        except (*_DAMAGE, OSError) as error:
            raise _damaged(self.path) from error

    @staticmethod
    def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
        return (member for member in archive if member.isreg())


class _BoundedReads:
    """A tar's unpacked stream that refuses giant reads and a giant whole.

    Its own headers may declare any length, and are read whole; and a small file may unpack without end.
    """

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream, self._path = stream, path
        self._end = max(SMALLEST_BOMB, MOST_TIMES * path.stat().st_size)
        self.tell = stream.tell

    def seek(self, position: int) -> int:
        """To a place counted from the front."""
        self._check(position)
        return self._stream.seek(position)

    def read(self, size: int) -> bytes:
        """At most `LARGEST_FILE` bytes at once."""
        if not 0 <= size <= LARGEST_FILE:
            raise tarfile.ReadError("a header declares a giant length")
        self._check(self._stream.tell() + size)
        return self._stream.read(size)

    def _check(self, position: int) -> None:
        if position > self._end:
            raise data_errors.too_large(
                self._path,
                f"it unpacks to more than {MOST_TIMES} times its size",
                f"解压后超过其大小的 {MOST_TIMES} 倍",
            )


def _unpacked(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        head = file.read(6)
    return _unpacking(path, head) or path.open("rb")


def _unpacking(packed: Path | BinaryIO, head: bytes) -> BinaryIO | None:
    """A stream of what is packed in a file; None where it starts like none that is packed."""
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.open(packed))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.open(packed))
    if head.startswith(b"\xfd7zXZ\0"):
        return cast(BinaryIO, lzma.open(packed))
    return None


def _read_file(path: Path) -> bytes | WorkshopError:
    try:
        with path.open("rb") as stream:
            return _read_bounded(stream, path)
    except OSError as error:
        return data_errors.cannot_open(path, error)


def _read_bounded(stream: IO[bytes], name: Path, largest: int | None = None) -> bytes | WorkshopError:
    largest = LARGEST_FILE if largest is None else largest
    content = bytearray()
    while piece := stream.read(_PIECE):  # all at once would ask for memory for the largest file
        content += piece
        if len(content) > largest:
            megabytes = largest // 1024**2
            return data_errors.too_large(name, f"more than {megabytes} MB", f"超过 {megabytes} MB")
    return bytes(content)


def _check_count(path: Path, count: int) -> None:
    if count > MOST_FILES:
        raise data_errors.too_large(
            path, f"it holds more than {MOST_FILES:,} files", f"其中的文件超过 {MOST_FILES:,} 个"
        )


def _file_fingerprint(path: Path) -> str:
    status = path.stat()
    return hashlib.sha256(f"{path.resolve()}\0{status.st_size}\0{status.st_mtime_ns}".encode()).hexdigest()


def _damaged(path: Path) -> WorkshopError:
    return data_errors.broken_file(
        Path(PurePosixPath(path).name), Text("it is damaged, locked or cut short", "文件已损坏、被加密或不完整")
    )
