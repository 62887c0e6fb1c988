"""The figures of an image classifier, beside logistic regression."""

import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.image_classification import ImageClassification
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.datasets.dataset import Pictures
from trainer.metrics.baselines import logistic_regression
from trainer.metrics.classification_metrics import Answers, Baseline, classification_metrics, numbers_of_labels
from trainer.metrics.material import Material, Reached

BASELINE = Text("logistic regression", "逻辑回归")
THINGS = Text("Pictures", "图片")
_BATCH = 1000
_BATCH_PIXELS = _BATCH * 32 * 32 * 3


def report_classifier(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """Accuracy with the confusion matrix, smallest_f1, expected_calibration_error and unsure_share on the pictures.

    Raises WorkshopError `wrong-kind` where the data have labels that the model does not know, and Cancelled.
    """
    split, training = material.split, material.training.train
    images = split.examples.images
    labels = numbers_of_labels(card, split.label_names)[split.examples.labels]
    training = Pictures(training.images, numbers_of_labels(card, material.training.label_names)[training.labels])
    probabilities = _classify(ImageClassification(card, run), images, reached)
    baseline = Baseline(BASELINE, logistic_regression(training, images, len(card.labels)))
    reached(1.0)
    return classification_metrics(card, material, THINGS, Answers(labels, probabilities, training.labels), baseline)


def _classify(pipeline: ImageClassification, images: np.ndarray, reached: Reached) -> np.ndarray:
    parts = []
    batch = min(_BATCH, max(1, _BATCH_PIXELS // images[0].size))
    for start in range(0, len(images), batch):
        parts.append(pipeline.probabilities(images[start : start + batch]))
        reached(0.5 * min(start + batch, len(images)) / len(images))
    return np.concatenate(parts)
