"""A perceptron with one hidden layer: pixels - 512 - classes; 407,050 parameters for digits of 28x28.

It knows nothing of neighbouring pixels: the plain network that convolutions are held against.

Paper: Rumelhart, Hinton, Williams 1986, "Learning representations by back-propagating errors". Data: MNIST (CC BY-SA
3.0).

Shapes: B pictures of a batch, C channels, K classes.
"""

from torch import Tensor, nn

from trainer.contract.hyperparameters import Activation, DigitClassifierHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.dropout import Dropout
from trainer.networks.facts import DataFacts

HIDDEN = 512


class Perceptron(nn.Module):
    """Pictures, float32 [B,C,H,W] with `pixels` numbers each from 0 to 1, to logits [B,K]."""

    def __init__(
        self,
        *,
        pixels: int = 784,
        classes: int = 10,
        activation: Activation = "relu",
        dropout: float = 0.0,
        batch_norm: bool = False,
    ) -> None:
        super().__init__()
        normalised = [nn.BatchNorm1d(HIDDEN)] if batch_norm else []
        self.hidden = nn.Sequential(nn.Flatten(), nn.Linear(pixels, HIDDEN), *normalised, activation_module(activation))
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(HIDDEN, classes)

    def features(self, pictures: Tensor) -> Tensor:
        """What the last layer sees, [B,512]."""
        return self.hidden(pictures)

    def classify(self, features: Tensor) -> Tensor:
        """Features [B,512] to logits [B,K]."""
        return self.output(self.dropout(features))

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [B,C,H,W] to logits [B,K]."""
        return self.classify(self.features(pictures))


def build(hyperparameters: DigitClassifierHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `classifier`."""
    network = Perceptron(
        pixels=facts.channels * facts.side**2,
        classes=facts.classes,
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
        batch_norm=hyperparameters.batch_norm,
    )
    return {"classifier": network}
