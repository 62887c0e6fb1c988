"""Reads IDX files, the format of MNIST, plain or packed with gzip.

Two zero bytes, a type byte, the number of axes, one big-endian uint32 a axis, then the numbers, big-endian.
Source: http://yann.lecun.com/exdb/mnist/
"""

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from trainer.contract.text import Text
from trainer.datasets import data_errors

LARGEST_CONTENT = 2 * 1024**3
"""Bytes of unpacked numbers; a file that declares more is refused unread."""

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 20


class _BrokenError(Exception):
    """Why the content is no IDX; turned into a WorkshopError with the file's name."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.reason = Text(en, zh)


def is_idx(path: Path) -> bool:
    """Whether the content of `path`, unpacked if it is packed, starts like an IDX file. Never raises."""
    try:
        with path.open("rb") as file:
            head = _unpacked(file).read(4)
    except (OSError, EOFError, zlib.error):
        return False
    return len(head) == 4 and head[:2] == b"\0\0" and head[2] in _TYPES and 1 <= head[3] <= 4


def read_idx(path: Path) -> np.ndarray:
    """The array in the file, in the machine's byte order.

    Raises WorkshopError `unreadable` where the file is missing, cut short, longer than it says or no IDX at all, and
    `too-large` where it declares more than `LARGEST_CONTENT`.
    """
    try:
        with path.open("rb") as file:
            return _read(_unpacked(file), path)
    except _BrokenError as error:
        raise data_errors.broken_file(path, error.reason) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        reason = Text("the packed content is damaged or cut short", "压缩内容已损坏或不完整")
        raise data_errors.broken_file(path, reason) from error
    except OSError as error:
        raise data_errors.cannot_open(path, error) from error


def _unpacked(file: BinaryIO) -> BinaryIO:
    packed = file.read(2) == _GZIP_MAGIC
    file.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file


def _read(stream: BinaryIO, path: Path) -> np.ndarray:
    dtype, shape = _read_header(stream)
    size = math.prod(shape) * dtype.itemsize
    if size > LARGEST_CONTENT:
        raise data_errors.too_large(path, f"it declares {size:,} bytes", f"其声明的大小为 {size:,} 字节")
    content = _read_exactly(stream, size)
    if stream.read(1):
        raise _BrokenError("it is longer than its header says", "内容比文件头声明的更长")
    return np.frombuffer(content, dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)


def _read_header(stream: BinaryIO) -> tuple[np.dtype, tuple[int, ...]]:
    head = stream.read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or head[2] not in _TYPES or not 1 <= head[3] <= 4:
        raise _BrokenError("it does not start like an IDX file", "开头不是 IDX 格式")
    axes = stream.read(4 * head[3])
    if len(axes) < 4 * head[3]:
        raise _BrokenError("it ends inside its header", "文件头不完整")
    return np.dtype(_TYPES[head[2]]), struct.unpack(f">{head[3]}I", axes)


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    """Chunk by chunk, so that a short file which declares a giant one costs no memory."""
    content = bytearray()
    while len(content) < size:
        chunk = stream.read(min(_CHUNK, size - len(content)))
        if not chunk:
            raise _BrokenError(
                f"it is cut short: {len(content):,} of {size:,} bytes",
                f"文件不完整：{size:,} 字节中只有 {len(content):,} 字节",
            )
        content += chunk
    return bytes(content)
