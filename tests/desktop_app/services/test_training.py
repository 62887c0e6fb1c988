from pathlib import Path

import pytest

from desktop_app.services.run_store import RunStore
from desktop_app.services.tasks import Tasks
from desktop_app.services.training import Training
from tests.helpers.patience import MILLISECONDS
from tests.helpers.runs import fake_command, past_run
from trainer.contract.card import read_card

PATIENCE = MILLISECONDS


@pytest.fixture
def make_training(qtbot, tmp_path: Path):
    """Makes a training whose worker plays a transcript."""
    made: list[tuple[Training, Tasks]] = []

    def make(*options, **named) -> Training:
        tasks = Tasks()
        made.append((Training(RunStore(tmp_path / "runs", fake_command(*options, **named)), tasks), tasks))
        return made[-1][0]

    yield make
    for training, tasks in made:
        if training.can_end_worker:
            training.end_worker()
            qtbot.waitUntil(lambda training=training: not training.is_live, timeout=PATIENCE)
        training.leave()
        tasks.wait()


def start(training: Training) -> None:
    training.start("digits-cnn", "quick", {"epochs": 4}, "mnist-sample")


def test_a_training_runs_to_its_end(qtbot, make_training):
    training = make_training()
    assert training.state == "none"
    with qtbot.waitSignals([training.began, training.ended], order="strict", timeout=PATIENCE):
        start(training)
        assert training.is_live
    assert training.state == "finished"
    assert training.spec.documented_model == "digits-cnn"
    assert len(training.history.epochs) == 4


def test_pause_and_go_on(qtbot, make_training):
    training = make_training(delay=0.05)
    start(training)
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    training.pause()
    qtbot.waitUntil(lambda: training.state == "paused", timeout=PATIENCE)
    training.go_on()
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)


def test_stopping_keeps_a_model(qtbot, make_training):
    training = make_training(delay=0.05)
    start(training)
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    with qtbot.waitSignal(training.ended, timeout=PATIENCE):
        training.stop()
        assert training.state == "stopping"
    assert training.state == "stopped"
    assert training.folder.model_file.exists()


def test_a_snapshot_is_a_usable_model(qtbot, make_training):
    training = make_training(delay=0.05)
    start(training)
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    with qtbot.waitSignal(training.snapshot_ready, timeout=PATIENCE) as ready:
        training.take_snapshot()
        assert training.snapshot_is_wanted
    assert read_card(ready.args[0]).tasks == ("image-classification",)
    assert not training.snapshot_is_wanted


def test_a_changed_learning_rate_is_known_to_whoever_attaches_later(qtbot, make_training):
    training = make_training(delay=0.05)
    start(training)
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    training.set_value("learning_rate", 0.0005)
    qtbot.waitUntil(lambda: training.history.changed_settings == {"learning_rate": 0.0005}, timeout=PATIENCE)
    training.leave()
    other = make_training()
    other.find_live()
    qtbot.waitUntil(lambda: other.state == "running", timeout=PATIENCE)
    assert other.history.changed_settings == {"learning_rate": 0.0005}
    qtbot.waitUntil(lambda: other.state == "finished", timeout=PATIENCE)


def test_a_worker_that_does_not_answer_is_told_of_and_can_be_ended(qtbot, make_training):
    training = make_training("good-classifier", 0.1, "--ignore-stop")
    training._patience.setInterval(50)
    start(training)
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    training.stop()
    qtbot.waitUntil(lambda: training.is_unanswered, timeout=PATIENCE)
    assert training.state == "stopping"
    training.end_worker()
    qtbot.waitUntil(lambda: training.state == "interrupted", timeout=PATIENCE)


def test_a_failed_training_ends_with_its_reason(qtbot, make_training):
    training = make_training("failed-not-a-number")
    start(training)
    qtbot.waitUntil(lambda: training.state == "failed", timeout=PATIENCE)
    assert "no longer a number" in training.history.final.message.en


def test_a_worker_that_dies_leaves_an_interrupted_run_that_can_be_resumed(qtbot, make_training):
    training = make_training("interrupted")
    start(training)
    qtbot.waitUntil(lambda: training.state == "interrupted", timeout=PATIENCE)
    folder = training.folder
    again = make_training("resumed")
    folder.events_file.unlink()  # the transcript begins with the first attempt
    again.resume(folder)
    qtbot.waitUntil(lambda: again.state == "finished", timeout=PATIENCE)
    assert again.history.attempt == 2


def test_wrong_settings_are_refused(qtbot, make_training):
    training = make_training()
    with qtbot.waitSignal(training.refused, timeout=PATIENCE) as refused:
        training.start("digits-cnn", "quick", {"epochs": -1}, "mnist-sample")
    assert "epochs is -1" in str(refused.args[0])
    assert training.state == "none"


def test_nothing_is_found_where_nothing_runs(qtbot, make_training):
    training = make_training()
    past_run(training.store, "interrupted")
    training.find_live()
    qtbot.wait(200)
    assert training.state == "none"
