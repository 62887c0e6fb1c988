"""What this program and its inference child say to each other over pipes: MessagePack in frames, numbers as raw bytes.

Nothing that is read can name a class or a function, so nothing that is read can run.
"""

import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

import msgspec
import numpy as np

LARGEST_FRAME = 512 * 1024**2
"""Bytes; a longer frame is refused unread."""

_LENGTH = struct.Struct("<Q")
_KINDS = ("uint8", "int8", "uint16", "int16", "int32", "int64", "float16", "float32", "float64", "bool")


class Tensor(msgspec.Struct, frozen=True, array_like=True):
    """An array: its type by name, its shape, and its bytes in C order, little-endian."""

    kind: str
    shape: tuple[int, ...]
    data: bytes


class Load(msgspec.Struct, frozen=True, tag="load"):
    """Opens the graph of a role."""

    role: str
    content: bytes


class Run(msgspec.Struct, frozen=True, tag="run"):
    """Runs the graph of a role."""

    role: str
    feeds: dict[str, Tensor]


class Outputs(msgspec.Struct, frozen=True, tag="outputs"):
    """The outputs by name; none after `Load`."""

    outputs: dict[str, Tensor]


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """It did not work: the kind and texts of a WorkshopError."""

    kind: str
    message: tuple[str, str]
    hint: tuple[str, str]


Request = Load | Run
Reply = Outputs | Failed


def write_frame(stream: BinaryIO, message: msgspec.Struct) -> None:
    """Sends one message."""
    payload = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO, kinds: Any, largest: int = LARGEST_FRAME) -> Any | None:
    """The next message, one of `kinds`; None at the end of the stream, be it in mid-frame. Raises ValueError."""
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(header)
    if length > largest:
        raise ValueError(f"a frame of {length} bytes is too long")
    payload = stream.read(length)
    if len(payload) < length:
        return None
    return msgspec.msgpack.decode(payload, type=kinds)


def pack(arrays: Mapping[str, np.ndarray]) -> dict[str, Tensor]:
    """Arrays as tensors. Raises ValueError for a type that does not travel."""
    return {name: _packed(array) for name, array in arrays.items()}


def unpack(tensors: Mapping[str, Tensor]) -> dict[str, np.ndarray]:
    """Tensors as arrays. Raises ValueError where bytes and shape do not agree."""
    return {name: _unpacked(tensor) for name, tensor in tensors.items()}


def _packed(array: np.ndarray) -> Tensor:
    if array.dtype.name not in _KINDS:
        raise ValueError(f"arrays of {array.dtype.name} do not travel")
    return Tensor(array.dtype.name, array.shape, array.astype(array.dtype.newbyteorder("<")).tobytes())


def _unpacked(tensor: Tensor) -> np.ndarray:
    if tensor.kind not in _KINDS or any(length < 0 for length in tensor.shape):
        raise ValueError(f"a tensor of {tensor.kind} {tensor.shape}")
    array = np.frombuffer(tensor.data, np.dtype(tensor.kind).newbyteorder("<"))
    return array.reshape(tensor.shape)
