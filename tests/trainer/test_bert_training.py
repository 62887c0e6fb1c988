"""From a pretrained checkpoint and a table to a classifier, by a real worker."""

import shutil

import msgspec
import numpy as np
import pytest
import torch

from tests.helpers.tiny_checkpoints import write_checkpoint
from tests.helpers.tiny_texts import LABELS, tiny_sentences, write_tiny_table
from tests.helpers.training import make_run, start_quick_worker, start_worker, wait_until
from trainer.catalog import documented_model
from trainer.contract.card import read_card
from trainer.contract.events import EpochEnded, RunFailed, Warned
from trainer.contract.pipelines.text_classification import TextClassification
from trainer.contract.run_history import EventReader
from trainer.contract.settings import parse_settings
from trainer.contract.tokenization import Tokenizer
from trainer.contract.verification import verify_model
from trainer.datasets.sources import Access
from trainer.evaluation import evaluate, open_on_cpu
from trainer.networks.facts import TextFacts
from trainer.networks.table import NETWORKS
from trainer.pretrained import kept_body
from trainer.recipes.text_classification import log_probabilities
from trainer.training.checkpoints import Checkpoints

SMALL = {"epochs": 4, "batch_size": 16, "longest": 16, "learning_rate": 5e-3, "precision": "float32"}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("model_type", ["bert", "roberta"])
def test_a_checkpoint_and_a_table_become_a_classifier(tmp_path, data_dir, model_type) -> None:
    where = write_tiny_table(tmp_path / "texts.csv")
    checkpoint = write_checkpoint(tmp_path / "secret-place" / "tiny-network", model_type)
    run = make_run(tmp_path / "run", "bert-classifier", where, **SMALL | {"epochs": 14}, checkpoint=str(checkpoint))
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    said = [event.message.en for event in _events(run, Warned)]
    assert any(text.endswith("2 start anew: output.weight, output.bias.") for text in said)
    path = run.path / "model.onnx"
    card = read_card(path)
    assert (card.tasks, card.labels) == (("text-classification",), LABELS)
    assert card.licence.weights == "apache-2.0 (the checkpoint tiny-network); not stated (the data)"
    assert card.licence.licence_class == "research"
    assert card.training.hyperparameters["checkpoint"] == "tiny-network"
    assert b"secret-place" not in path.read_bytes()
    assert card.tokenizer == (run.path / "tokenizer.json").read_text(encoding="utf-8")
    figures = {metric.name: metric for metric in card.metrics}
    assert figures["accuracy"].value >= 0.9
    assert figures["accuracy"].baseline >= 0.9
    report = verify_model(path, open_on_cpu)
    assert report.ok, report
    measured = evaluate(path, where, Access(data_dir))
    assert [msgspec.to_builtins(metric) for metric in measured] == [msgspec.to_builtins(each) for each in card.metrics]
    _answers_as_the_network(run, card, path)


def _answers_as_the_network(run, card, path) -> None:
    """Exported, long texts and all, it says what the network of the best checkpoint says."""
    entry = documented_model("bert-classifier")
    tokenizer = Tokenizer(card.tokenizer)
    settings = parse_settings(entry.presets["quick"].hyperparameters, SMALL)
    network = NETWORKS[entry.network](settings, TextFacts(2, tokenizer, kept_body(run.path)))["classifier"]
    state = Checkpoints(run.checkpoints).load_last()["state"]
    best = torch.load(run.checkpoints / state["best_file"], map_location="cpu", weights_only=True)
    network.load_state_dict(best["networks"]["classifier"])
    network.eval()
    texts = [*tiny_sentences(30, 9).texts, " ".join(tiny_sentences(20, 10).texts)]
    rows, frame = tokenizer.encode_batch(texts), tokenizer.frame
    scores = log_probabilities(network, rows, 16, torch.device("cpu"), frame)
    answers = TextClassification(card, open_on_cpu(path, card)).probabilities(texts)
    clear = np.abs(answers[:, 0] - 0.5) > 0.2  # its confidence was fitted, which turns the mean of unsure windows
    assert clear.sum() >= 15
    assert answers[clear].argmax(axis=1).tolist() == scores[clear].argmax(axis=1).tolist()
    assert np.allclose(answers.sum(axis=1), 1, atol=1e-5)


@pytest.mark.timeout(600)
def test_a_stopped_training_goes_on_without_its_checkpoint_and_with_the_same_losses(tmp_path, data_dir) -> None:
    where = write_tiny_table(tmp_path / "texts.csv", 120)
    checkpoint = write_checkpoint(tmp_path / "tiny-network")
    usual = SMALL | {"dropout": 0.2, "checkpoint": str(checkpoint)}
    whole, stopped = (make_run(tmp_path / name, "bert-classifier", where, **usual) for name in ("whole", "stopped"))
    start_quick_worker(whole).wait()
    worker = start_quick_worker(stopped)
    wait_until(lambda: _events(stopped, EpochEnded))
    stopped.send_request("stop")
    worker.wait()
    assert len(_events(stopped, EpochEnded)) < 4
    shutil.rmtree(checkpoint)
    start_quick_worker(stopped).wait()
    assert _events(stopped, EpochEnded)[-1].values == _events(whole, EpochEnded)[-1].values


def test_a_frozen_body_stays_as_it_was(tmp_path, data_dir) -> None:
    where = write_tiny_table(tmp_path / "texts.csv", 120)
    checkpoint = write_checkpoint(tmp_path / "tiny-network")
    run = make_run(
        tmp_path / "run", "bert-classifier", where, **SMALL | {"epochs": 1}, checkpoint=str(checkpoint), frozen=True
    )
    start_quick_worker(run).wait()
    from safetensors.torch import load_file

    trained = Checkpoints(run.checkpoints).load_last()["networks"]["classifier"]
    before = load_file(checkpoint / "model.safetensors")
    same = [name for name, tensor in before.items() if torch.equal(trained.get(f"body.{name}", torch.empty(0)), tensor)]
    assert sorted(same) == sorted(name for name in before if not name.startswith("pooler."))
    assert trained["output.weight"].abs().max() > 0.05


def test_no_checkpoint_is_a_clear_error_and_no_model(tmp_path, data_dir) -> None:
    where = write_tiny_table(tmp_path / "texts.csv", 60)
    run = make_run(tmp_path / "run", "bert-classifier", where, **SMALL)
    assert start_quick_worker(run).wait() != 0
    failed = _events(run, RunFailed)[0]
    assert "No pretrained checkpoint is named" in failed.message.en
    assert not (run.path / "model.onnx").exists()


def _events(run, kind) -> list:
    return [event for event in EventReader(run.events_file).poll() if isinstance(event, kind)]
