"""The figures of a generator of pictures, beside a Gaussian per class and the real pictures."""

import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
from trainer.contract.text import Text
from trainer.metrics.baselines import gaussian_per_class
from trainer.metrics.generation import sure_share
from trainer.metrics.generator_classes import ReadPictures, class_metrics, labels_asked_for
from trainer.metrics.generator_features import feature_metrics
from trainer.metrics.generator_pictures import picture_metrics
from trainer.metrics.judge import Judge, Judged
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.real_pictures import nearest_of_real, real_pictures

GENERATED = 10_000
SEED = 0
BASELINE = Text("a Gaussian for each class", "每个类别一个高斯分布")


def report_generator(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """The figures of 10,000 pictures of seed 0, of all labels in turn where the generator takes labels.

    Those of the judge's features and answers, the diversity, and the distances to the training pictures. Raises
    Cancelled.
    """
    pipeline = UnconditionalImageGeneration(card, run)
    images = _generate(pipeline, part_of(reached, 0.0, 0.3))
    asked = labels_asked_for(pipeline.labels, material.split.label_names, len(images))
    if material.judge is None:
        material.announce(
            Text(
                "There is no judge, so the figures that need one are left out.",
                "没有评判模型，因此略去需要它的指标。",
            )
        )
        nearest = nearest_of_real(material.split.pictures, material.training.train)
        return picture_metrics(material, images, asked, nearest)
    metrics = _judged_metrics(material, material.judge, images, asked, part_of(reached, 0.3, 1.0))
    reached(1.0)
    return metrics


def _judged_metrics(
    material: Material, judge: Judge, images: np.ndarray, asked: np.ndarray | None, reached: Reached
) -> list[Metric]:
    names, train = material.split.label_names, material.training.train
    real = real_pictures(judge, material.split, material.training, material.cache)
    reached(0.3)
    baseline_images, baseline_labels = gaussian_per_class(train.images, train.labels, len(images), SEED)
    reached(0.45)
    judged = judge.look_at(images)
    reached(0.6)
    baseline = judge.look_at(baseline_images)
    reached(0.75)
    metrics = feature_metrics(material, judge.name, real, judged, baseline, BASELINE)
    labels = asked
    if judge.knows(names):
        generated = _read(judge, judged, names, asked)
        labels = generated.read if asked is None else asked
        metrics += class_metrics(material, real, generated, _read(judge, baseline, names, baseline_labels), BASELINE)
    else:
        material.announce(
            Text(
                f"{judge.name} does not know the labels of these data; only its features are used.",
                f"{judge.name} 不认识这些数据的标签；仅使用其特征。",
            )
        )
    return [*metrics, *picture_metrics(material, images, labels, real.nearest)]


def _read(judge: Judge, judged: Judged, names: tuple[str, ...], asked: np.ndarray | None) -> ReadPictures:
    return ReadPictures(judge.read(judged, names), sure_share(judged.probabilities), asked)


def _generate(pipeline: UnconditionalImageGeneration, reached: Reached) -> np.ndarray:
    def keep_going(done: int) -> bool:
        reached(done / GENERATED)
        return True

    return pipeline.generate(GENERATED, SEED, keep_going=keep_going)
