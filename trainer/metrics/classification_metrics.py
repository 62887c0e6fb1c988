"""The figures of a classifier, whatever it classifies, beside those of something simple."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.metrics import classification
from trainer.metrics.baselines import majority_accuracy
from trainer.metrics.material import Material

MOST_LABELS = 100
"""With more labels than this a card holds no confusion matrix: it would be larger than the rest of the card."""


@dataclass(frozen=True)
class Answers:
    """The true `labels`, int64 [N], what the model gives them, float32 [N, classes], and the labels of the training."""

    labels: np.ndarray
    probabilities: np.ndarray
    training_labels: np.ndarray


@dataclass(frozen=True)
class Baseline:
    """What something simple answers, float32 [N, classes]."""

    title: Text
    probabilities: np.ndarray


def classification_metrics(
    card: ModelCard, material: Material, things: Text, answers: Answers, baseline: Baseline
) -> list[Metric]:
    """Accuracy with the confusion matrix, smallest_f1, expected_calibration_error and unsure_share of
    `things`, as they are called in titles.
    """
    labels = answers.labels
    confusion, baseline_confusion = (
        classification.confusion_matrix(labels, each.argmax(axis=1), len(card.labels))
        for each in (answers.probabilities, baseline.probabilities)
    )
    there = np.unique(labels)
    f1, baseline_f1 = (classification.class_scores(each).f1[there] for each in (confusion, baseline_confusion))
    majority = majority_accuracy(answers.training_labels, labels)
    right, baseline_right = (
        classification.accuracy(labels, each.argmax(axis=1)) for each in (answers.probabilities, baseline.probabilities)
    )
    errors = [
        classification.expected_calibration_error(each, labels)
        for each in (answers.probabilities, baseline.probabilities)
    ]
    n, hardest = len(labels), card.labels[there[f1.argmin()]]
    metrics = [
        material.metric(
            "accuracy", Text(f"{things.en} read right", "识别正确率"), right,
            "share", "higher", n=n, baseline=baseline_right,
            baseline_title=baseline.title, note=_note(majority, _worst(card, confusion)),
        ),
        material.metric(
            "smallest_f1", Text("F1 of the hardest label", "最难类别的 F1"), f1.min(), "share", "higher", n=n,
            baseline=baseline_f1.min(), baseline_title=baseline.title, note=Text(f"label {hardest}", f"标签 {hardest}"),
        ),
        material.metric(
            "expected_calibration_error", Text("Calibration error", "校准误差"),
            errors[0], "share", "lower", n=n, baseline=errors[1], baseline_title=baseline.title,
            note=Text("distance of stated and true certainty, 15 bins", "声称与实际把握之差，15 个分箱"),
        ),
    ]  # fmt: skip
    if len(card.labels) <= MOST_LABELS:
        rows = tuple(tuple(row) for row in confusion.tolist())
        metrics[0] = msgspec.structs.replace(metrics[0], confusion=rows)
    if card.classification is not None:
        unsure = float(np.mean(answers.probabilities.max(axis=1) < card.classification.unsure_below))
        title = Text(f"{things.en} marked as unsure", f"标为“不确定”的{things.zh}")
        metrics.append(material.metric("unsure_share", title, unsure, "share", "none", n=n))
    return metrics


def numbers_of_labels(card: ModelCard, names: Sequence[str]) -> np.ndarray:
    """The numbers, int64, that the model has for the labels called `names`.

    Raises WorkshopError `wrong-kind` where it does not know them all.
    """
    unknown = [name for name in names if name not in card.labels]
    if unknown:
        listed = ", ".join(unknown[:10])
        raise WorkshopError(
            "wrong-kind",
            Text(
                f"The model does not know these labels of the data: {listed}.",
                f"模型不认识数据中的这些标签：{listed}。",
            ),
            Text("Use data with the labels of the model.", "请使用与模型标签一致的数据。"),
        )
    return np.array([card.labels.index(name) for name in names], dtype=np.int64)


def _worst(card: ModelCard, confusion: np.ndarray) -> Text:
    wrong = confusion - np.diag(np.diag(confusion))
    number, answered = np.unravel_index(wrong.argmax(), wrong.shape)
    if not wrong.any():
        return Text("no mistakes", "没有错误")
    true, read, times = card.labels[number], card.labels[answered], wrong[number, answered]
    return Text(f"most often: {true} read as {read}, {times} times", f"最常见的错误：{true} 识别为 {read}，{times} 次")


def _note(majority: float, worst: Text) -> Text:
    return Text(
        f"always the most frequent label: {majority:.4f}; {worst.en}", f"总答最常见的标签：{majority:.4f}；{worst.zh}"
    )
