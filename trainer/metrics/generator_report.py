"""The figures of a generator of digits, beside a Gaussian per class and the real pictures."""

from typing import Literal

import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
from trainer.contract.text import Text
from trainer.datasets.dataset import Pictures
from trainer.metrics import generation
from trainer.metrics.baselines import gaussian_per_class
from trainer.metrics.judge import Judged
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.real_pictures import CONTROL_SIGMA, MOST_NEIGHBOURS, RealPictures, real_pictures

GENERATED = 10_000
SEED = 0
BASELINE = Text("a Gaussian for each digit", "每个数字一个高斯分布")


def report_generator(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """The figures of 10,000 pictures of seed 0: those of the judge, and the distance to the training pictures.

    Raises Cancelled.
    """
    images = _generate(UnconditionalImageGeneration(card, run), part_of(reached, 0.0, 0.3))
    if material.judge is None:
        material.announce(
            Text(
                "There is no judge, so the figures that need one are left out.",
                "没有评判模型，因此略去需要它的指标。",
            )
        )
        return [_nearest(material, images, None)]
    real = real_pictures(material.judge, material.split, material.training, material.cache)
    reached(0.5)
    baseline = gaussian_per_class(material.training.train, GENERATED, SEED)
    reached(0.6)
    measured = _measure(material.judge.look_at(images), real)
    reached(0.75)
    metrics = _judged_metrics(material, real, measured, _measure(material.judge.look_at(baseline), real))
    reached(0.9)
    metrics.append(_nearest(material, images, real.nearest_training_distance))
    reached(1.0)
    return metrics


def _generate(pipeline: UnconditionalImageGeneration, reached: Reached) -> np.ndarray:
    def keep_going(done: int) -> bool:
        reached(done / GENERATED)
        return True

    return pipeline.generate(GENERATED, SEED, keep_going=keep_going)


def _measure(judged: Judged, real: RealPictures) -> dict[str, float]:
    shares = generation.class_shares(judged.probabilities)
    near = generation.density_and_coverage(real.features, real.radii, judged.features)
    sure = generation.sure_share(judged.probabilities)
    frechet = generation.frechet_distance(
        generation.feature_statistics(judged.features), generation.feature_statistics(real.features)
    )
    return {
        "frechet": frechet,
        "frechet_to_control": frechet / max(real.control, 1e-12),
        "smallest_class_share": float(shares.min()),
        "largest_class_share": float(shares.max()),
        "sure_share": sure,
        "sure_share_ratio": sure / max(real.sure_share, 1e-12),
        "density": near.density,
        "coverage": near.coverage,
    }


def _judged_metrics(
    material: Material, real: RealPictures, measured: dict[str, float], baseline: dict[str, float]
) -> list[Metric]:
    metrics = []
    for name, (title, unit, direction, note) in _TABLE.items():
        metrics.append(
            material.metric(
                name, title, measured[name], unit, direction, n=GENERATED, baseline=baseline[name],
                baseline_title=BASELINE, note=note.format(real=len(real.features), sure=real.sure_share),
            )
        )  # fmt: skip
    floor = Text("Frechet distance, real against real", "弗雷歇距离：真实对真实")
    control = Text("Frechet distance, real with noise", "弗雷歇距离：加噪的真实图片")
    sigma = f"Gaussian noise, sigma {CONTROL_SIGMA} of the pixels' range"
    n = len(real.features)
    return [
        *metrics,
        material.metric("frechet_floor", floor, real.floor, "", "none", n=n, note="training against held-out pictures"),
        material.metric("frechet_control", control, real.control, "", "none", n=n, note=sigma),
    ]


def _nearest(material: Material, images: np.ndarray, of_real: float | None) -> Metric:
    """Copies of training pictures would be far nearer than real pictures are."""
    train: Pictures = material.training.train
    distance = float(generation.nearest_distances(images[:MOST_NEIGHBOURS], train.images).mean())
    return material.metric(
        "nearest_training_distance", Text("Distance to the nearest training picture", "与最近训练图片的距离"),
        distance, "", "none", n=MOST_NEIGHBOURS, baseline=of_real,
        baseline_title=None if of_real is None else Text("held-out real pictures", "留出的真实图片"),
        note="Euclidean, pixels from 0 to 1; a model that copies comes near 0",
    )  # fmt: skip


_TABLE: dict[str, tuple[Text, str, Literal["higher", "lower"], str]] = {
    "frechet": (
        Text("Frechet distance", "弗雷歇距离"), "", "lower",
        "on the judge's features, 10,000 generated against {real:,} real pictures",
    ),
    "frechet_to_control": (
        Text("Frechet distance, share of the control's", "弗雷歇距离与对照之比"), "ratio", "lower",
        "the control is real pictures with noise",
    ),
    "smallest_class_share": (
        Text("Share of the rarest digit", "最少见数字的占比"), "share", "higher", "as the judge reads them",
    ),
    "largest_class_share": (
        Text("Share of the most frequent digit", "最常见数字的占比"), "share", "lower", "as the judge reads them",
    ),
    "sure_share": (
        Text("Judge surer than 0.9", "评判置信度高于 0.9 的占比"), "share", "higher", "real pictures: {sure:.4f}",
    ),
    "sure_share_ratio": (
        Text("Judge surer than 0.9, against real", "置信度高于 0.9 的占比（相对真实图片）"), "ratio", "higher",
        "1 is as often as with real pictures",
    ),
    "density": (
        Text("Density", "密度"), "ratio", "higher", "k = 5 on the judge's features; about 1 for real pictures",
    ),
    "coverage": (
        Text("Coverage", "覆盖率"), "share", "higher", "k = 5 on the judge's features; about 1 for real pictures",
    ),
}  # fmt: skip
