"""Stores the weights of layers that are computed on reals as whole numbers of 8 bits, with a scale for each channel."""

import numpy as np
import onnx
from onnx import helper, numpy_helper

SMALLEST = 1024
"""Numbers; below that, the scales and the operator would take what is saved."""
LARGEST = 127


def store_whole(graph: onnx.GraphProto) -> None:
    """Changes `graph` in place: each such weight becomes `name.int8`, `name.scale`, and a DequantizeLinear."""
    axes = _channel_axes(graph)
    added: list[onnx.NodeProto] = []
    for tensor in list(graph.initializer):
        axis = axes.get(tensor.name)
        if axis is None or tensor.data_type != onnx.TensorProto.FLOAT or np.prod(tensor.dims) < SMALLEST:
            continue
        weights = numpy_helper.to_array(tensor)
        whole, scale = rounded(weights, axis)
        names = [f"{tensor.name}.int8", f"{tensor.name}.scale"]
        graph.initializer.remove(tensor)
        graph.initializer.extend(
            numpy_helper.from_array(each, name) for each, name in zip((whole, scale), names, strict=True)
        )
        added.append(helper.make_node("DequantizeLinear", names, [tensor.name], f"whole-{len(added)}", axis=axis))
    nodes = [*added, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def rounded(weights: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """(int8 numbers of the same shape, float32 scales of the axis): the product is within half a scale of `weights`."""
    others = tuple(each for each in range(weights.ndim) if each != axis)
    scale = np.abs(weights).max(axis=others) / LARGEST
    scale = np.where(scale > 0, scale, 1).astype(np.float32)
    shape = [-1 if each == axis else 1 for each in range(weights.ndim)]
    return np.rint(weights / scale.reshape(shape)).astype(np.int8), scale


def _channel_axes(graph: onnx.GraphProto) -> dict[str, int]:
    """The axis of the channels that come out, for each weight that is used in one way only."""
    ways: dict[str, set[int | None]] = {}
    for node in graph.node:
        for number, name in enumerate(node.input):
            ways.setdefault(name, set()).add(_axis(node, number))
    return {name: axis for name, (axis, *others) in ways.items() if axis is not None and not others}


def _axis(node: onnx.NodeProto, number: int) -> int | None:
    """The axis of input `number` of `node`; None for what is no such weight."""
    attributes = {each.name: each.i for each in node.attribute}
    if node.op_type in ("LSTM", "GRU", "RNN"):
        return 1 if number in (1, 2) else None
    if number != 1:
        return None
    if node.op_type == "ConvTranspose":
        return 1 if attributes.get("group", 1) == 1 else None
    return {"Conv": 0, "Gemm": 0 if attributes.get("transB") else 1, "MatMul": 1}.get(node.op_type)
