"""From a table of labelled texts to a classifier, by a real worker."""

import msgspec
import numpy as np
import onnx
import pytest
import torch

from tests.helpers.tiny_texts import LABELS, tiny_sentences, write_tiny_table
from tests.helpers.training import make_run, start_quick_worker, start_worker, wait_until
from trainer.catalog import documented_model
from trainer.contract.card import read_card
from trainer.contract.events import EpochEnded
from trainer.contract.pipelines.text_classification import TextClassification
from trainer.contract.run_history import EventReader
from trainer.contract.settings import parse_settings
from trainer.contract.tokenization import Tokenizer
from trainer.contract.verification import verify_model
from trainer.datasets.sources import Access
from trainer.evaluation import evaluate, open_on_cpu
from trainer.networks.facts import TextFacts
from trainer.networks.table import NETWORKS
from trainer.recipes.text_classification import log_probabilities
from trainer.training.checkpoints import Checkpoints

SMALL = {"epochs": 8, "vocabulary": 400, "longest": 16, "learning_rate": 5e-3, "precision": "float32"}
SMALL |= {"dropout": 0.0, "unknown_words": 0.0}


@pytest.mark.timeout(600)
def test_a_table_becomes_a_classifier(tmp_path, data_dir) -> None:
    where = write_tiny_table(tmp_path / "texts.csv")
    run = make_run(tmp_path / "run", "sentiment-en", where, **SMALL)
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    path = run.path / "model.onnx"
    card = read_card(path)
    assert (card.tasks, card.labels) == (("text-classification",), LABELS)
    assert [title.zh for title in card.label_titles] == ["负面", "正面"]
    assert card.text.longest == 16
    assert card.parity.lengths == (1, 7, 40)
    assert card.provenance.data == "own-texts"
    assert card.licence.licence_class == "research"
    assert card.tokenizer == (run.path / "tokenizer.json").read_text(encoding="utf-8")
    graph = onnx.load(path).graph
    axes = [axis.dim_param for axis in graph.input[0].type.tensor_type.shape.dim]
    assert axes == ["batch", "length"]
    figures = {metric.name: metric for metric in card.metrics}
    assert figures["accuracy"].value >= 0.95
    assert figures["accuracy"].baseline >= 0.9
    assert 0 < card.classification.unsure_below <= 1
    report = verify_model(path, open_on_cpu)
    assert report.ok, report
    measured = evaluate(path, where, Access(data_dir))
    assert [msgspec.to_builtins(metric) for metric in measured] == [msgspec.to_builtins(each) for each in card.metrics]
    _answers_as_the_network(run, card, path)


@pytest.mark.timeout(600)
def test_an_encoder_of_runs_answers_as_its_network(tmp_path) -> None:
    where = write_tiny_table(tmp_path / "texts.csv")
    run = make_run(tmp_path / "run", "intents", where, **(SMALL | {"ngram_rows": 1024, "epochs": 12, "longest": 256}))
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    path = run.path / "model.onnx"
    card = read_card(path)
    assert {metric.name: metric for metric in card.metrics}["accuracy"].value >= 0.7
    assert verify_model(path, open_on_cpu).ok
    _answers_as_the_network(run, card, path)


def _answers_as_the_network(run, card, path) -> None:
    """Exported, long texts and all, it says what the network of the best checkpoint says."""
    entry = documented_model(card.training.documented_model)
    tokenizer = Tokenizer(card.tokenizer)
    facts = TextFacts(2, tokenizer)
    learned_with = card.training.hyperparameters
    shape = {name: learned_with[name] for name in (*SMALL, "width", "ngram_rows") if name in learned_with}
    settings = parse_settings(entry.presets["quick"].hyperparameters, shape)
    networks = NETWORKS[entry.network](settings, facts)
    state = Checkpoints(run.checkpoints).load_last()["state"]
    best = torch.load(run.checkpoints / state["best_file"], map_location="cpu", weights_only=True)
    networks["classifier"].load_state_dict(best["networks"]["classifier"])
    networks["classifier"].eval()
    texts = [*tiny_sentences(30, 9).texts, " ".join(tiny_sentences(20, 10).texts)]
    scores = log_probabilities(
        networks["classifier"], tokenizer.encode_batch(texts), card.text.longest, torch.device("cpu")
    )
    answers = TextClassification(card, open_on_cpu(path, card)).probabilities(texts)
    assert answers.argmax(axis=1).tolist() == scores.argmax(axis=1).tolist()
    assert np.allclose(answers.sum(axis=1), 1, atol=1e-5)


def test_a_stopped_training_goes_on_with_its_tokenizer_and_the_same_losses(tmp_path, data_dir) -> None:
    where = write_tiny_table(tmp_path / "texts.csv", 120)
    usual = SMALL | {"epochs": 4, "dropout": 0.2, "unknown_words": 0.2}
    whole, stopped = (make_run(tmp_path / name, "sentiment-en", where, **usual) for name in ("whole", "stopped"))
    start_quick_worker(whole).wait()
    worker = start_quick_worker(stopped)
    wait_until(lambda: _epochs(stopped))
    stopped.send_request("stop")
    worker.wait()
    tokenizer = (stopped.path / "tokenizer.json").read_bytes()
    start_quick_worker(stopped).wait()
    assert (stopped.path / "tokenizer.json").read_bytes() == tokenizer == (whole.path / "tokenizer.json").read_bytes()
    assert _epochs(stopped)[-1].values == _epochs(whole)[-1].values


def _epochs(run) -> list[EpochEnded]:
    return [event for event in EventReader(run.events_file).poll() if isinstance(event, EpochEnded)]
