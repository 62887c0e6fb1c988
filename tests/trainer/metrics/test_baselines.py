import numpy as np
import pytest

from trainer.datasets.dataset import Pictures
from trainer.metrics import baselines
from trainer.metrics.baselines import (
    fit_linear_reconstruction,
    fit_pca,
    gaussian_per_class,
    logistic_regression,
    majority_accuracy,
)
from trainer.metrics.variational import binarise, negative_elbo


def bars(count: int, seed: int = 0) -> Pictures:
    """Three labels: a bar on the left, in the middle, on the right, each of uneven ink."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 3, count)
    images = random.integers(0, 40, (count, 28, 28))
    for image, label in zip(images, labels, strict=True):
        image[4:24, 4 + 8 * label : 8 + 8 * label] += random.integers(80, 200)
    return Pictures(images.astype(np.uint8), labels.astype(np.int64))


def test_majority_answers_the_most_frequent_label():
    assert majority_accuracy(np.array([2, 2, 1]), np.array([2, 1, 1, 2, 2])) == pytest.approx(0.6)


def test_logistic_regression_reads_bars():
    train, test = bars(300), bars(100, seed=1)
    probabilities = logistic_regression(train, test.images, 10)
    assert probabilities.shape == (100, 10)
    assert np.mean(probabilities.argmax(axis=1) == test.labels) > 0.95


def test_logistic_regression_with_two_classes_and_few_pictures():
    train = bars(40)
    two = Pictures(train.images, train.labels % 2)
    probabilities = logistic_regression(two, two.images, 2)
    assert probabilities.shape == (40, 2)
    assert np.mean(probabilities.argmax(axis=1) == two.labels) > 0.9


def test_gaussian_pictures_have_the_mean_and_covariance_of_their_class():
    train = bars(400)
    drawn, labels = gaussian_per_class(train.images, train.labels, 3000, seed=0)
    assert drawn.shape == (3000, 28, 28)
    columns = [slice(4 + 8 * label, 8 + 8 * label) for label in range(3)]
    ink = np.stack([drawn[:, 4:24, each].mean(axis=(1, 2)) for each in columns], axis=1)
    label = ink.argmax(axis=1)
    assert np.mean(label == labels) > 0.99
    shares = np.bincount(label) / 3000
    np.testing.assert_allclose(shares, np.bincount(train.labels) / 400, atol=0.03)
    real = train.images[train.labels == 1][:, 4:24, columns[1]].mean(axis=(1, 2))
    assert ink[label == 1, 1].mean() == pytest.approx(real.mean(), rel=0.03)
    assert ink[label == 1, 1].std() == pytest.approx(real.std(), rel=0.1)


def test_gaussian_pictures_in_colour_keep_the_colours_of_their_class(monkeypatch):
    random = np.random.default_rng(0)
    labels = np.arange(200) % 2
    images = random.integers(0, 100, (200, 16, 20, 3))
    images[labels == 1, :, :, 2] += random.integers(100, 150, (100, 1, 1))
    whole, drawn_labels = gaussian_per_class(images.astype(np.uint8), labels, 500, seed=0)
    monkeypatch.setattr(baselines, "_MOST_PIXELS", 50 * 16 * 20 * 3)
    of_a_part, same_labels = gaussian_per_class(images.astype(np.uint8), labels, 500, seed=0)
    np.testing.assert_array_equal(drawn_labels, same_labels)
    for drawn in (whole, of_a_part):
        blue = drawn[..., 2].mean(axis=(1, 2))
        assert drawn.shape == (500, 16, 20, 3)
        assert blue[drawn_labels == 0].mean() == pytest.approx(50, abs=2)
        assert blue[drawn_labels == 1].mean() == pytest.approx(174, abs=4)
        assert blue[drawn_labels == 1].std() == pytest.approx(14, abs=3)
        assert drawn[..., 0].mean() == pytest.approx(50, abs=2)


def test_pca_finds_the_directions_of_scikit_learn():
    from sklearn.decomposition import PCA

    images = binarise(bars(300).images, seed=0)
    model = fit_pca(images, 3, seed=0)
    theirs = PCA(3).fit(images.reshape(300, -1) / 255).components_
    overlap = np.abs(theirs @ model.directions)
    np.testing.assert_allclose(np.sort(overlap.max(axis=0))[1:], 1.0, atol=1e-3)
    outputs = model(images, np.zeros((300, 3), np.float32))
    np.testing.assert_allclose(outputs["mean"].std(axis=0), 1.0, atol=0.01)


def test_pca_beats_the_mean_picture_and_more_directions_beat_fewer():
    images = bars(600).images
    drawn = binarise(images, seed=0)
    bounds = [
        negative_elbo(fit_pca(drawn, size, 0), images, size, 0, lambda pictures: None).negative_elbo for size in (1, 2)
    ]
    share = np.clip(drawn.mean(axis=0) / 255, 1e-6, 1 - 1e-6)
    null = -(share * np.log(share) + (1 - share) * np.log(1 - share)).sum()
    assert bounds[1] < bounds[0] < null


def test_the_linear_reconstruction_is_that_of_scikit_learn():
    from sklearn.decomposition import PCA

    images = np.random.default_rng(0).integers(0, 256, (60, 12, 11, 3), dtype=np.uint8)
    theirs = PCA(4).fit(images.reshape(60, -1) / 255)
    expected = theirs.inverse_transform(theirs.transform(images.reshape(60, -1) / 255)).reshape(images.shape)
    rebuilt = fit_linear_reconstruction(images, 4)(images)
    assert np.abs(rebuilt / 255 - np.clip(expected, 0, 1)).max() < 0.51 / 255
