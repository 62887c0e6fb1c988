"""What an autoencoder makes of single pictures: how well it rebuilds them, and whether it notices strange ones."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.image_to_image import ImageToImage
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.preprocessing.normalise import SIDE
from trainer.contract.text import Text
from trainer.datasets.mnist import DIGITS
from trainer.datasets.unknown_pictures import GROUPS, made_pictures
from trainer.metrics.anomaly import area_under_curve
from trainer.metrics.baselines import fit_linear_reconstruction
from trainer.metrics.material import Material
from trainer.metrics.picture_quality import psnr, ssim

BASELINE = Text("PCA of equal latent size", "同等潜变量维数的 PCA")
MADE = 1000
"""Pictures of each group that are made."""
SEED = 20_261
"""Of the made pictures; the score was chosen on those of another seed."""
_BATCH = 500


@dataclass(frozen=True)
class Rebuilt:
    """Pictures rebuilt, uint8 of their shape, and their anomaly scores, float [N]."""

    pictures: np.ndarray
    scores: np.ndarray


Rebuild = Callable[[np.ndarray], Rebuilt]


def reconstruction_metrics(card: ModelCard, run: RunGraph, material: Material, latent_size: int) -> list[Metric]:
    """SSIM and PSNR of the rebuilt pictures; for digits the AUC against what shows none, all and group by group."""
    pipeline = ImageToImage(card, run)
    linear = fit_linear_reconstruction(material.training.train.images, latent_size)

    def by_model(images: np.ndarray) -> Rebuilt:
        found = [
            each for start in range(0, len(images), _BATCH) for each in pipeline.transform(images[start:][:_BATCH])
        ]
        return Rebuilt(np.stack([each.after for each in found]), np.array([each.anomaly_score for each in found]))

    def by_baseline(images: np.ndarray) -> Rebuilt:
        with threadpool_limits(1):  # see baselines
            rebuilt = linear(images)
        return Rebuilt(rebuilt, -psnr(rebuilt, images))

    images = material.split.examples.images
    model, baseline = by_model(images), by_baseline(images)
    metrics = _quality(material, model.pictures, baseline.pictures)
    if set(material.split.label_names) <= set(DIGITS) and images.shape[1:] == (SIDE, SIDE):
        metrics += _anomalies(material, (by_model, by_baseline), (model.scores, baseline.scores))
    return metrics


def _quality(material: Material, rebuilt: np.ndarray, by_baseline: np.ndarray) -> list[Metric]:
    images = material.split.examples.images
    n = len(images)
    return [
        material.metric(
            "reconstruction_ssim", Text("SSIM of rebuilt pictures", "重建图片的 SSIM"), ssim(rebuilt, images).mean(),
            "", "higher", n=n, baseline=ssim(by_baseline, images).mean(), baseline_title=BASELINE,
        ),
        material.metric(
            "reconstruction_psnr", Text("PSNR of rebuilt pictures", "重建图片的 PSNR"), psnr(rebuilt, images).mean(),
            "dB", "higher", n=n, baseline=psnr(by_baseline, images).mean(), baseline_title=BASELINE,
        ),
    ]  # fmt: skip


def _anomalies(
    material: Material, rebuild: tuple[Rebuild, Rebuild], usual: tuple[np.ndarray, np.ndarray]
) -> list[Metric]:
    """The baseline's score is its reconstruction error."""
    made = {group: made_pictures(group, MADE, SEED) for group in GROUPS}
    scores = {group: tuple(by(images).scores for by in rebuild) for group, images in made.items()}
    scores = {"": tuple(np.concatenate(each) for each in zip(*scores.values(), strict=True)), **scores}
    metrics = []
    for group, unusual in scores.items():
        value, baseline = (area_under_curve(*each) for each in zip(usual, unusual, strict=True))
        name, title, note = _AREAS[group]
        metrics.append(
            material.metric(
                name, title, value, "", "higher", n=len(usual[0]) + len(unusual[0]), baseline=baseline,
                baseline_title=BASELINE, note=note,
            )
        )  # fmt: skip
    typical, of_made = (float(each[0].mean()) for each in (usual, scores[""]))
    note = Text(f"on average; made pictures: {of_made:.1f}", f"平均值；自造图片：{of_made:.1f}")
    title = Text("Anomaly score of real pictures", "真实图片的异常得分")
    return [*metrics, material.metric("anomaly_score", title, typical, "nats", "none", n=len(usual[0]), note=note)]


_EACH = Text(f"{MADE:,} made by rule; 0.5 is chance", f"按规则自造 {MADE:,} 张；0.5 为随机水平")
_AREAS = {
    "": (
        "anomaly_auc", Text("Digits told from made pictures, AUC", "区分数字与自造图片的 AUC"),
        Text(
            f"letters, scribbles and noise, {MADE:,} of each made by rule; 0.5 is chance",
            f"字母、涂鸦和噪声，按规则各自造 {MADE:,} 张；0.5 为随机水平",
        ),
    ),
    "letters": ("anomaly_auc_letters", Text("Digits told from letters, AUC", "区分数字与字母的 AUC"), _EACH),
    "scribbles": ("anomaly_auc_scribbles", Text("Digits told from scribbles, AUC", "区分数字与涂鸦的 AUC"), _EACH),
    "noise": ("anomaly_auc_noise", Text("Digits told from noise, AUC", "区分数字与噪声的 AUC"), _EACH),
}  # fmt: skip
"""Names, titles and notes of the areas, by group."""
