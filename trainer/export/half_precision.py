"""Lets chosen operators of a graph compute on 16-bit reals; what goes in and comes out of them is cast where needed."""

from collections.abc import Iterable

import numpy as np
import onnx
from onnx import helper, numpy_helper

FLOAT, HALF = onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16
SUFFIX = ".fp16"


def halve(model: onnx.ModelProto, chosen: set[str]) -> onnx.ModelProto:
    """`model` with the nodes named in `chosen` in half precision: their weights too, so that the file shrinks."""
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    graph = inferred.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    values = [*graph.input, *graph.output, *graph.value_info]
    types = {value.name: value.type.tensor_type.elem_type for value in values}
    types |= {name: tensor.data_type for name, tensor in weights.items()}
    reals = {name for name, kind in types.items() if kind == FLOAT}
    wanted = {name for node in graph.node if node.name not in chosen for name in node.input}
    wanted |= {output.name for output in graph.output}
    nodes: list[onnx.NodeProto] = []
    here: set[str] = set()  # values that there are in half precision by now
    for node in graph.node:
        if node.name not in chosen:
            nodes.append(node)
            continue
        for name in reals & set(node.input) - here:
            here.add(name)
            if name in weights:
                graph.initializer.append(_halved(weights[name]))
            else:
                nodes.append(_cast(name, name + SUFFIX, HALF))
        outputs = reals & set(node.output)
        nodes.append(_renamed(node, here, outputs))
        here |= outputs
        nodes += [_cast(name + SUFFIX, name, FLOAT) for name in node.output if name in outputs & wanted]
    del graph.node[:]
    graph.node.extend(nodes)
    _drop_unused(graph)
    return inferred


def _halved(tensor: onnx.TensorProto) -> onnx.TensorProto:
    largest = float(np.finfo(np.float16).max)
    numbers = np.clip(numpy_helper.to_array(tensor), -largest, largest)
    return numpy_helper.from_array(numbers.astype(np.float16), tensor.name + SUFFIX)


def _cast(name: str, target: str, kind: int) -> onnx.NodeProto:
    return helper.make_node("Cast", [name], [target], f"cast-{target}", to=kind)


def _renamed(node: onnx.NodeProto, inputs: Iterable[str], outputs: Iterable[str]) -> onnx.NodeProto:
    renamed = onnx.NodeProto()
    renamed.CopyFrom(node)
    renamed.input[:] = [name + SUFFIX if name in inputs else name for name in node.input]
    renamed.output[:] = [name + SUFFIX if name in outputs else name for name in node.output]
    return renamed


def _drop_unused(graph: onnx.GraphProto) -> None:
    """Removes the weights that are there in half precision alone."""
    used = {name for node in graph.node for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
