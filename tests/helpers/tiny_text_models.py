"""Tiny models that write and translate: they run as the real ones do, and were made in milliseconds."""

import hashlib
import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from desktop_app.inference.known import MANIFEST
from desktop_app.places import Places
from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import changed, save_companion, save_model
from trainer.contract.card import (
    ClassificationSpec,
    Companion,
    StateSpec,
    TensorSpec,
    TextSpec,
    companion_path,
    sha256_of,
)
from trainer.contract.text import Text
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.vocabularies import train_vocabulary

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
RUNNING = """The miller had three sons, and the youngest of them had a cat.
"What shall I do with a cat?" said he. "My brothers will earn their bread, and I shall go hungry."
The cat heard him and said: "Give me a bag and a pair of boots, and you shall see that I am worth my milk."
So the miller's son gave the cat a bag, and a pair of boots, and the cat went into the wood.
There it lay down as if it were asleep, and held the bag open, and soon a young hare came and looked into it.
"""
WORDS = {  # what the tiny translator knows; one word for one word, so that what belongs together is plain
    "Two": "Zwei", "children": "Kinder", "are": "sind", "playing": "spielend", "in": "in", "the": "dem",
    "garden": "Garten", "station": "Bahnhof", "Where": "Wo", "is": "ist", "dog": "Hund", "The": "Der",
}  # fmt: skip
MOODS = {"good": 2.0, "lovely": 1.5, "dull": -2.0, "not": -0.5, "好": 2.0, "差": -2.0}
SIGNS_OF_CHINESE = "这部电影很不差好"


def tiny_writer(folder: Path, name: str = "tiny-writer", text: str = RUNNING, **card_changes: Any) -> Path:
    """Knows which token followed which in a text: `tokens` int64 [batch,length] -> `logits` [batch,length,tokens]."""
    content = train_vocabulary([text] * 2, "bpe", 400)
    tokenizer = Tokenizer(content)
    counts = np.full((tokenizer.size, tokenizer.size), 0.002, np.float32)
    ids = tokenizer.encode(text)
    for first, second in itertools.pairwise(ids):
        counts[first, second] += 1
    nodes = [helper.make_node("Gather", ["table", "tokens"], ["logits"])]
    tokens = helper.make_tensor_value_info("tokens", INT64, ["batch", "length"])
    logits = helper.make_tensor_value_info("logits", FLOAT, ["batch", "length", tokenizer.size])
    graph = helper.make_graph(nodes, "graph", [tokens], [logits], [_constant("table", np.log(counts))])
    usual: dict[str, Any] = {
        "title": Text("Tiny writer", "微型写作模型"),
        "tasks": ("text-generation",),
        "inputs": (TensorSpec(name="tokens", type="int64", shape=("batch", "length"), below=tokenizer.size),),
        "outputs": (TensorSpec(name="logits", type="float32", shape=("batch", "length", tokenizer.size)),),
        "labels": (),
        "classification": None,
        "tokenizer": content,
        "text": TextSpec(longest=64),
    }
    return save_model(folder / f"{name}.onnx", graph, changed(CLASSIFIER_CARD, name=name, **(usual | card_changes)))


def tiny_word_translator(
    folder: Path, name: str, words: Mapping[str, str], data: str, *, aligns: bool = True, **card_changes: Any
) -> Path:
    """Writes for each word of the source another one, and ends where the source ends."""
    content = _words_vocabulary(words)
    size = Tokenizer(content).size
    path = folder / f"{name}.onnx"
    decoder = companion_path(path, "decoder")
    save_companion(decoder, _decoder(size, aligns), Companion(model_id=CLASSIFIER_CARD.model_id, role="decoder"))
    provenance = msgspec.structs.replace(CLASSIFIER_CARD.provenance, data=data)
    outputs = (
        TensorSpec(name="source_targets", type="float32", shape=("batch", "length")),
        TensorSpec(name="log_probabilities", type="float32", shape=("batch", size), graph="decoder"),
        *([TensorSpec(name="attention", type="float32", shape=("batch", "length"), graph="decoder")] if aligns else []),
        TensorSpec(name="present_place", type="float32", shape=("batch", 1), graph="decoder"),
    )
    usual: dict[str, Any] = {
        "title": Text("Tiny translator", "微型翻译模型"),
        "tasks": ("translation",),
        "graphs": {"decoder": sha256_of(decoder)},
        "inputs": (
            TensorSpec(name="tokens", type="int64", shape=("batch", "length"), below=size),
            TensorSpec(name="token", type="int64", shape=("batch", 1), below=size, graph="decoder"),
            TensorSpec(name="source_targets", type="float32", shape=("batch", "length"), graph="decoder"),
            TensorSpec(name="past_place", type="float32", shape=("batch", 1), graph="decoder"),
        ),
        "outputs": outputs,
        "labels": (),
        "classification": None,
        "tokenizer": content,
        "text": TextSpec(longest=64, states=(StateSpec(input="past_place", output="present_place"),)),
        "provenance": provenance,
    }
    card = changed(CLASSIFIER_CARD, name=name, **(usual | card_changes))
    return save_model(path, _encoder(content, words), card)


def tiny_text_classifier(folder: Path, name: str = "tiny-mood", **card_changes: Any) -> Path:
    """Adds up what its tokens weigh: a few words speak for `positive`, a few against."""
    both = list(MOODS)
    content = train_vocabulary([*both, *(f" {word}" for word in both), SIGNS_OF_CHINESE] * 2, "bpe", 2000)
    tokenizer = Tokenizer(content)
    table = np.zeros((tokenizer.size, 2), np.float32)
    for word, weight in MOODS.items():
        for token in (word, f" {word}"):
            table[tokenizer.encode(token)[-1]] = (-weight, weight)
    nodes = [
        helper.make_node("Gather", ["table", "tokens"], ["features"]),
        helper.make_node("ReduceSum", ["features", "along"], ["logits"], keepdims=0),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    tokens = helper.make_tensor_value_info("tokens", INT64, ["batch", "length"])
    outputs = [helper.make_tensor_value_info(each, FLOAT, ["batch", 2]) for each in ("probabilities", "logits")]
    constants = [_constant("table", table), _constant("along", np.array([1], np.int64))]
    graph = helper.make_graph(nodes, "graph", [tokens], outputs, constants)
    usual: dict[str, Any] = {
        "title": Text("Tiny mood", "微型情感模型"),
        "tasks": ("text-classification",),
        "inputs": (TensorSpec(name="tokens", type="int64", shape=("batch", "length"), below=tokenizer.size),),
        "outputs": tuple(TensorSpec(name=each.name, type="float32", shape=("batch", 2)) for each in outputs),
        "labels": ("negative", "positive"),
        "label_titles": (Text("Negative", "负面"), Text("Positive", "正面")),
        "classification": ClassificationSpec(unsure_below=0.6, calibration="chosen for tests"),
        "tokenizer": content,
        "text": TextSpec(longest=64),
    }
    return save_model(folder / f"{name}.onnx", graph, changed(CLASSIFIER_CARD, name=name, **(usual | card_changes)))


def ship_texts(folder: Path, *, aligns: bool = True) -> Path:
    """A model that writes, one that classifies, and two that translate, one each way; and the list of their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    tiny_writer(folder)
    tiny_text_classifier(folder)
    tiny_word_translator(folder, "tiny-en-de", WORDS, "tiny-en-de", aligns=aligns)
    back = {german: english for english, german in WORDS.items()}
    tiny_word_translator(folder, "tiny-de-en", back, "tiny-de-en", aligns=aligns)
    files = sorted(folder.glob("*.onnx"))
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (folder / MANIFEST).write_text("".join(lines))
    return folder


def places_with_texts(folder: Path, *, aligns: bool = True) -> Places:
    """An empty data folder beside a folder of shipped models for texts."""
    return Places(data=folder / "data 数据", shipped_models=ship_texts(folder / "shipped", aligns=aligns))


def _words_vocabulary(words: Mapping[str, str]) -> str:
    """A tokenizer that has every word, with and without a space before it, as one token."""
    both = [*words, *words.values()]
    return train_vocabulary([*both, *(f" {word}" for word in both)] * 2, "bpe", 2000)


def _encoder(content: str, words: Mapping[str, str]) -> onnx.GraphProto:
    vocabulary = json.loads(content)["model"]["vocab"]
    table = np.arange(len(vocabulary), dtype=np.int64)
    for word, other in words.items():
        for space in ("", "\u0120"):
            table[vocabulary[space + word]] = vocabulary[space + other]
    nodes = [
        helper.make_node("Gather", ["table", "tokens"], ["targets"]),
        helper.make_node("Cast", ["targets"], ["source_targets"], to=FLOAT),
    ]
    inputs = [helper.make_tensor_value_info("tokens", INT64, ["batch", "length"])]
    outputs = [helper.make_tensor_value_info("source_targets", FLOAT, ["batch", "length"])]
    return helper.make_graph(nodes, "graph", inputs, outputs, [_constant("table", table)])


def _decoder(size: int, aligns: bool) -> onnx.GraphProto:
    """The token at `past_place` of the source, almost certain; nine tenths of the attention lie there."""
    nodes = [
        helper.make_node("Cast", ["past_place"], ["place"], to=INT64),
        helper.make_node("Shape", ["source_targets"], ["length"], start=1, end=2),
        helper.make_node("Sub", ["length", "one"], ["last"]),
        helper.make_node("Max", ["place", "zero"], ["not_before"]),
        helper.make_node("Min", ["not_before", "last"], ["inside"]),
        helper.make_node("GatherElements", ["source_targets", "inside"], ["written"], axis=1),
        helper.make_node("Cast", ["written"], ["id"], to=INT64),
        helper.make_node("Squeeze", ["id", "one"], ["ids"]),
        helper.make_node("OneHot", ["ids", "size", "values"], ["log_probabilities"]),
        helper.make_node("Add", ["past_place", "step"], ["present_place"]),
    ]
    if aligns:
        nodes += [
            helper.make_node("Squeeze", ["inside", "one"], ["places"]),
            helper.make_node("OneHot", ["places", "length", "shares"], ["attention"]),
        ]
    weights = {
        "one": np.array([1], np.int64),
        "zero": np.array([0], np.int64),
        "size": np.array([size], np.int64),
        "values": np.array([-20.0, -0.001], np.float32),
        "shares": np.array([0.02, 0.9], np.float32),
        "step": np.array([1.0], np.float32),
    }
    named = {
        "token": (INT64, ["batch", 1]),
        "source_targets": (FLOAT, ["batch", "length"]),
        "past_place": (FLOAT, ["batch", 1]),
    }
    given = {"log_probabilities": ["batch", size], "present_place": ["batch", 1]}
    given |= {"attention": ["batch", "length"]} if aligns else {}
    return helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in named.items()],
        [helper.make_tensor_value_info(name, FLOAT, shape) for name, shape in given.items()],
        [_constant(name, value) for name, value in weights.items() if aligns or name != "shares"],
    )


def _constant(name: str, value: np.ndarray) -> onnx.TensorProto:
    return numpy_helper.from_array(value, name)
