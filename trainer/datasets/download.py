"""Fetches the files of a catalogued data set from its mirrors: with progress, resume, cancel and checksums.

`pooch`, the usual library for this, starts a broken download again from the beginning and cannot be cancelled.
"""

import errno
import gzip
import hashlib
import http
import http.client
import shutil
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.run_folder import RunLock
from trainer.contract.text import Text
from trainer.datasets.dataset import Progress, always_continue
from trainer.datasets.known_datasets import KnownDataset, KnownFile

TIMEOUT = 20.0
"""Seconds without a byte before a mirror is given up."""
ATTEMPTS = 3
"""Tries at one mirror, as long as each brings new bytes."""

_CHUNK = 64 * 1024
_LARGEST_UNPACKED = 256 * 1024 * 1024
_TROUBLE = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


class _MirrorError(Exception):
    """One mirror did not give one file; the next one is asked."""


@dataclass
class _Count:
    """Bytes done of all files, told to the person."""

    total: int
    progress: Progress
    finished: int = 0

    def tell(self, in_this_file: int) -> None:
        if not self.progress(min(self.finished + in_this_file, self.total), self.total):
            raise Cancelled


@dataclass
class _Part:
    """A file on its way: what has come from one address so far. Kept when the download breaks off.

    `limit` is the length in bytes at which it is certainly the wrong file.
    """

    address: str
    folder: Path
    name: str
    limit: int
    path: Path = field(init=False)

    def __post_init__(self) -> None:
        mark = hashlib.sha256(self.address.encode()).hexdigest()[:8]
        self.path = self.folder / f".{self.name}.{mark}.part"

    def size(self) -> int:
        """Bytes that are here."""
        return self.path.stat().st_size if self.path.exists() else 0


def download_dataset(known: KnownDataset, folder: Path, progress: Progress = always_continue) -> None:
    """Fetches the files of `known` that `folder` lacks. `progress` is told bytes done of bytes in all.

    A file appears under its name only when its unpacked content has the right checksums. What a break-off or a cancel
    leaves is taken up next time. Raises Cancelled, or WorkshopError: `download-failed`, `no-space`, `busy`.
    """
    with _disk_errors_in_words(folder, known.download_size):
        folder.mkdir(parents=True, exist_ok=True)
        lock = RunLock(folder / ".download.lock")
        if not lock.acquire():
            raise _busy()
        try:
            _fetch_missing(known, folder, progress)
        finally:
            lock.release()


def _fetch_missing(known: KnownDataset, folder: Path, progress: Progress) -> None:
    missing = [file for file in known.files if not (folder / file.name).exists()]
    count = _Count(sum(file.packed_size for file in missing), progress)
    for file in missing:
        _fetch_from_any(file, known.mirrors, folder, count)
        count.finished += file.packed_size
    count.tell(0)


def _fetch_from_any(file: KnownFile, mirrors: tuple[str, ...], folder: Path, count: _Count) -> None:
    failures = []
    for mirror in mirrors:
        part = _Part(mirror + file.name, folder, file.name, limit=2 * file.packed_size + _CHUNK)
        try:
            _fetch_checked(part, file, count)
        except _MirrorError as error:
            failures.append(f"{mirror}: {error}")
        else:
            part.path.replace(folder / file.name)
            _remove_parts(folder, file.name)
            return
    raise _all_failed(file.name, failures)


def _fetch_checked(part: _Part, file: KnownFile, count: _Count) -> None:
    """Fetches the part and checks it; one that was taken up and turns out wrong is fetched once more from the start."""
    was_taken_up = part.size() > 0
    _fetch_whole(part, count)
    if _is_right(part.path, file):
        return
    part.path.unlink()
    if not was_taken_up:
        raise _MirrorError("the checksum is wrong")
    _fetch_checked(part, file, count)


def _fetch_whole(part: _Part, count: _Count) -> None:
    for _ in range(ATTEMPTS):
        before = part.size()
        try:
            if _fetch_rest(part, count):
                return
            trouble = "the connection broke off"
        except _TROUBLE as error:
            trouble = str(getattr(error, "reason", error)) or type(error).__name__
        if part.size() <= before:
            raise _MirrorError(trouble)
    raise _MirrorError(trouble)


def _fetch_rest(part: _Part, count: _Count) -> bool:
    """Appends what is missing; says whether the file is complete."""
    have = part.size()
    request = urllib.request.Request(part.address, headers={"User-Agent": "model-workshop"})
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE or not have:
            raise
        return True  # nothing is missing, or the part is wrong, which its checksum will tell
    with response:
        return _append(response, part, count)


def _append(response: http.client.HTTPResponse, part: _Part, count: _Count) -> bool:
    """Writes the answer; a server that knows no ranges sends the whole file, so the part starts anew."""
    continues = response.status == http.HTTPStatus.PARTIAL_CONTENT
    length = response.headers.get("Content-Length")
    arrived = 0
    with part.path.open("ab" if continues else "wb") as target:
        while chunk := _read_chunk(response):
            target.write(chunk)
            arrived += len(chunk)
            if target.tell() > part.limit:
                raise _MirrorError("the file is longer than it should be")
            count.tell(target.tell())
    return length is None or arrived == int(length)


def _read_chunk(response: http.client.HTTPResponse) -> bytes:
    """Keeps errors of the network apart from those of the disk: both are OSErrors."""
    try:
        return response.read(_CHUNK)
    except OSError as error:
        raise ConnectionError(str(error)) from error


def _is_right(path: Path, file: KnownFile) -> bool:
    """Whether the unpacked content has both checksums; read in pieces, at most what the original unpacks to."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    try:
        with gzip.open(path) as stream:
            for _ in range(1 + _LARGEST_UNPACKED // _CHUNK):
                chunk = stream.read(_CHUNK)
                md5.update(chunk)
                sha256.update(chunk)
                if not chunk:
                    break
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return False
    return (md5.hexdigest(), sha256.hexdigest()) == (file.md5, file.sha256)


def _remove_parts(folder: Path, name: str) -> None:
    for path in folder.glob(f".{name}.*.part"):
        path.unlink(missing_ok=True)


@contextmanager
def _disk_errors_in_words(folder: Path, needed: int) -> Iterator[None]:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if shutil.disk_usage(existing).free < needed:
        raise _no_space(folder)
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _no_space(folder) from error
        raise _cannot_write(error) from error


def _no_space(folder: Path) -> WorkshopError:
    message = Text("The disk is full, so the download cannot go on.", "磁盘已满，无法继续下载。")
    hint = Text(
        f"Make room on the disk of {folder}, then start it again.", f"请在 {folder} 所在磁盘上腾出空间后重新开始。"
    )
    return WorkshopError("no-space", message, hint)


def _cannot_write(error: OSError) -> WorkshopError:
    reason = error.strerror or str(error)
    message = Text(f"The download cannot be saved: {reason}.", f"无法保存下载内容：{reason}。")
    hint = Text("Choose a data folder that you may write to.", "请选择您有写入权限的数据文件夹。")
    return WorkshopError("download-failed", message, hint)


def _busy() -> WorkshopError:
    message = Text("This data set is being downloaded already.", "该数据集正在下载中。")
    return WorkshopError("busy", message, Text("Wait until it is here.", "请等待下载完成。"))


def _all_failed(name: str, failures: list[str]) -> WorkshopError:
    reasons = "; ".join(failures)
    message = Text(f"{name} could not be downloaded. {reasons}.", f"无法下载 {name}。{reasons}。")
    hint = Text(
        "Check the network and start it again; what has arrived is kept. Or train on mnist-sample.",
        "请检查网络后重新开始，已下载的部分会保留。也可以用 mnist-sample 训练。",
    )
    return WorkshopError("download-failed", message, hint)
