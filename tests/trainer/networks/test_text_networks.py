"""What must hold of every network that writes."""

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional

from trainer.catalog import CATALOG, DocumentedModel, PresetName
from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import LSTMHyperparameters, WritingTransformerHyperparameters
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.vocabularies import train_vocabulary
from trainer.networks import text_lstm, text_transformer
from trainer.networks.attention import LayerShape
from trainer.networks.facts import TextFacts
from trainer.networks.table import NETWORKS as NETWORKS_OF_CATALOG
from trainer.networks.text_lstm import TextLSTM
from trainer.networks.text_transformer import TextTransformer

VOCABULARY = 20
POSITIONS = ("rotary", "learned", "sinusoidal")


def facts_of(vocabulary: int) -> TextFacts:
    """Those of a text with so many tokens."""
    signs = "".join(chr(0x4E00 + number) for number in range(vocabulary - 4))
    return TextFacts(0, Tokenizer(train_vocabulary([signs], "characters", vocabulary)))


def lstm() -> TextLSTM:
    return TextLSTM(vocabulary=VOCABULARY, embedding=16, width=24).eval()


def transformer(positions: str = "rotary", dropout: float = 0.0) -> TextTransformer:
    shape = LayerShape(width=32, heads=4, hidden=64, qk_norm=True, bias=False, dropout=dropout)
    network = TextTransformer(vocabulary=VOCABULARY, shape=shape, layers=2, context=32, positions=positions)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.3)  # a fresh one passes everything on
    return network.eval()


def logits_of(network: nn.Module, tokens: Tensor) -> Tensor:
    with torch.no_grad():
        return network(tokens)


NETWORKS = {"lstm": lstm, **{kind: lambda kind=kind: transformer(kind) for kind in POSITIONS}}


@pytest.mark.parametrize("name", NETWORKS)
@settings(max_examples=5, deadline=None)
@given(changed=st.integers(1, 11), seed=st.integers(0, 99))
def test_a_token_changes_nothing_before_it(name, changed, seed) -> None:
    torch.manual_seed(seed)
    network, tokens = NETWORKS[name](), torch.randint(0, VOCABULARY, (2, 12))
    other = tokens.clone()
    other[:, changed] = (other[:, changed] + 1) % VOCABULARY
    before, after = logits_of(network, tokens), logits_of(network, other)
    assert torch.allclose(before[:, :changed], after[:, :changed], atol=1e-5)
    assert (before[:, changed:] - after[:, changed:]).abs().max() > 1e-3


@pytest.mark.parametrize("name", NETWORKS)
def test_padding_behind_changes_nothing(name) -> None:
    torch.manual_seed(1)
    network, tokens = NETWORKS[name](), torch.randint(1, VOCABULARY, (3, 7))
    padded = functional.pad(tokens, (0, 4))
    assert torch.allclose(logits_of(network, tokens), logits_of(network, padded)[:, :7], atol=1e-5)


@pytest.mark.parametrize("positions", POSITIONS)
@pytest.mark.parametrize("cuts", [[12], [1] * 12, [5, 1, 1, 5]])
def test_steps_of_the_transformer_equal_computing_anew(positions, cuts) -> None:
    torch.manual_seed(2)
    network, tokens = transformer(positions), torch.randint(0, VOCABULARY, (2, 12))
    past = [(torch.zeros(2, 4, 0, 8), torch.zeros(2, 4, 0, 8)) for _ in network.layers]
    steps = []
    with torch.no_grad():
        for part in tokens.split(cuts, dim=1):
            logits, past = network.step(part, past)
            steps.append(logits)
    assert torch.allclose(torch.cat(steps, dim=1), logits_of(network, tokens), atol=1e-4)


def test_steps_of_the_lstm_equal_computing_anew() -> None:
    torch.manual_seed(3)
    network, tokens = lstm(), torch.randint(0, VOCABULARY, (2, 12))
    state, steps = network.start(2), []
    with torch.no_grad():
        for part in tokens.split([4, 1, 1, 6], dim=1):
            logits, state = network.step(part, state)
            steps.append(logits)
    assert torch.allclose(torch.cat(steps, dim=1), logits_of(network, tokens), atol=1e-4)


LENGTH, SYMBOLS, TURN = 4, 6, 2


def strings(count: int) -> Tensor:
    """A string, a sign to turn, and the string backwards, int64 [N, 2 * LENGTH + 1]."""
    forwards = torch.randint(3, 3 + SYMBOLS, (count, LENGTH))
    return torch.cat((forwards, torch.full((count, 1), TURN), forwards.flip(1)), dim=1)


@pytest.mark.parametrize("name", ["lstm", "transformer"])
def test_learns_to_write_backwards(name) -> None:
    torch.manual_seed(4)
    shape = LayerShape(width=64, heads=4, hidden=128, qk_norm=True, bias=False)
    network: nn.Module = (
        TextLSTM(vocabulary=VOCABULARY, embedding=32, width=96)
        if name == "lstm"
        else TextTransformer(vocabulary=VOCABULARY, shape=shape, layers=2, context=2 * LENGTH + 1)
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=6e-3)
    steps = 300 if name == "lstm" else 200
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 6e-3, steps)
    for _ in range(steps):
        tokens = strings(64)
        logits = network(tokens[:, :-1])
        loss = functional.cross_entropy(logits[:, LENGTH:].flatten(0, 1), tokens[:, LENGTH + 1 :].flatten())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    network.eval()
    tokens = strings(1000)
    right = (logits_of(network, tokens[:, :-1])[:, LENGTH:].argmax(dim=2) == tokens[:, LENGTH + 1 :]).all(dim=1)
    assert right.float().mean() >= 0.99


def test_embeddings_are_tied_where_that_is_wanted() -> None:
    facts = facts_of(VOCABULARY)
    tied = text_transformer.build(WritingTransformerHyperparameters(tied=True), facts)["writer"]
    own = text_transformer.build(WritingTransformerHyperparameters(tied=False), facts)["writer"]
    sizes = [sum(p.numel() for p in network.parameters()) for network in (tied, own)]
    assert sizes[1] - sizes[0] == VOCABULARY * 128
    lstm = text_lstm.build(LSTMHyperparameters(tied=True, embedding=128), facts)["writer"]
    assert lstm.output.weight is lstm.embedding.weight


DATA_TOKENS = {"tiny-shakespeare": 69, "song-ci": 4551}
WRITERS = [m for m in CATALOG.values() if m.recipe == "language_modelling"]


@pytest.mark.parametrize(("model", "preset"), [(m, p) for m in WRITERS for p in m.presets])
def test_every_preset_has_the_parameters_that_the_catalog_says(model: DocumentedModel, preset: PresetName) -> None:
    settings = model.presets[preset].hyperparameters
    tokens = min(settings.vocabulary, DATA_TOKENS[model.data])
    network = NETWORKS_OF_CATALOG[model.network](settings, facts_of(tokens))["writer"]
    assert sum(p.numel() for p in network.parameters()) == (model.presets[preset].parameters or model.parameters)


def test_the_lstm_is_that_of_the_article() -> None:
    network = text_lstm.build(LSTMHyperparameters(), facts_of(66))["writer"]
    gates = 4 * 128
    expected = 66 * 64 + gates * (64 + 128 + 2) + gates * (128 + 128 + 2) + 128 * 66 + 66
    assert sum(p.numel() for p in network.parameters()) == expected
    assert network.lstm.bias_ih_l0[128:256].tolist() == [1.0] * 128


def test_heads_must_divide_the_width() -> None:
    settings = msgspec.structs.replace(WritingTransformerHyperparameters(), width=100, heads=3)
    with pytest.raises(WorkshopError, match="width 100"):
        text_transformer.build(settings, facts_of(VOCABULARY))
