"""From sentence pairs in a file to a translator, by a real worker."""

from pathlib import Path

import pytest
import torch

from tests.helpers.toy_pairs import toy_file, toy_pairs
from tests.helpers.training import make_run, start_worker
from trainer.catalog import documented_model
from trainer.contract.card import read_card
from trainer.contract.pipelines.translation import Translation
from trainer.contract.run_folder import RunFolder
from trainer.contract.selftest import selftest_difference
from trainer.contract.settings import parse_settings
from trainer.contract.tokenization import Tokenizer
from trainer.export.session import GraphRunner
from trainer.networks.facts import TextFacts
from trainer.networks.table import NETWORKS
from trainer.recipes.translation import greedy
from trainer.training.pair_batches import source_row

SMALL = {"epochs": 5, "batch_size": 32, "vocabulary": 400, "width": 64, "dropout": 0.0, "precision": "float32"}
OF_MODEL = {
    "translator-en-de": {"encoder_layers": 1, "decoder_layers": 2, "hidden": 64},
    "seq2seq-lstm": {"embedding": 64},
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("model", ["translator-en-de", pytest.param("seq2seq-lstm", marks=pytest.mark.slow)])
def test_a_file_of_pairs_becomes_a_translator(model, tmp_path: Path) -> None:
    settings: dict[str, object] = SMALL | OF_MODEL[model]
    run = make_run(tmp_path / "run", model, toy_file(tmp_path / "pairs.tsv", 800), **settings)
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    path = run.path / "model.onnx"
    card, runner = read_card(path), GraphRunner(path)
    assert card.tasks == ("translation",)
    assert card.parity.lengths == (1, 7, 40)
    assert max(selftest_difference(card, runner).values()) <= card.selftest.tolerance
    figures = {metric.name: metric for metric in card.metrics}
    assert figures["bleu"].value > 2
    assert figures["bleu"].baseline > 10
    assert figures["bleu"].baseline_name == "nearest training sentence"
    assert "tok:13a" in figures["bleu"].note
    assert card.tokenizer == (run.path / "tokenizer.json").read_text(encoding="utf-8")
    sources = toy_pairs(20, 5).sources
    by_file = [each.text for each in Translation(card, runner).translate_all(sources, beam=1)]
    assert by_file == _by_network(run, model, settings, Tokenizer(card.tokenizer), sources)


def _by_network(
    run: RunFolder, model: str, settings: dict[str, object], tokenizer: Tokenizer, sources: tuple[str, ...]
) -> list[str]:
    """The greedy translations by the network of the last checkpoint."""
    entry = documented_model(model)
    hyperparameters = parse_settings(entry.presets["quick"].hyperparameters, settings)
    network = NETWORKS[entry.network](hyperparameters, TextFacts(0, tokenizer))["translator"]
    best = next(
        checkpoint for checkpoint in _checkpoints(run) if checkpoint["state"]["best_file"] == checkpoint["file"]
    )
    network.load_state_dict(best["networks"]["translator"])
    rows = [source_row(tokenizer, tokenizer.encode(source), 60) for source in sources]
    with torch.no_grad():
        written = greedy(network.eval(), rows, tokenizer, 59, torch.device("cpu"))
    return [tokenizer.decode(ids) for ids in written]


def _checkpoints(run: RunFolder) -> list[dict]:
    found = sorted(run.checkpoints.glob("*.pt"), reverse=True)
    return [torch.load(path, map_location="cpu", weights_only=True) | {"file": path.name} for path in found]
