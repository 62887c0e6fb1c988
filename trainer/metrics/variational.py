"""What a variational autoencoder is measured by: bounds on the log-likelihood of binarised pictures, in nats."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from trainer.contract.sampling import normal_noise

ACTIVE_VARIANCE = 0.01
_BATCH = 500
_SMALLEST_PROBABILITY = 1e-6


class Autoencode(Protocol):
    """Pictures uint8 [N,H,W] and noise float32 [N, latent] in; `probabilities` [N,H,W], `mean`, `log_variance` out."""

    def __call__(self, images: np.ndarray, noise: np.ndarray) -> Mapping[str, np.ndarray]:
        """One pass for a batch."""
        ...


class KeepGoing(Protocol):
    """Is told how many more pictures are done; raises to cancel."""

    def __call__(self, pictures: int) -> None:
        """After each batch."""
        ...


@dataclass(frozen=True)
class Elbo:
    """The negative evidence lower bound and its two parts, means over the pictures in nats; units in use of all."""

    reconstruction: float
    divergence: float
    active_units: int

    @property
    def negative_elbo(self) -> float:
        """Reconstruction plus KL divergence."""
        return self.reconstruction + self.divergence


def binarise(images: np.ndarray, seed: int) -> np.ndarray:
    """Pictures uint8 [N,H,W] with each pixel drawn 0 or 255, 255 with probability value / 255, always the same way.

    Dynamic binarisation: Burda, Grosse, Salakhutdinov 2015, arXiv 1509.00519, section 5.
    """
    random = np.random.Generator(np.random.Philox(key=seed))
    drawn = random.integers(0, 255, size=images.shape, dtype=np.uint8)
    return np.where(drawn < images, np.uint8(255), np.uint8(0))


def negative_elbo(
    autoencode: Autoencode, images: np.ndarray, latent_size: int, seed: int, keep_going: KeepGoing
) -> Elbo:
    """-ELBO of dynamically binarised pictures with one noise sample each.

    E log p(x|z) - KL(q(z|x) || N(0, I)), Kingma and Welling 2013, arXiv 1312.6114, equation 10.
    """
    targets = binarise(images, seed)
    reconstructions, divergences, means = [], [], []
    for start in range(0, len(targets), _BATCH):
        batch = targets[start : start + _BATCH]
        outputs = autoencode(batch, normal_noise(seed, start, len(batch), latent_size))
        reconstructions.append(cross_entropy(batch, outputs["probabilities"]))
        divergences.append(kl_divergence(outputs["mean"], outputs["log_variance"]))
        means.append(outputs["mean"])
        keep_going(len(batch))
    return Elbo(
        float(np.concatenate(reconstructions).mean()),
        float(np.concatenate(divergences).mean()),
        active_units(np.concatenate(means)),
    )


def importance_weighted_nll(
    autoencode: Autoencode, images: np.ndarray, latent_size: int, samples: int, seed: int, keep_going: KeepGoing
) -> float:
    """Mean of -log (1/k sum_i p(x, z_i) / q(z_i|x)) over binarised pictures in nats, k = `samples`.

    Falls towards the true negative log-likelihood as k grows. Burda and others 2015, arXiv 1509.00519, equation 8.
    """
    parts = []
    for first, repeated in _repeated_pictures(binarise(images, seed), samples):
        count = len(repeated) // samples
        noise = normal_noise(seed + 1, first, count, samples * latent_size).reshape(-1, latent_size)
        outputs = autoencode(repeated, noise)
        weights = _log_weights(repeated, noise, outputs).reshape(-1, samples)
        parts.append(np.logaddexp.reduce(weights, axis=1) - np.log(samples))
        keep_going(len(weights))
    return -float(np.concatenate(parts).mean())


def cross_entropy(targets: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Sum over pixels of the binary cross-entropy, float64 [N], of pictures of 0 and 255 and probabilities [N,H,W].

    Probabilities are held at least 1e-6 from 0 and 1: what float32 rounds to certainty would cost infinitely much.
    """
    ink = targets.reshape(len(targets), -1) > 0
    predicted = probabilities.reshape(len(targets), -1)
    of_target = np.where(ink, predicted, 1 - predicted)
    return -np.log(np.maximum(of_target, _SMALLEST_PROBABILITY)).sum(axis=1, dtype=np.float64)


def kl_divergence(mean: np.ndarray, log_variance: np.ndarray) -> np.ndarray:
    """KL(N(mean, variance) || N(0, I)), float64 [N], of [N, latent]. arXiv 1312.6114, appendix B."""
    mean, log_variance = mean.astype(np.float64), log_variance.astype(np.float64)
    return -0.5 * (1 + log_variance - mean**2 - np.exp(log_variance)).sum(axis=1)


def active_units(means: np.ndarray) -> int:
    """Latent units whose mean varies over the pictures by more than 0.01; the others carry nothing."""
    return int((means.astype(np.float64).var(axis=0) > ACTIVE_VARIANCE).sum())


def _repeated_pictures(targets: np.ndarray, samples: int) -> Iterator[tuple[int, np.ndarray]]:
    """The number of the first picture, and some pictures, each `samples` times in a row."""
    at_once = max(1, 2 * _BATCH // samples)
    for first in range(0, len(targets), at_once):
        yield first, np.repeat(targets[first : first + at_once], samples, axis=0)


def _log_weights(targets: np.ndarray, noise: np.ndarray, outputs: Mapping[str, np.ndarray]) -> np.ndarray:
    """Log p(x|z) + log p(z) - log q(z|x), float64 [N]; the powers of 2 pi cancel."""
    noise = noise.astype(np.float64)
    mean, log_variance = outputs["mean"].astype(np.float64), outputs["log_variance"].astype(np.float64)
    latent = mean + np.exp(0.5 * log_variance) * noise
    log_prior = -0.5 * (latent**2).sum(axis=1)
    log_posterior = -0.5 * (noise**2 + log_variance).sum(axis=1)
    return -cross_entropy(targets, outputs["probabilities"]) + log_prior - log_posterior
