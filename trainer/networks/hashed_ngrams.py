"""What runs of tokens say by themselves, wherever they stand: a hashed bag of n-grams.

Each run of 1 to `longest` tokens falls by a hash of its ids into one of many rows of a table; runs that share a row
share what is learnt, which costs little as long as rows outnumber what matters. A run of n tokens weighs 1/sqrt(n), since
long ones are rare and learnt by heart; the sum is divided by the root of the number of runs, so that neither short nor
long texts have the louder voice.

Source: Joulin and others 2016, Bag of Tricks for Efficient Text Classification, arXiv 1607.01759.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

MULTIPLIER = 1_000_003
MODULUS = 2**31 - 1
"""Of the polynomial over the ids of a run; products stay far below 2**63."""
WIDTH = 64
START = 0.02
"""Spread of a row before training."""


class HashedNgrams(nn.Module):
    """int64 [B,T], where bool [B,T] says which are tokens, to float32 [B,64]."""

    def __init__(self, longest: int, rows: int) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, WIDTH)
        nn.init.normal_(self.table.weight, std=START)
        self.longest, self.rows = longest, rows

    def forward(self, tokens: Tensor, is_token: Tensor) -> Tensor:
        """[B,T] and [B,T] to [B,64]."""
        places, weights = self._places(tokens, is_token)
        count = (weights > 0).sum(dim=1, keepdim=True).clamp(min=1)
        return (self.table(places) * weights.unsqueeze(2)).sum(dim=1) / count.sqrt()

    def _places(self, tokens: Tensor, is_token: Tensor) -> tuple[Tensor, Tensor]:
        """The row of each run, int64 [B,n*T], and its weight, float32 [B,n*T], 0 where it reaches beyond the text."""
        length = tokens.shape[1]
        ids, inside = functional.pad(tokens, (0, self.longest - 1)), functional.pad(is_token, (0, self.longest - 1))
        value = torch.zeros_like(tokens)
        places, weights = [], []
        for further in range(self.longest):
            value = (value * MULTIPLIER + ids[:, further : further + length] + 1) % MODULUS
            places.append(value % self.rows)
            weights.append(inside[:, further : further + length] / (further + 1) ** 0.5)
        return torch.cat(places, dim=1), torch.cat(weights, dim=1)
