import numpy as np
import pytest

from trainer.contract.pipelines.image_to_image import anomaly_scores

STANDARD = np.zeros((1, 4), np.float32)
"""The mean, or the log-variance, of a posterior that is the prior."""


def score(picture: np.ndarray, probabilities: np.ndarray, mean: np.ndarray = STANDARD) -> float:
    return float(anomaly_scores(picture[None], probabilities[None], mean, STANDARD)[0])


def test_a_perfect_reconstruction_of_black_and_white_scores_nothing():
    picture = np.zeros((28, 28), np.uint8)
    picture[5:20, 10:14] = 255
    assert score(picture, picture / np.float32(255)) == pytest.approx(0.0, abs=0.02)


def test_by_hand():
    picture = np.array([[255, 51]], np.uint8)  # 1.0 and 0.2
    probabilities = np.array([[0.9, 0.4]], np.float32)
    divergence = np.log(1 / 0.9) + 0.2 * np.log(0.2 / 0.4) + 0.8 * np.log(0.8 / 0.6)
    left_open = -(0.9 * np.log(0.9) + 0.1 * np.log(0.1) + 0.4 * np.log(0.4) + 0.6 * np.log(0.6))
    mean = np.array([[1.0, -2.0, 0.0, 0.0]], np.float32)
    expected = divergence - left_open / 2 + (1 + 4) / 2
    assert score(picture, probabilities, mean) == pytest.approx(expected, abs=1e-4)


def test_grey_edges_do_not_count_where_they_are_foreseen():
    """The cross-entropy of a grey picture is high even where it was foreseen exactly; the score is not."""
    grey = np.full((28, 28), 128, np.uint8)
    foreseen = np.full((28, 28), 128 / 255, np.float32)
    assert score(grey, foreseen) < 0 < 784 * np.log(2)
    assert score(255 - grey // 4, foreseen) > score(grey, foreseen)


def test_scores_do_not_depend_on_the_batch():
    random = np.random.default_rng(0)
    pictures = random.integers(0, 256, (6, 28, 28), dtype=np.uint8)
    probabilities = random.random((6, 28, 28), dtype=np.float32)
    mean, log_variance = random.standard_normal((2, 6, 4), dtype=np.float32)
    together = anomaly_scores(pictures, probabilities, mean, log_variance)
    alone = [
        anomaly_scores(*(each[n : n + 1] for each in (pictures, probabilities, mean, log_variance))) for n in range(6)
    ]
    np.testing.assert_allclose(together, np.concatenate(alone))
