"""Smaller graphs of the same network: weights as whole numbers of 8 bits (int8), or as 16-bit reals (fp16).

Both begin with what ONNX Runtime makes of a graph when it opens it: batch normalisation is multiplied into the weights
before it, so that one scale for each channel holds for both. What comes before the first layer with weights and after
the last one, the arithmetic of pixels and scores, stays in float32.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from trainer.contract.text import Text
from trainer.export.half_precision import halve
from trainer.export.onnx_files import cleaned
from trainer.export.whole_weights import store_whole

Feeds = dict[str, np.ndarray]
Values = Callable[[onnx.NodeProto], Iterable[str]]
WEIGHTED = ("Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN")
RECURRENT = ("LSTM", "GRU", "RNN")
BETWEEN = ("Relu", "LeakyRelu", "MaxPool", "AveragePool", "GlobalAveragePool", "Add", "Reshape", "Flatten")
"""Operators that ONNX Runtime computes on whole numbers too, so that these need not become reals in between."""
KEPT_REAL = ("BatchNormalization", "LayerNormalization", "Softmax", "Exp", "Pow", "ReduceMean", "Resize")
"""Small sums and wide ranges: these stay in float32 wherever they stand."""

STATIC = Text(
    "static quantisation: weights of 7 bits with a scale for each channel, the numbers between the layers of 8 bits "
    "with ranges found by calibration",
    "静态量化：权重为 7 位、每个通道一个比例，层间数值为 8 位、范围由校准得出",
)
DYNAMIC = Text(
    "dynamic quantisation: weights of 7 bits with a scale for each channel, the numbers between the layers are scaled "
    "anew at each run",
    "动态量化：权重为 7 位、每个通道一个比例，层间数值在每次运行时重新缩放",
)
HALF = Text(
    "16-bit reals between the first and the last layer with weights; what goes in and comes out stays as it was",
    "首个与最后一个带权重的层之间使用 16 位实数；输入与输出保持不变",
)


def folded(source: Path, place: Path) -> onnx.ModelProto:
    """The graph at `source` with constants and batch normalisation folded; uses a file in the folder `place`."""
    model = onnx.load(source)
    model.ClearField("metadata_props")
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC  # only standard operators
    options.optimized_model_filepath = str(place / "folded.onnx")
    options.log_severity_level = 3
    onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    folded = onnx.load(place / "folded.onnx")
    for number, node in enumerate(folded.graph.node):
        node.name = f"node-{number}"
    return folded


def is_static(model: onnx.ModelProto) -> bool:
    """Whether ranges can be found beforehand: not where states or two computed matrices are multiplied.

    The numbers inside a recurrent network or behind attention differ too much from one input to the next. Convolutions,
    the other way round, must not be quantised dynamically: measured, that takes seven to nine times as long.
    """
    weights = {tensor.name for tensor in model.graph.initializer}
    return not any(
        node.op_type in RECURRENT or (node.op_type == "MatMul" and not weights & set(node.input))
        for node in model.graph.node
    )


def to_int8(model: onnx.ModelProto, feeds: Callable[[], Iterable[Feeds]] | None, place: Path) -> onnx.ModelProto:
    """`model`, as `folded` gives it, on whole numbers; `feeds` are what a model that `is_static` is calibrated
    on; without them it is quantised dynamically.

    Weights have 7 bits: of 8, processors without instructions for neural networks (VNNI) would let sums overflow.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic, quantize_static

    target, own = place / "quantised.onnx", onnx.ModelProto()
    own.CopyFrom(model)  # the quantiser changes what it is given
    if feeds is not None:
        quantize_static(
            own,
            target,
            _Reader(feeds()),
            nodes_to_quantize=_quantised_nodes(model.graph),
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            # A product that is not rounded keeps what a score or a pixel needs, and costs nothing.
            extra_options={"OpTypesToExcludeOutputQuantization": ["Gemm", "MatMul"]},
        )
    else:
        quantize_dynamic(own, target, ["MatMul", "Gather", "LSTM"], per_channel=True, reduce_range=True)
    quantised = onnx.load(target)
    store_whole(quantised.graph)
    return _finished(quantised)


def to_fp16(model: onnx.ModelProto) -> onnx.ModelProto:
    """`model`, as `folded` gives it, with 16-bit reals between its first and last layer with weights."""
    before, after = _surroundings(model.graph)
    inner = {node.name for node in model.graph.node if node.op_type not in KEPT_REAL}
    return _finished(halve(model, inner & before & after))


class _Reader:
    """Hands out what is calibrated on, as the quantiser wants it."""

    def __init__(self, feeds: Iterable[Feeds]) -> None:
        self._feeds = iter(feeds)

    def get_next(self) -> Feeds | None:
        return next(self._feeds, None)


def _quantised_nodes(graph: onnx.GraphProto) -> list[str]:
    """Products; convolutions but the last ones, which would round pixels; and what stands between two layers."""
    before, after = _surroundings(graph)
    weights = {tensor.name for tensor in graph.initializer}

    def is_chosen(node: onnx.NodeProto) -> bool:
        if node.op_type in ("Gemm", "MatMul"):
            return True
        if node.op_type == "Conv":
            return _leads_on(node, graph, after)
        is_between = node.op_type in BETWEEN and node.name in before & after
        return is_between and not (node.op_type == "Add" and weights & set(node.input))

    return [node.name for node in graph.node if is_chosen(node)]


def _surroundings(graph: onnx.GraphProto) -> tuple[set[str], set[str]]:
    """Names of the nodes at or behind a layer with weights, and of those at or before one."""
    reached = _marked(graph.node, lambda node: node.input, lambda node: node.output)
    leading = _marked(list(reversed(graph.node)), lambda node: node.output, lambda node: node.input)
    return reached, leading


def _marked(nodes: Iterable[onnx.NodeProto], takes: Values, gives: Values) -> set[str]:
    values: set[str] = set()
    marked = set()
    for node in nodes:
        if node.op_type in WEIGHTED or values & set(takes(node)):
            marked.add(node.name)
            values |= set(gives(node))
    return marked


def _leads_on(node: onnx.NodeProto, graph: onnx.GraphProto, after: set[str]) -> bool:
    """Whether another layer with weights follows."""
    outputs = set(node.output)
    return any(outputs & set(each.input) and each.name in after for each in graph.node)


def _finished(model: onnx.ModelProto) -> onnx.ModelProto:
    """Without notes, and without operator sets that it does not use."""
    used = {node.domain for node in model.graph.node}
    kept = [entry for entry in model.opset_import if entry.domain in used]
    del model.opset_import[:]
    model.opset_import.extend(kept)
    model.ClearField("producer_version")
    return cleaned(model)
