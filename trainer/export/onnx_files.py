"""What an exported ONNX file may and must hold. Needs no torch."""

import getpass
import sys
import tempfile
from pathlib import Path

import onnx

from trainer.contract.card import TensorSpec

OPSET = 20
IR_VERSION = 10


class ExportError(Exception):
    """An exported graph does not keep what the card would promise."""


def cleaned(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model without what the exporter notes down: source lines, paths, shapes in between."""
    model.ir_version = IR_VERSION
    for field in ("metadata_props", "doc_string", "domain"):
        model.ClearField(field)
    for graph in (model.graph, *model.functions):
        _clear_notes(graph)
    model.graph.ClearField("value_info")
    for value in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        value.ClearField("metadata_props")
        value.ClearField("doc_string")
    for value in (*model.graph.input, *model.graph.output):
        for axis in value.type.tensor_type.shape.dim:
            if " + " in axis.dim_param:  # the exporter adds lengths in any order
                axis.dim_param = " + ".join(sorted(axis.dim_param.split(" + "), key=_names_first))
    return model


def _names_first(term: str) -> tuple[bool, str]:
    return term.isdigit(), term


def check_model(model: onnx.ModelProto, inputs: tuple[TensorSpec, ...], outputs: tuple[TensorSpec, ...]) -> None:
    """Raises ExportError unless the names, types and axes are those that the card will promise."""
    onnx.checker.check_model(model, full_check=True)
    if [entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")] != [OPSET]:
        raise ExportError(f"the graph is not of opset {OPSET}")
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in model.graph.initializer):
        raise ExportError("weights lie outside the file")
    for values, specs in ((model.graph.input, inputs), (model.graph.output, outputs)):
        described = [(value.name, _type_of(value), _shape_of(value)) for value in values]
        promised = [(spec.name, spec.type, spec.shape) for spec in specs]
        if described != promised:
            raise ExportError(f"the graph has {described}, the card would promise {promised}")


def assert_no_paths(content: bytes) -> None:
    """Raises ExportError where a path or the user of this machine is in the bytes."""
    places = {Path.home(), Path.cwd(), Path(sys.prefix), Path(tempfile.gettempdir()), Path(__file__).parents[2]}
    traces = {str(place) for place in places} | {"site-packages", '.py"', f"/{getpass.getuser()}/"}
    found = sorted(trace for trace in traces if len(trace) > 4 and trace.encode() in content)
    if found:
        raise ExportError(f"the file holds traces of this machine: {', '.join(found)}")


def _clear_notes(graph: onnx.GraphProto | onnx.FunctionProto) -> None:
    graph.ClearField("metadata_props")
    graph.ClearField("doc_string")
    for node in graph.node:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
        for attribute in node.attribute:
            if attribute.HasField("g"):
                _clear_notes(attribute.g)


def _type_of(value: onnx.ValueInfoProto) -> str:
    return str(onnx.helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type))


def _shape_of(value: onnx.ValueInfoProto) -> tuple[str | int, ...]:
    return tuple(axis.dim_param or axis.dim_value for axis in value.type.tensor_type.shape.dim)
