"""A picture in, a picture out: the reconstruction of an autoencoder, with an anomaly score."""

from pathlib import Path

import numpy as np

from trainer.contract.card import ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.preprocessing.steps import prepare_picture
from trainer.contract.results import Reconstruction
from trainer.contract.text import Text

ROLE = "reconstruction"
OPEN_SHARE = 0.5
"""Of the reconstruction's own entropy, how much an anomaly score forgives."""


class ImageToImage:
    """Reconstructs pictures with the companion graph `reconstruction` of a model."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        self._run = run
        images = next((spec for spec in card.inputs if spec.graph == ROLE and spec.steps), None)
        if card.generation is None or images is None:
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how to reconstruct pictures.", "模型卡片没有说明如何重建图片。"),
                Text("Export the model again.", "请重新导出模型。"),
            )
        self._latent_size = card.generation.latent_size
        self._steps = images.steps

    def transform_source(self, source: Path | bytes | np.ndarray) -> list[Reconstruction]:
        """The reconstructions of all objects found in a picture. Raises WorkshopError where there is none."""
        found = prepare_picture(self._steps, source)
        if not found:
            raise WorkshopError(
                "nothing-found",
                Text("There is nothing to rebuild in this picture.", "这张图片中没有可重建的内容。"),
                Text(
                    "Use a picture with one clear object on a plain ground.", "请使用背景干净、只有一个清晰对象的图片。"
                ),
            )
        return self.transform(np.stack([each.picture for each in found]))

    def transform(self, pictures: np.ndarray) -> list[Reconstruction]:
        """The reconstructions of uint8 [N,H,W] at the posterior mean, that is with zero noise."""
        noise = np.zeros((len(pictures), self._latent_size), dtype=np.float32)
        outputs = self._run(ROLE, {"images": pictures, "noise": noise})
        scores = anomaly_scores(pictures, outputs["probabilities"], outputs["mean"], outputs["log_variance"])
        rows = zip(pictures, outputs["reconstructions"], scores, strict=True)
        return [Reconstruction(before, after, float(score)) for before, after, score in rows]


def anomaly_scores(
    pictures: np.ndarray, probabilities: np.ndarray, mean: np.ndarray, log_variance: np.ndarray
) -> np.ndarray:
    """How strange pictures are to the model, in nats, float64 [N]: D(x || p) + KL(q || N(0, I)) - H(p) / 2.

    `pictures` x (uint8) and their reconstructions' `probabilities` p are [N,H,W], `mean` and `log_variance` of the
    posterior q [N, latent]. D + H(x) is the cross-entropy of the bound on the likelihood, which alone would be a poor
    score: the entropy H(x) of grey edges counts against any picture with much ink, so the divergence D of the pixels is
    taken. Where the model itself is unsure it may well be wrong; for that, half of the entropy H(p) which it leaves
    open is taken off (the share that tells digits from letters best; it was chosen on validation pictures).
    """
    target = pictures.reshape(len(pictures), -1) / 255.0
    predicted = np.clip(probabilities.reshape(len(pictures), -1).astype(np.float64), 1e-6, 1 - 1e-6)
    cross_entropy = -(target * np.log(predicted) + (1 - target) * np.log1p(-predicted))
    excess = (cross_entropy - _entropy(target) - OPEN_SHARE * _entropy(predicted)).sum(axis=1)
    divergence = -0.5 * (1 + log_variance - mean**2 - np.exp(log_variance)).astype(np.float64).sum(axis=1)
    return np.asarray(excess + divergence)


def _entropy(shares: np.ndarray) -> np.ndarray:
    """Of pixels that are ink with these probabilities, in nats."""
    inside = np.clip(shares, 1e-12, 1 - 1e-12)
    return np.asarray(-(inside * np.log(inside) + (1 - inside) * np.log1p(-inside)))
