"""A model that writes without training: after each letter comes the next one of the alphabet, after `.` the end."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import changed, save_model
from trainer.contract.card import ModelCard, StateSpec, TensorSpec, TextSpec
from trainer.contract.tokenization import BEGIN, END
from trainer.datasets.vocabularies import train_vocabulary

SIGNS = "abcdefghij.\n"
TOKENIZER = train_vocabulary([SIGNS * 2], "characters", 64)
SURE = 50.0
"""The score of the next token; all others have 0."""
LONGEST = 16
STATE = ("batch", 1, "past", 1)


def writer_card(**changes: Any) -> ModelCard:
    """Its card; texts are marked by begin and end."""
    usual: dict[str, Any] = {
        "name": "tiny-writer",
        "tasks": ("text-generation",),
        "inputs": (
            TensorSpec(name="tokens", type="int64", shape=("batch", "length"), below=_size()),
            TensorSpec(name="past_key_0", type="float32", shape=STATE),
        ),
        "outputs": (
            TensorSpec(name="logits", type="float32", shape=("batch", "length", _size())),
            TensorSpec(name="present_key_0", type="float32", shape=("batch", 1, "length + past", 1)),
        ),
        "labels": (),
        "classification": None,
        "tokenizer": TOKENIZER,
        "text": TextSpec(
            longest=LONGEST, states=(StateSpec(input="past_key_0", output="present_key_0", grows=2),), marked=True
        ),
    }
    return changed(CLASSIFIER_CARD, **(usual | changes))


def tiny_writer(folder: Path, name: str = "tiny-writer", **changes: Any) -> Path:
    """Its file."""
    return save_model(folder / f"{name}.onnx", _graph(), writer_card(name=name, **changes))


def _graph() -> Any:
    """Scores by the last token alone; what it keeps are the tokens themselves."""
    nodes = [
        helper.make_node("Gather", ["table", "tokens"], ["logits"]),
        helper.make_node("Cast", ["tokens"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["numbers", "axes"], ["new"]),
        helper.make_node("Concat", ["past_key_0", "new"], ["present_key_0"], axis=2),
    ]
    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, ["batch", "length"]),
        helper.make_tensor_value_info("past_key_0", TensorProto.FLOAT, list(STATE)),
    ]
    outputs = [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", _size()]),
        helper.make_tensor_value_info("present_key_0", TensorProto.FLOAT, ["batch", 1, "length + past", 1]),
    ]
    axes = numpy_helper.from_array(np.array([1, 3], np.int64), "axes")
    return helper.make_graph(nodes, "graph", inputs, outputs, [numpy_helper.from_array(_table(), "table"), axes])


def _table() -> np.ndarray:
    vocabulary = json.loads(TOKENIZER)["model"]["vocab"]
    table = np.zeros((_size(), _size()), np.float32)
    table[BEGIN, vocabulary["a"]] = table[vocabulary["."], END] = table[vocabulary["\n"], vocabulary["a"]] = SURE
    for sign, following in zip("abcdefghij", "bcdefghija", strict=True):
        table[vocabulary[sign], vocabulary[following]] = SURE
    return table


def _size() -> int:
    return len(json.loads(TOKENIZER)["model"]["vocab"])
