"""A small transformer for photographs whose patches come from convolutions.

Two convolutions with pooling turn the picture into a grid of overlapping patches, each described by `width` numbers; an
encoder of a few layers lets them attend to each other; a learned weighting of all patches is what the last layer sees.
Before each part of a layer its input is normalised (pre-norm), so no warm-up is needed.

Papers: Hassani and others 2021, "Escaping the Big Data Paradigm with Compact Transformers", arXiv 2104.05704 (tokeniser
and sequence pooling); Vaswani and others 2017, arXiv 1706.03762; Xiong and others 2020, arXiv 2002.04745.
Data: CIFAR-10.

Shapes: B pictures of a batch, C channels, T patches, D numbers a patch, K classes.
"""

import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import Activation, TransformerClassifierHyperparameters
from trainer.networks.attention import LayerShape, SelfLayer
from trainer.networks.dropout import Dropout
from trainer.networks.facts import DataFacts

HEAD_WIDTH = 32
MEAN, SPREAD = 0.47, 0.25
"""Of the pixels of photographs, from 0 to 1."""


class CompactTransformer(nn.Module):
    """Pictures, float32 [B,C,side,side] from 0 to 1, to logits [B,K]; `side` a multiple of 4."""

    def __init__(
        self,
        *,
        classes: int = 10,
        channels: int = 3,
        side: int = 32,
        width: int = 128,
        layers: int = 4,
        activation: Activation = "gelu",
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.tokeniser = nn.Sequential(
            nn.Conv2d(channels, width // 2, 3, padding=1, bias=False),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2, padding=1),
            nn.Conv2d(width // 2, width, 3, padding=1, bias=False),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2, padding=1),
        )
        self.positions = nn.Parameter(torch.randn(1, (side // 4) ** 2, width) * 0.02)
        heads = max(1, width // HEAD_WIDTH)
        shape = LayerShape(width, heads, hidden=2 * width, activation=activation, dropout=dropout)
        self.layers = nn.ModuleList(SelfLayer(shape) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.weighting = nn.Linear(width, 1)
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(width, classes)

    def features(self, pictures: Tensor) -> Tensor:
        """What the last layer sees, [B,D]: the patches weighted by what each says of itself."""
        maps = self.tokeniser((pictures - MEAN) / SPREAD)  # [B,D,H/4,W/4]
        patches = maps.flatten(2).transpose(1, 2) + self.positions  # [B,T,D]
        for layer in self.layers:
            patches, _ = layer(patches)
        patches = self.norm(patches)
        shares = torch.softmax(self.weighting(patches), dim=1)  # [B,T,1]
        return (shares.transpose(1, 2) @ patches).squeeze(1)

    def classify(self, features: Tensor) -> Tensor:
        """Features [B,D] to logits [B,K]."""
        return self.output(self.dropout(features))

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [B,C,side,side] to logits [B,K]."""
        return self.classify(self.features(pictures))


def build(hyperparameters: TransformerClassifierHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `classifier`."""
    network = CompactTransformer(
        classes=facts.classes,
        channels=facts.channels,
        side=facts.side,
        width=hyperparameters.width,
        layers=hyperparameters.layers,
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
    )
    return {"classifier": network}
