"""ONNX files that mean harm or make no sense, each with a card that looks like a classifier's."""

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import save_model, tiny_classifier

IMAGES = helper.make_tensor_value_info("images", TensorProto.UINT8, ["batch", 28, 28])


def external_data(folder: Path) -> Path:
    """Weights in another file, outside of the model's folder."""
    (folder / "secret.bin").write_bytes(b"\0" * 7840)
    weight = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[784, 10], data_location=TensorProto.EXTERNAL)
    weight.external_data.add(key="location", value="../secret.bin")
    return _save(folder, _scores_from("w"), [weight])


def huge_constant(folder: Path) -> Path:
    """Asks for 4 GB of zeros when it runs."""
    shape = numpy_helper.from_array(np.array([1_000_000_000], np.int64), "shape")
    nodes = [
        helper.make_node("ConstantOfShape", ["shape"], ["zeros"]),
        helper.make_node("ReduceSum", ["zeros"], ["sum"], keepdims=0),
        *_scores_from("w"),
        helper.make_node("Add", ["rows_out", "sum"], ["unused"]),
    ]
    return _save(folder, nodes, [shape, _weight()], extra_output="unused")


def endless_loop(folder: Path) -> Path:
    """A Loop that never ends."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["condition_in"], ["condition_out"]),
            helper.make_node("Identity", ["state_in"], ["state_out"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("iteration", TensorProto.INT64, []),
            helper.make_tensor_value_info("condition_in", TensorProto.BOOL, []),
            helper.make_tensor_value_info("state_in", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("condition_out", TensorProto.BOOL, []),
            helper.make_tensor_value_info("state_out", TensorProto.FLOAT, None),
        ],
    )
    yes = numpy_helper.from_array(np.array(True), "yes")
    nodes = [*_scores_from("w", "scores"), helper.make_node("Loop", ["", "yes", "scores"], ["rows_out"], body=body)]
    nodes = [node for node in nodes if "probabilities" not in node.output]
    nodes.append(helper.make_node("Softmax", ["rows_out"], ["probabilities"]))
    return _save(folder, nodes, [_weight(), yes])


def unknown_domain(folder: Path) -> Path:
    """An operator of a library that nobody loaded."""
    nodes = [*_scores_from("w"), helper.make_node("Run", ["rows_out"], ["x"], domain="com.example.shell")]
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("com.example.shell", 1)]
    return _save(folder, nodes, [_weight()], extra_output="x", opset_imports=opsets)


def huge_initializer(folder: Path) -> Path:
    """A stored tensor that declares 2**60 numbers."""
    weight = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[2**30, 2**30], raw_data=b"\0" * 4)
    return _save(folder, _scores_from("w"), [weight])


def newer_opset(folder: Path) -> Path:
    """Written for an operator set that does not exist yet."""
    return _save(folder, _scores_from("w"), [_weight()], opset_imports=[helper.make_opsetid("", 99)])


def slow_graph(folder: Path) -> Path:
    """Allowed operators only, but hours of work: a chain of large matrix products."""
    chain = [helper.make_node("MatMul", [f"m{i}", f"m{i}"], [f"m{i + 1}"]) for i in range(4000)]
    ones = helper.make_node(
        "ConstantOfShape", ["square"], ["m0"], value=helper.make_tensor("one", TensorProto.FLOAT, [1], [1e-4])
    )
    square = numpy_helper.from_array(np.array([3000, 3000], np.int64), "square")
    total = helper.make_node("ReduceSum", ["m4000"], ["sum"], keepdims=0)
    nodes = [ones, *chain, total, *_scores_from("w"), helper.make_node("Add", ["rows_out", "sum"], ["unused"])]
    return _save(folder, nodes, [_weight(), square], extra_output="unused")


def wrong_outputs(folder: Path) -> Path:
    """Answers with three scores where its card has ten labels."""
    weight = numpy_helper.from_array(np.zeros((784, 3), np.float32), "w")
    return _save(folder, _scores_from("w"), [weight], width=3)


def not_numbers(folder: Path) -> Path:
    """Answers with NaN."""
    weight = numpy_helper.from_array(np.full((784, 10), np.nan, np.float32), "w")
    return _save(folder, _scores_from("w"), [weight])


def truncated(folder: Path) -> Path:
    """The first half of a model."""
    path = tiny_classifier(folder, "hostile")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def text_file(folder: Path) -> Path:
    """A text by the name of a model."""
    return _bytes(folder, b"This is not a model.\n" * 100)


def empty_file(folder: Path) -> Path:
    """Nothing by the name of a model."""
    return _bytes(folder, b"")


def no_card(folder: Path) -> Path:
    """A sound graph that says nothing of itself."""
    path = tiny_classifier(folder, "hostile")
    model = onnx.load(path)
    del model.metadata_props[:]
    path.write_bytes(model.SerializeToString())
    return path


def pickled_payload(folder: Path) -> Path:
    """A pickle that writes the file `executed` beside itself when it is loaded."""
    return _bytes(folder, pickle_bytes(folder / "executed"))


def pickle_bytes(mark: Path) -> bytes:
    """A pickle that makes the file `mark` when it is loaded."""
    return pickle.dumps(_Payload(str(mark)))


class _Payload:
    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch '{self.mark}'",)


REFUSED = (
    external_data, endless_loop, unknown_domain, huge_initializer, newer_opset, truncated, text_file, empty_file,
    no_card, pickled_payload, wrong_outputs, not_numbers, huge_constant,
)  # fmt: skip
"""All that give an error at once; `slow_graph` takes until its time is up."""


def _scores_from(weight: str, rows: str = "rows_out") -> list[onnx.NodeProto]:
    return [
        helper.make_node("Cast", ["images"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["pixels"], ["flat"]),
        helper.make_node("MatMul", ["flat", weight], [rows]),
        helper.make_node("Softmax", [rows], ["probabilities"]),
    ]


def _weight() -> TensorProto:
    return numpy_helper.from_array(np.zeros((784, 10), np.float32), "w")


def _save(
    folder: Path,
    nodes: list[onnx.NodeProto],
    initializers: list[TensorProto],
    extra_output: str = "",
    width: int = 10,
    **options: object,
) -> Path:
    outputs = [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", width])]
    if extra_output:
        outputs.append(helper.make_tensor_value_info(extra_output, TensorProto.FLOAT, None))
    graph = helper.make_graph(nodes, "graph", [IMAGES], outputs, initializers)
    folder.mkdir(parents=True, exist_ok=True)
    return save_model(folder / "hostile.onnx", graph, CLASSIFIER_CARD, **options)


def _bytes(folder: Path, content: bytes) -> Path:
    path = folder / "hostile.onnx"
    path.write_bytes(content)
    return path
