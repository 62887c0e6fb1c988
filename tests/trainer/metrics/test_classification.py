import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.metrics.classification import (
    accuracy,
    class_scores,
    confusion_matrix,
    expected_calibration_error,
    fit_temperature,
    unsure_threshold,
)

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=100)


@settings(max_examples=40, deadline=None)
@given(pairs=PAIRS)
def test_scores_equal_scikit_learns(pairs):
    from sklearn import metrics

    labels, predictions = np.array(pairs).T
    confusion = confusion_matrix(labels, predictions, 4)
    np.testing.assert_array_equal(confusion, metrics.confusion_matrix(labels, predictions, labels=range(4)))
    expected = metrics.precision_recall_fscore_support(labels, predictions, labels=range(4), zero_division=0)
    scores = class_scores(confusion)
    for mine, theirs in zip((scores.precision, scores.recall, scores.f1), expected, strict=False):
        np.testing.assert_allclose(mine, theirs)
    assert accuracy(labels, predictions) == pytest.approx(metrics.accuracy_score(labels, predictions))


def slow_calibration_error(probabilities, labels, bins):
    """Straight from the paper: bin m holds the confidences in ((m-1)/M, m/M]."""
    error = 0.0
    for number in range(bins):
        members = [
            (row.max(), row.argmax() == label)
            for row, label in zip(probabilities, labels, strict=True)
            if number / bins < row.max() <= (number + 1) / bins
        ]
        if members:
            confidence, right = np.mean(members, axis=0)
            error += len(members) / len(labels) * abs(confidence - right)
    return error


def test_calibration_error_equals_a_slow_loop():
    random = np.random.default_rng(0)
    probabilities = random.dirichlet(np.full(10, 0.3), size=300)
    labels = random.integers(0, 10, 300)
    for bins in (1, 5, 15):
        expected = slow_calibration_error(probabilities, labels, bins)
        assert expected_calibration_error(probabilities, labels, bins) == pytest.approx(expected)


def test_a_classifier_that_is_right_as_often_as_it_says_is_calibrated():
    probabilities = np.tile([0.75, 0.25], (400, 1))
    labels = np.repeat([0, 1], [300, 100])
    assert expected_calibration_error(probabilities, labels) == pytest.approx(0.0, abs=1e-12)
    assert expected_calibration_error(np.tile([1.0, 0.0], (400, 1)), labels) == pytest.approx(0.25)


def test_the_threshold_leaves_known_pictures_sure():
    known = np.linspace(0.5, 1.0, 1001)
    threshold = unsure_threshold(known, known_kept=0.99)
    assert np.mean(known >= threshold) == pytest.approx(0.99, abs=0.001)


def test_the_threshold_parts_known_from_unknown_where_it_can():
    known, unknown = np.linspace(0.8, 1.0, 100), np.linspace(0.1, 0.6, 100)
    threshold = unsure_threshold(known, unknown)
    assert (unknown < threshold).all()
    assert (known >= threshold).all()


@settings(deadline=None)
@given(
    known=st.lists(st.floats(0, 1), min_size=1, max_size=60),
    unknown=st.lists(st.floats(0, 1), min_size=1, max_size=60),
)
def test_no_other_threshold_is_better(known, unknown):
    known, unknown = np.array(known), np.array(unknown)

    def sure_and_unsure(threshold):
        return np.mean(known >= threshold), np.mean(unknown < threshold)

    sure, unsure = sure_and_unsure(unsure_threshold(known, unknown, known_kept=0.9))
    assert sure >= 0.9 - 1e-9
    for other in np.concatenate([known, unknown, np.nextafter(unknown, 2)]):
        other_sure, other_unsure = sure_and_unsure(other)
        if other_sure >= 0.9:
            assert sure + unsure >= other_sure + other_unsure - 1e-9


def test_no_warning_for_classes_that_never_occur():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = class_scores(np.zeros((3, 3), np.int64))
    assert scores.f1.tolist() == [0, 0, 0]


def test_temperature_undoes_a_known_scaling() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(size=(20_000, 5)) * 2
    odds = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (odds.cumsum(axis=1) > random.random((20_000, 1))).argmax(axis=1)
    assert fit_temperature(logits * 3.0, labels) == pytest.approx(3.0, rel=0.05)
    assert fit_temperature(logits / 2.0, labels) == pytest.approx(0.5, rel=0.05)
