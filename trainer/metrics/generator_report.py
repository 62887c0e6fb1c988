"""The figures of a generator of pictures, beside a Gaussian per class and the real pictures."""

import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.pipelines.unconditional_image_generation import BATCH, UnconditionalImageGeneration
from trainer.contract.text import Text
from trainer.metrics.baselines import gaussian_per_class
from trainer.metrics.generation import sure_share
from trainer.metrics.generator_classes import ReadPictures, class_metrics, labels_asked_for
from trainer.metrics.generator_features import feature_metrics
from trainer.metrics.generator_pictures import picture_metrics
from trainer.metrics.judge import Judged, Looks
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.random_judge import RandomJudge
from trainer.metrics.real_pictures import nearest_of_real, real_pictures

GENERATED = 10_000
SEED = 0
BASELINE = Text("a Gaussian for each class", "每个类别一个高斯分布")


def report_generator(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """The figures of 10,000 pictures of seed 0, of each label as often as in training where it takes labels.

    Those of the judge's features and answers, the diversity, and the distances to the training pictures. Raises
    Cancelled.
    """
    pipeline = UnconditionalImageGeneration(card, run)
    names = material.split.label_names
    asked = labels_asked_for(pipeline.labels, names, material.training.train.labels, GENERATED)
    told = None if asked is None else [names[number] for number in asked]
    images = _generate(pipeline, told, part_of(reached, 0.0, 0.3))
    if material.judge is None:
        material.announce(
            Text(
                "There is no judge, so the figures that need one are left out.",
                "没有评判模型，因此略去需要它的指标。",
            )
        )
        nearest = nearest_of_real(material.split.examples, material.training.train)
        return picture_metrics(material, images, asked, nearest)
    metrics = _judged_metrics(material, material.judge, images, asked, part_of(reached, 0.3, 1.0))
    reached(1.0)
    return metrics


def _judged_metrics(
    material: Material, judge: Looks, images: np.ndarray, asked: np.ndarray | None, reached: Reached
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
    elif judge.name != RandomJudge.name:
        material.announce(
            Text(
                f"{judge.name} does not know the labels of these data; only its features are used.",
                f"{judge.name} 不认识这些数据的标签；仅使用其特征。",
            )
        )
    return [*metrics, *picture_metrics(material, images, labels, real.nearest)]


def _read(judge: Looks, judged: Judged, names: tuple[str, ...], asked: np.ndarray | None) -> ReadPictures:
    return ReadPictures(judge.read(judged, names), sure_share(judged.probabilities), asked)


def _generate(pipeline: UnconditionalImageGeneration, labels: list[str] | None, reached: Reached) -> np.ndarray:
    """Of the label of each where there are some; a generator of labels that the data lack draws all its own in turn."""
    batches = []
    for first in range(0, GENERATED, BATCH):
        size = min(BATCH, GENERATED - first)
        latents = pipeline.latents(SEED, first, size)
        told = [pipeline.label_weights(0, 1, label) for label in labels[first : first + size]] if labels else None
        weights = np.concatenate(told) if told else pipeline.label_weights(first, size)
        batches.append(pipeline.decode(latents, weights))
        reached((first + size) / GENERATED)
    return np.concatenate(batches)
