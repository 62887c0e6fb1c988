"""The figures of a classifier of sounds, beside a linear model of mel bands; of each known speaker too."""

from dataclasses import replace

import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.audio_classification import AudioClassification
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.datasets.sounds import Sounds
from trainer.metrics.classification import accuracy, balanced_accuracy
from trainer.metrics.classification_metrics import Answers, Baseline, classification_metrics, numbers_of_labels
from trainer.metrics.material import Material, Reached
from trainer.metrics.sound_baseline import TITLE, linear_on_mel_bands

THINGS = Text("Recordings", "录音")
_PORTION = 250


def report_sounds(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """Accuracy with the confusion matrix, balanced_accuracy, lowest_speaker_accuracy where speakers are known,
    smallest_f1, expected_calibration_error and unsure_share.

    Raises WorkshopError `wrong-kind` where the data have labels that the model does not know, and Cancelled.
    """
    measured, training = (
        replace(sounds, labels=numbers_of_labels(card, names)[sounds.labels])
        for sounds, names in (
            (material.split.examples, material.split.label_names),
            (material.training.train, material.training.label_names),
        )
    )
    probabilities = _classify(AudioClassification(card, run), measured, reached)
    baseline = Baseline(TITLE, linear_on_mel_bands(training, measured.waves, len(card.labels)))
    reached(1.0)
    answers = Answers(measured.labels, probabilities, training.labels)
    first, *others = classification_metrics(card, material, THINGS, answers, baseline)
    by_speaker = _lowest_speaker(material, measured, answers, baseline)
    return [first, _balanced(material, answers, baseline), *by_speaker, *others]


def _balanced(material: Material, answers: Answers, baseline: Baseline) -> Metric:
    value, simple = (
        balanced_accuracy(answers.labels, each) for each in (answers.probabilities, baseline.probabilities)
    )
    title = Text("Accuracy, mean over the labels", "各类别正确率的平均")
    n = len(answers.labels)
    return material.metric(
        "balanced_accuracy", title, value, "share", "higher", n=n, baseline=simple, baseline_title=baseline.title
    )


def _lowest_speaker(material: Material, sounds: Sounds, answers: Answers, baseline: Baseline) -> list[Metric]:
    """The speaker who is understood worst; all of them are in the note."""
    there = np.unique(sounds.speakers[sounds.speakers >= 0])
    if len(there) < 2:
        return []
    figures = {}
    for speaker in there:
        chosen = sounds.speakers == speaker
        figures[sounds.speaker_names[speaker]] = [
            accuracy(answers.labels[chosen], each[chosen].argmax(axis=1))
            for each in (answers.probabilities, baseline.probabilities)
        ]
    value, simple = (min(each[place] for each in figures.values()) for place in (0, 1))
    listed = ", ".join(f"{name} {each[0]:.4f}" for name, each in figures.items())
    return [
        material.metric(
            "lowest_speaker_accuracy",
            Text("Read right, hardest speaker", "识别正确率（最难的说话人）"),
            value,
            "share",
            "higher",
            n=len(sounds),
            baseline=simple,
            baseline_title=baseline.title,
            note=Text(listed, listed),
        )
    ]


def _classify(pipeline: AudioClassification, sounds: Sounds, reached: Reached) -> np.ndarray:
    parts = []
    for start in range(0, len(sounds), _PORTION):
        parts.append(pipeline.probabilities(sounds.waves[start : start + _PORTION]))
        reached(0.5 * min(start + _PORTION, len(sounds)) / len(sounds))
    return np.concatenate(parts)
