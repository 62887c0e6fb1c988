"""Generated pictures held against each other and against the training pictures: collapse and copies."""

import numpy as np

from trainer.contract.card import Metric
from trainer.contract.text import Text
from trainer.metrics import generation
from trainer.metrics.diversity import class_diversity
from trainer.metrics.material import Material

SEED = 0
NEAR = 1.0
"""Percentile of the distances of real pictures below which a sample counts as near to a training picture."""


def picture_metrics(
    material: Material, images: np.ndarray, labels: np.ndarray | None, nearest_of_real: np.ndarray
) -> list[Metric]:
    """Diversity within the classes, and the distances to the training pictures, each beside that of real pictures.

    `labels` int64 [N] are asked for or read, None where neither can be had: then all pictures count as one class.
    """
    count = len(nearest_of_real)
    nearest = generation.nearest_distances(images[:count], material.training.train.images)
    return [*_diversity(material, images, labels), *_distances(material, nearest, nearest_of_real)]


def _diversity(material: Material, images: np.ndarray, labels: np.ndarray | None) -> list[Metric]:
    """Of real pictures the held-out ones; classes that they lack are left out."""
    pictures, names = material.split.examples, material.split.label_names
    if labels is None:
        labels, real_labels, names = np.zeros(len(images), np.int64), np.zeros(len(pictures), np.int64), ("",)
    else:
        real_labels = pictures.labels
    real = class_diversity(pictures.images, real_labels, len(names), SEED)
    there = np.flatnonzero(real > 0)
    if not len(there):
        return []
    generated = class_diversity(images, labels, len(names), SEED)
    ratios = generated[there] / real[there]
    title = Text("held-out real pictures", "留出的真实图片")
    lowest = names[there[ratios.argmin()]]
    return [
        material.metric(
            "within_class_diversity", Text("Diversity within the classes", "类内多样性"), generated[there].mean(),
            "ratio", "none", n=len(images), baseline=real[there].mean(), baseline_title=title,
            note=Text(
                "1 - SSIM of pairs; far below real pictures is a collapse",
                "成对图片的 1 - SSIM；远低于真实图片即为坍缩",
            ),
        ),
        material.metric(
            "smallest_class_diversity",
            Text("Diversity of the least diverse class, against real", "多样性最低类别与真实图片之比"), ratios.min(),
            "ratio", "none", n=len(images),
            note=Text(f"class {lowest}; 1 is as diverse as real pictures", f"类别 {lowest}；1 表示与真实图片相同"),
        ),
    ]  # fmt: skip


def _distances(material: Material, nearest: np.ndarray, nearest_of_real: np.ndarray) -> list[Metric]:
    limit = float(np.percentile(nearest_of_real, NEAR))
    near, count = int((nearest < limit).sum()), len(nearest)
    return [
        material.metric(
            "nearest_training_distance", Text("Distance to the nearest training picture", "与最近训练图片的距离"),
            nearest.mean(), "", "none", n=count, baseline=nearest_of_real.mean(),
            baseline_title=Text("held-out real pictures", "留出的真实图片"),
            note=Text(
                "Euclidean, pixels from 0 to 1; a model that copies comes near 0",
                "欧几里得距离，像素取值 0 到 1；照抄的模型接近 0",
            ),
        ),
        material.metric(
            "smallest_training_distance",
            Text("Smallest distance to a training picture", "与训练图片的最小距离"), nearest.min(), "", "higher",
            n=count, baseline=limit,
            baseline_title=Text("1st percentile of held-out real pictures", "留出的真实图片的第 1 百分位"),
            note=Text(f"{near} of {count:,} samples are nearer than that", f"{count:,} 个样本中有 {near} 个比它更近"),
        ),
    ]  # fmt: skip
