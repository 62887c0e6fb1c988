"""Finds the score below which a classifier says that it is not sure."""

from typing import TYPE_CHECKING

import numpy as np

from trainer.contract.card import MAIN_ROLE, ClassificationSpec, ModelCard
from trainer.contract.pipelines.audio_classification import AudioClassification
from trainer.contract.pipelines.text_classification import TextClassification
from trainer.datasets.dataset import Pictures
from trainer.datasets.sounds import Sounds
from trainer.datasets.texts import Texts
from trainer.datasets.unknown_pictures import DESCRIPTION, unknown_pictures
from trainer.metrics.classification import KNOWN_KEPT, unsure_threshold

if TYPE_CHECKING:
    from trainer.contract.pipelines.run import RunGraph

SEED = 11
UNKNOWN = 3000
BATCH = 250
SURE_EXAMPLES = 0.95
"""Where nothing unknown can be drawn by rule, as of photographs, texts and sounds."""


def calibrate(run: "RunGraph", validation: Pictures, *, unknown: bool) -> ClassificationSpec:
    """The threshold from validation pictures and, for readers of digits, drawn pictures that show no digit.

    Photographs of nothing that a network knows cannot be drawn by rule: there, the threshold keeps a fixed share of
    the validation pictures sure.
    """
    return (
        _against_unknown(run, validation)
        if unknown
        else _on_known_alone(top_scores(run, validation.images), "pictures")
    )


def calibrate_texts(card: ModelCard, run: "RunGraph", validation: Texts) -> ClassificationSpec:
    """The threshold from validation texts."""
    return _on_known_alone(TextClassification(card, run).probabilities(validation.texts).max(axis=1), "texts")


def calibrate_sounds(card: ModelCard, run: "RunGraph", validation: Sounds) -> ClassificationSpec:
    """The threshold from validation recordings."""
    scores = AudioClassification(card, run).probabilities(validation.waves).max(axis=1)
    return _on_known_alone(scores, "recordings")


def _on_known_alone(scores: np.ndarray, things: str) -> ClassificationSpec:
    threshold = unsure_threshold(scores, known_kept=SURE_EXAMPLES)
    return ClassificationSpec(
        unsure_below=threshold,
        calibration=f"Highest probability on {len(scores)} validation {things}: {SURE_EXAMPLES:.0%} of them stay sure.",
    )


def _against_unknown(run: "RunGraph", validation: Pictures) -> ClassificationSpec:
    known = top_scores(run, validation.images)
    unknown = top_scores(run, unknown_pictures(validation.images, UNKNOWN, SEED))
    threshold = unsure_threshold(known, unknown)
    return ClassificationSpec(
        unsure_below=threshold,
        calibration=(
            f"Highest probability on {len(known)} validation pictures against {len(unknown)} others ({DESCRIPTION}): "
            f"the threshold at which the most of both are told apart while at least {KNOWN_KEPT:.0%} of the known stay "
            f"sure. Below {threshold:.4f} lie {np.mean(known < threshold):.2%} of the known and "
            f"{np.mean(unknown < threshold):.1%} of the others."
        ),
    )


def top_scores(run: "RunGraph", images: np.ndarray) -> np.ndarray:
    """The highest probability of each picture, float32 [N]."""
    batches = (images[start : start + BATCH] for start in range(0, len(images), BATCH))
    return np.concatenate([run(MAIN_ROLE, {"images": batch})["probabilities"].max(axis=1) for batch in batches])
