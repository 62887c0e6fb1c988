"""What must hold for every network that translates."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.helpers.reversals import learn_reversals, reversals
from trainer.catalog import CATALOG
from trainer.networks.attention import LayerShape
from trainer.networks.seq2seq_lstm import Seq2SeqLSTM
from trainer.networks.table import NETWORKS as TABLE
from trainer.networks.translation_transformer import TranslationTransformer

V = 16


def lstm(attention: str, **options: float) -> nn.Module:
    return Seq2SeqLSTM(vocabulary=V, embedding=32, width=64, layers=2, attention=attention, **options)


def transformer(positions: str, **options: float) -> nn.Module:
    shape = LayerShape(width=64, heads=4, hidden=128, **options)
    return TranslationTransformer(
        vocabulary=V, shape=shape, encoder_layers=2, decoder_layers=2, positions=positions, longest=20
    )


NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "lstm": lambda: lstm("none"),
    "lstm-multiplicative": lambda: lstm("multiplicative"),
    "lstm-additive": lambda: lstm("additive"),
    "transformer": lambda: transformer("sinusoidal"),
    "transformer-learned": lambda: transformer("learned"),
    "transformer-rotary": lambda: transformer("rotary"),
}
each_network = pytest.mark.parametrize("name", list(NETWORKS))


def made(name: str) -> nn.Module:
    torch.manual_seed(3)
    network = NETWORKS[name]()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter += 0.1 * torch.randn_like(parameter)  # biases too are far from zero
        network.embedding.weight[0] = 0.0
    return network.eval()


def pairs() -> tuple[Tensor, Tensor]:
    sources, targets = reversals(5, torch.Generator().manual_seed(4))
    return sources, targets[:, :-1]


@each_network
def test_padding_changes_nothing(name) -> None:
    network, (sources, targets) = made(name), pairs()
    with torch.no_grad():
        logits = network(sources, targets)
        longer = network(functional.pad(sources, (0, 5)), functional.pad(targets, (0, 3)))
        assert torch.allclose(longer[:, : targets.shape[1]], logits, atol=1e-5)
        for row in range(len(sources)):
            length = int((sources[row] != 0).sum())
            alone = network(sources[row : row + 1, :length], targets[row : row + 1])
            assert torch.allclose(alone[0], logits[row], atol=1e-5)


@each_network
def test_a_target_token_changes_nothing_before_it(name) -> None:
    network, (sources, targets) = made(name), pairs()
    changed = targets.clone()
    changed[:, 3] = (changed[:, 3] - 3) % 12 + 4
    with torch.no_grad():
        before, after = network(sources, targets), network(sources, changed)
    assert torch.equal(before[:, :3], after[:, :3])
    assert (before[:, 3] - after[:, 3]).abs().amax(dim=1).min() > 1e-3


@each_network
def test_each_source_token_counts(name) -> None:
    network, (sources, targets) = made(name), pairs()
    with torch.no_grad():
        before = network(sources[:1], targets[:1])
        for place in range(int((sources[0] != 0).sum())):
            changed = sources[:1].clone()
            changed[0, place] = (changed[0, place] - 3) % 12 + 4
            assert (network(changed, targets[:1]) - before).abs().max() > 1e-4


@each_network
def test_steps_give_what_the_whole_gives(name) -> None:
    network, (sources, targets) = made(name), pairs()
    with torch.no_grad():
        whole = network(sources, targets)
        state = network.encode(sources) | network.first_past(len(sources))
        for place in range(targets.shape[1]):
            logits, attention, past = network.step(targets[:, place : place + 1], state)
            state |= past
            assert torch.allclose(logits, whole[:, place], atol=1e-4)
            if attention is not None:
                assert torch.allclose(attention.sum(dim=1), torch.ones(len(sources)), atol=1e-5)
                assert (attention[sources == 0] == 0).all()
        assert (attention is not None) == network.aligns


SLOW = ("transformer-learned", "transformer-rotary")


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in NETWORKS]
)
def test_learns_to_reverse(name) -> None:
    torch.manual_seed(0)
    network = NETWORKS[name]()
    rate = 5e-3 if isinstance(network, Seq2SeqLSTM) else 1e-3
    assert learn_reversals(network, steps=800, rate=rate) >= 0.99


@pytest.mark.parametrize("make", [partial(lstm, "multiplicative"), partial(transformer, "rotary")])
def test_dropout_stands_still_outside_of_training(make) -> None:
    torch.manual_seed(0)
    (sources, targets), network = pairs(), make(dropout=0.5)
    with torch.no_grad():
        assert not torch.equal(network(sources, targets), network(sources, targets))
        network.eval()
        assert torch.equal(network(sources, targets), network(sources, targets))


def test_two_directions_need_an_even_width() -> None:
    with pytest.raises(ValueError, match="even width, not 63"):
        Seq2SeqLSTM(vocabulary=V, width=63)


@pytest.mark.parametrize("model", ["seq2seq-lstm", "translator-en-de", "translator-en-zh"])
def test_parameters_are_those_that_the_entries_tell(model) -> None:
    entry = CATALOG[model]
    for preset in entry.presets.values():
        facts = SimpleNamespace(tokenizer=SimpleNamespace(size=preset.hyperparameters.vocabulary))
        network = TABLE[entry.network](preset.hyperparameters, facts)["translator"]
        assert sum(each.numel() for each in network.parameters()) == (preset.parameters or entry.parameters)
