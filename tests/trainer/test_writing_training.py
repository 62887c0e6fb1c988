"""From a text file to a model that writes, by a real worker."""

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.helpers.tiny_texts import tiny_sentences
from tests.helpers.training import make_run, start_worker
from trainer.catalog import documented_model
from trainer.contract.card import MAIN_ROLE, read_card
from trainer.contract.pipelines.text_generation import TextGeneration, starting_states
from trainer.contract.selftest import selftest_difference
from trainer.contract.settings import parse_settings
from trainer.contract.token_choice import TokenChoice
from trainer.contract.tokenization import Tokenizer
from trainer.export.session import GraphRunner
from trainer.networks.facts import TextFacts
from trainer.networks.table import NETWORKS

SMALL = {"epochs": 2, "batch_size": 16, "context": 24, "layers": 2, "width": 32}


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("model", "grows"), [("text-transformer", 2), ("text-lstm", None)])
def test_a_text_file_becomes_a_writer(model, grows, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text(". ".join(tiny_sentences(500).texts), encoding="utf-8")
    run = make_run(tmp_path / "run", model, str(text), **SMALL)
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    path = run.path / "model.onnx"
    card, runner = read_card(path), GraphRunner(path)
    assert card.parity.lengths == (1, 7, 40)
    assert max(selftest_difference(card, runner).values()) <= card.selftest.tolerance
    assert card.text.longest == 24
    assert not card.text.marked
    assert {state.grows for state in card.text.states} == {grows}
    figures = {metric.name: metric for metric in card.metrics}
    assert figures["nats_per_character"].value < 2.9
    assert figures["nats_per_character"].baseline < 2.0

    tokenizer = Tokenizer(card.tokenizer)
    entry = documented_model(model)
    hyperparameters = parse_settings(entry.presets["quick"].hyperparameters, {**SMALL, "vocabulary": 300})
    network = NETWORKS[entry.network](hyperparameters, TextFacts(0, tokenizer))["writer"].eval()
    best = max(run.checkpoints.glob("*.pt"))
    network.load_state_dict(torch.load(best, map_location="cpu", weights_only=True)["networks"]["writer"])
    tokens = np.random.default_rng(1).integers(4, tokenizer.size, (2, 20))
    with torch.no_grad():
        expected = network(torch.from_numpy(tokens)).numpy()
    for cuts in ([], [1], [7], [19], [3, 4, 5, 6], list(range(1, 20))):
        assert np.abs(in_steps(card, runner, tokens, cuts) - expected).max() < 1e-4
    written = "".join(
        token.text for token in TextGeneration(card, runner).write("the ", 60, TokenChoice(temperature=0.0))
    )
    assert len(written) == 60


def in_steps(card, runner, tokens, cuts) -> np.ndarray:
    """The logits of all tokens, read in parts with what the graph keeps between them."""
    kept, found = starting_states(card, len(tokens)), []
    for part in np.split(tokens, cuts, axis=1):
        outputs = runner(MAIN_ROLE, {"tokens": part, **kept})
        kept = {state.input: outputs[state.output] for state in card.text.states}
        found.append(outputs["logits"])
    return np.concatenate(found, axis=1)
