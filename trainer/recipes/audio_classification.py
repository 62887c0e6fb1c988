"""Trains a network that gives each sound one of several labels.

Loss: cross-entropy of the softmax, with label smoothing (Szegedy and others 2015, arXiv 1512.00567) where it is on.
Recordings are validated as they are read later: what was found in them, long ones by the mean over their windows.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from trainer.contract.card import TensorSpec
from trainer.contract.hyperparameters import SoundClassifierHyperparameters
from trainer.contract.utterances import Span, fitted, levels, utterances, windows_within
from trainer.contract.windows import mean_by_owner
from trainer.datasets.sounds import Sounds
from trainer.networks.facts import SoundFacts
from trainer.recipes.classifying import (
    BEST_BY,
    SCALARS,
    ClassifierGraph,
    answer_specs,
    fit_last_layer,
    loss_and_accuracy,
    weights_of_classes,
)
from trainer.recipes.workbench import Workbench
from trainer.training.learner import Learner
from trainer.training.recipe import Graph, Networks
from trainer.training.sound_batches import SoundBatch

VALIDATION_BATCH = 125
SMALLEST = 1e-12
"""Probability that is taken for 0."""


class AudioClassification:
    """The recipe of the network `classifier`, float32 [B,n] to logits [B,K]; its last layer is called `output`."""

    deployed: tuple[str, ...] = ("classifier",)
    scalars = SCALARS
    best_by = BEST_BY

    def __init__(self, workbench: Workbench) -> None:
        hyperparameters: SoundClassifierHyperparameters = workbench.hyperparameters
        self.networks = workbench.networks
        # Depthwise convolutions on CPUs are nearly twice as fast with the channels last.
        self.networks["classifier"].to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.learning_rates = {"learning_rate": hyperparameters.learning_rate}
        self._learner = Learner(
            workbench.fabric, self.networks["classifier"], hyperparameters, hyperparameters.learning_rate
        )
        self.optimisers = {"learning_rate": self._learner.optimiser}
        self._smoothing = hyperparameters.label_smoothing
        self._weights = weights_of_classes(workbench)
        self._windows, self._owners = windows_of_all(workbench.validation, hyperparameters.window)
        self._labels = workbench.validation.labels
        self._device = workbench.device

    def step(self, batch: SoundBatch) -> dict[str, Tensor]:
        """One step down the cross-entropy."""
        loss, right = loss_and_accuracy(self._learner(batch.waves), batch.labels, self._weights, self._smoothing)
        self._learner.descend(loss)
        return {"training_loss": loss.detach(), "training_accuracy": right}

    def validate(self, networks: Networks) -> dict[str, float]:
        """Cross-entropy without smoothing, and the share of right answers, on all validation recordings."""
        scores = log_probabilities(networks["classifier"], self._windows, self._owners, len(self._labels), self._device)
        return {
            "validation_loss": float(-scores[np.arange(len(scores)), self._labels].mean()),
            "validation_accuracy": float(np.mean(scores.argmax(axis=1) == self._labels)),
        }

    def samples(self, networks: Networks) -> None:
        """A classifier says nothing."""


def windows_of_all(sounds: Sounds, window: int) -> tuple[Tensor, np.ndarray]:
    """All windows of recordings, float32 [V,n], and of which recording each is, int64 [V]."""
    windows, owners = [], []
    for number, wave in enumerate(sounds.waves):
        found = utterances(*levels([wave], sounds.rate), sounds.rate) or [Span(0, len(wave))]
        for piece in (piece for span in found for piece in windows_within(span, window)):
            windows.append(fitted(wave[piece.start : piece.end], window))
            owners.append(number)
    return torch.from_numpy(np.stack(windows)), np.array(owners, dtype=np.int64)


def log_probabilities(
    classifier: Callable[[Tensor], Tensor], windows: Tensor, owners: np.ndarray, count: int, device: torch.device
) -> np.ndarray:
    """The logarithms of the probabilities of `count` recordings, float32 [N,K], of each the mean over its windows."""
    with torch.no_grad():
        parts = [
            torch.softmax(classifier(batch.to(device)).float(), dim=1).cpu()
            for batch in windows.split(VALIDATION_BATCH)
        ]
    return np.log(np.maximum(mean_by_owner(torch.cat(parts).numpy(), owners, count), SMALLEST))


def fit_confidence(networks: Networks, validation: Sounds, facts: SoundFacts) -> None:
    """Scales the last layer so that its probabilities on validation recordings are as often right as they say."""
    classifier = networks["classifier"]
    windows, owners = windows_of_all(validation, facts.window)
    scores = log_probabilities(classifier, windows, owners, len(validation), torch.device("cpu"))
    fit_last_layer(classifier, torch.from_numpy(scores), torch.from_numpy(validation.labels))


class SoundClassifierGraph(ClassifierGraph):
    """Samples in, probabilities out."""

    def forward(self, waves: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """float32 [B,n] to (probabilities [B,K], logits [B,K], features [B,F])."""
        return self.answers(waves)


def graphs(networks: Networks, hyperparameters: SoundClassifierHyperparameters, facts: SoundFacts) -> tuple[Graph, ...]:
    """The one graph of a classifier."""
    classifier = networks["classifier"]
    return (
        Graph(
            role="main",
            module=SoundClassifierGraph(classifier),
            examples={"waves": torch.zeros((2, facts.window))},
            inputs=(
                TensorSpec(
                    name="waves",
                    type="float32",
                    shape=("batch", facts.window),
                    meaning=f"{facts.rate} samples a second of one channel, as loud as they are",
                ),
            ),
            outputs=answer_specs(classifier, facts.classes),
        ),
    )
