"""The figures of an image classifier, beside logistic regression."""

from collections.abc import Sequence

import msgspec
import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.image_classification import ImageClassification
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.datasets.dataset import Pictures
from trainer.metrics import classification
from trainer.metrics.baselines import logistic_regression, majority_accuracy
from trainer.metrics.material import Material, Reached

BASELINE = Text("logistic regression", "逻辑回归")
MOST_LABELS = 100
"""With more labels than this a card holds no confusion matrix: it would be larger than the rest of the card."""
_BATCH = 1000
_BATCH_PIXELS = _BATCH * 32 * 32 * 3


def report_classifier(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """Accuracy with the confusion matrix, smallest_f1, expected_calibration_error and unsure_share on the pictures.

    Raises WorkshopError `wrong-kind` where the data have labels that the model does not know, and Cancelled.
    """
    measured = _with_labels_of(card, material.split.examples, material.split.label_names)
    training = _with_labels_of(card, material.training.train, material.training.label_names)
    probabilities = _classify(ImageClassification(card, run), measured.images, reached)
    baseline = logistic_regression(training, measured.images, len(card.labels))
    reached(1.0)
    return _metrics(card, material, measured.labels, probabilities, baseline, training.labels)


def _metrics(
    card: ModelCard,
    material: Material,
    labels: np.ndarray,
    probabilities: np.ndarray,
    baseline: np.ndarray,
    training_labels: np.ndarray,
) -> list[Metric]:
    confusion, baseline_confusion = (
        classification.confusion_matrix(labels, each.argmax(axis=1), len(card.labels))
        for each in (probabilities, baseline)
    )
    there = np.unique(labels)
    f1, baseline_f1 = (classification.class_scores(each).f1[there] for each in (confusion, baseline_confusion))
    majority = majority_accuracy(training_labels, labels)
    right, baseline_right = (classification.accuracy(labels, each.argmax(axis=1)) for each in (probabilities, baseline))
    n, hardest = len(labels), card.labels[there[f1.argmin()]]
    metrics = [
        material.metric(
            "accuracy", Text("Pictures read right", "识别正确率"), right,
            "share", "higher", n=n, baseline=baseline_right,
            baseline_title=BASELINE, note=_note(majority, _worst(card, confusion)),
        ),
        material.metric(
            "smallest_f1", Text("F1 of the hardest label", "最难类别的 F1"), f1.min(), "share", "higher", n=n,
            baseline=baseline_f1.min(), baseline_title=BASELINE, note=Text(f"label {hardest}", f"标签 {hardest}"),
        ),
        material.metric(
            "expected_calibration_error", Text("Calibration error", "校准误差"),
            classification.expected_calibration_error(probabilities, labels), "share", "lower", n=n,
            baseline=classification.expected_calibration_error(baseline, labels), baseline_title=BASELINE,
            note=Text("distance of stated and true certainty, 15 bins", "声称与实际把握之差，15 个分箱"),
        ),
    ]  # fmt: skip
    if len(card.labels) <= MOST_LABELS:
        rows = tuple(tuple(row) for row in confusion.tolist())
        metrics[0] = msgspec.structs.replace(metrics[0], confusion=rows)
    if card.classification is not None:
        unsure = float(np.mean(probabilities.max(axis=1) < card.classification.unsure_below))
        title = Text("Pictures marked as unsure", "标为“不确定”的图片")
        metrics.append(material.metric("unsure_share", title, unsure, "share", "none", n=n))
    return metrics


def _classify(pipeline: ImageClassification, images: np.ndarray, reached: Reached) -> np.ndarray:
    parts = []
    batch = min(_BATCH, max(1, _BATCH_PIXELS // images[0].size))
    for start in range(0, len(images), batch):
        parts.append(pipeline.probabilities(images[start : start + batch]))
        reached(0.5 * min(start + batch, len(images)) / len(images))
    return np.concatenate(parts)


def _with_labels_of(card: ModelCard, pictures: Pictures, names: Sequence[str]) -> Pictures:
    """The pictures with the label numbers of the model."""
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
    numbers = np.array([card.labels.index(name) for name in names], dtype=np.int64)
    return Pictures(pictures.images, numbers[pictures.labels])


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
