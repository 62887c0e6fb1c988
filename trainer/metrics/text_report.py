"""The figures of a text classifier, beside a linear model of weighed words."""

import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.pipelines.text_classification import TextClassification
from trainer.contract.text import Text
from trainer.datasets.texts import Texts
from trainer.metrics import classification
from trainer.metrics.classification_metrics import Answers, Baseline, classification_metrics, numbers_of_labels
from trainer.metrics.material import Material, Reached
from trainer.metrics.text_baseline import tf_idf_linear

THINGS = Text("Texts", "文本")
_PORTION = 512


def report_texts(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """Accuracy with the confusion matrix, macro_f1, smallest_f1, expected_calibration_error and unsure_share.

    Raises WorkshopError `wrong-kind` where the data have labels that the model does not know, and Cancelled.
    """
    measured, training = (
        Texts(texts.texts, numbers_of_labels(card, names)[texts.labels])
        for texts, names in (
            (material.split.examples, material.split.label_names),
            (material.training.train, material.training.label_names),
        )
    )
    probabilities = _classify(TextClassification(card, run), measured, reached)
    baseline = Baseline(*tf_idf_linear(training, measured.texts, len(card.labels)))
    reached(1.0)
    answers = Answers(measured.labels, probabilities, training.labels)
    first, *others = classification_metrics(card, material, THINGS, answers, baseline)
    return [first, _macro_f1(card, material, answers, baseline), *others]


def _macro_f1(card: ModelCard, material: Material, answers: Answers, baseline: Baseline) -> Metric:
    value, simple = (
        classification.macro_f1(answers.labels, each, len(card.labels))
        for each in (answers.probabilities, baseline.probabilities)
    )
    title = Text("F1, mean over the labels", "各类别 F1 的平均")
    n = len(answers.labels)
    return material.metric(
        "macro_f1", title, value, "share", "higher", n=n, baseline=simple, baseline_title=baseline.title
    )


def _classify(pipeline: TextClassification, texts: Texts, reached: Reached) -> np.ndarray:
    parts = []
    for start in range(0, len(texts), _PORTION):
        parts.append(pipeline.probabilities(texts.texts[start : start + _PORTION]))
        reached(0.5 * min(start + _PORTION, len(texts)) / len(texts))
    return np.concatenate(parts)
