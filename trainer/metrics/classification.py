"""How well a classifier answers, and how well it knows what it does not know."""

from dataclasses import dataclass

import numpy as np

CALIBRATION_BINS = 15
KNOWN_KEPT = 0.99
"""Share of known pictures that a calibrated threshold leaves sure."""


@dataclass(frozen=True)
class ClassScores:
    """Precision, recall and F1 of each class, float64 [classes]; 0 where a class was never answered or never there."""

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray


def accuracy(labels: np.ndarray, predictions: np.ndarray) -> float:
    """Share of `predictions` [N] that equal `labels` [N]."""
    return float(np.mean(labels == predictions))


def confusion_matrix(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """int64 [classes, classes]: how often a picture of the row's class was read as the column's."""
    flat = np.bincount(labels * classes + predictions, minlength=classes * classes)
    return flat.reshape(classes, classes)


def class_scores(confusion: np.ndarray) -> ClassScores:
    """The scores of each class of a confusion matrix [classes, classes]."""
    right = np.diag(confusion).astype(np.float64)
    precision = right / np.maximum(confusion.sum(axis=0), 1)
    recall = right / np.maximum(confusion.sum(axis=1), 1)
    f1 = 2 * right / np.maximum(confusion.sum(axis=0) + confusion.sum(axis=1), 1)
    return ClassScores(precision, recall, f1)


def macro_f1(labels: np.ndarray, probabilities: np.ndarray, classes: int) -> float:
    """The mean of the F1 of all classes that are in `labels` [N], for `probabilities` [N, classes]."""
    confusion = confusion_matrix(labels, probabilities.argmax(axis=1), classes)
    return float(class_scores(confusion).f1[np.unique(labels)].mean())


def balanced_accuracy(labels: np.ndarray, probabilities: np.ndarray) -> float:
    """The mean over all classes in `labels` [N] of the share of their own that is right, of [N, classes]."""
    is_right = probabilities.argmax(axis=1) == labels
    return float(np.mean([is_right[labels == label].mean() for label in np.unique(labels)]))


def expected_calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = CALIBRATION_BINS) -> float:
    """Mean distance of confidence and accuracy over `bins` equal ranges of confidence, weighted by their pictures.

    `probabilities` [N, classes], `labels` [N]. Guo and others 2017, arXiv 1706.04599, equation 3.
    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    is_right = probabilities.argmax(axis=1) == labels
    bin_of = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    gaps = np.bincount(bin_of, weights=confidence - is_right, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The number by which to divide `logits` [N, classes] so that their softmax fits `labels` [N] best.

    It changes no answer, only how sure it is said. Guo and others 2017, arXiv 1706.04599, section 4.2.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    def loss(log_temperature: float) -> float:
        scores = log_softmax(logits.astype(np.float64) / np.exp(log_temperature), axis=1)
        return float(-scores[np.arange(len(labels)), labels].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))


def unsure_threshold(
    known_scores: np.ndarray, unknown_scores: np.ndarray | None = None, known_kept: float = KNOWN_KEPT
) -> float:
    """The score below which an answer counts as unsure.

    `known_scores` are the highest probabilities of pictures of what the model knows (validation, never test),
    `unknown_scores` those of anything else. Without unknown ones, the threshold leaves just the share `known_kept`
    sure. With them it is where the sure known plus the unsure unknown share is largest (Youden 1950), among those
    that leave at least `known_kept` sure.
    """
    known = np.sort(known_scores)
    may_be_lost = min(int((1 - known_kept) * len(known) + 1e-9), len(known) - 1)
    highest = float(known[may_be_lost])
    if unknown_scores is None or not len(unknown_scores):
        return highest
    unknown = np.sort(unknown_scores)
    above = np.nextafter(unknown.astype(np.float64), 2.0)  # just over an unknown score turns it unsure
    candidates = np.unique(np.concatenate([[0.0, highest], above[above <= highest]]))
    sure_known = 1 - np.searchsorted(known, candidates, side="left") / len(known)
    unsure_unknown = np.searchsorted(unknown, candidates, side="left") / len(unknown)
    return float(candidates[np.argmax(sure_known + unsure_unknown)])
