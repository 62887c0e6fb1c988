"""int8 and fp16 graphs compute nearly what the graph computed that they were made of, and are smaller."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.card import read_card
from trainer.export.lighter_graphs import folded, is_static, to_fp16, to_int8
from trainer.export.onnx_files import IR_VERSION, OPSET
from trainer.export.variant_inputs import feeds_of
from trainer.export.whole_weights import rounded

FLOAT = TensorProto.FLOAT


def graph_file(folder: Path, nodes: list, weights: dict, inputs: dict, outputs: dict) -> Path:
    values = [
        [helper.make_tensor_value_info(n, FLOAT, shape) for n, shape in each.items()] for each in (inputs, outputs)
    ]
    tensors = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    model = helper.make_model(
        helper.make_graph(nodes, "test", *values, tensors),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    onnx.save(model, folder / "graph.onnx")
    return folder / "graph.onnx"


def normal(*shape: int) -> np.ndarray:
    return np.random.default_rng(len(shape)).standard_normal(shape).astype(np.float32)


def run(model: onnx.ModelProto, feeds: dict) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, feeds)


def relative(actual: np.ndarray, expected: np.ndarray) -> float:
    return float(np.sqrt(np.mean((actual - expected) ** 2) / np.mean(expected**2)))


def convolutions(folder: Path) -> Path:
    """Two convolutions, the first with batch normalisation behind it, then a transposed one."""
    nodes = [
        helper.make_node("Conv", ["x", "w1"], ["a"], pads=[1, 1, 1, 1]),
        helper.make_node("BatchNormalization", ["a", "g", "b", "m", "v"], ["n"]),
        helper.make_node("Relu", ["n"], ["r"]),
        helper.make_node("Conv", ["r", "w2"], ["c"], pads=[1, 1, 1, 1]),
        helper.make_node("ConvTranspose", ["c", "w3"], ["y"], strides=[2, 2]),
    ]
    weights = {"w1": normal(16, 3, 3, 3), "w2": normal(16, 16, 3, 3), "w3": normal(16, 32, 2, 2)}
    weights |= {"g": np.linspace(0.1, 9, 16, dtype=np.float32), "b": normal(16), "m": normal(16)}
    weights |= {"v": np.full(16, 27, dtype=np.float32)}
    return graph_file(folder, nodes, weights, {"x": ["batch", 3, 8, 8]}, {"y": ["batch", 32, 16, 16]})


def attention(folder: Path) -> Path:
    nodes = [
        helper.make_node("MatMul", ["x", "q"], ["query"]),
        helper.make_node("MatMul", ["x", "k"], ["key"]),
        helper.make_node("Transpose", ["key"], ["turned"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["query", "turned"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["shares"], axis=2),
        helper.make_node("MatMul", ["shares", "x"], ["y"]),
    ]
    weights = {"q": normal(64, 64) / 64, "k": normal(64, 64) / 8}
    return graph_file(folder, nodes, weights, {"x": ["batch", 5, 64]}, {"y": ["batch", 5, 64]})


def test_convolutions_are_calibrated_and_their_norm_is_folded_first(tmp_path: Path) -> None:
    model = folded(convolutions(tmp_path), tmp_path)
    assert "BatchNormalization" not in {node.op_type for node in model.graph.node}
    assert is_static(model)
    random = np.random.default_rng(5)
    batches = [{"x": random.standard_normal((4, 3, 8, 8)).astype(np.float32)} for _ in range(8)]
    made = to_int8(model, lambda: batches, tmp_path)
    (expected,), (actual,) = run(model, batches[0]), run(made, batches[0])
    assert 0 < relative(actual, expected) < 0.05
    stored = {tensor.data_type for tensor in made.graph.initializer if np.prod(tensor.dims) >= 1024}
    assert stored == {TensorProto.INT8}


def test_only_standard_operators_come_out(tmp_path: Path) -> None:
    model = folded(convolutions(tmp_path), tmp_path)
    feeds = [{"x": normal(1, 3, 8, 8)}]
    for made in (to_int8(model, lambda: feeds, tmp_path), to_fp16(model)):
        assert [(each.domain, each.version) for each in made.opset_import] == [("", OPSET)]
        assert {node.domain for node in made.graph.node} == {""}


def test_attention_is_quantised_dynamically_without_calibration(tmp_path: Path) -> None:
    model = folded(attention(tmp_path), tmp_path)
    assert not is_static(model)
    made = to_int8(model, None, tmp_path)
    assert "DynamicQuantizeLinear" in {node.op_type for node in made.graph.node}
    feeds = {"x": normal(2, 5, 64)}
    (expected,), (actual,) = run(model, feeds), run(made, feeds)
    assert 0 < relative(actual, expected) < 0.05


def test_a_recurrent_network_is_not_calibrated(tmp_path: Path) -> None:
    nodes = [helper.make_node("LSTM", ["x", "w", "r"], ["y"], hidden_size=16)]
    weights = {"w": normal(1, 64, 24), "r": normal(1, 64, 16)}
    path = graph_file(tmp_path, nodes, weights, {"x": [7, "batch", 24]}, {"y": [7, 1, "batch", 16]})
    model = folded(path, tmp_path)
    assert not is_static(model)
    made = to_int8(model, None, tmp_path)
    feeds = {"x": normal(7, 2, 24)}
    (expected,), (actual,) = run(model, feeds), run(made, feeds)
    assert 0 < relative(actual, expected) < 0.1


def test_half_precision_keeps_what_goes_in_and_out(tmp_path: Path) -> None:
    path = tiny_classifier(tmp_path)
    model = folded(path, tmp_path)
    made = to_fp16(model)
    feeds = next(feeds_of(read_card(path), "main", None, 1, 3))
    outputs = run(made, feeds)
    assert [each.dtype for each in outputs] == [np.float32] * 3
    assert 0 < max(map(relative, outputs, run(model, feeds))) < 0.005
    assert made.ByteSize() < 0.55 * model.ByteSize()
    softmax = next(node for node in made.graph.node if node.op_type == "Softmax")
    producers = {name: node for node in made.graph.node for name in node.output}
    assert producers[softmax.input[0]].op_type == "Cast"  # it is fed with reals of 32 bits


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 1), st.floats(1e-6, 1e6))
def test_whole_weights_are_within_half_a_scale(seed: int, axis: int, size: float) -> None:
    weights = (np.random.default_rng(seed).standard_normal((6, 9)) * size).astype(np.float32)
    weights[2] = 0
    whole, scale = rounded(weights, axis)
    scales = scale.reshape([-1, 1] if axis == 0 else [1, -1])
    assert whole.dtype == np.int8
    assert np.all(np.abs(whole * scales - weights) <= scales * 0.5001)


def test_inputs_are_pictures_of_the_data_drawn_the_same_each_time(tmp_path: Path) -> None:
    card = read_card(tiny_classifier(tmp_path))
    images = np.arange(50, dtype=np.uint8)[:, None, None] * np.ones((1, 28, 28), np.uint8)
    first, second = (list(feeds_of(card, "main", images, 2, 7)) for _ in range(2))
    assert all(np.array_equal(a["images"], b["images"]) for a, b in zip(first, second, strict=True))
    assert {int(picture[0, 0]) for feeds in first for picture in feeds["images"]} <= set(range(50))


@pytest.mark.parametrize("seed", [1, 2])
def test_other_seeds_draw_other_inputs(seed: int, tmp_path: Path) -> None:
    card = read_card(tiny_classifier(tmp_path))
    one, other = next(feeds_of(card, "main", None, 1, 0)), next(feeds_of(card, "main", None, 1, seed))
    assert not np.array_equal(one["images"], other["images"])
