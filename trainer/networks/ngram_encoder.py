"""A Transformer encoder that reads runs of tokens, for a few hundred texts to learn from.

What a token is to `text_encoder` is here the sum of what is known of the runs of 1 to n tokens that begin at its place.
Each run falls by a hash of its ids into one of many rows of a table; runs that share a row share what is learnt, which
costs little as long as rows outnumber what matters. A run of n tokens weighs 1/sqrt(n), since long ones are rare and
learnt by heart. The sum over the text is divided by the root of the number of runs, so that neither short nor long
texts have the louder voice. While it trains, each layer is skipped by chance for some of the texts, so that the runs
learn to speak for themselves.

Papers: Joulin and others 2016, Bag of Tricks for Efficient Text Classification, arXiv 1607.01759 (hashed n-grams);
Huang and others 2016, Deep Networks with Stochastic Depth, arXiv 1603.09382; Vaswani and others 2017, arXiv 1706.03762.

Shapes: B texts of a batch, T tokens, D numbers a token, K classes.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import NgramClassifierHyperparameters
from trainer.contract.hyperparameters.text_networks import PositionKind
from trainer.networks.attention import LayerShape, Positions, SelfLayer, initialise
from trainer.networks.dropout import Dropout
from trainer.networks.facts import TextFacts
from trainer.networks.text_encoder import hide, shape_of, tokens_of

MULTIPLIER = 1_000_003
MODULUS = 2**31 - 1
"""Of the polynomial over the ids of a run; products stay far below 2**63."""
START = 0.02
"""Spread of a row before training."""


class NgramEncoder(nn.Module):
    """int64 [B,T] to logits [B,K]; 0 is padding. `unknown_words` is the share of tokens hidden while it trains."""

    def __init__(
        self,
        classes: int,
        shape: LayerShape,
        *,
        ngrams: int = 5,
        rows: int = 65_536,
        layers: int = 1,
        positions: PositionKind = "rotary",
        longest: int = 256,
        unknown_words: float = 0.0,
    ) -> None:
        super().__init__()
        self.ngrams = NgramEmbedding(ngrams, rows, shape.width)
        self.positions = Positions(positions, shape, longest)
        self.layers = nn.ModuleList(SelfLayer(shape) for _ in range(layers))
        self.dropout = Dropout(shape.dropout)
        self.output = nn.Linear(shape.width, classes)
        self.longest, self.unknown_words, self.skipped = longest, unknown_words, shape.dropout
        initialise(self.layers)

    def forward(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to logits [B,K]."""
        return self.classify(self.features(tokens))

    def features(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to [B,D]."""
        is_token = tokens_of(tokens)
        if self.training:
            tokens = hide(tokens, is_token, self.unknown_words)
        states = self.positions.add_to(self.ngrams(tokens, is_token))  # [B,T,D]
        rotation, mask = self.positions.rotation(tokens.shape[1]), is_token[:, None, None, :]
        for layer in self.layers:
            found, _ = layer(states, mask, rotation)
            states = states + self._some(found - states)
        runs = self.ngrams.longest * is_token.sum(dim=1, keepdim=True)
        return (states * is_token.unsqueeze(2)).sum(dim=1) / runs.sqrt()

    def classify(self, features: Tensor) -> Tensor:
        """Features of texts to logits [B,K]."""
        return self.output(self.dropout(features))

    def _some(self, found: Tensor) -> Tensor:
        """What a layer adds, [B,T,D], for the texts for which it is not skipped."""
        if not self.training:
            return found
        return found * (torch.rand(len(found), 1, 1, device=found.device) >= self.skipped)


class NgramEmbedding(nn.Module):
    """int64 [B,T], where bool [B,T] says which are tokens, to [B,T,D]: what the runs that begin at each place say."""

    def __init__(self, longest: int, rows: int, width: int) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, width)
        nn.init.normal_(self.table.weight, std=START)
        self.longest, self.rows = longest, rows

    def forward(self, tokens: Tensor, is_token: Tensor) -> Tensor:
        """[B,T] and [B,T] to [B,T,D]."""
        length = tokens.shape[1]
        ids, inside = functional.pad(tokens, (0, self.longest - 1)), functional.pad(is_token, (0, self.longest - 1))
        value, total = torch.zeros_like(tokens), torch.zeros((), device=tokens.device)
        for further in range(self.longest):
            value = (value * MULTIPLIER + ids[:, further : further + length] + 1) % MODULUS
            weight = inside[:, further : further + length] / (further + 1) ** 0.5
            total = total + self.table(value % self.rows) * weight.unsqueeze(2)
        return total


def build(hyperparameters: NgramClassifierHyperparameters, facts: TextFacts) -> dict[str, nn.Module]:
    """The network `classifier`."""
    return {
        "classifier": NgramEncoder(
            facts.classes,
            shape_of(hyperparameters),
            ngrams=hyperparameters.ngrams,
            rows=hyperparameters.ngram_rows,
            layers=hyperparameters.layers,
            positions=hyperparameters.positions,
            longest=hyperparameters.longest,
            unknown_words=hyperparameters.unknown_words,
        )
    }
