"""A tiny model that hears tones, made in milliseconds."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from desktop_app.inference.known import MANIFEST
from desktop_app.places import Places
from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import changed, save_model
from tests.helpers.tiny_sounds import RATE, tone
from trainer.contract.card import AudioSpec, ClassificationSpec, TensorSpec
from trainer.contract.text import Text

WINDOW = 4096
FREQUENCIES = (300, 700, 1200, 1900, 2900)
"""Of the labels 0 to 4."""
FLOAT = TensorProto.FLOAT


def tiny_hearer(folder: Path, name: str = "tiny-tones", **card_changes: Any) -> Path:
    """Tells tones apart by their share of the power: `waves` float32 [batch,WINDOW] to `probabilities` [batch,5]."""
    angles = 2 * np.pi * np.outer(np.arange(256), FREQUENCIES) / RATE
    names = ("probabilities", "logits", "features")
    nodes = [
        helper.make_node("Reshape", ["waves", "pieces"], ["cut"]),  # in which a tone need not keep its phase
        helper.make_node("MatMul", ["cut", "cosines"], ["real"]),
        helper.make_node("MatMul", ["cut", "sines"], ["imaginary"]),
        helper.make_node("Mul", ["real", "real"], ["real2"]),
        helper.make_node("Mul", ["imaginary", "imaginary"], ["imaginary2"]),
        helper.make_node("Add", ["real2", "imaginary2"], ["powers"]),
        helper.make_node("ReduceSum", ["powers", "middle"], ["power"], keepdims=0),
        helper.make_node("ReduceSum", ["power", "last"], ["whole"], keepdims=1),
        helper.make_node("Add", ["whole", "little"], ["some"]),
        helper.make_node("Div", ["power", "some"], ["features"]),
        helper.make_node("Mul", ["features", "eight"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    constants = {
        "pieces": np.array([-1, WINDOW // 256, 256], dtype=np.int64),
        "cosines": np.cos(angles).astype(np.float32),
        "sines": np.sin(angles).astype(np.float32),
        "middle": np.array([1], dtype=np.int64),
        "last": np.array([1], dtype=np.int64),
        "little": np.array(1e-9, dtype=np.float32),
        "eight": np.array(8.0, dtype=np.float32),
    }
    waves = helper.make_tensor_value_info("waves", FLOAT, ["batch", WINDOW])
    outputs = [helper.make_tensor_value_info(each, FLOAT, ["batch", len(FREQUENCIES)]) for each in names]
    weights = [numpy_helper.from_array(value, key) for key, value in constants.items()]
    graph = helper.make_graph(nodes, "graph", [waves], outputs, weights)
    usual: dict[str, Any] = {
        "title": Text("Tiny tones", "微型音调模型"),
        "tasks": ("audio-classification",),
        "labels": tuple("01234"),
        "label_titles": (),
        "inputs": (TensorSpec(name="waves", type="float32", shape=("batch", WINDOW)),),
        "outputs": tuple(TensorSpec(name=each, type="float32", shape=("batch", len(FREQUENCIES))) for each in names),
        "classification": ClassificationSpec(unsure_below=0.6, calibration="by hand"),
        "audio": AudioSpec(rate=RATE, window=WINDOW),
    }
    return save_model(folder / f"{name}.onnx", graph, changed(CLASSIFIER_CARD, name=name, **(usual | card_changes)))


def said(labels: str, pause: float = 0.25, seconds: float = 0.3) -> np.ndarray:
    """The tones of the labels one after another with pauses between them and silence around, float32 [n]."""
    silence = np.zeros(round(pause * RATE), dtype=np.float32)
    pieces = [silence]
    for label in labels:
        pieces += [tone(FREQUENCIES[int(label)], seconds), silence]
    return np.concatenate(pieces)


def places_with_sounds(folder: Path) -> Places:
    """An empty data folder beside a folder of shipped models that holds the one of tones."""
    shipped = folder / "shipped"
    shipped.mkdir()
    path = tiny_hearer(shipped)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (shipped / MANIFEST).write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    return Places(data=folder / "data 数据", shipped_models=shipped)
