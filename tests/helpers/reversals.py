"""A toy language: the translation of a word is the word turned round."""

import torch
from torch import Tensor, nn
from torch.nn import functional

BEGIN, END, FIRST = 2, 3, 4
LONGEST = 6


def reversals(count: int, random: torch.Generator, vocabulary: int = 16) -> tuple[Tensor, Tensor]:
    """Sources int64 [count,7] with an end, padded with 0, and targets [count,8] between begin and end."""
    lengths = torch.randint(2, LONGEST + 1, (count, 1), generator=random)
    sources = torch.randint(FIRST, vocabulary, (count, LONGEST), generator=random)
    places = torch.arange(LONGEST).unsqueeze(0)
    sources = sources.masked_fill(places >= lengths, 0)
    turned = sources.gather(1, (lengths - 1 - places).clamp(min=0)).masked_fill(places >= lengths, 0)
    targets = functional.pad(turned, (1, 1))
    targets[:, 0] = BEGIN
    sources = functional.pad(sources, (0, 1)).scatter(1, lengths, END)
    return sources, targets.scatter(1, lengths + 1, END)


def exact_share(network: nn.Module, sources: Tensor, targets: Tensor) -> float:
    """The share of sentences of which each token is foretold."""
    with torch.no_grad():
        foretold = network(sources, targets[:, :-1]).argmax(dim=2)
    right = (foretold == targets[:, 1:]) | (targets[:, 1:] == 0)
    return float(right.all(dim=1).float().mean())


def learn_reversals(network: nn.Module, steps: int, rate: float = 5e-3) -> float:
    """Trains for at most so many steps of 64 sentences; returns the exact share of 500 new ones."""
    random = torch.Generator().manual_seed(1)
    optimiser = torch.optim.Adam(network.parameters(), lr=rate)
    tested = reversals(500, torch.Generator().manual_seed(2))
    share = 0.0
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 50) * (1.0 - step / steps)
        sources, targets = reversals(64, random)
        logits = network(sources, targets[:, :-1])
        loss = functional.cross_entropy(logits.transpose(1, 2), targets[:, 1:], ignore_index=0)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        if step % 50 == 49:
            share = exact_share(network.eval(), *tested)
            network.train()
            if share >= 0.99:
                break
    return share
