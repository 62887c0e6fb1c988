"""From recordings to a model that speaks, by a real worker."""

import msgspec
import numpy as np
import pytest

from tests.helpers.tiny_sounds import LABELS, tiny_sound_dataset, write_spoken_digits
from tests.helpers.training import make_run, start_worker
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.text_to_audio import TextToAudio
from trainer.contract.verification import verify_model
from trainer.datasets.sources import Access
from trainer.datasets.speakers import of_speakers
from trainer.evaluation import evaluate, open_on_cpu

SMALL = {"epochs": 2, "width": 4, "latent_size": 8, "batch_size": 16, "iterations": 2}
JUDGE = {"epochs": 40, "width": 8, "window": 4096, "learning_rate": 1e-2, "batch_size": 8, "warp": 0.0, "noise": 0.0}


@pytest.mark.timeout(600)
def test_recordings_become_a_model_that_speaks_and_is_judged(tmp_path, data_dir) -> None:
    where = write_spoken_digits(tmp_path / "digits.zip")
    run = make_run(tmp_path / "run", "speech-gan", where, **SMALL | {"speakers": "ann,bob"})
    assert start_worker(run).wait() == 0, run.path.joinpath("worker.log").read_text(encoding="utf-8")
    path = run.path / "model.onnx"
    card = read_card(path)
    assert (card.tasks, card.generation.labels) == (("text-to-audio",), LABELS)
    assert (card.audio.rate, card.audio.window) == (8000, 8192)
    assert card.provenance.counts == {"train": 78, "validation": 12}  # without what the third speaker says
    assert verify_model(path, open_on_cpu).ok
    spoken = TextToAudio(card, open_on_cpu(path, card)).speak("2 0 1", seed=1)
    assert np.isfinite(spoken.samples).all()
    judging = make_run(tmp_path / "judge", "speech-judge", where, **JUDGE | {"speakers": "cy"})
    assert start_worker(judging).wait() == 0, judging.path.joinpath("worker.log").read_text(encoding="utf-8")
    metrics = evaluate(path, where, Access(data_dir), judge=judging.path / "model.onnx")
    figures = {metric.name: metric for metric in metrics}
    agreement = figures["label_agreement"]
    assert 0 <= agreement.value <= 1
    assert agreement.n == 500
    assert agreement.baseline > 0.6  # a Gaussian of each class says the right tone
    assert "real recordings: " in agreement.note
    assert {"within_class_distance", "density", "coverage", "within_class_diversity"} <= set(figures)
    at_export = evaluate(path, where, Access(data_dir))  # by the shipped judge
    assert [msgspec.to_builtins(each) for each in card.metrics] == [msgspec.to_builtins(each) for each in at_export]


def test_speakers_are_chosen_by_name() -> None:
    dataset = tiny_sound_dataset()
    chosen = of_speakers(dataset, "bob, cy")
    assert set(chosen.train.speakers) == set(chosen.validation.speakers) == {1, 2}
    assert len(chosen.train) == len(dataset.train) * 2 // 3
    with pytest.raises(WorkshopError, match="no speaker called dan"):
        of_speakers(dataset, "bob,dan")
