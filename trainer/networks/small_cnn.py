"""A small convolutional network for pictures of about 30 pixels a side, grey or in colour.

Convolution 32 - pool - convolution 64 - pool - convolution 64 - dense 64 - dense 10, all convolutions 3x3 without
padding: with ten classes 93,322 parameters for grey pictures of 28x28, 122,570 for colour ones of 32x32. With batch
normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167) in front of each activation 320 more.

Paper: LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition"; this layout is
that of the Keras and TensorFlow tutorials. Data: MNIST (CC BY-SA 3.0), CIFAR-10.

Shapes: B pictures of a batch, C channels, K classes.
"""

from torch import Tensor, nn

from trainer.contract.hyperparameters import Activation, DigitClassifierHyperparameters, SmallPhotographHyperparameters
from trainer.networks.activations import MaxPooledActivation, activation_module
from trainer.networks.dropout import Dropout
from trainer.networks.facts import DataFacts

FEATURES = 64


class SmallCNN(nn.Module):
    """Pictures, float32 [B,C,side,side] from 0 to 1, to logits [B,K]."""

    def __init__(
        self,
        *,
        classes: int = 10,
        channels: int = 1,
        side: int = 28,
        activation: Activation = "relu",
        dropout: float = 0.0,
        batch_norm: bool = False,
    ) -> None:
        super().__init__()

        def normalised(width: int, then: nn.Module) -> nn.Module:
            return nn.Sequential(nn.BatchNorm2d(width), then) if batch_norm else then

        self.convolutions = nn.Sequential(
            nn.Conv2d(channels, 32, 3),  # 28: [B,32,26,26]
            normalised(32, MaxPooledActivation(activation)),  # [B,32,13,13]
            nn.Conv2d(32, 64, 3),  # [B,64,11,11]
            normalised(64, MaxPooledActivation(activation)),  # [B,64,5,5]
            nn.Conv2d(64, 64, 3),  # [B,64,3,3]
            normalised(64, activation_module(activation)),
        )
        last_side = ((side - 2) // 2 - 2) // 2 - 2
        self.dense = nn.Sequential(nn.Flatten(), nn.Linear(64 * last_side**2, FEATURES), activation_module(activation))
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(FEATURES, classes)

    def features(self, pictures: Tensor) -> Tensor:
        """What the last layer sees, [B,64]."""
        return self.dense(self.convolutions(pictures))

    def classify(self, features: Tensor) -> Tensor:
        """Features [B,64] to logits [B,K]."""
        return self.output(self.dropout(features))

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [B,C,side,side] to logits [B,K]."""
        return self.classify(self.features(pictures))


def build(
    hyperparameters: DigitClassifierHyperparameters | SmallPhotographHyperparameters, facts: DataFacts
) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `classifier`."""
    network = SmallCNN(
        classes=facts.classes,
        channels=facts.channels,
        side=facts.side,
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
        batch_norm=hyperparameters.batch_norm,
    )
    return {"classifier": network}
