"""What the recipes of classifiers share, whatever they classify."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.card import TensorSpec
from trainer.contract.events import ScalarSpec
from trainer.contract.text import Text
from trainer.metrics.classification import fit_temperature
from trainer.recipes.workbench import Workbench
from trainer.training.class_weights import class_weights

SCALARS: tuple[ScalarSpec, ...] = (
    ScalarSpec(name="training_loss", title=Text("Loss, training", "损失，训练"), unit="nats", direction="lower"),
    ScalarSpec(
        name="training_accuracy",
        title=Text("Accuracy, training", "正确率，训练"),
        unit="share",
        direction="higher",
        chart="quality",
    ),
    ScalarSpec(
        name="validation_loss",
        title=Text("Loss, validation", "损失，验证"),
        unit="nats",
        direction="lower",
        every="epoch",
    ),
    ScalarSpec(
        name="validation_accuracy",
        title=Text("Accuracy, validation", "正确率，验证"),
        unit="share",
        direction="higher",
        chart="quality",
        every="epoch",
    ),
)
BEST_BY = "validation_accuracy"


def weights_of_classes(workbench: Workbench) -> Tensor | None:
    """How much each class counts in the loss, float32 [K]; None where all count alike."""
    classes = int(workbench.networks["classifier"].output.out_features)  # type: ignore[union-attr,arg-type]
    weights = class_weights(workbench.train.labels, classes, workbench.hyperparameters.class_weights)
    return None if weights is None else torch.from_numpy(weights).to(workbench.device)


def loss_and_accuracy(
    logits: Tensor, labels: Tensor, weights: Tensor | None, smoothing: float
) -> tuple[Tensor, Tensor]:
    """The cross-entropy of logits [B,K] for labels [B], weighed by class, and the share of right answers."""
    loss = functional.cross_entropy(logits, labels, weight=weights, label_smoothing=smoothing)
    return loss, (logits.detach().argmax(dim=1) == labels).float().mean()


def fit_last_layer(classifier: nn.Module, logits: Tensor, labels: Tensor) -> None:
    """Scales the last layer, `output`, so that its probabilities for `labels` [N] are as often right as they say.

    `logits` [N,K] are what it gives now. Label smoothing leaves a classifier less sure than it might be; no answer
    changes.
    """
    temperature = fit_temperature(logits.numpy(), labels.numpy())
    with torch.no_grad():
        for parameter in classifier.output.parameters():  # type: ignore[union-attr]
            parameter.div_(temperature)


class ClassifierGraph(nn.Module):
    """What is exported of a classifier; `forward` of each kind names its input and prepares it."""

    def __init__(self, classifier: nn.Module) -> None:
        super().__init__()
        self.classifier = classifier

    def answers(self, prepared: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Probabilities [B,K], logits [B,K] and features [B,F]."""
        features = self.classifier.features(prepared)  # type: ignore[operator]
        logits = self.classifier.classify(features)  # type: ignore[operator]
        return torch.softmax(logits, dim=1), logits, features


def answer_specs(classifier: nn.Module, classes: int) -> tuple[TensorSpec, ...]:
    """The outputs of a `ClassifierGraph` in the words of the card."""
    features = int(classifier.output.in_features)  # type: ignore[union-attr,arg-type]
    return (
        TensorSpec(name="probabilities", type="float32", shape=("batch", classes), meaning="one a label"),
        TensorSpec(name="logits", type="float32", shape=("batch", classes), meaning="before the softmax"),
        TensorSpec(name="features", type="float32", shape=("batch", features), meaning="what the last layer sees"),
    )
