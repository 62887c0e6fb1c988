"""Trains a network that gives each text one of several labels.

Loss: cross-entropy of the softmax, with label smoothing (Szegedy and others 2015, arXiv 1512.00567) where it is on.
Texts that are longer than the network takes are validated, as they are read later, by the mean over their windows.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from trainer.contract.card import TensorSpec
from trainer.contract.hyperparameters import PretrainedTextHyperparameters, TextClassifierHyperparameters
from trainer.contract.tokenization import PLAIN, Frame
from trainer.contract.windows import in_batches, mean_by_owner, windows_of
from trainer.datasets.texts import Texts
from trainer.networks.facts import TextFacts
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
from trainer.training.text_batches import TextBatch
from trainer.training.transfer import freeze

TextHyperparameters = TextClassifierHyperparameters | PretrainedTextHyperparameters

EXAMPLE_TOKENS = 9
SMALLEST = 1e-12
"""Probability that is taken for 0."""


class TextClassification:
    """The recipe of the network `classifier`, int64 [B,T] to logits [B,K]; its last layer is called `output`."""

    deployed: tuple[str, ...] = ("classifier",)
    scalars = SCALARS
    best_by = BEST_BY

    def __init__(self, workbench: Workbench) -> None:
        hyperparameters: TextHyperparameters = workbench.hyperparameters
        self.networks = workbench.networks
        if isinstance(hyperparameters, PretrainedTextHyperparameters) and hyperparameters.frozen:
            freeze(self.networks["classifier"])
        self.learning_rates = {"learning_rate": hyperparameters.learning_rate}
        self._learner = Learner(
            workbench.fabric, self.networks["classifier"], hyperparameters, hyperparameters.learning_rate
        )
        self.optimisers = {"learning_rate": self._learner.optimiser}
        self._smoothing = hyperparameters.label_smoothing
        self._weights = weights_of_classes(workbench)
        self._longest = hyperparameters.longest
        self._frame = workbench.facts.tokenizer.frame
        self._rows = workbench.facts.tokenizer.encode_batch(workbench.validation.texts)
        self._labels = workbench.validation.labels
        self._device = workbench.device

    def step(self, batch: TextBatch) -> dict[str, Tensor]:
        """One step down the cross-entropy."""
        loss, right = loss_and_accuracy(self._learner(batch.tokens), batch.labels, self._weights, self._smoothing)
        self._learner.descend(loss)
        return {"training_loss": loss.detach(), "training_accuracy": right}

    def validate(self, networks: Networks) -> dict[str, float]:
        """Cross-entropy without smoothing, and the share of right answers, on all validation texts."""
        scores = log_probabilities(networks["classifier"], self._rows, self._longest, self._device, self._frame)
        return {
            "validation_loss": float(-scores[np.arange(len(scores)), self._labels].mean()),
            "validation_accuracy": float(np.mean(scores.argmax(axis=1) == self._labels)),
        }

    def samples(self, networks: Networks) -> None:
        """A classifier writes nothing."""


def log_probabilities(
    classifier: Callable[[Tensor], Tensor],
    rows: Sequence[Sequence[int]],
    longest: int,
    device: torch.device,
    frame: Frame = PLAIN,
) -> np.ndarray:
    """The logarithms of the probabilities of texts, float32 [N,K]; of a long one that of the mean over its windows."""
    windows = [windows_of(row, longest, frame) for row in rows]
    owners = np.repeat(np.arange(len(rows)), [len(each) for each in windows])
    flat = [window for each in windows for window in each]
    values: np.ndarray | None = None
    with torch.no_grad():
        for numbers, tokens in in_batches(flat, frame.padding):
            found = torch.softmax(classifier(torch.from_numpy(tokens).to(device)).float(), dim=1).cpu().numpy()
            values = np.empty((len(flat), found.shape[1]), dtype=np.float32) if values is None else values
            values[numbers] = found
    assert values is not None
    return np.log(np.maximum(mean_by_owner(values, owners, len(rows)), SMALLEST))


def fit_confidence(networks: Networks, validation: Texts, facts: TextFacts) -> None:
    """Scales the last layer so that its probabilities on validation texts are as often right as they say."""
    classifier = networks["classifier"]
    rows = facts.tokenizer.encode_batch(validation.texts)
    longest = int(classifier.longest)  # type: ignore[arg-type]
    scores = log_probabilities(classifier, rows, longest, torch.device("cpu"), facts.tokenizer.frame)
    fit_last_layer(classifier, torch.from_numpy(scores), torch.from_numpy(validation.labels))


class TextClassifierGraph(ClassifierGraph):
    """Token ids in, probabilities out."""

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """int64 [B,T] to (probabilities [B,K], logits [B,K], features [B,F])."""
        return self.answers(tokens)


def graphs(networks: Networks, hyperparameters: TextHyperparameters, facts: TextFacts) -> tuple[Graph, ...]:
    """The one graph of a classifier."""
    classifier = networks["classifier"]
    example = torch.arange(1, 1 + 2 * EXAMPLE_TOKENS).reshape(2, EXAMPLE_TOKENS) % facts.tokenizer.size
    return (
        Graph(
            role="main",
            module=TextClassifierGraph(classifier),
            examples={"tokens": example},
            inputs=(
                TensorSpec(
                    name="tokens",
                    type="int64",
                    shape=("batch", "length"),
                    meaning=f"token ids of texts, {facts.tokenizer.pad} as padding behind them",
                    below=facts.tokenizer.size,
                ),
            ),
            outputs=answer_specs(classifier, facts.classes),
        ),
    )
