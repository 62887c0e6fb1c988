"""A Transformer encoder that gives a text one of several labels.

Tokens, with their positions, look at each other in layers that normalise first (`attention`); the mean and the maximum
of what they have become are the features of the text, from which one linear layer answers. Padding is never looked at,
so it changes nothing.
"""

import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import TextClassifierHyperparameters
from trainer.contract.hyperparameters.text_networks import PositionKind
from trainer.contract.tokenization import PAD, UNKNOWN
from trainer.networks.attention import LayerShape, Positions, SelfLayer, initialise
from trainer.networks.dropout import Dropout
from trainer.networks.facts import TextFacts

HIDDEN_RATIO = 2
"""Width of the perceptron in a layer over that of a token: small networks for few texts."""


class TextEncoder(nn.Module):
    """int64 [B,T] to logits [B,K]; 0 is padding. `unknown_words` is the share of tokens hidden while it trains."""

    def __init__(
        self,
        vocabulary: int,
        classes: int,
        shape: LayerShape,
        *,
        layers: int = 2,
        positions: PositionKind = "rotary",
        longest: int = 128,
        unknown_words: float = 0.0,
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, shape.width)
        self.positions = Positions(positions, shape, longest)
        self.layers = nn.ModuleList(SelfLayer(shape) for _ in range(layers))
        self.norm = nn.LayerNorm(shape.width)
        self.dropout = Dropout(shape.dropout)
        self.output = nn.Linear(2 * shape.width, classes)
        self.longest, self.unknown_words = longest, unknown_words
        initialise(self)

    def forward(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to logits [B,K]."""
        return self.classify(self.features(tokens))

    def features(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to [B,2D]: the mean and the maximum over the tokens of a text."""
        is_token = tokens_of(tokens)
        if self.training:
            tokens = hide(tokens, is_token, self.unknown_words)
        states = self.dropout(self.positions.add_to(self.embedding(tokens)))  # [B,T,D]
        rotation = self.positions.rotation(tokens.shape[1])
        mask = is_token[:, None, None, :]  # [B,1,1,T]
        for layer in self.layers:
            states, _ = layer(states, mask, rotation)
        return pooled(self.norm(states), is_token)

    def classify(self, features: Tensor) -> Tensor:
        """Features of texts to logits [B,K]."""
        return self.output(self.dropout(features))


def tokens_of(tokens: Tensor) -> Tensor:
    """Which of int64 [B,T] are no padding; a text of nothing has one token of padding."""
    is_first = torch.arange(tokens.shape[1], device=tokens.device) == 0
    return (tokens != PAD) | is_first


def hide(tokens: Tensor, is_token: Tensor, share: float) -> Tensor:
    """int64 [B,T] with that share of the tokens unknown."""
    if not share:
        return tokens
    return tokens.masked_fill((torch.rand(tokens.shape, device=tokens.device) < share) & is_token, UNKNOWN)


def pooled(states: Tensor, is_token: Tensor) -> Tensor:
    """[B,T,D] of the tokens [B,T] to [B,2D]: their mean and their maximum, without padding."""
    shown = is_token.unsqueeze(2)
    count = shown.sum(dim=1).clamp(min=1)
    mean = (states * shown).sum(dim=1) / count
    largest = states.masked_fill(~shown, torch.finfo(states.dtype).min).amax(dim=1)
    return torch.cat([mean, largest], dim=1)


def shape_of(hyperparameters: TextClassifierHyperparameters) -> LayerShape:
    """What the layers have in common."""
    return LayerShape(
        width=hyperparameters.width,
        heads=hyperparameters.heads,
        hidden=HIDDEN_RATIO * hyperparameters.width,
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
    )


def build(hyperparameters: TextClassifierHyperparameters, facts: TextFacts) -> dict[str, nn.Module]:
    """The network `classifier`."""
    return {
        "classifier": TextEncoder(
            facts.tokenizer.size,
            facts.classes,
            shape_of(hyperparameters),
            layers=hyperparameters.layers,
            positions=hyperparameters.positions,
            longest=hyperparameters.longest,
            unknown_words=hyperparameters.unknown_words,
        )
    }
