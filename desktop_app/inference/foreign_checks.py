"""Looks through the bytes of a foreign ONNX file before ONNX Runtime does, and refuses what our models never need.

Walks the protobuf messages of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto with bounded work; field numbers
are those of that file. The package `onnx` would bring protobuf into the window's process for this one job.
"""

import itertools
import math
from collections.abc import Iterator

from trainer.contract.errors import ErrorKind, WorkshopError
from trainer.contract.text import Text

LARGEST_FILE = 128 * 1024**2
"""Bytes of one graph."""
LARGEST_OPSET = 26
LARGEST_IR = 13
MOST_NODES = 50_000
MOST_ELEMENTS = 64 * 1024**2
"""Elements that the stored tensors may declare together."""
MOST_AXES = 16
DOMAINS = ("", "ai.onnx")
CONTROL_FLOW = ("If", "Loop", "Scan", "SequenceMap")

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_EXTERNAL = 1

Field = tuple[int, int, memoryview]


def check_graph(content: bytes) -> None:
    """Raises WorkshopError `too-large`, `model-invalid` or `unsupported-model` for a graph that is not run."""
    if len(content) > LARGEST_FILE:
        raise _refused(
            f"it has {len(content) // 1024**2:,} MB; at most {LARGEST_FILE // 1024**2:,} MB are opened",
            f"文件有 {len(content) // 1024**2:,} MB，上限为 {LARGEST_FILE // 1024**2:,} MB",
            "too-large",
        )
    try:
        _check_model(memoryview(content))
    except (ValueError, UnicodeDecodeError) as error:
        raise _refused("it is not a valid ONNX file", "它不是有效的 ONNX 文件", "model-invalid") from error


def _check_model(model: memoryview) -> None:
    graphs = 0
    for field, number, payload in _fields(model):
        if field == 1 and number > LARGEST_IR:  # ir_version
            raise _refused(
                f"its format is version {number}; at most {LARGEST_IR} is read",
                f"格式版本为 {number}，最高支持 {LARGEST_IR}",
            )
        if field == 7:
            graphs += 1
            _check_main_graph(payload)
        elif field == 8:
            _check_opset(payload)
        elif field == 25:  # functions, which could hide anything under any name
            raise _refused("it defines functions of its own", "它自定义了函数")
    if graphs != 1:
        raise ValueError("a model holds one graph")


def _check_opset(opset: memoryview) -> None:
    for field, number, payload in _fields(opset):
        if field == 1:
            _check_domain(payload)
        elif field == 2 and number > LARGEST_OPSET:
            raise _refused(
                f"it uses operator set {number}; at most {LARGEST_OPSET} is known",
                f"算子集版本为 {number}，最高支持 {LARGEST_OPSET}",
            )


def _check_main_graph(graph: memoryview) -> None:
    nodes = elements = 0
    for field, _, payload in _fields(graph):
        if field == 1:
            nodes += 1
            elements += _check_node(payload)
        elif field == 5:
            elements += _check_tensor(payload)
        elif field == 15:
            raise _refused("it holds sparse tensors", "它包含稀疏张量")
        if nodes > MOST_NODES:
            raise _refused(f"it has more than {MOST_NODES:,} operators", f"它的算子超过 {MOST_NODES:,} 个", "too-large")
        if elements > MOST_ELEMENTS:
            raise _refused("its stored tensors declare too many numbers", "它声明的张量元素过多", "too-large")


def _check_node(node: memoryview) -> int:
    elements = 0
    for field, _, payload in _fields(node):
        if field == 4 and str(payload, "utf-8") in CONTROL_FLOW:
            raise _refused(f"it uses the operator {str(payload, 'utf-8')}", f"它使用了算子 {str(payload, 'utf-8')}")
        if field == 5:
            elements += _check_attribute(payload)
        elif field == 7:
            _check_domain(payload)
    return elements


def _check_attribute(attribute: memoryview) -> int:
    elements = 0
    for field, _, payload in _fields(attribute):
        if field in (5, 10):
            elements += _check_tensor(payload)
        elif field in (6, 11):
            raise _refused("it holds graphs inside operators", "它的算子中嵌有子图")
        elif field in (22, 23):
            raise _refused("it holds sparse tensors", "它包含稀疏张量")
    return elements


def _check_tensor(tensor: memoryview) -> int:
    """The number of elements that a tensor declares."""
    dimensions: list[int] = []
    for field, number, payload in _fields(tensor):
        if field == 1:
            dimensions += list(itertools.islice(_packed(payload), MOST_AXES + 1)) if len(payload) else [number]
        elif field == 13 or (field == 14 and number == _EXTERNAL):
            raise _refused("it keeps data in other files", "它的数据存放在其他文件中")
        if len(dimensions) > MOST_AXES or any(not 0 <= length < 2**31 for length in dimensions):
            raise ValueError("a tensor has an impossible shape")
    return math.prod(dimensions)


def _check_domain(payload: memoryview) -> None:
    domain = str(payload, "utf-8")
    if domain not in DOMAINS:
        raise _refused(f'it uses operators of "{domain[:80]}"', f"它使用了“{domain[:80]}”的算子")


def _fields(message: memoryview) -> Iterator[Field]:
    """The fields of a message as (field, number, payload); payload is empty for numbers. Raises ValueError."""
    position, end = 0, len(message)
    while position < end:
        tag, position = _varint(message, position)
        field, wire_type = divmod(tag, 8)
        number, length = 0, {_FIXED64: 8, _FIXED32: 4}.get(wire_type, 0)
        if wire_type == _VARINT:
            number, position = _varint(message, position)
        elif wire_type == _BYTES:
            length, position = _varint(message, position)
        elif not length:
            raise ValueError(f"unknown wire type {wire_type}")
        if field == 0 or position + length > end:
            raise ValueError("a field runs past its end")
        yield field, number, message[position : position + length]
        position += length


def _packed(numbers: memoryview) -> Iterator[int]:
    position = 0
    while position < len(numbers):
        number, position = _varint(numbers, position)
        yield number


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(message):
            raise ValueError("the message ends inside a number")
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ValueError("a number is too long")


def _refused(en: str, zh: str, kind: ErrorKind = "unsupported-model") -> WorkshopError:
    return WorkshopError(
        kind,
        Text(f"This model file comes from elsewhere and is not run: {en}.", f"此模型文件来自别处，不予运行：{zh}。"),
        Text("Use a file exported by Model Workshop.", "请使用由模型工坊导出的文件。"),
    )
