"""Cross-validation: the parts, their figures, the card, and a run that is stopped, killed and resumed within a part."""

import os
import signal
import statistics
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from tests.helpers.training import make_run, start_quick_worker, start_worker, tiny_data, tiny_dataset
from tests.trainer.test_resume_after_kill import Nursery, assert_points_before_checkpoints
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.events import FoldEnded, Phase, Progress, RunFailed
from trainer.contract.run_history import EventReader, read_history
from trainer.cross_validation import (
    CrossValidation,
    Part,
    begun_cross_validation,
    check_devices,
    metrics_of,
    read_cross_validation,
    without_part,
)
from trainer.datasets.splits import fold_numbers

SETTINGS = {"folds": 3, "epochs": 2, "batch_size": 20, "dropout": 0.2, "ema": 0.9, "schedule": "cosine"}


@pytest.fixture
def nursery():
    made = Nursery(checkpoint=0.02)
    yield made
    made.close()


def folds_of(run) -> list[FoldEnded]:
    return [event for event in EventReader(run.events_file).poll() if isinstance(event, FoldEnded)]


def test_every_part_has_its_share_of_every_label() -> None:
    labels = np.repeat([0, 1, 2], [100, 31, 7])
    numbers = fold_numbers(labels, 5)
    table = np.array([np.bincount(labels[numbers == part], minlength=3) for part in range(5)])
    assert (table.max(axis=0) - table.min(axis=0) <= 1).all()
    sizes = np.bincount(numbers)
    assert sizes.max() - sizes.min() <= 1
    assert np.array_equal(numbers, fold_numbers(labels, 5))
    with pytest.raises(ValueError):
        fold_numbers(labels[:3], 4)


def test_each_picture_is_left_out_once() -> None:
    dataset = tiny_dataset(100, 20)
    parts = [without_part(dataset, number, 4) for number in range(4)]
    assert [part.counts for part in parts] == [{"train": 90, "validation": 30}] * 4
    left_out = np.concatenate([part.validation.images for part in parts])
    every = np.concatenate([dataset.train.images, dataset.validation.images])
    assert sorted(map(bytes, left_out)) == sorted(map(bytes, every))
    for part in parts:
        assert not set(map(bytes, part.train.images)) & set(map(bytes, part.validation.images))
        assert part.sha256 == dataset.sha256


def test_mean_and_spread_for_the_card() -> None:
    parts = tuple(Part(value, 10, 2, 1.0) for value in (0.9, 0.95, 1.0))
    mean, deviation = metrics_of(CrossValidation(data_sha256="", folds=3, parts=parts), tiny_dataset())
    assert (mean.value, mean.n, mean.data) == (pytest.approx(0.95), 240, "own-pictures")
    assert deviation.value == pytest.approx(0.05)
    assert "0.9000, 0.9500, 1.0000" in mean.note


def test_other_pictures_or_too_many_parts_are_refused(tmp_path) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", "")
    with pytest.raises(WorkshopError) as caught:
        begun_cross_validation(run, tiny_dataset(20, 4), 30, is_over=False)
    assert caught.value.kind == "invalid-setting"
    begun_cross_validation(run, tiny_dataset(), 3, is_over=False)
    with pytest.raises(WorkshopError) as caught:
        begun_cross_validation(run, replace(tiny_dataset(), sha256="1" * 64), 3, is_over=False)
    assert caught.value.kind == "data-changed"
    with pytest.raises(WorkshopError):
        check_devices(2)


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: kill -9 is a signal of POSIX")
def test_stopped_and_killed_within_parts_is_as_if_never_disturbed(tmp_path, nursery) -> None:
    data = tiny_data(tmp_path / "data", 120)
    undisturbed, disturbed, plain = (
        make_run(tmp_path / name, "digits-cnn", data, **settings)
        for name, settings in (("whole", SETTINGS), ("parted", SETTINGS), ("plain", SETTINGS | {"folds": 0}))
    )
    for run in (undisturbed, plain):
        nursery.start(run)
        assert nursery.wait() == 0
    for steps, number in ((3, signal.SIGKILL), (14, signal.SIGTERM), (17, signal.SIGKILL), (29, signal.SIGKILL)):
        worker = nursery.start(disturbed)
        while not any(isinstance(e, Progress) and e.step >= steps for e in EventReader(disturbed.events_file).poll()):
            time.sleep(0.002)
        os.kill(worker, number)
        nursery.wait()
    nursery.start(disturbed)
    assert nursery.wait() == 0
    history, expected = read_history(disturbed.events_file), read_history(undisturbed.events_file)
    assert history.final.step == expected.final.step
    for name, column in expected.columns.items():
        assert history.columns[name].steps.tolist() == column.steps.tolist(), name
        assert history.columns[name].values.tolist() == column.values.tolist(), name
    assert {n: e.values for n, e in history.folds.items()} == {n: e.values for n, e in expected.folds.items()}
    assert [e.values for e in history.epochs] == [e.values for e in expected.epochs]
    assert_points_before_checkpoints(disturbed)
    check_the_final_training(undisturbed, plain)


def check_the_final_training(validated, plain) -> None:
    """It is the training that there would have been without a cross-validation, further along the axis of steps."""
    history, expected = read_history(validated.events_file), read_history(plain.events_file)
    steps = history.columns["training_loss"].steps
    assert steps.tolist() == list(range(1, len(steps) + 1)), "one axis, without holes or doubles"
    before = len(steps) - len(expected.columns["training_loss"].steps)
    assert (
        history.columns["training_loss"].values[before:].tolist() == expected.columns["training_loss"].values.tolist()
    )
    assert [e.epoch for e in history.epochs] == list(range(1, 9))
    assert all(not epoch.is_best for epoch in history.epochs[:6])
    assert any(epoch.is_best for epoch in history.epochs[6:])
    assert history.started.total_epochs == 8
    assert not (validated.path / "cross-validation").exists()


def test_a_person_reads_mean_and_spread_in_the_card(tmp_path) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data", 120), **(SETTINGS | {"epochs": 1}))
    assert start_worker(run).wait() == 0, run.events_file.read_text()[-3000:]
    values = [event.values["validation_accuracy"] for event in folds_of(run)]
    metrics = {metric.name: metric for metric in read_card(run.model_file).metrics}
    assert metrics["cross_validation_accuracy"].value == pytest.approx(statistics.fmean(values))
    assert metrics["cross_validation_spread"].value == pytest.approx(statistics.stdev(values))
    assert "accuracy" in metrics
    titles = [e.title.en for e in EventReader(run.events_file).poll() if isinstance(e, Phase)]
    assert [title for title in titles if "part" in title] == [f"Cross-validation, part {n} of 3" for n in (1, 2, 3)]
    assert read_cross_validation(run).is_complete


def test_two_devices_are_refused_in_words(tmp_path) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data", 120), **(SETTINGS | {"devices": 2}))
    assert start_quick_worker(run).wait() != 0
    (failed,) = [event for event in EventReader(run.events_file).poll() if isinstance(event, RunFailed)]
    assert failed.kind == "invalid-setting"
