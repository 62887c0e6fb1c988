"""Writes IDX files, independently of the reader."""

import gzip
import struct
from pathlib import Path

import numpy as np

TYPE_CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def idx_bytes(array: np.ndarray) -> bytes:
    """`array` in the IDX format."""
    code = TYPE_CODES[array.dtype.str[1:]]
    axes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes((0, 0, code, array.ndim)) + axes + array.astype(array.dtype.newbyteorder(">")).tobytes()


def write_idx(path: Path, array: np.ndarray) -> Path:
    """Writes `array`, packed if the name ends with `.gz`."""
    content = idx_bytes(array)
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def write_idx_pair(folder: Path, part: str, images: np.ndarray, labels: np.ndarray) -> None:
    """Writes `train` or `t10k` files as MNIST names them; labels in a byte if they fit."""
    write_idx(folder / f"{part}-images-idx3-ubyte.gz", images)
    write_idx(
        folder / f"{part}-labels-idx1-ubyte", labels.astype(np.uint8 if labels.max(initial=0) < 256 else np.int32)
    )
