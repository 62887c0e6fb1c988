import errno
import os
import signal
import sys
from pathlib import Path

import pytest

from desktop_app.services.run_store import RunStore
from desktop_app.services.training_thread import TrainingThread
from tests.helpers.patience import MILLISECONDS
from tests.helpers.runs import fake_command, past_run
from trainer.contract.errors import WorkshopError
from trainer.contract.events import Exported, Paused, RequestDone, RunFinished, RunStopped, SettingChanged
from trainer.contract.run_history import RunHistory

PATIENCE = MILLISECONDS


class Watcher:
    """Keeps what a TrainingThread tells."""

    def __init__(self, thread: TrainingThread) -> None:
        self.thread = thread
        self.history: RunHistory | None = None
        self.batches: list[list] = []
        self.deaths: list = []
        self.errors: list[WorkshopError] = []
        thread.loaded.connect(self._load)
        thread.arrived.connect(self._add)
        thread.worker_died.connect(self.deaths.append)
        thread.start_failed.connect(self.errors.append)

    def _load(self, history: RunHistory) -> None:
        self.history = history

    def _add(self, events: list) -> None:
        self.batches.append(events)
        self.history.add(events)

    def has_final(self) -> bool:
        """Whether the last event has arrived, which may be after the thread has finished: signals are queued."""
        return self.history is not None and self.history.final is not None

    def seen(self, kind: type) -> list:
        return [event for batch in self.batches for event in batch if isinstance(event, kind)]


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture
def watch(qtbot):
    """Makes a thread for a new run with a fake worker; ends both after the test."""
    watchers: list[Watcher] = []

    def make(store: RunStore, folder=None, starts: bool = True) -> Watcher:
        folder = folder or store.create("digits-cnn", "quick", {}, "mnist-sample")
        watchers.append(Watcher(TrainingThread(store, folder, starts)))
        watchers[-1].thread.start()
        return watchers[-1]

    yield make
    for watcher in watchers:
        if watcher.thread.can_end_worker:
            watcher.thread.end_worker()
        watcher.thread.wait(PATIENCE)


def test_a_whole_run_arrives_in_batches(qtbot, runs, watch):
    watcher = watch(RunStore(runs, fake_command(delay=0.01)))
    qtbot.waitUntil(watcher.has_final, timeout=PATIENCE)
    assert isinstance(watcher.history.final, RunFinished)
    assert len(watcher.history.columns["training_loss"].steps) == 128
    assert 2 <= len(watcher.batches) < 40, "several events travel together"
    assert not watcher.deaths


def test_a_run_that_goes_on_without_us_is_found_again(qtbot, runs, watch):
    store = RunStore(runs, fake_command(delay=0.05))
    first = watch(store)
    qtbot.waitUntil(lambda: len(first.batches) > 2, timeout=PATIENCE)
    first.thread.leave()
    assert first.thread.folder.is_alive(), "ending the thread does not end the worker"
    second = watch(store, first.thread.folder, starts=False)
    qtbot.waitUntil(lambda: second.history is not None, timeout=PATIENCE)
    assert second.history.started is not None
    qtbot.waitUntil(second.has_final, timeout=PATIENCE)
    assert isinstance(second.history.final, RunFinished)


def test_requests_are_sent_and_answered(qtbot, runs, watch):
    watcher = watch(RunStore(runs, fake_command(delay=0.05)))
    watcher.thread.request("snapshot")
    watcher.thread.request("set", "learning_rate", 0.01)
    watcher.thread.request("pause")
    qtbot.waitUntil(lambda: bool(watcher.seen(Paused)), timeout=PATIENCE)
    assert watcher.seen(SettingChanged)[0].value == 0.01
    assert not watcher.seen(Exported)[0].final
    assert watcher.history.is_paused
    watcher.thread.request("resume")
    watcher.thread.request("stop")
    qtbot.waitUntil(watcher.has_final, timeout=PATIENCE)
    assert isinstance(watcher.history.final, RunStopped)
    assert len(watcher.seen(RequestDone)) == 5


def test_a_request_that_cannot_be_written_is_told_and_the_training_goes_on(qtbot, runs, watch, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    watcher = watch(RunStore(runs, fake_command(delay=0.05)))
    unsent = []
    watcher.thread.not_sent.connect(lambda kind, error: unsent.append((kind, error.kind)))
    monkeypatch.setattr(watcher.thread.folder, "send_request", full)
    watcher.thread.request("stop")
    qtbot.waitUntil(lambda: bool(unsent), timeout=PATIENCE)
    assert unsent == [("stop", "no-space")]
    seen = len(watcher.batches)
    qtbot.waitUntil(lambda: len(watcher.batches) > seen, timeout=PATIENCE)


def test_a_worker_that_ignores_stop_can_be_ended(qtbot, runs, watch):
    watcher = watch(RunStore(runs, fake_command("good-classifier", 0.2, "--ignore-stop")))
    watcher.thread.request("stop")
    qtbot.waitUntil(lambda: len(watcher.batches) > 8, timeout=PATIENCE)
    assert not watcher.seen(RunStopped)
    with qtbot.waitSignal(watcher.thread.worker_died, timeout=PATIENCE):
        watcher.thread.end_worker()


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: a found process cannot be told safely there")
def test_a_found_worker_that_ignores_stop_can_be_ended(qtbot, runs, watch):
    store = RunStore(runs, fake_command("good-classifier", 0.2, "--ignore-stop"))
    first = watch(store)
    qtbot.waitUntil(lambda: len(first.batches) > 2, timeout=PATIENCE)
    first.thread.leave()
    second = watch(store, first.thread.folder, starts=False)
    qtbot.waitUntil(lambda: second.thread.can_end_worker, timeout=PATIENCE)
    second.thread.end_worker()
    qtbot.waitUntil(lambda: bool(second.deaths), timeout=PATIENCE)
    assert second.deaths == [None]
    assert not second.thread.folder.is_alive()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="want of platform: kills as Linux and macOS do")
def test_a_worker_killed_from_outside_is_noticed(qtbot, runs, watch):
    watcher = watch(RunStore(runs, fake_command(delay=0.2)))
    qtbot.waitUntil(lambda: bool(watcher.batches), timeout=PATIENCE)
    os.kill(watcher.thread._process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(watcher.deaths), timeout=PATIENCE)
    assert watcher.deaths == [-signal.SIGKILL]


def test_a_worker_that_dies_at_once_is_noticed_with_its_status(qtbot, runs, watch):
    watcher = watch(RunStore(runs, fake_command("good-classifier", 0.0, "--die-after", "5")))
    qtbot.waitUntil(lambda: bool(watcher.deaths), timeout=PATIENCE)
    assert watcher.deaths == [9]
    assert len(watcher.batches) >= 1, "its last words are read first"


def test_a_worker_that_cannot_start_is_said(qtbot, runs, watch):
    watcher = watch(RunStore(runs, lambda folder: ["/no/such/program"]))
    qtbot.waitUntil(lambda: bool(watcher.errors), timeout=PATIENCE)
    assert "could not be started" in str(watcher.errors[0])


def test_a_dead_run_that_is_attached_to_is_noticed(qtbot, runs, watch):
    store = RunStore(runs)
    watcher = watch(store, past_run(store, "torn-last-line"), starts=False)
    qtbot.waitUntil(lambda: bool(watcher.deaths), timeout=PATIENCE)
    assert watcher.deaths == [None]


def test_a_past_run_is_loaded_and_left(qtbot, runs, watch):
    store = RunStore(runs)
    watcher = watch(store, past_run(store, "foreign-text"), starts=False)
    qtbot.waitUntil(watcher.has_final, timeout=PATIENCE)
    assert isinstance(watcher.history.final, RunFinished)
    assert not watcher.batches
