"""Tiny ONNX files with valid cards, made in milliseconds; same names and shapes as the digit models."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.helpers.cards import CLASSIFIER_CARD, DENOISER_CARD, GENERATOR_CARD
from trainer.contract.card import (
    CARD_KEY,
    COMPANION_KEY,
    ClassificationSpec,
    Companion,
    GenerationSpec,
    ModelCard,
    TensorSpec,
    TextSpec,
    companion_path,
    encode_card,
    sha256_of,
)
from trainer.contract.pipelines.unconditional_image_generation import LABEL_WEIGHTS
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.vocabularies import train_vocabulary

OPSET = 20
IR_VERSION = 10
FLOAT, UINT8 = TensorProto.FLOAT, TensorProto.UINT8
DECODER_OUTPUTS = (TensorSpec(name="images", type="uint8", shape=("batch", 28, 28)),)
RECONSTRUCTION_OUTPUTS = tuple(
    TensorSpec(name=name, type=kind, shape=("batch", *shape), graph="reconstruction")
    for name, kind, *shape in (
        ("reconstructions", "uint8", 28, 28),
        ("probabilities", "float32", 28, 28),
        ("mean", "float32", 4),
        ("log_variance", "float32", 4),
    )
)


def tiny_classifier(folder: Path, name: str = "tiny-digits", seed: int = 0, **card_changes: Any) -> Path:
    """A classifier of random weights: `images` uint8 [batch,28,28] -> `probabilities`, `logits`, `features`."""
    random = np.random.default_rng(seed)
    nodes = [
        *_pixels_to_rows("images", "rows"),
        helper.make_node("Gemm", ["rows", "w1", "b1"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["features"]),
        helper.make_node("Gemm", ["features", "w2", "b2"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    weights = _scale_and_shape() | _layer("1", 784, 64, random) | _layer("2", 64, 10, random)
    outputs = [_value("probabilities", FLOAT, 10), _value("logits", FLOAT, 10), _value("features", FLOAT, 64)]
    graph = _graph(nodes, [_value("images", UINT8, 28, 28)], outputs, weights)
    return save_model(folder / f"{name}.onnx", graph, changed(CLASSIFIER_CARD, name=name, **card_changes))


def tiny_text_classifier(folder: Path, name: str = "tiny-texts", longest: int = 8, **card_changes: Any) -> Path:
    """A classifier of texts that counts: each `g` speaks for `positive`, each `b` for `negative`."""
    tokenizer = train_vocabulary(["abcdefghijklmnopqrstuvwxyz "], "characters", 40, folded=True)
    votes = np.zeros((Tokenizer(tokenizer).size, 2), dtype=np.float32)
    for column, letter in enumerate("bg"):
        votes[Tokenizer(tokenizer).encode(letter)[0], column] = 1.0
    nodes = [
        helper.make_node("Gather", ["votes", "tokens"], ["each"]),
        helper.make_node("ReduceSum", ["each", "axis"], ["logits"], keepdims=0),
        helper.make_node("Identity", ["logits"], ["features"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    tokens = helper.make_tensor_value_info("tokens", TensorProto.INT64, ["batch", "length"])
    outputs = [_value(each, FLOAT, 2) for each in ("probabilities", "logits", "features")]
    graph = _graph(nodes, [tokens], outputs, {"votes": votes, "axis": np.array([1], dtype=np.int64)})
    changes: dict[str, Any] = {
        "tasks": ("text-classification",),
        "labels": ("negative", "positive"),
        "label_titles": (),
        "inputs": (TensorSpec(name="tokens", type="int64", shape=("batch", "length"), below=len(votes)),),
        "outputs": tuple(
            TensorSpec(name=each, type="float32", shape=("batch", 2))
            for each in ("probabilities", "logits", "features")
        ),
        "classification": ClassificationSpec(unsure_below=0.6, calibration="by hand"),
        "tokenizer": tokenizer,
        "text": TextSpec(longest=longest),
    }
    return save_model(folder / f"{name}.onnx", graph, changed(CLASSIFIER_CARD, name=name, **(changes | card_changes)))


def linear_classifier(folder: Path, weights: np.ndarray, name: str = "linear") -> Path:
    """A classifier of 28x28 pictures with the given `weights` float32 [784, 10]; its features are its logits."""
    nodes = [
        *_pixels_to_rows("images", "rows"),
        helper.make_node("MatMul", ["rows", "w"], ["logits"]),
        helper.make_node("Identity", ["logits"], ["features"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    outputs = [_value(each, FLOAT, 10) for each in ("probabilities", "logits", "features")]
    graph = _graph(nodes, [_value("images", UINT8, 28, 28)], outputs, _scale_and_shape() | {"w": weights})
    return save_model(folder / f"{name}.onnx", graph, changed(CLASSIFIER_CARD, name=name))


def tiny_generator(folder: Path, name: str = "tiny-generator", seed: int = 0, **card_changes: Any) -> Path:
    """A generator of random weights: `latent` float32 [batch,4] -> `images` uint8 [batch,28,28]."""
    changes = {"tasks": ("unconditional-image-generation",), "inputs": GENERATOR_CARD.inputs[:1]}
    changes |= {"outputs": DECODER_OUTPUTS} | card_changes
    card = changed(GENERATOR_CARD, name=name, **changes)
    return save_model(folder / f"{name}.onnx", _decoder(np.random.default_rng(seed)), card)


def tiny_conditional_generator(
    folder: Path,
    name: str = "tiny-conditional",
    seed: int = 0,
    labels: tuple[str, ...] = tuple("0123456789"),
    **more: Any,
) -> Path:
    """The same with `label_weights` float32 [batch,labels]: each label brightens a row of its own, its number."""
    nodes = [
        helper.make_node("Concat", ["latent", LABEL_WEIGHTS], ["told"], axis=1),
        helper.make_node("Gemm", ["told", "w1", "b1"], ["hidden"]),
        helper.make_node("Sigmoid", ["hidden"], ["ink"]),
        *_rows_to_pixels("ink", "images"),
    ]
    weights = _scale_and_shape() | _layer("1", 4 + len(labels), 784, np.random.default_rng(seed))
    for number in range(len(labels)):
        weights["w1"][4 + number] = 0.0
        weights["w1"][4 + number, number * 28 : (number + 1) * 28] = 9.0
    inputs = [_value("latent", FLOAT, 4), _value(LABEL_WEIGHTS, FLOAT, len(labels))]
    graph = _graph(nodes, inputs, [_value("images", UINT8, 28, 28)], weights)
    spec = TensorSpec(name=LABEL_WEIGHTS, type="float32", shape=("batch", len(labels)))
    changes: dict[str, Any] = {
        "tasks": ("unconditional-image-generation",),
        "inputs": (*GENERATOR_CARD.inputs[:1], spec),
        "outputs": DECODER_OUTPUTS,
        "generation": GenerationSpec(latent_size=4, labels=labels),
    }
    return save_model(folder / f"{name}.onnx", graph, changed(GENERATOR_CARD, name=name, **(changes | more)))


def tiny_vae(folder: Path, name: str = "tiny-vae", seed: int = 0, **card_changes: Any) -> Path:
    """A generator with the companion graph `reconstruction`, both of random weights."""
    random = np.random.default_rng(seed)
    path = folder / f"{name}.onnx"
    companion = Companion(model_id=card_changes.get("model_id", GENERATOR_CARD.model_id), role="reconstruction")
    save_companion(companion_path(path, "reconstruction"), _reconstruction(random), companion)
    graphs = {"reconstruction": sha256_of(companion_path(path, "reconstruction"))}
    changes = {"graphs": graphs, "outputs": DECODER_OUTPUTS + RECONSTRUCTION_OUTPUTS} | card_changes
    return save_model(path, _decoder(random), changed(GENERATOR_CARD, name=name, **changes))


def tiny_denoiser(folder: Path, name: str = "tiny-denoiser", **card_changes: Any) -> Path:
    """A model that repairs pictures by the mean of 3x3 pixels: `images` uint8 [batch,28,28] -> `restored`."""
    nodes = [
        helper.make_node("Cast", ["images"], ["floats"], to=FLOAT),
        helper.make_node("Unsqueeze", ["floats", "one"], ["maps"]),
        helper.make_node("AveragePool", ["maps"], ["means"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Squeeze", ["means", "one"], ["planes"]),
        helper.make_node("Round", ["planes"], ["rounded"]),
        helper.make_node("Cast", ["rounded"], ["restored"], to=UINT8),
    ]
    images, restored = _value("images", UINT8, 28, 28), _value("restored", UINT8, 28, 28)
    graph = _graph(nodes, [images], [restored], {"one": np.array([1], np.int64)})
    return save_model(folder / f"{name}.onnx", graph, changed(DENOISER_CARD, name=name, **card_changes))


def changed(card: ModelCard, **changes: Any) -> ModelCard:
    """`card` with other fields."""
    return msgspec.structs.replace(card, **changes)


def model_proto(graph: onnx.GraphProto, **options: Any) -> onnx.ModelProto:
    """A model as ONNX Runtime loads it; the defaults of `onnx.helper` are newer than it knows."""
    options = {"opset_imports": [helper.make_opsetid("", OPSET)], "ir_version": IR_VERSION} | options
    return helper.make_model(graph, **options)


def save_model(path: Path, graph: onnx.GraphProto, card: ModelCard | None, **options: Any) -> Path:
    """Writes the main file of a model; without a card where that is None."""
    model = model_proto(graph, **options)
    if card is not None:
        helper.set_model_props(model, {CARD_KEY: encode_card(card)})
    path.write_bytes(model.SerializeToString())
    return path


def save_companion(path: Path, graph: onnx.GraphProto, companion: Companion) -> Path:
    """Writes a companion graph."""
    model = model_proto(graph)
    helper.set_model_props(model, {COMPANION_KEY: msgspec.json.encode(companion).decode()})
    path.write_bytes(model.SerializeToString())
    return path


def _decoder(random: np.random.Generator) -> onnx.GraphProto:
    nodes = [
        helper.make_node("Gemm", ["latent", "w1", "b1"], ["hidden"]),
        helper.make_node("Sigmoid", ["hidden"], ["ink"]),
        *_rows_to_pixels("ink", "images"),
    ]
    outputs = [_value("images", UINT8, 28, 28)]
    return _graph(nodes, [_value("latent", FLOAT, 4)], outputs, _scale_and_shape() | _layer("1", 4, 784, random))


def _reconstruction(random: np.random.Generator) -> onnx.GraphProto:
    nodes = [
        *_pixels_to_rows("images", "rows"),
        helper.make_node("Gemm", ["rows", "w1", "b1"], ["mean"]),
        helper.make_node("Gemm", ["rows", "w2", "b2"], ["log_variance"]),
        helper.make_node("Mul", ["log_variance", "half"], ["log_deviation"]),
        helper.make_node("Exp", ["log_deviation"], ["deviation"]),
        helper.make_node("Mul", ["deviation", "noise"], ["jitter"]),
        helper.make_node("Add", ["mean", "jitter"], ["latent"]),
        helper.make_node("Gemm", ["latent", "w3", "b3"], ["hidden"]),
        helper.make_node("Sigmoid", ["hidden"], ["ink"]),
        helper.make_node("Reshape", ["ink", "square"], ["probabilities"]),
        *_rows_to_pixels("ink", "reconstructions"),
    ]
    weights = _scale_and_shape() | {"half": np.float32(0.5)}
    weights |= _layer("1", 784, 4, random) | _layer("2", 784, 4, random) | _layer("3", 4, 784, random)
    inputs = [_value("images", UINT8, 28, 28), _value("noise", FLOAT, 4)]
    outputs = [
        _value("reconstructions", UINT8, 28, 28),
        _value("probabilities", FLOAT, 28, 28),
        _value("mean", FLOAT, 4),
        _value("log_variance", FLOAT, 4),
    ]
    return _graph(nodes, inputs, outputs, weights)


def _graph(
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
    weights: dict[str, Any],
) -> onnx.GraphProto:
    used = {name for node in nodes for name in node.input}
    initializers = [numpy_helper.from_array(np.asarray(value), name) for name, value in weights.items() if name in used]
    return helper.make_graph(nodes, "graph", inputs, outputs, initializers)


def _value(name: str, kind: int, *shape: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, ["batch", *shape])


def _layer(suffix: str, inputs: int, outputs: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    weights = random.normal(0.0, inputs**-0.5, (inputs, outputs)).astype(np.float32)
    return {f"w{suffix}": weights, f"b{suffix}": np.zeros(outputs, np.float32)}


def _scale_and_shape() -> dict[str, Any]:
    return {
        "scale": np.float32(255.0),
        "flat": np.array([-1, 784], np.int64),
        "square": np.array([-1, 28, 28], np.int64),
    }


def _pixels_to_rows(source: str, target: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("Cast", [source], [f"{source}_float"], to=FLOAT),
        helper.make_node("Div", [f"{source}_float", "scale"], [f"{source}_scaled"]),
        helper.make_node("Reshape", [f"{source}_scaled", "flat"], [target]),
    ]


def _rows_to_pixels(source: str, target: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("Mul", [source, "scale"], [f"{target}_scaled"]),
        helper.make_node("Round", [f"{target}_scaled"], [f"{target}_rounded"]),
        helper.make_node("Cast", [f"{target}_rounded"], [f"{target}_rows"], to=UINT8),
        helper.make_node("Reshape", [f"{target}_rows", "square"], [target]),
    ]
