"""Reads the metadata of an ONNX file without parsing its graph.

An ONNX file is a protobuf `ModelProto`. Its field 14 holds `metadata_props`, entries of key (field 1) and value
(field 2). Everything else is skipped by seeking past it, so the cost does not grow with the weights.
Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

import hashlib
from pathlib import Path
from typing import BinaryIO

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

_GRAPH_FIELD = 7
_METADATA_FIELD = 14
_KEY_FIELD = 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LARGEST_ENTRY = 64 * 1024 * 1024


def read_metadata(path: Path) -> dict[str, bytes]:
    """The metadata entries of the ONNX file at `path`, values as raw bytes.

    Raises WorkshopError: `not-found`, `empty`, `unreadable`, or `model-invalid` if it is no well-formed protobuf.
    """
    try:
        size = path.stat().st_size
        if path.is_file() and size:
            with path.open("rb") as file:
                return _entries(file, size)
    except FileNotFoundError as error:
        raise _error("not-found", f"{path.name} does not exist.", f"{path.name} 不存在。") from error
    except OSError as error:
        raise _error(
            "unreadable", f"{path.name} cannot be read: {error.strerror}.", f"无法读取 {path.name}：{error.strerror}。"
        ) from error
    except (ValueError, UnicodeDecodeError) as error:
        raise _error(
            "model-invalid", f"{path.name} is not a valid ONNX file.", f"{path.name} 不是有效的 ONNX 文件。"
        ) from error
    raise _error("empty", f"{path.name} is empty or not a file.", f"{path.name} 为空或不是文件。")


def graph_sha256(path: Path) -> str:
    """The SHA-256 of the graph with its weights (field 7), which no change of the metadata touches.

    Raises OSError, or ValueError where the file is no well-formed protobuf or has no graph.
    """
    end = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < end:
            field, wire_type = divmod(_read_varint(file), 8)
            length = _payload_length(file, wire_type)
            if file.tell() + length > end:
                raise ValueError("a field runs past the end of the file")
            if field == _GRAPH_FIELD and wire_type == _BYTES:
                return hashlib.sha256(file.read(length)).hexdigest()
            file.seek(length, 1)
    raise ValueError("the file holds no graph")


def _entries(file: BinaryIO, end: int) -> dict[str, bytes]:
    entries: dict[str, bytes] = {}
    while file.tell() < end:
        field, wire_type = divmod(_read_varint(file), 8)
        length = _payload_length(file, wire_type)
        if file.tell() + length > end or field == 0:
            raise ValueError("a field runs past the end of the file")
        if field == _METADATA_FIELD and wire_type == _BYTES and length <= _LARGEST_ENTRY:
            key, value = _key_and_value(file, file.tell() + length)
            entries[key] = value
        else:
            file.seek(length, 1)
    return entries


def _key_and_value(file: BinaryIO, end: int) -> tuple[str, bytes]:
    key, value = b"", b""
    while file.tell() < end:
        field, wire_type = divmod(_read_varint(file), 8)
        length = _payload_length(file, wire_type)
        if file.tell() + length > end:
            raise ValueError("an entry runs past its end")
        payload = file.read(length)
        if field == _KEY_FIELD:
            key = payload
        else:
            value = payload
    return key.decode(), value


def _payload_length(file: BinaryIO, wire_type: int) -> int:
    if wire_type == _VARINT:
        _read_varint(file)
        return 0
    if wire_type == _BYTES:
        return _read_varint(file)
    if wire_type in (_FIXED64, _FIXED32):
        return 8 if wire_type == _FIXED64 else 4
    raise ValueError(f"unknown wire type {wire_type}")


def _read_varint(file: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            raise ValueError("the file ends inside a number")
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("a number is too long")


def _error(kind: str, en: str, zh: str) -> WorkshopError:
    hint = Text("Choose an .onnx file exported by Model Workshop.", "请选择由模型工坊导出的 .onnx 文件。")
    return WorkshopError(kind, Text(en, zh), hint)  # type: ignore[arg-type]
