"""Holds what a foreign model says and answers against limits, so that pipelines can rely on it."""

import math
from collections.abc import Mapping

import msgspec
import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard, Task, TensorSpec
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.image_to_image import RESTORED, repairs
from trainer.contract.pipelines.unconditional_image_generation import LABEL_WEIGHTS
from trainer.contract.sound_files import HIGHEST_RATE, LOWEST_RATE
from trainer.contract.text import Text

LARGEST_LATENT = 65_536
MOST_LABELS = 100_000
LARGEST_SIDE = 4096
"""Of a fixed axis that a card names."""

CLASSIFIERS: frozenset[Task] = frozenset({"image-classification", "text-classification", "audio-classification"})

_Needed = tuple[tuple[str, str, str, tuple[int, ...]], ...]

_NEEDED: dict[Task, _Needed] = {
    "image-classification": ((MAIN_ROLE, "probabilities", "float32", (2,)),),
    "text-classification": ((MAIN_ROLE, "probabilities", "float32", (2,)),),
    "audio-classification": ((MAIN_ROLE, "probabilities", "float32", (2,)),),
    "text-to-audio": ((MAIN_ROLE, "waves", "float32", (2,)),),
    "unconditional-image-generation": ((MAIN_ROLE, "images", "uint8", (3, 4)),),
    "image-to-image": (
        ("reconstruction", "reconstructions", "uint8", (3, 4)),
        ("reconstruction", "probabilities", "float32", (3, 4)),
        ("reconstruction", "mean", "float32", (2,)),
        ("reconstruction", "log_variance", "float32", (2,)),
    ),
    "text-generation": ((MAIN_ROLE, "logits", "float32", (3,)),),
    "translation": (("decoder", "log_probabilities", "float32", (2,)),),
}
"""What the pipeline of each task reads: graph, output, type and possible numbers of axes."""

_NEEDED_TO_REPAIR: _Needed = ((MAIN_ROLE, RESTORED, "uint8", (3, 4)),)


def check_foreign_card(card: ModelCard) -> None:
    """Raises WorkshopError `unsupported-model` for a card that asks for more than any model of ours."""
    sizes = [axis for spec in (*card.inputs, *card.outputs) for axis in spec.shape if isinstance(axis, int)]
    latent = card.generation.latent_size if card.generation else 1
    truncation = card.generation.truncation if card.generation else 1.0
    fits = (
        1 <= latent <= LARGEST_LATENT
        and math.isfinite(truncation)
        and len(card.labels) <= MOST_LABELS
        and _takes_its_labels(card)
        and _takes_sounds(card)
        and all(0 < size <= max(LARGEST_SIDE, LARGEST_LATENT) for size in sizes)
    )
    if not fits or not card.inputs or not all(_declares_outputs(card, task) for task in card.tasks):
        raise WorkshopError(
            "unsupported-model",
            Text("What the model card says does not fit its tasks.", "模型卡片的内容与其任务不符。"),
            Text("Use a file exported by Model Workshop.", "请使用由模型工坊导出的文件。"),
        )


def check_outputs(
    card: ModelCard, role: str, feeds: Mapping[str, np.ndarray], outputs: Mapping[str, np.ndarray]
) -> None:
    """Raises WorkshopError `model-invalid` where outputs are not as the card says: names, types, shapes, finite."""
    axes: dict[str, int] = {}
    for spec in card.inputs:
        if spec.graph == role and spec.name in feeds:
            axes |= _named_axes(spec, feeds[spec.name])
    for spec in card.outputs:
        if spec.graph == role:
            _check_output(spec, outputs, axes)
    labels = len(card.labels)
    for name, values in outputs.items():
        if name == "probabilities" and labels and values.shape[1:] != (labels,):
            raise _differs(name)


def _declares_outputs(card: ModelCard, task: Task) -> bool:
    declared = {(spec.graph, spec.name, spec.type): len(spec.shape) for spec in card.outputs}
    labelled = bool(card.labels) or task not in CLASSIFIERS
    to_repair = task == "image-to-image" and repairs(card)
    needed = _NEEDED_TO_REPAIR if to_repair else _NEEDED[task]
    fits = not to_repair or _restores_the_same_shape(card)
    return labelled and fits and all(declared.get((role, name, kind)) in ranks for role, name, kind, ranks in needed)


def _restores_the_same_shape(card: ModelCard) -> bool:
    shapes = {spec.name: spec.shape for spec in (*card.inputs, *card.outputs) if spec.graph == MAIN_ROLE}
    return shapes.get("images") == shapes[RESTORED]


def _takes_its_labels(card: ModelCard) -> bool:
    """Whether a generator whose card names labels, and no other, takes a weight for each."""
    labels = card.generation.labels if card.generation else ()
    weights = [spec for spec in card.inputs if (spec.graph, spec.name) == (MAIN_ROLE, LABEL_WEIGHTS)]
    shapes = [(spec.type, spec.shape[1:]) for spec in weights]
    return len(labels) <= MOST_LABELS and shapes == ([("float32", (len(labels),))] if labels else [])


def _takes_sounds(card: ModelCard) -> bool:
    """Whether the rate of sounds is one that sounds have, and the window what the graph takes or gives."""
    if card.audio is msgspec.UNSET:
        return not {"audio-classification", "text-to-audio"} & set(card.tasks)
    specs = card.outputs if "text-to-audio" in card.tasks else card.inputs
    shapes = {spec.name: (spec.type, spec.shape) for spec in specs if spec.graph == MAIN_ROLE}
    is_rate = LOWEST_RATE <= card.audio.rate <= HIGHEST_RATE
    return is_rate and shapes == {"waves": ("float32", ("batch", card.audio.window))}


def _named_axes(spec: TensorSpec, array: np.ndarray) -> dict[str, int]:
    return {axis: length for axis, length in zip(spec.shape, array.shape, strict=False) if isinstance(axis, str)}


def _check_output(spec: TensorSpec, outputs: Mapping[str, np.ndarray], axes: Mapping[str, int]) -> None:
    array = outputs.get(spec.name)
    if array is None or array.dtype.name != spec.type or array.ndim != len(spec.shape):
        raise _differs(spec.name)
    expected = (
        axes.get(axis, length) if isinstance(axis, str) else axis
        for axis, length in zip(spec.shape, array.shape, strict=True)
    )
    if tuple(expected) != array.shape or not np.isfinite(array).all():
        raise _differs(spec.name)


def _differs(name: str) -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text(f"The model's output {name} is not what its card says.", f"模型的输出 {name} 与其卡片不符。"),
        Text("Use a file exported by Model Workshop.", "请使用由模型工坊导出的文件。"),
    )
