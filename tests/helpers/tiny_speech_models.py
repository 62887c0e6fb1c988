"""A tiny model that speaks tones, made in milliseconds."""

from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from tests.helpers.cards import GENERATOR_CARD
from tests.helpers.tiny_models import changed, save_model
from tests.helpers.tiny_sound_models import FREQUENCIES, WINDOW
from tests.helpers.tiny_sounds import RATE, tone
from trainer.contract.card import AudioSpec, GenerationSpec, TensorSpec
from trainer.contract.pipelines.latent_generator import LABEL_WEIGHTS

LABELS = tuple("01234")
SECONDS = 0.3
FLOAT = TensorProto.FLOAT


def tiny_speaker(folder: Path, name: str = "tiny-speaker", **card_changes: Any) -> Path:
    """Says each label as its tone in the middle of silence; how loud is decided by the first latent number."""
    word = np.stack([tone(frequency, SECONDS) for frequency in FREQUENCIES])
    before = (WINDOW - word.shape[1]) // 2
    tones = np.pad(word, ((0, 0), (before, WINDOW - word.shape[1] - before)))
    nodes = [
        helper.make_node("MatMul", [LABEL_WEIGHTS, "tones"], ["words"]),
        helper.make_node("MatMul", ["latent", "first"], ["loud"]),
        helper.make_node("Sigmoid", ["loud"], ["share"]),
        helper.make_node("Add", ["share", "one"], ["scale"]),
        helper.make_node("Mul", ["words", "scale"], ["waves"]),
    ]
    first = np.zeros((4, 1), dtype=np.float32)
    first[0] = 1
    constants = {"tones": tones.astype(np.float32), "first": first, "one": np.array(0.5, dtype=np.float32)}
    inputs = [
        helper.make_tensor_value_info("latent", FLOAT, ["batch", 4]),
        helper.make_tensor_value_info(LABEL_WEIGHTS, FLOAT, ["batch", len(LABELS)]),
    ]
    outputs = [helper.make_tensor_value_info("waves", FLOAT, ["batch", WINDOW])]
    weights = [numpy_helper.from_array(value, key) for key, value in constants.items()]
    graph = helper.make_graph(nodes, "graph", inputs, outputs, weights)
    usual: dict[str, Any] = {
        "tasks": ("text-to-audio",),
        "inputs": (
            TensorSpec(name="latent", type="float32", shape=("batch", 4)),
            TensorSpec(name=LABEL_WEIGHTS, type="float32", shape=("batch", len(LABELS))),
        ),
        "outputs": (TensorSpec(name="waves", type="float32", shape=("batch", WINDOW)),),
        "generation": GenerationSpec(latent_size=4, labels=LABELS),
        "audio": AudioSpec(rate=RATE, window=WINDOW),
    }
    return save_model(folder / f"{name}.onnx", graph, changed(GENERATOR_CARD, name=name, **(usual | card_changes)))
