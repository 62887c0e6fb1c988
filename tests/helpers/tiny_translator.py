"""A translator without training: it writes the source again, a to j as b to k, and ends when the source ends."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import changed, save_companion, save_model
from trainer.contract.card import Companion, ModelCard, StateSpec, TensorSpec, TextSpec, companion_path, sha256_of
from trainer.datasets.vocabularies import train_vocabulary

SIGNS = "abcdefghijk .,!?'\n我们是。"
TOKENIZER = train_vocabulary([SIGNS * 2], "characters", 64)
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64

INPUTS = (
    TensorSpec(name="tokens", type="int64", shape=("batch", "length"), below=64),
    TensorSpec(name="token", type="int64", shape=("batch", 1), below=64, graph="decoder"),
    TensorSpec(name="source_targets", type="float32", shape=("batch", "length"), graph="decoder"),
    TensorSpec(name="past_place", type="float32", shape=("batch", 1), graph="decoder"),
)


def translator_card(**changes: Any) -> ModelCard:
    """Its card."""
    size = _vocabulary_size()
    outputs = (
        TensorSpec(name="source_targets", type="float32", shape=("batch", "length")),
        TensorSpec(name="log_probabilities", type="float32", shape=("batch", size), graph="decoder"),
        TensorSpec(name="attention", type="float32", shape=("batch", "length"), graph="decoder"),
        TensorSpec(name="present_place", type="float32", shape=("batch", 1), graph="decoder"),
    )
    usual: dict[str, Any] = {
        "name": "tiny-translator",
        "tasks": ("translation",),
        "inputs": INPUTS,
        "outputs": outputs,
        "labels": (),
        "classification": None,
        "tokenizer": TOKENIZER,
        "text": TextSpec(longest=24, states=(StateSpec(input="past_place", output="present_place"),)),
    }
    return changed(CLASSIFIER_CARD, **(usual | changes))


def tiny_translator(folder: Path, name: str = "tiny-translator", **changes: Any) -> Path:
    """Its files."""
    path = folder / f"{name}.onnx"
    decoder = companion_path(path, "decoder")
    save_companion(decoder, _decoder(), Companion(model_id=CLASSIFIER_CARD.model_id, role="decoder"))
    return save_model(path, _encoder(), translator_card(name=name, graphs={"decoder": sha256_of(decoder)}, **changes))


def _encoder() -> Any:
    nodes = [
        helper.make_node("Gather", ["table", "tokens"], ["targets"]),
        helper.make_node("Cast", ["targets"], ["source_targets"], to=FLOAT),
    ]
    table = np.arange(_vocabulary_size(), dtype=np.int64)
    vocabulary = json.loads(TOKENIZER)["model"]["vocab"]
    for sign, following in zip("abcdefghij", "bcdefghijk", strict=True):
        table[vocabulary[sign]] = vocabulary[following]
    inputs = [helper.make_tensor_value_info("tokens", INT64, ["batch", "length"])]
    outputs = [helper.make_tensor_value_info("source_targets", FLOAT, ["batch", "length"])]
    return helper.make_graph(nodes, "graph", inputs, outputs, [numpy_helper.from_array(table, "table")])


def _decoder() -> Any:
    """The token at `past_place` of the source, as certain as can be; the place grows by one."""
    nodes = [
        helper.make_node("Cast", ["past_place"], ["place"], to=INT64),
        helper.make_node("Shape", ["source_targets"], ["length"], start=1, end=2),
        helper.make_node("Sub", ["length", "one"], ["last"]),
        helper.make_node("Max", ["place", "zero"], ["not_before"]),
        helper.make_node("Min", ["not_before", "last"], ["inside"]),
        helper.make_node("GatherElements", ["source_targets", "inside"], ["written"], axis=1),
        helper.make_node("Cast", ["written"], ["id"], to=INT64),
        helper.make_node("Squeeze", ["id", "axis"], ["ids"]),
        helper.make_node("OneHot", ["ids", "size", "values"], ["log_probabilities"]),
        helper.make_node("Squeeze", ["inside", "axis"], ["places"]),
        helper.make_node("OneHot", ["places", "length", "shares"], ["attention"]),
        helper.make_node("Add", ["past_place", "step"], ["present_place"]),
    ]
    weights: dict[str, np.ndarray] = {
        "one": np.array([1], np.int64),
        "zero": np.array([0], np.int64),
        "axis": np.array([1], np.int64),
        "size": np.array([_vocabulary_size()], np.int64),
        "values": np.array([-20.0, -0.001], np.float32),
        "shares": np.array([0.0, 1.0], np.float32),
        "step": np.array([1.0], np.float32),
    }
    inputs = [
        helper.make_tensor_value_info("token", INT64, ["batch", 1]),
        helper.make_tensor_value_info("source_targets", FLOAT, ["batch", "length"]),
        helper.make_tensor_value_info("past_place", FLOAT, ["batch", 1]),
    ]
    outputs = [
        helper.make_tensor_value_info("log_probabilities", FLOAT, ["batch", _vocabulary_size()]),
        helper.make_tensor_value_info("attention", FLOAT, ["batch", "length"]),
        helper.make_tensor_value_info("present_place", FLOAT, ["batch", 1]),
    ]
    initialisers = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    return helper.make_graph(nodes, "graph", inputs, outputs, initialisers)


def _vocabulary_size() -> int:
    return len(json.loads(TOKENIZER)["model"]["vocab"])
