"""The recipe of networks that translate, on a toy language."""

from typing import Any

import numpy as np
import pytest
import torch

from tests.helpers.toy_pairs import toy_pairs
from trainer.catalog import documented_model
from trainer.contract.card import StateSpec
from trainer.contract.errors import WorkshopError
from trainer.contract.settings import parse_settings
from trainer.contract.tokenization import BEGIN, END, PAD, Tokenizer
from trainer.datasets.texts import SentencePairs
from trainer.datasets.vocabularies import texts_of, train_vocabulary
from trainer.export.job import states_of
from trainer.networks.facts import TextFacts
from trainer.networks.table import NETWORKS
from trainer.recipes.table import RECIPES
from trainer.recipes.translation import greedy
from trainer.recipes.translation_graphs import graphs
from trainer.recipes.workbench import Workbench
from trainer.training.dealing import Dealing
from trainer.training.devices import choose_device, make_fabric
from trainer.training.pair_batches import PairBatches, pair_batches, token_pairs
from trainer.training.random_state import RandomSources

PAIRS = toy_pairs(400)
SMALL = {
    "device": "cpu",
    "threads": 1,
    "batch_size": 32,
    "vocabulary": 300,
    "longest": 60,
    "width": 32,
    "dropout": 0.0,
    "precision": "float32",
}
OF_MODEL: dict[str, dict[str, Any]] = {
    "seq2seq-lstm": {"embedding": 32},
    "translator-en-de": {"encoder_layers": 1, "decoder_layers": 2, "hidden": 48},
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(train_vocabulary(texts_of(PAIRS), "bpe", 300))


def bench(model: str, tokenizer: Tokenizer, **changes: Any) -> tuple[Any, PairBatches]:
    torch.set_num_threads(1)
    entry = documented_model(model)
    settings = parse_settings(entry.presets["quick"].hyperparameters, SMALL | OF_MODEL[model] | changes)
    fabric = make_fabric(choose_device(settings), settings)
    torch.manual_seed(0)
    facts = TextFacts(0, tokenizer)
    networks = NETWORKS[entry.network](settings, facts)
    randomness = RandomSources(0, fabric.device)
    batches = pair_batches(Dealing(PAIRS, settings, facts, randomness, fabric.device))
    workbench = Workbench(
        fabric=fabric,
        networks=networks,
        hyperparameters=settings,
        train=PAIRS,
        validation=toy_pairs(40, 1),
        randomness=randomness,
        steps_per_epoch=batches.steps_per_epoch,
        batch_size=batches.share,
        facts=facts,
    )
    return RECIPES[entry.recipe].recipe(workbench), batches


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize("model", list(OF_MODEL))
def test_losses_fall_and_figures_are_those_announced(model, precision, tokenizer) -> None:
    recipe, batches = bench(model, tokenizer, precision=precision)
    losses = [recipe.step(batch) for batch in batches.epoch(0)]
    deployed = {"translator": recipe.networks["translator"].eval()}
    with torch.no_grad():
        first, again = recipe.validate(deployed), recipe.validate(deployed)
    announced = {every: {s.name for s in recipe.scalars if s.every == every} for every in ("step", "epoch")}
    assert losses[0].keys() == announced["step"]
    assert first.keys() == announced["epoch"]
    assert recipe.best_by in first
    assert first == again
    assert float(losses[-1]["training_loss"]) < float(losses[0]["training_loss"]) - 0.5
    assert 0 < first["validation_loss"] < np.log(tokenizer.size)


def test_batches_hold_every_pair_once_with_little_padding(tokenizer) -> None:
    pairs = token_pairs(PAIRS, tokenizer, 60, leave_out=True)
    batches = PairBatches(pairs, batch_size=40, seed=3, device=torch.device("cpu"))
    epoch = list(batches.epoch(0))
    rows = [tuple(row[row != PAD].tolist()) for batch in epoch for row in batch.targets]
    assert sorted(rows) == sorted(tuple(row) for row in pairs.targets)
    assert all(row[0] == BEGIN and row[-1] == END for row in rows)
    padding = sum(int((batch.targets == PAD).sum()) for batch in epoch) / sum(batch.targets.numel() for batch in epoch)
    assert padding < 0.1
    for pair_source, pair_target in zip(epoch[2].sources, epoch[2].targets, strict=True):
        number = pairs.targets.index(pair_target[pair_target != PAD].tolist())
        assert pair_source[pair_source != PAD].tolist() in (pairs.sources[number], *pairs.sources)
    again, other = list(batches.epoch(0, first=4)), list(batches.epoch(1))
    assert torch.equal(again[0].sources, epoch[4].sources)
    assert again[0].step == epoch[4].step == 4
    assert not all(torch.equal(a.sources, b.sources) for a, b in zip(epoch, other, strict=True))


def test_ranks_share_a_batch(tokenizer) -> None:
    pairs = token_pairs(PAIRS, tokenizer, 60, leave_out=True)
    device = torch.device("cpu")
    whole = next(PairBatches(pairs, batch_size=40, seed=3, device=device).epoch(0))
    parts = [next(PairBatches(pairs, batch_size=40, seed=3, device=device, rank=r, ranks=2).epoch(0)) for r in (0, 1)]
    rows = [row[row != PAD].tolist() for part in parts for row in part.targets]
    assert sorted(rows) == sorted(row[row != PAD].tolist() for row in whole.targets)


def test_too_long_pairs_are_left_out_of_the_training_alone(tokenizer) -> None:
    pairs = SentencePairs(("the dog", "the dog " * 50), ("la kano", "la kano " * 50))
    assert len(token_pairs(pairs, tokenizer, 20, leave_out=True)) == 1
    cut = token_pairs(pairs, tokenizer, 20, leave_out=False)
    assert len(cut) == 2
    assert (len(cut.sources[1]), cut.sources[1][-1]) == (20, END)
    assert (cut.targets[1][0], cut.targets[1][-1]) == (BEGIN, END)
    with pytest.raises(WorkshopError, match="more than 20 tokens"):
        token_pairs(pairs.take(np.array([1])), tokenizer, 20, leave_out=True)


@pytest.mark.parametrize("model", list(OF_MODEL))
def test_greedy_writes_what_the_network_finds_likeliest(model, tokenizer) -> None:
    recipe, _ = bench(model, tokenizer)
    network = recipe.networks["translator"].eval()
    rows = token_pairs(PAIRS.take(np.arange(3)), tokenizer, 60, leave_out=True).sources
    with torch.no_grad():
        written = greedy(network, rows, tokenizer, 12, torch.device("cpu"))
        for row, tokens in zip(rows, written, strict=True):
            logits = network(torch.tensor([row]), torch.tensor([[BEGIN, *tokens]]))[0]
            logits[:, [PAD, BEGIN]] = -torch.inf
            likeliest = logits[: min(len(tokens), 3)].argmax(dim=1)  # behind them the guard against loops may act
            assert likeliest.tolist() == list(tokens[:3])


def test_states_are_found_by_their_names(tokenizer) -> None:
    expected = {
        "seq2seq-lstm": (StateSpec(input="past_hidden", output="present_hidden"), None),
        "translator-en-de": (StateSpec(input="past_keys", output="present_keys", grows=3), 3),
    }
    for model, (first, grows) in expected.items():
        recipe, _ = bench(model, tokenizer)
        decoder = graphs(recipe.networks, None, TextFacts(0, tokenizer))[1]  # type: ignore[arg-type]
        states = states_of(decoder.inputs, decoder.outputs)
        assert states[0] == first
        assert [state.grows for state in states] == [grows, grows]
