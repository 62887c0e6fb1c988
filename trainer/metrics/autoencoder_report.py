"""The figures of a variational autoencoder, beside PCA of equal latent size measured the same way."""

from collections.abc import Mapping

import numpy as np
from threadpoolctl import threadpool_limits

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.image_to_image import ROLE
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.datasets.rows import most_in_memory
from trainer.metrics.baselines import fit_pca
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.real_pictures import some_of
from trainer.metrics.reconstruction_report import BASELINE, reconstruction_metrics
from trainer.metrics.variational import Autoencode, Elbo, binarise, importance_weighted_nll, negative_elbo

SEED = 0
IMPORTANCE_PICTURES = 500
IMPORTANCE_SAMPLES = 500


def report_autoencoder(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """The bounds on the likelihood, and how single pictures are rebuilt and scored. Raises Cancelled."""
    if card.generation is None:
        return []
    latent_size = card.generation.latent_size

    def autoencode(images: np.ndarray, noise: np.ndarray) -> Mapping[str, np.ndarray]:
        return run(ROLE, {"images": images, "noise": noise})

    model = _measure(autoencode, material, latent_size, part_of(reached, 0.0, 0.45))
    train = material.training.train
    train = some_of(train, most_in_memory(train.shape))
    pca = fit_pca(binarise(train.images, SEED), latent_size, SEED)
    with threadpool_limits(1):  # see baselines
        baseline = _measure(pca, material, latent_size, part_of(reached, 0.5, 0.85))
    metrics = _metrics(material, latent_size, model, baseline)
    metrics += reconstruction_metrics(card, run, material, latent_size)
    reached(1.0)
    return metrics


def _measure(autoencode: Autoencode, material: Material, latent_size: int, reached: Reached) -> tuple[Elbo, float]:
    pictures = material.split.examples
    some = some_of(pictures, IMPORTANCE_PICTURES)
    counter = _Counter(len(pictures), part_of(reached, 0.0, 0.3))
    elbo = negative_elbo(autoencode, pictures.images, latent_size, SEED, counter)
    counter = _Counter(len(some), part_of(reached, 0.3, 1.0))
    return elbo, importance_weighted_nll(autoencode, some.images, latent_size, IMPORTANCE_SAMPLES, SEED, counter)


class _Counter:
    """Turns pictures done into a share."""

    def __init__(self, total: int, reached: Reached) -> None:
        self._total = total
        self._done = 0
        self._reached = reached

    def __call__(self, pictures: int) -> None:
        self._done += pictures
        self._reached(self._done / self._total)


def _metrics(
    material: Material, latent_size: int, model: tuple[Elbo, float], baseline: tuple[Elbo, float]
) -> list[Metric]:
    elbo, likelihood = model
    of_pca, likelihood_of_pca = baseline
    n = len(material.split.examples)
    subset = min(n, IMPORTANCE_PICTURES)
    binarised = Text(
        "pixels drawn black or white by their grey (dynamic binarisation), one noise sample",
        "像素按灰度随机取黑或白（动态二值化），每张一个噪声样本",
    )
    return [
        material.metric(
            "negative_elbo", Text("-ELBO", "-ELBO"), elbo.negative_elbo, "nats", "lower", n=n,
            baseline=of_pca.negative_elbo, baseline_title=BASELINE, note=binarised,
        ),
        material.metric(
            "reconstruction_nats", Text("Reconstruction part", "重建项"), elbo.reconstruction, "nats", "lower", n=n,
            baseline=of_pca.reconstruction, baseline_title=BASELINE,
        ),
        material.metric(
            "kl_nats", Text("KL part", "KL 项"), elbo.divergence, "nats", "none", n=n,
            baseline=of_pca.divergence, baseline_title=BASELINE,
        ),
        material.metric(
            "importance_weighted_nll", Text("Negative log-likelihood, bound", "负对数似然（上界）"), likelihood, "nats",
            "lower", n=subset, baseline=likelihood_of_pca, baseline_title=BASELINE,
            note=Text(
                f"importance-weighted, k = {IMPORTANCE_SAMPLES}, on {subset} pictures",
                f"重要性加权，k = {IMPORTANCE_SAMPLES}，{subset} 张图片",
            ),
        ),
        material.metric(
            "active_units", Text("Latent numbers in use", "有效潜变量数"), elbo.active_units, f"of {latent_size}",
            "none", n=n,
            note=Text("whose mean varies by more than 0.01 over the pictures", "其均值在图片间的方差超过 0.01"),
        ),
    ]  # fmt: skip
