"""Exports one graph, in a process of its own, and proves that it computes what PyTorch computes.

A second export in the same process can come out with frozen axes, without an error; so each has its own.
"""

import inspect
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from trainer.contract.card import TensorSpec
from trainer.contract.selftest import LENGTH, selftest_inputs
from trainer.export.onnx_files import OPSET, ExportError, assert_no_paths, check_model, cleaned
from trainer.export.report import TOLERANCE, GraphReport
from trainer.export.weights import simplify
from trainer.training.recipe import Graph

PARITY_BATCHES = (1, 3, 64)
PARITY_LENGTHS = (1, 7, 40)
"""Of texts; the batches are tried with each of them."""
PARITY_SEED = 20
RECURRENT = frozenset({"LSTM", "GRU", "RNN"})
STEADY_STEPS = 10
"""Steps of a recurrence within which rounding stays what it is elsewhere; each hands its own on to those behind it."""


def export_graph(graph: Graph, path: Path, graphs: int) -> GraphReport:
    """Writes the graph to `path`. Raises ExportError where the file would not keep its promises."""
    module = graph.module.eval()
    names = tuple(graph.examples)
    program = torch.onnx.export(
        module,
        tuple(graph.examples.values()),
        input_names=names,
        output_names=[spec.name for spec in graph.outputs],
        dynamic_shapes=shapes_of_arguments(module, graph.inputs),
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
        optimize=False,
    )
    assert program is not None
    simplify(program.model)
    model = cleaned(program.model_proto)
    check_model(model, graph.inputs, graph.outputs)
    content = model.SerializeToString(deterministic=True)
    assert_no_paths(content)
    path.write_bytes(content)
    sizes = tuple(sorted({*PARITY_BATCHES, len(next(iter(graph.examples.values())))}))
    lengths = PARITY_LENGTHS if any(len(free_axes(spec)) > 1 for spec in graph.inputs) else ()
    return GraphReport(
        role=graph.role,
        graphs=graphs,
        inputs=with_role(graph.inputs, graph.role),
        outputs=with_role(graph.outputs, graph.role),
        largest_difference=max(
            parity(module, content, graph, size, length, tolerance(model, length))
            for size in sizes
            for length in lengths or (LENGTH,)
        ),
        tolerance=max(tolerance(model, length) for length in lengths or (LENGTH,)),
        batch_sizes=sizes,
        lengths=lengths,
    )


def with_role(specs: tuple[TensorSpec, ...], role: str) -> tuple[TensorSpec, ...]:
    """The specs with the name of their graph."""
    return tuple(msgspec.structs.replace(spec, graph=role) for spec in specs)


def shapes_of_arguments(module: nn.Module, inputs: tuple[TensorSpec, ...]) -> tuple[Any, ...]:
    """The free axes of each argument of `forward`; those of a last `*argument` are together in one tuple."""
    axes = tuple(free_axes(spec) for spec in inputs)
    parameters = list(inspect.signature(module.forward).parameters.values())
    if parameters[-1].kind != inspect.Parameter.VAR_POSITIONAL:
        return axes
    single = len(parameters) - 1
    return (*axes[:single], axes[single:])


def free_axes(spec: TensorSpec) -> dict[int, str]:
    """The axes of an input that may have any length, with their names."""
    return {axis: name for axis, name in enumerate(spec.shape) if isinstance(name, str)}


def tolerance(model: onnx.ModelProto, length: int) -> float:
    """The largest difference that is only rounding; with a recurrence it grows with the length of a text."""
    if not any(node.op_type in RECURRENT for node in model.graph.node):
        return TOLERANCE
    return TOLERANCE * max(1.0, length / STEADY_STEPS)


def parity(module: nn.Module, content: bytes, graph: Graph, batch: int, length: int, allowed: float) -> float:
    """Largest difference of PyTorch and ONNX Runtime on a seeded batch. Raises ExportError beyond what is allowed."""
    feeds = selftest_inputs(graph.inputs, PARITY_SEED, batch, length)
    with torch.no_grad():
        outputs = module(*(torch.from_numpy(feed) for feed in feeds.values()))
    expected = [output.numpy() for output in (outputs if isinstance(outputs, tuple) else (outputs,))]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    actual = session.run(None, feeds)
    return max(_difference(*pair, allowed) for pair in zip(expected, actual, strict=True))


def _difference(expected: np.ndarray, actual: np.ndarray, allowed: float) -> float:
    if expected.shape != actual.shape or expected.dtype != actual.dtype:
        raise ExportError(
            f"PyTorch gives {expected.dtype} {expected.shape}, ONNX Runtime {actual.dtype} {actual.shape}"
        )
    distance = np.abs(expected.astype(np.float64) - actual.astype(np.float64))
    if expected.dtype == np.uint8:
        if distance.max() > 1:
            raise ExportError(f"a pixel differs by {distance.max():g} levels between PyTorch and ONNX Runtime")
        return 0.0
    largest = float((distance / np.maximum(1.0, np.abs(expected))).max())
    if not largest <= allowed:
        raise ExportError(f"PyTorch and ONNX Runtime differ by {largest:.2g}")
    return largest
