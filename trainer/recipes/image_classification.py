"""Trains a network that gives each picture one of several labels.

Loss: cross-entropy of the softmax, with label smoothing (Szegedy and others 2015, arXiv 1512.00567) where it is on.
With pictures of no class among a batch, the cross-entropy of theirs from an even distribution is added (outlier
exposure, Hendrycks and others 2018, arXiv 1812.04606), so that the network is sure of what it knows alone.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from trainer.contract.card import TensorSpec
from trainer.contract.hyperparameters import ClassifierHyperparameters, DigitClassifierHyperparameters
from trainer.datasets.dataset import Pictures
from trainer.datasets.flagged_ones import flagged_ones
from trainer.datasets.unknown_pictures import unknown_pictures
from trainer.networks.facts import DataFacts
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
from trainer.training.batches import Batch, as_floats
from trainer.training.learner import Learner
from trainer.training.mixup import mixed, mixing_share, partners, pasted
from trainer.training.recipe import Graph, Networks
from trainer.training.transfer import freeze, hold_statistics

VALIDATION_BATCH = 500
UNKNOWN_PICTURES = 4000
UNKNOWN_SEED = 5
ONE = "1"
FLAGGED_ONES = 4000
FLAGGED_SEED = 6
UNKNOWN_WEIGHT = 0.5
"""Weight of the pictures of no class beside the others, as in the article."""


class ImageClassification:
    """The recipe of the network `classifier`, [B,C,H,W] to logits [B,K]; its last layer is called `output`."""

    deployed: tuple[str, ...] = ("classifier",)
    scalars = SCALARS
    best_by = BEST_BY

    def __init__(self, workbench: Workbench) -> None:
        hyperparameters: ClassifierHyperparameters = workbench.hyperparameters
        self.networks = workbench.networks
        # Convolutions and pooling on CPUs are faster with the channels last.
        self.networks["classifier"].to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._frozen = hyperparameters.frozen
        if self._frozen:
            freeze(self.networks["classifier"])
        self.learning_rates = {"learning_rate": hyperparameters.learning_rate}
        self._learner = Learner(
            workbench.fabric, self.networks["classifier"], hyperparameters, hyperparameters.learning_rate
        )
        self.optimisers = {"learning_rate": self._learner.optimiser}
        self._smoothing = hyperparameters.label_smoothing
        self._weights = weights_of_classes(workbench)
        self._mixup, self._cutmix = hyperparameters.mixup, hyperparameters.cutmix
        self._random = workbench.randomness.generator("mixup")
        self._images = torch.from_numpy(workbench.validation.images).to(workbench.device)
        self._labels = torch.from_numpy(workbench.validation.labels).to(workbench.device)
        self._unknown = stock_of_unknown(workbench)
        self._ones = stock_of_flagged_ones(workbench)
        self._one = workbench.label_names.index(ONE) if self._ones else 0

    def step(self, batch: Batch) -> dict[str, Tensor]:
        """One step down the cross-entropy."""
        if self._frozen:
            hold_statistics(self.networks["classifier"])
        pictures, labels = self._with_flagged_ones(batch)  # [B+F,1,H,W], [B+F]
        pictures, share = self._mix(pictures)
        if self._unknown:
            pictures = torch.cat([pictures, self._unknown.draw()])
        every = self._learner(pictures.contiguous(memory_format=torch.channels_last))  # [B+F+U,K]
        logits = every[: len(labels)]
        loss, right = self._answers(logits, labels)
        if share < 1.0:
            other_loss, other_right = self._answers(logits, partners(labels))
            loss, right = torch.lerp(other_loss, loss, share), torch.lerp(other_right, right, share)
        unknown = evenness_loss(every[len(labels) :]) if self._unknown else 0.0
        self._learner.descend(loss + UNKNOWN_WEIGHT * unknown)
        return {"training_loss": loss.detach(), "training_accuracy": right}

    def _mix(self, pictures: Tensor) -> tuple[Tensor, float]:
        """The pictures with some of others in them, and the share that is their own."""
        if self._cutmix and float(torch.rand((), generator=self._random, device=self._random.device)) < self._cutmix:
            return pasted(pictures, mixing_share(1.0, self._random), self._random)
        if not self._mixup:
            return pictures, 1.0
        share = mixing_share(self._mixup, self._random)
        return mixed(pictures, share), share

    def _answers(self, logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        return loss_and_accuracy(logits, labels, self._weights, self._smoothing)

    def _with_flagged_ones(self, batch: Batch) -> tuple[Tensor, Tensor]:
        if self._ones is None:
            return batch.pictures, batch.labels
        ones = batch.labels.new_full((self._ones.count,), self._one)
        return torch.cat([batch.pictures, self._ones.draw()]), torch.cat([batch.labels, ones])

    def validate(self, networks: Networks) -> dict[str, float]:
        """Cross-entropy without smoothing, and the share of right answers, on all validation pictures."""
        loss, right = 0.0, 0
        for start in range(0, len(self._images), VALIDATION_BATCH):
            labels = self._labels[start : start + VALIDATION_BATCH]
            logits = networks["classifier"](as_floats(self._images[start : start + VALIDATION_BATCH]))
            loss += float(functional.cross_entropy(logits, labels, reduction="sum"))
            right += int((logits.argmax(dim=1) == labels).sum())
        return {"validation_loss": loss / len(self._images), "validation_accuracy": right / len(self._images)}

    def samples(self, networks: Networks) -> None:
        """A classifier draws nothing."""


class Stock:
    """Pictures drawn by rule before the training, from which each batch gets some."""

    def __init__(self, images: np.ndarray, share: float, workbench: Workbench, name: str) -> None:
        self._images = torch.from_numpy(images).to(workbench.device)
        self.count = max(1, round(share * workbench.batch_size))
        self._augmentation = workbench.augmentation
        self._generator = workbench.randomness.generator(name)

    def draw(self) -> Tensor:
        """`count` pictures, float32 [count,1,H,W], changed like those of the classes."""
        device = self._images.device
        chosen = torch.randint(len(self._images), (self.count,), generator=self._generator, device=device)
        return self._augmentation(as_floats(self._images[chosen]))


def stock_of_unknown(workbench: Workbench) -> Stock | None:
    """Pictures that belong to no class, where they are wanted."""
    settings = workbench.hyperparameters
    share = settings.unknown_share if isinstance(settings, DigitClassifierHyperparameters) else 0.0
    if not share:
        return None
    images = unknown_pictures(workbench.train.images, UNKNOWN_PICTURES, UNKNOWN_SEED)
    return Stock(images, share, workbench, "unknown pictures")


def stock_of_flagged_ones(workbench: Workbench) -> Stock | None:
    """Ones with a flag or a foot, where they are wanted and there is a class called 1."""
    settings = workbench.hyperparameters
    share = settings.flagged_ones if isinstance(settings, DigitClassifierHyperparameters) else 0.0
    if not share or ONE not in workbench.label_names:
        return None
    ones = workbench.train.images[workbench.train.labels == workbench.label_names.index(ONE)]
    if not len(ones):
        return None
    return Stock(flagged_ones(ones[:FLAGGED_ONES], FLAGGED_SEED), share, workbench, "flagged ones")


def evenness_loss(logits: Tensor) -> Tensor:
    """The mean cross-entropy of [U,K] from the even distribution: smallest where no class is favoured."""
    return -torch.log_softmax(logits, dim=1).mean()


def fit_confidence(networks: Networks, validation: Pictures, facts: DataFacts) -> None:
    """Scales the last layer so that its probabilities on validation pictures are as often right as they say.

    No answer changes.
    """
    classifier = networks["classifier"]
    with torch.no_grad():
        batches = torch.from_numpy(validation.images).split(VALIDATION_BATCH)
        logits = torch.cat([classifier(as_floats(batch)) for batch in batches])
    fit_last_layer(classifier, logits, torch.from_numpy(validation.labels))


class PictureClassifierGraph(ClassifierGraph):
    """Bytes in, probabilities out: the classifier with its scaling and softmax."""

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """uint8 [B,H,W] or [B,H,W,3] to (probabilities [B,K], logits [B,K], features [B,F])."""
        return self.answers(as_floats(images))


def graphs(networks: Networks, hyperparameters: ClassifierHyperparameters, facts: DataFacts) -> tuple[Graph, ...]:
    """The one graph of a classifier."""
    classifier = networks["classifier"]
    return (
        Graph(
            role="main",
            module=PictureClassifierGraph(classifier),
            examples={"images": torch.zeros((2, *facts.shape), dtype=torch.uint8)},
            inputs=(
                TensorSpec(
                    name="images",
                    type="uint8",
                    shape=("batch", *facts.shape),
                    steps=(facts.step,),
                    meaning=facts.meaning,
                ),
            ),
            outputs=answer_specs(classifier, facts.classes),
        ),
    )
