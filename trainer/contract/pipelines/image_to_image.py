"""A picture in, a picture out: repaired by a denoiser, or rebuilt by an autoencoder, which gives an anomaly score."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.preprocessing.found import FoundPicture
from trainer.contract.preprocessing.steps import prepare_picture
from trainer.contract.results import Reconstruction
from trainer.contract.text import Text

ROLE = "reconstruction"
OPEN_SHARE = 0.5
"""Of the reconstruction's own entropy, how much an anomaly score forgives."""
RESTORED = "restored"
"""The output of the main graph by which a model that repairs is known."""
BATCH = 256

Damage = Callable[[np.ndarray], np.ndarray]
"""Pictures uint8 [N,H,W] or [N,H,W,3] to as many damaged ones."""


class ImageToImage:
    """Repairs pictures with the main graph of a model, or rebuilds them with its companion graph `reconstruction`."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        self._run = run
        self.gives_scores = not repairs(card)
        role = ROLE if self.gives_scores else MAIN_ROLE
        images = next((spec for spec in card.inputs if spec.graph == role and spec.steps), None)
        if images is None or (self.gives_scores and card.generation is None):
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how to feed it pictures.", "模型卡片没有说明如何输入图片。"),
                Text("Export the model again.", "请重新导出模型。"),
            )
        self._latent_size = card.generation.latent_size if card.generation else 0
        self._steps = images.steps

    def transform_source(self, source: Path | bytes | np.ndarray, damage: Damage | None = None) -> list[Reconstruction]:
        """What becomes of all objects found in a picture, each as light or dark as it was there.

        With `damage` they are damaged first. Raises WorkshopError where there is none.
        """
        found = prepare_picture(self._steps, source)
        if not found:
            raise WorkshopError(
                "nothing-found",
                Text("There is nothing to rebuild in this picture.", "这张图片中没有可重建的内容。"),
                Text(
                    "Use a picture with one clear object on a plain ground.", "请使用背景干净、只有一个清晰对象的图片。"
                ),
            )
        originals = np.stack([each.picture for each in found])
        results = self.transform(damage(originals) if damage else originals)
        return [
            _as_it_was(each, result, original if damage else None)
            for each, result, original in zip(found, results, originals, strict=True)
        ]

    def transform(self, pictures: np.ndarray) -> list[Reconstruction]:
        """What becomes of uint8 [N,H,W] or [N,H,W,3] at the network's size, run in batches."""
        step = self._rebuilt if self.gives_scores else self._repaired
        batches = [pictures[start : start + BATCH] for start in range(0, len(pictures), BATCH)]
        return [result for batch in batches for result in step(batch)]

    def _repaired(self, pictures: np.ndarray) -> list[Reconstruction]:
        restored = self._run(MAIN_ROLE, {"images": pictures})[RESTORED]
        return [Reconstruction(before, after) for before, after in zip(pictures, restored, strict=True)]

    def _rebuilt(self, pictures: np.ndarray) -> list[Reconstruction]:
        """At the posterior mean, that is with zero noise."""
        noise = np.zeros((len(pictures), self._latent_size), dtype=np.float32)
        outputs = self._run(ROLE, {"images": pictures, "noise": noise})
        scores = anomaly_scores(pictures, outputs["probabilities"], outputs["mean"], outputs["log_variance"])
        rows = zip(pictures, outputs["reconstructions"], scores, strict=True)
        return [Reconstruction(before, after, float(score)) for before, after, score in rows]


def repairs(card: ModelCard) -> bool:
    """Whether the model repairs pictures; one that rebuilds them has a graph `reconstruction` instead."""
    return any(spec.graph == MAIN_ROLE and spec.name == RESTORED for spec in card.outputs)


def _as_it_was(found: FoundPicture, result: Reconstruction, original: np.ndarray | None) -> Reconstruction:
    """The result with light and dark as in the picture that was searched."""
    if not found.inverted:
        return Reconstruction(result.before, result.after, result.anomaly_score, original)
    back = None if original is None else 255 - original
    return Reconstruction(255 - result.before, 255 - result.after, result.anomaly_score, back)


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
