"""What runs of tokens say by themselves, wherever they stand: a hashed bag of n-grams.

Each run of 1 to `longest` tokens falls by a hash of its ids into one of many rows of a table; runs that share a row
share what is learnt, which costs little as long as rows outnumber what matters. A text is the sum of its rows over the
root of their number, so that neither short nor long texts have the louder voice.

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
    """int64 [B,T], where bool [B,T] says which are tokens, to float32 [B,64].

    `hidden` is the share of runs that are left out while it trains.
    """

    def __init__(self, longest: int, rows: int, *, hidden: float = 0.0) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, WIDTH)
        nn.init.normal_(self.table.weight, std=START)
        self.longest, self.rows, self.hidden = longest, rows, hidden

    def forward(self, tokens: Tensor, is_token: Tensor) -> Tensor:
        """[B,T] and [B,T] to [B,64]."""
        places, is_run = self._places(tokens, is_token)
        if self.training and self.hidden:
            is_run = is_run & (torch.rand(is_run.shape, device=tokens.device) >= self.hidden)
        shown = is_run.unsqueeze(2)
        count = shown.sum(dim=1).clamp(min=1)
        return (self.table(places) * shown).sum(dim=1) / count.sqrt()

    def _places(self, tokens: Tensor, is_token: Tensor) -> tuple[Tensor, Tensor]:
        """The row of each run, int64 [B,n*T], and whether that run lies within the text, bool [B,n*T]."""
        length = tokens.shape[1]
        ids, inside = functional.pad(tokens, (0, self.longest - 1)), functional.pad(is_token, (0, self.longest - 1))
        value = torch.zeros_like(tokens)
        places = []
        for further in range(self.longest):
            value = (value * MULTIPLIER + ids[:, further : further + length] + 1) % MODULUS
            places.append(value % self.rows)
        ends = [inside[:, further : further + length] for further in range(self.longest)]
        return torch.cat(places, dim=1), torch.cat(ends, dim=1)
