"""Fetches the files of a catalogued data set from its mirrors."""

import gzip
import hashlib
import zlib
from functools import partial
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunLock
from trainer.contract.text import Text
from trainer.datasets.dataset import Progress, always_continue
from trainer.datasets.known import KnownDataset, KnownFile
from trainer.fetching import Count, FetchError, PartFile, disk_errors_told, fetch_checked, remove_parts

_CHUNK = 64 * 1024
_LARGEST = 256 * 1024 * 1024


def download_dataset(known: KnownDataset, folder: Path, progress: Progress = always_continue) -> None:
    """Fetches the files of `known` that `folder` lacks. `progress` is told bytes done of bytes in all.

    A file appears under its name only when its checksums are right. What a break-off or a cancel
    leaves is taken up next time. Raises Cancelled, or WorkshopError: `download-failed`, `no-space`, `not-writable`,
    `busy`.
    """
    with disk_errors_told(folder, known.download_size):
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
    count = Count(sum(file.packed_size for file in missing), progress)
    for file in missing:
        _fetch_from_any(file, known.mirrors, folder, count)
        count.finished += file.packed_size
    count.tell(0)


def _fetch_from_any(file: KnownFile, mirrors: tuple[str, ...], folder: Path, count: Count) -> None:
    failures = []
    for mirror in mirrors:
        part = PartFile(mirror + file.name, folder, file.name, limit=2 * file.packed_size + _CHUNK)
        try:
            fetch_checked(part, partial(_is_right, file=file), count)
        except FetchError as error:
            failures.append(f"{mirror}: {error}")
        else:
            part.path.replace(folder / file.name)
            remove_parts(folder, file.name)
            return
    raise _all_failed(file.name, failures)


def _is_right(path: Path, file: KnownFile) -> bool:
    """Whether the file or its unpacked content has its checksums; read in pieces, at most `_LARGEST` bytes."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    try:
        with path.open("rb") if file.checksums_of == "file" else gzip.open(path) as stream:
            for _ in range(1 + _LARGEST // _CHUNK):
                chunk = stream.read(_CHUNK)
                md5.update(chunk)
                sha256.update(chunk)
                if not chunk:
                    break
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return False
    return sha256.hexdigest() == file.sha256 and file.md5 in ("", md5.hexdigest())


def _busy() -> WorkshopError:
    message = Text("This data set is being downloaded already.", "该数据集正在下载中。")
    return WorkshopError("busy", message, Text("Wait until it is here.", "请等待下载完成。"))


def _all_failed(name: str, failures: list[str]) -> WorkshopError:
    reasons = "; ".join(failures)
    message = Text(f"{name} could not be downloaded. {reasons}.", f"无法下载 {name}。{reasons}。")
    hint = Text(
        "Check the network and start it again; what has arrived is kept. Or use data that are here already.",
        "请检查网络后重新开始，已下载的部分会保留。也可以使用本机已有的数据。",
    )
    return WorkshopError("download-failed", message, hint)
