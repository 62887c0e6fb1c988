"""The simple things that a network must beat, each made in seconds."""

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from trainer.datasets.dataset import Pictures
from trainer.datasets.rows import most_in_memory
from trainer.datasets.splits import stratified_choice
from trainer.metrics.variational import cross_entropy, kl_divergence

# Products as small as these take several times longer on two threads as soon as another program is busy, hence
# `threadpool_limits(1)` around them.

_FIT_PICTURES = 1000
_FIT_STEPS = 300_000
_CHUNK = 5000
_DRAWN_AT_ONCE = 1000
_MOST_PIXELS = 64_000_000
_CHUNK_PIXELS = 32_000_000


def majority_accuracy(train_labels: np.ndarray, labels: np.ndarray) -> float:
    """Accuracy of always answering the most frequent training label."""
    return float(np.mean(labels == np.bincount(train_labels).argmax()))


def logistic_regression(train: Pictures, images: np.ndarray, classes: int) -> np.ndarray:
    """Probabilities, float32 [N, classes], of pictures uint8 [N,H,W] or [N,H,W,3]: logistic regression on pixels.

    A perceptron without a hidden layer is just that; its mini-batches reach 92.3 % on MNIST in a tenth of the time
    that scikit-learn's `LogisticRegression` takes. Of more training pictures than memory takes it learns from a part.
    """
    from sklearn.neural_network import MLPClassifier  # a second to import

    most = most_in_memory(train.shape)
    train = train.take(stratified_choice(train.labels, most)) if len(train) > most else train
    model = MLPClassifier(
        hidden_layer_sizes=(), batch_size=min(250, len(train)), learning_rate_init=2e-3, random_state=0
    )
    rows = _rows(train.images)
    epochs = int(np.clip(_FIT_STEPS // len(train), 6, 60))
    with threadpool_limits(1):
        for _ in range(epochs):
            model.partial_fit(rows, train.labels, classes=np.arange(max(classes, 3)))  # two would be one output
    chunks = np.array_split(images, 1 + images.size // _CHUNK_PIXELS)
    return np.concatenate([model.predict_proba(_rows(chunk)) for chunk in chunks]).astype(np.float32)[:, :classes]


def gaussian_per_class(images: np.ndarray, labels: np.ndarray, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` pictures of a Gaussian of full covariance for each class, clipped, and their labels int64 [count].

    Learnt from pictures uint8 [N,H,W] or [N,H,W,3] and labels int64 [N]; classes come in their shares there. A random
    mixture of the class's own deviations has just its covariance, so the matrix of all pixels by all pixels is never
    made. Of a class with more pixels in all than memory should hold, only a part is looked at, one picture in so many.
    """
    random = np.random.default_rng(seed)
    drawn = random.choice(labels, size=count)
    pictures = np.empty((count, images[0].size), dtype=np.uint8)
    for label in np.unique(drawn):
        members = np.flatnonzero(labels == label)
        rows = _rows(images[members[:: -(-members.size * images[0].size // _MOST_PIXELS)]])
        mean = rows.mean(axis=0)
        rows -= mean
        places = np.flatnonzero(drawn == label)
        for start in range(0, len(places), _DRAWN_AT_ONCE):
            some = places[start : start + _DRAWN_AT_ONCE]
            weights = random.standard_normal((len(some), len(rows)), dtype=np.float32)
            samples = mean + weights @ rows / np.float32(np.sqrt(len(rows)))
            pictures[some] = np.rint(np.clip(samples, 0, 1) * 255)
    return pictures.reshape(count, *images.shape[1:]), drawn


@dataclass(frozen=True)
class PcaAutoencoder:
    """PCA as an autoencoder with the same noise, prior and measure as a VAE, so that its -ELBO compares.

    The latent vector is the whitened projection; the posterior has one variance for all of it; the decoder's linear
    output is held between `floor` and 1 - `floor` and read as probabilities. Both numbers are chosen on training
    pictures. With Bernoulli pixels this is a valid bound for this model.
    """

    mean: np.ndarray
    directions: np.ndarray
    scales: np.ndarray
    log_variance: float
    floor: float

    def __call__(self, images: np.ndarray, noise: np.ndarray) -> dict[str, np.ndarray]:
        """As the reconstruction graph of a VAE: `probabilities` [N,H,W], `mean` and `log_variance` [N, latent]."""
        latent_mean = (_rows(images) - self.mean) @ self.directions / self.scales
        log_variance = np.full_like(latent_mean, self.log_variance)
        latent = latent_mean + np.exp(0.5 * self.log_variance) * noise
        linear = (latent * self.scales) @ self.directions.T + self.mean
        probabilities = np.clip(linear, self.floor, 1 - self.floor).reshape(images.shape)
        return {"probabilities": probabilities, "mean": latent_mean, "log_variance": log_variance}


def fit_pca(images: np.ndarray, latent_size: int, seed: int) -> PcaAutoencoder:
    """The PCA of pictures of 0 and 255, uint8 [N,H,W], with the posterior variance and floor of least -ELBO on them."""
    mean, covariance = _mean_and_covariance(images)
    with threadpool_limits(1):
        values, vectors = np.linalg.eigh(covariance)
    directions = vectors[:, -latent_size:].astype(np.float32)
    scales = np.sqrt(np.maximum(values[-latent_size:], 1e-8)).astype(np.float32)
    noise = np.random.default_rng(seed).standard_normal((min(len(images), _FIT_PICTURES), latent_size), np.float32)
    candidates = [
        PcaAutoencoder(mean.astype(np.float32), directions, scales, float(np.log(variance)), floor)
        for variance in (0.02, 0.05, 0.1, 0.15, 0.2, 0.4)
        for floor in (0.0005, 0.001, 0.002, 0.005, 0.01)
    ]
    with threadpool_limits(1):
        return min(candidates, key=lambda each: _mean_negative_elbo(each, images[: len(noise)], noise))


@dataclass(frozen=True)
class LinearReconstruction:
    """PCA of grey or coloured pictures: the best that a linear autoencoder can do in squared error."""

    mean: np.ndarray
    directions: np.ndarray

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """The pictures rebuilt, uint8 of the shape of `images` [N,H,W] or [N,H,W,3]."""
        centred = _rows(images) - self.mean
        rebuilt = centred @ self.directions @ self.directions.T + self.mean
        return np.rint(np.clip(rebuilt, 0, 1) * 255).astype(np.uint8).reshape(images.shape)


def fit_linear_reconstruction(images: np.ndarray, latent_size: int) -> LinearReconstruction:
    """The `latent_size` main directions of pictures uint8 [N,H,W] or [N,H,W,3]."""
    mean, covariance = _mean_and_covariance(images)
    with threadpool_limits(1):
        _, vectors = np.linalg.eigh(covariance)
    return LinearReconstruction(mean.astype(np.float32), vectors[:, -latent_size:].astype(np.float32))


def _mean_and_covariance(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of all pixels, [H*W] and [H*W,H*W]; a chunk at a time, so that memory does not grow with the pictures."""
    size = images[0].size
    sums, products = np.zeros(size), np.zeros((size, size))
    for start in range(0, len(images), _CHUNK):
        rows = _rows(images[start : start + _CHUNK])
        sums += rows.sum(axis=0, dtype=np.float64)
        products += rows.T @ rows
    mean = sums / len(images)
    return mean, products / len(images) - np.outer(mean, mean)


def _mean_negative_elbo(model: PcaAutoencoder, images: np.ndarray, noise: np.ndarray) -> float:
    outputs = model(images, noise)
    divergence = kl_divergence(outputs["mean"], outputs["log_variance"])
    return float((cross_entropy(images, outputs["probabilities"]) + divergence).mean())


def _rows(images: np.ndarray) -> np.ndarray:
    """Pixels as float32 [N, H*W] from 0 to 1."""
    return images.reshape(len(images), -1).astype(np.float32) / 255
