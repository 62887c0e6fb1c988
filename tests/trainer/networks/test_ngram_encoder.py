"""The encoder of runs of tokens."""

import pytest
import torch
from torch.nn import functional

from trainer.networks.attention import LayerShape
from trainer.networks.ngram_encoder import NgramEmbedding, NgramEncoder


def encoder(positions: str = "rotary", **settings) -> NgramEncoder:
    torch.manual_seed(0)
    network = NgramEncoder(3, LayerShape(width=16, heads=2, hidden=32), rows=512, positions=positions, **settings)
    for layer in network.layers:  # as after training, when a layer adds something
        torch.nn.init.normal_(layer.attention.joined.weight, std=0.5)
        torch.nn.init.normal_(layer.perceptron.output.weight, std=0.5)
    return network.eval()


def texts(count: int, length: int) -> torch.Tensor:
    return torch.randint(2, 40, (count, length), generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("positions", ["rotary", "learned", "sinusoidal"])
def test_padding_changes_nothing(positions) -> None:
    network, tokens = encoder(positions), texts(4, 9)
    alone = network(tokens)
    assert alone.abs().max() > 1e-3
    assert torch.allclose(network(functional.pad(tokens, (0, 20))), alone, atol=1e-5)
    assert torch.isfinite(network(torch.zeros(1, 1, dtype=torch.int64))).all()


def test_each_place_has_the_runs_that_begin_there() -> None:
    torch.manual_seed(0)
    embedding = NgramEmbedding(2, 4096, 8)
    single = NgramEmbedding(1, 4096, 8)
    single.table = embedding.table
    tokens = torch.tensor([[5, 6, 7, 0], [9, 5, 6, 0]])
    is_token = tokens != 0
    both, alone = embedding(tokens, is_token), single(tokens, is_token)
    pairs = both - alone
    assert torch.allclose(pairs[0, 0], pairs[1, 1], atol=1e-6)  # 5 6, wherever it stands
    assert not torch.allclose(pairs[0, 0], pairs[0, 1])
    assert pairs[0, 0].abs().max() > 0
    assert not pairs[:, 2].any()  # no run reaches beyond the text
    assert not both[:, 3].any()


def test_layers_are_skipped_while_it_trains_alone() -> None:
    network, tokens = encoder(), texts(1, 9).repeat(64, 1)
    assert torch.allclose(network(tokens), network(tokens[:1]).expand(64, -1), atol=1e-5)
    network.train()
    network.skipped = 0.5
    answers = network(tokens)
    kinds = torch.unique((answers - answers[0]).abs().amax(dim=1) > 1e-5)
    assert len(kinds) == 2  # with the layer and without it
