import numpy as np
import pytest
from scipy import stats
from scipy.special import expit

from trainer.metrics.variational import (
    active_units,
    binarise,
    cross_entropy,
    importance_weighted_nll,
    kl_divergence,
    negative_elbo,
)


def ignore(pictures: int) -> None:
    """No progress is shown."""


def test_binarised_pixels_are_white_as_often_as_they_are_grey():
    images = np.tile(np.array([0, 1, 64, 128, 254, 255], np.uint8), (20_000, 1))[:, :, None]
    drawn = binarise(images, seed=3)
    assert set(np.unique(drawn)) == {0, 255}
    np.testing.assert_allclose(drawn[:, :, 0].mean(axis=0) / 255, images[0, :, 0] / 255, atol=0.012)
    assert (drawn[:, 0] == 0).all()
    assert (drawn[:, 5] == 255).all()
    np.testing.assert_array_equal(drawn, binarise(images, seed=3))


def test_cross_entropy_is_the_bernoulli_log_likelihood():
    random = np.random.default_rng(0)
    targets = random.choice(np.array([0, 255], np.uint8), (5, 3, 3))
    probabilities = random.uniform(0.01, 0.99, (5, 3, 3)).astype(np.float32)
    expected = -stats.bernoulli.logpmf((targets > 0).astype(int), probabilities).sum(axis=(1, 2))
    np.testing.assert_allclose(cross_entropy(targets, probabilities), expected, rtol=1e-5)


def test_the_articles_cross_entropy_as_three_binary_pixels():
    targets = np.array([[[0, 255, 0]]], np.uint8)
    assert cross_entropy(targets, np.array([[[0.3, 0.7, 0.1]]]))[0] == pytest.approx(0.8187, abs=1e-4)


def test_certainty_that_is_wrong_costs_much_but_not_infinitely():
    assert cross_entropy(np.full((1, 1, 1), 255, np.uint8), np.zeros((1, 1, 1)))[0] == pytest.approx(-np.log(1e-6))


def test_kl_divergence_equals_numerical_integration():
    mean, deviation = 0.7, 0.4
    x = np.linspace(-8, 8, 200_001)
    posterior, prior = stats.norm(mean, deviation), stats.norm()
    expected = np.trapezoid(posterior.pdf(x) * (posterior.logpdf(x) - prior.logpdf(x)), x)
    found = kl_divergence(np.array([[mean, 0.0]]), np.array([[2 * np.log(deviation), 0.0]]))
    assert found == pytest.approx([expected], rel=1e-6)


def test_active_units_are_those_that_vary():
    means = np.zeros((100, 3))
    means[:, 1] = np.linspace(-1, 1, 100)
    means[:, 2] = np.linspace(-0.1, 0.1, 100)
    assert active_units(means) == 1


class OnePixelModel:
    """p(x=1|z) = sigmoid(3z + 1), z ~ N(0,1), with a rough posterior N(+-0.5, 0.8): the truth is an integral."""

    def __call__(self, images, noise):
        mean = np.where(images.reshape(-1, 1) > 0, 0.5, -0.5)
        log_variance = np.full_like(mean, np.log(0.8))
        latent = mean + np.exp(0.5 * log_variance) * noise
        return {"probabilities": expit(3 * latent + 1)[:, :, None], "mean": mean, "log_variance": log_variance}

    @staticmethod
    def negative_log_likelihood(white_share):
        z = np.linspace(-10, 10, 100_001)
        white = np.trapezoid(stats.norm.pdf(z) * expit(3 * z + 1), z)
        return -(white_share * np.log(white) + (1 - white_share) * np.log(1 - white))


@pytest.fixture
def pixels():
    return np.random.default_rng(0).choice(np.array([0, 255], np.uint8), (400, 1, 1), p=[0.4, 0.6])


def test_the_bound_lies_above_the_truth_and_importance_weighting_closes_the_gap(pixels):
    truth = OnePixelModel.negative_log_likelihood(np.mean(pixels > 0))
    elbo = negative_elbo(OnePixelModel(), pixels, 1, seed=0, keep_going=ignore)
    single = importance_weighted_nll(OnePixelModel(), pixels, 1, 1, seed=0, keep_going=ignore)
    many = importance_weighted_nll(OnePixelModel(), pixels, 1, 400, seed=0, keep_going=ignore)
    assert elbo.negative_elbo > truth + 0.02
    assert single == pytest.approx(elbo.negative_elbo, abs=0.1)
    assert many == pytest.approx(truth, abs=0.01)


def test_progress_counts_every_picture_once(pixels):
    for measure in (
        lambda told: negative_elbo(OnePixelModel(), pixels, 1, seed=0, keep_going=told),
        lambda told: importance_weighted_nll(OnePixelModel(), pixels, 1, 7, seed=0, keep_going=told),
    ):
        told = []
        measure(told.append)
        assert sum(told) == len(pixels)
