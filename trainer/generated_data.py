"""Runs a generator of the library to add pictures to a training, labelled by what was asked for, or else by a judge.

A generator that takes labels draws what it is told. The pictures of any other are read by the classifier that judges
it, and only those are taken that the judge is sure of: they show it nothing new, but more of what it knows.
"""

from pathlib import Path

import numpy as np

from trainer.catalog import CATALOG
from trainer.contract.card import ModelCard, read_card, sha256_of
from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import ClassifierHyperparameters
from trainer.contract.onnx_metadata import graph_sha256
from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
from trainer.contract.settings import invalid_settings
from trainer.contract.text import Text
from trainer.datasets.data_errors import data_changed
from trainer.datasets.dataset import Added, Dataset
from trainer.datasets.generated import NO_LABEL, LabelOf, added, collect, keep, kept
from trainer.evaluation import open_on_cpu
from trainer.metrics.judge import Judge
from trainer.model_place import SHIPPED_MODELS, find_model_file, is_trusted

SURE = 0.9
"""A judge's probability from which on its answer is a label."""
SEED = 11
"""Of the generated pictures; those that a person sees begin with other seeds."""


def pictures_to_add(
    hyperparameters: ClassifierHyperparameters, dataset: Dataset, file: Path, expected_sha256: str, data_dir: Path
) -> Added | None:
    """The generated pictures that a training wants; None where it wants none.

    They are kept in `file`, and an earlier attempt's are taken from there. `expected_sha256` is what a checkpoint says
    of them, empty for a new training. Raises WorkshopError `data-changed` where they are others, `not-found`,
    `unsupported-model` or `invalid-setting` where they cannot be had.
    """
    if not hyperparameters.generated_model:
        return None
    found = kept(file)
    if found is None:
        found = _generated(hyperparameters, dataset, data_dir)
        keep(found.pictures, found.note, file)
    if expected_sha256 and found.sha256 != expected_sha256:
        raise data_changed()
    return found


def shortage(hyperparameters: ClassifierHyperparameters, found: Added, label_names: tuple[str, ...]) -> Text | None:
    """What a person is told where the generator hardly draws some labels."""
    counts = np.bincount(found.pictures.labels, minlength=len(label_names))
    wanted = _wanted(hyperparameters.generated_labels, label_names)
    few = [
        f"{label_names[label]} ({counts[label]})"
        for label in wanted
        if counts[label] < hyperparameters.generated_per_class
    ]
    if not few:
        return None
    return Text(
        f"{hyperparameters.generated_model} drew too few pictures of: {', '.join(few)}.",
        f"{hyperparameters.generated_model} 生成的以下类别图片过少：{', '.join(few)}。",
    )


def _generated(hyperparameters: ClassifierHyperparameters, dataset: Dataset, data_dir: Path) -> Added:
    path = _trusted_file(hyperparameters.generated_model, data_dir)
    card = read_card(path)
    pipeline = UnconditionalImageGeneration(card, open_on_cpu(path, card))
    wanted = _wanted(hyperparameters.generated_labels, dataset.label_names)
    per_label = hyperparameters.generated_per_class
    label_of, how = (
        _labels_by_turn(pipeline.labels, dataset.label_names) if pipeline.labels else _by_judge(card, dataset)
    )

    def draw(first: int, count: int) -> np.ndarray:
        return pipeline.decode(pipeline.latents(SEED, first, count))

    if draw(0, 1).shape[1:] != dataset.train.shape:
        raise _other_pictures(card.name)
    pictures = collect(draw, label_of, wanted, per_label)
    counts = np.bincount(pictures.labels, minlength=len(dataset.label_names))
    each = ", ".join(f"{dataset.label_names[label]}: {counts[label]}" for label in wanted)
    return added(pictures, f"{card.name} ({graph_sha256(path)[:12]}), {how}; {each}")


def _labels_by_turn(labels: tuple[str, ...], label_names: tuple[str, ...]) -> tuple[LabelOf, str]:
    """A generator that is asked for nothing draws its labels in turn."""
    numbers = np.array([label_names.index(label) if label in label_names else NO_LABEL for label in labels])

    def label_of(first: int, images: np.ndarray) -> np.ndarray:
        return numbers[np.arange(len(images)) % len(labels)]

    return label_of, "drawn by label"


def _by_judge(card: ModelCard, dataset: Dataset) -> tuple[LabelOf, str]:
    model = CATALOG.get(card.training.documented_model)
    path = SHIPPED_MODELS / f"{model.judge}.onnx" if model and model.judge else None
    if path is None or not path.is_file():
        raise _no_judge(card.name)
    judge_card = read_card(path)
    judge = Judge(judge_card, open_on_cpu(path, judge_card), graph_sha256(path))
    if not judge.knows(dataset.label_names):
        raise _no_judge(card.name)

    def label_of(first: int, images: np.ndarray) -> np.ndarray:
        judged = judge.look_at(images)
        labels = judge.read(judged, dataset.label_names)
        return np.where(judged.probabilities.max(axis=1) >= SURE, labels, NO_LABEL)

    return label_of, f"labelled by {judge_card.name} from {SURE:g} on"


def _trusted_file(model: str, data_dir: Path) -> Path:
    path = find_model_file(model, data_dir)
    if path is None:
        raise WorkshopError(
            "not-found",
            Text(f"There is no model called {model}.", f"没有名为 {model} 的模型。"),
            Text("`models` lists what there is.", "用 `models` 列出现有的模型。"),
        )
    if not is_trusted(sha256_of(path), data_dir):
        raise WorkshopError(
            "unsupported-model",
            Text(
                f"{model} neither came with the program nor was exported here, so no training runs it.",
                f"{model} 既非随程序提供，也非在此导出，训练中不会运行它。",
            ),
            Text("Train the generator here first.", "请先在本机训练该生成器。"),
        )
    return path


def _wanted(names: str, label_names: tuple[str, ...]) -> list[int]:
    """The numbers of the labels that are named, divided by commas; of all where none is."""
    asked = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in asked if name not in label_names]
    if unknown:
        listed, known = ", ".join(unknown), ", ".join(label_names)
        raise invalid_settings(
            [
                Text(
                    f"generated_labels names {listed}; the data have the labels {known}",
                    f"generated_labels 中的 {listed} 不存在；数据的类别为 {known}",
                )
            ]
        )
    return [label_names.index(name) for name in dict.fromkeys(asked)] or list(range(len(label_names)))


def _other_pictures(name: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(
            f"The pictures of {name} have another size or other colours than those to train on.",
            f"{name} 生成的图片与训练图片的大小或颜色不同。",
        ),
        Text("Choose a generator of the same kind of pictures.", "请选择生成同类图片的生成器。"),
    )


def _no_judge(name: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(
            f"{name} cannot be asked for a label, and no classifier knows which label its pictures have.",
            f"{name} 不能按类别生成，也没有分类器能判断其图片的类别。",
        ),
        Text("Choose a generator that takes labels.", "请选择可按类别生成的生成器。"),
    )
