"""The encoder of texts: what must not matter does not, and what matters is learned."""

import pytest
import torch
from torch.nn import functional

from tests.helpers.tiny_texts import tiny_sentences
from trainer.contract.tokenization import UNKNOWN, Tokenizer, padded
from trainer.datasets.vocabularies import train_vocabulary
from trainer.networks.attention import LayerShape
from trainer.networks.text_encoder import TextEncoder

VOCABULARY = 50


def encoder(positions="rotary", **options) -> TextEncoder:
    """Two layers with weights large enough to have opinions."""
    torch.manual_seed(0)
    shape = LayerShape(width=32, heads=2, hidden=64)
    network = TextEncoder(VOCABULARY, 3, shape, positions=positions, longest=64, **options)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return network.eval()


def texts(rows: int, length: int) -> torch.Tensor:
    return torch.randint(1, VOCABULARY, (rows, length), generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("positions", ["rotary", "learned", "sinusoidal"])
def test_padding_changes_nothing(positions) -> None:
    network, tokens = encoder(positions), texts(4, 9)
    alone = network(tokens)
    assert alone.abs().max() > 0.1
    assert torch.allclose(network(functional.pad(tokens, (0, 20))), alone, atol=1e-5)
    assert torch.isfinite(network(torch.zeros(1, 5, dtype=torch.int64))).all()


def test_the_order_of_a_batch_and_its_other_texts_change_nothing() -> None:
    network, tokens = encoder(), texts(6, 9)
    order = torch.tensor([3, 0, 5, 1, 4, 2])
    assert torch.allclose(network(tokens[order]), network(tokens)[order], atol=1e-5)
    assert torch.allclose(network(tokens[2:3]), network(tokens)[2:3], atol=1e-5)


@pytest.mark.parametrize("positions", ["rotary", "learned", "sinusoidal"])
def test_the_order_of_the_words_matters(positions) -> None:
    network, tokens = encoder(positions), texts(1, 9)
    assert (network(tokens) - network(tokens.flip(1))).abs().max() > 1e-3


def test_words_are_hidden_while_it_trains_alone() -> None:
    network, tokens = encoder(unknown_words=1.0), texts(2, 9)
    shown = network(tokens)
    hidden = network(torch.full_like(tokens, UNKNOWN))
    assert (shown - hidden).abs().max() > 1e-3
    network.train()
    assert torch.allclose(network(tokens), hidden, atol=1e-5)
    padded_row = functional.pad(tokens, (0, 4))
    assert torch.allclose(network(padded_row), hidden, atol=1e-5), "padding is never hidden"


def test_a_small_task_is_learned() -> None:
    train, test = tiny_sentences(400), tiny_sentences(200, seed=5)
    tokenizer = Tokenizer(train_vocabulary(train.texts, "bpe", 400, folded=True))
    torch.manual_seed(0)
    network = TextEncoder(tokenizer.size, 2, LayerShape(width=32, heads=2, hidden=64), layers=1)
    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3)
    tokens, labels = torch.from_numpy(padded(tokenizer.encode_batch(train.texts))), torch.from_numpy(train.labels)
    for start in list(range(0, 400, 50)) * 8:
        loss = functional.cross_entropy(network(tokens[start : start + 50]), labels[start : start + 50])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    answers = network.eval()(torch.from_numpy(padded(tokenizer.encode_batch(test.texts)))).argmax(dim=1)
    assert float((answers.numpy() == test.labels).mean()) >= 0.99
