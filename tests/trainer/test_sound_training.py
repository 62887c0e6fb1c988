"""From recordings to a classifier of sounds, by a real worker."""

import msgspec
import numpy as np
import onnx
import pytest

from tests.helpers.tiny_sounds import LABELS, SPEAKERS, tiny_sounds, write_class_folders, write_spoken_digits
from tests.helpers.training import make_run, start_worker
from trainer.contract.card import read_card
from trainer.contract.pipelines.audio_classification import AudioClassification
from trainer.contract.verification import verify_model
from trainer.datasets.sources import Access
from trainer.evaluation import evaluate, open_on_cpu

SMALL = {"epochs": 6, "width": 8, "window": 4096, "learning_rate": 2e-2, "batch_size": 16}
SMALL |= {"noise": 0.2, "room": 0.0, "speed": 0.02, "warp": 0.0}


@pytest.mark.timeout(600)
def test_recordings_become_a_classifier_that_is_tried_on_each_speaker(tmp_path, data_dir) -> None:
    where = write_spoken_digits(tmp_path / "digits.zip")
    run = make_run(tmp_path / "run", "speech-digits", where, **SMALL | {"folds": 3, "epochs": 4})
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    path = run.path / "model.onnx"
    card = read_card(path)
    assert (card.tasks, card.labels) == (("audio-classification",), LABELS)
    assert (card.audio.rate, card.audio.window) == (8000, 4096)
    assert card.provenance.counts == {"train": 117, "validation": 18}
    graph = onnx.load(path).graph
    axes = [axis.dim_param or axis.dim_value for axis in graph.input[0].type.tensor_type.shape.dim]
    assert axes == ["batch", 4096]
    figures = {metric.name: metric for metric in card.metrics}
    assert figures["accuracy"].n == 45
    assert figures["accuracy"].value >= 0.9
    assert figures["balanced_accuracy"].value == pytest.approx(figures["accuracy"].value)
    assert figures["lowest_speaker_accuracy"].value <= figures["accuracy"].value
    assert all(name in figures["lowest_speaker_accuracy"].note for name in SPEAKERS)
    left_out = figures["cross_validation_accuracy"]
    assert left_out.split == "3 parts of training and validation, each a speaker"
    assert all(f"{name} " in left_out.note for name in SPEAKERS)
    assert verify_model(path, open_on_cpu).ok
    measured = evaluate(path, where, Access(data_dir))
    kept = [msgspec.to_builtins(each) for each in card.metrics if not each.name.startswith("cross_validation")]
    assert [msgspec.to_builtins(metric) for metric in measured] == kept


@pytest.mark.timeout(600)
def test_a_folder_per_class_is_trained_on_whatever_the_classes_are(tmp_path, data_dir) -> None:
    where = write_class_folders(tmp_path / "sounds")
    (tmp_path / "sounds" / "low" / "notes.wav").write_text("not a sound", encoding="utf-8")
    run = make_run(tmp_path / "run", "speech-digits", where, **SMALL | {"epochs": 30})
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    path = run.path / "model.onnx"
    card = read_card(path)
    assert card.labels == ("high", "low", "middle")
    assert card.provenance.data == "own-sounds"
    assert "notes.wav" in run.path.joinpath("events.jsonl").read_text(encoding="utf-8")
    sounds = tiny_sounds(3, seed=5)
    answers = AudioClassification(card, open_on_cpu(path, card)).probabilities(sounds.waves)
    names = np.array(("low", "middle", "high"))[sounds.labels]
    assert np.mean([card.labels[answer] for answer in answers.argmax(axis=1)] == names) >= 0.85
