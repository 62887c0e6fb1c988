"""Fetches one file over the network: taken up where it broke off, cancelled at any piece, believed only when checked.

`pooch`, the usual library for this, starts a broken download again from the beginning and cannot be cancelled.
"""

import errno
import hashlib
import http
import http.client
import shutil
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.text import Text

Progress = Callable[[int, int], bool]
"""Told the bytes done and the bytes in all; answers whether to go on."""
TIMEOUT = 20.0
"""Seconds without a byte before an address is given up."""
ATTEMPTS = 3
"""Tries at one address, as long as each brings new bytes."""

_CHUNK = 64 * 1024
_TROUBLE = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


class FetchError(Exception):
    """An address did not give the file; the message says why."""


@dataclass
class Count:
    """Bytes done of all files, told to the person."""

    total: int
    progress: Progress
    finished: int = 0

    def tell(self, in_this_file: int) -> None:
        """Tells what is here of the file under way, in bytes. Raises Cancelled if the person has had enough."""
        if not self.progress(min(self.finished + in_this_file, self.total), self.total):
            raise Cancelled


@dataclass
class PartFile:
    """A file on its way: what has come from one address so far. Kept when the download breaks off.

    `limit` is the length in bytes beyond which it is certainly the wrong file.
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


def fetch_checked(part: PartFile, is_right: Callable[[Path], bool], count: Count, attempts: int = ATTEMPTS) -> None:
    """Fetches the part and checks it; one that was taken up and turns out wrong is fetched once more from the start.

    Raises FetchError, Cancelled, or OSError where the disk does not take it.
    """
    was_taken_up = part.size() > 0
    _fetch_whole(part, count, attempts)
    if is_right(part.path):
        return
    part.path.unlink()
    if not was_taken_up:
        raise FetchError("the checksum is wrong")
    fetch_checked(part, is_right, count, attempts)


def remove_parts(folder: Path, name: str) -> None:
    """Removes what is left of a file from any address."""
    for path in folder.glob(f".{name}.*.part"):
        path.unlink(missing_ok=True)


@contextmanager
def disk_errors_told(folder: Path, needed: int) -> Iterator[None]:
    """Raises WorkshopError: `no-space` unless the disk of `folder` has room for `needed` bytes, and for what it refuses
    inside the block `no-space` or `not-writable`.
    """
    if (free := free_bytes(folder)) < needed:
        raise _no_space(folder, needed, free)
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _no_space(folder, needed, free_bytes(folder)) from error
        raise _cannot_write(error) from error


def free_bytes(folder: Path) -> int:
    """What is free on the disk of a folder that need not exist yet."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(existing).free


def _no_space(folder: Path, needed: int, free: int) -> WorkshopError:
    message = Text(
        f"The disk is too full for the download: {needed / 1e9:.2f} GB are needed, {free / 1e9:.2f} GB are free.",
        f"磁盘空间不足，无法下载：需要 {needed / 1e9:.2f} GB，可用 {free / 1e9:.2f} GB。",
    )
    hint = Text(
        f"Make room on the disk of {folder}, then start it again.", f"请在 {folder} 所在磁盘上腾出空间后重新开始。"
    )
    return WorkshopError("no-space", message, hint)


def _cannot_write(error: OSError) -> WorkshopError:
    reason = error.strerror or str(error)
    message = Text(f"The download cannot be saved: {reason}.", f"无法保存下载内容：{reason}。")
    hint = Text("Choose a data folder that you may write to.", "请选择您有写入权限的数据文件夹。")
    return WorkshopError("not-writable", message, hint)


def _fetch_whole(part: PartFile, count: Count, attempts: int) -> None:
    for _ in range(attempts):
        before = part.size()
        try:
            if _fetch_rest(part, count):
                return
            trouble = "the connection broke off"
        except _TROUBLE as error:
            trouble = str(getattr(error, "reason", error)) or type(error).__name__
        if part.size() <= before:
            raise FetchError(trouble)
    raise FetchError(trouble)


def _fetch_rest(part: PartFile, count: Count) -> bool:
    """Appends what is missing; says whether the file is complete."""
    have = part.size()
    request = urllib.request.Request(part.address, headers={"User-Agent": "model-workshop"})
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT, context=trusted_certificates())
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE or not have:
            raise
        return True  # nothing is missing, or the part is wrong, which its checksum will tell
    with response:
        return _append(response, part, count)


def _append(response: http.client.HTTPResponse, part: PartFile, count: Count) -> bool:
    """Writes the answer; a server that knows no ranges sends the whole file, so the part starts anew."""
    continues = response.status == http.HTTPStatus.PARTIAL_CONTENT
    length = response.headers.get("Content-Length")
    arrived = 0
    with part.path.open("ab" if continues else "wb") as target:
        while chunk := _read_chunk(response):
            target.write(chunk)
            arrived += len(chunk)
            if target.tell() > part.limit:
                raise FetchError("the file is longer than it should be")
            count.tell(target.tell())
    return length is None or arrived == int(length)


def _read_chunk(response: http.client.HTTPResponse) -> bytes:
    """Keeps errors of the network apart from those of the disk: both are OSErrors."""
    try:
        return response.read(_CHUNK)
    except OSError as error:
        raise ConnectionError(str(error)) from error


def trusted_certificates() -> ssl.SSLContext:
    """The system's certificates; where OpenSSL does not find any, as in a package from another system, certifi's."""
    paths = ssl.get_default_verify_paths()  # without what does not exist
    if sys.platform == "win32" or paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())):
        return ssl.create_default_context()
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
