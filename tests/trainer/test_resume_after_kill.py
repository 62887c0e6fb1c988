"""`kill -9` at any moment, then resume: the same losses as an undisturbed run, and a log without holes or doubles."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.helpers.training import make_run, start_quick_worker, tiny_data
from trainer.contract.events import FINAL_EVENTS, AttemptStarted, Checkpoint, Progress
from trainer.contract.run_folder import RunFolder
from trainer.contract.run_history import EventReader, RunHistory, read_history

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="want of platform: kill -9 is a signal of POSIX")

SETTINGS = {
    "epochs": 6, "batch_size": 10, "dropout": 0.2, "ema": 0.99, "shift": 1.0, "stroke_width": 0.5,
    "schedule": "cosine", "optimiser": "adamw", "l2": 0.01,
}  # fmt: skip


class Nursery:
    """Starts workers fast: PyTorch is loaded once."""

    def __init__(self, checkpoint: float = 0.1) -> None:
        words = [sys.executable, "-m", "tests.helpers.quick_worker", "--nursery", "--progress=0.02"]
        words.append(f"--checkpoint={checkpoint}")
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, bufsize=1
        )

    def start(self, folder: RunFolder) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder.path}\n")
        return int(self._line())

    def wait(self) -> int:
        return int(self._line())

    def close(self) -> None:
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@pytest.fixture
def nursery():
    made = Nursery()
    yield made
    made.close()


def assert_same_history(killed: RunFolder, undisturbed: RunFolder) -> None:
    """Every point and epoch exactly once and equal to the bit; one final event; points never later than checkpoints."""
    events = EventReader(killed.events_file).poll()
    history, expected = RunHistory(), read_history(undisturbed.events_file)
    history.add(events)
    assert sum(isinstance(event, FINAL_EVENTS) for event in events) == 1
    assert history.columns.keys() == expected.columns.keys()
    for name, column in expected.columns.items():
        assert history.columns[name].steps.tolist() == column.steps.tolist(), name
        assert history.columns[name].values.tolist() == column.values.tolist(), name
    assert [epoch.values for epoch in history.epochs] == [epoch.values for epoch in expected.epochs]
    assert [epoch.is_best for epoch in history.epochs] == [epoch.is_best for epoch in expected.epochs]
    assert Counter(sample.epoch for sample in history.samples).most_common(1)[:1] in ([], [(1, 1)])


def assert_points_before_checkpoints(folder: RunFolder) -> None:
    reached = 0
    for event in EventReader(folder.events_file).poll():
        if isinstance(event, AttemptStarted):
            reached = event.from_step
        elif isinstance(event, Progress):
            reached = event.step
        elif isinstance(event, Checkpoint):
            assert event.step <= reached


def test_two_kills_of_a_real_worker(tmp_path: Path) -> None:
    data = tiny_data(tmp_path / "data")
    undisturbed = make_run(tmp_path / "undisturbed", "digits-cnn", data, **SETTINGS)
    killed = make_run(tmp_path / "killed", "digits-cnn", data, **SETTINGS)
    worker = start_quick_worker(undisturbed, progress=0.02, checkpoint=0.1)
    for steps in (30, 80):
        victim = start_quick_worker(killed, progress=0.02, checkpoint=0.1)
        while not any(isinstance(e, Progress) and e.step >= steps for e in EventReader(killed.events_file).poll()):
            assert victim.poll() is None, killed.events_file.read_text()[-2000:]
            time.sleep(0.01)
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        assert killed.read_summary().state == "interrupted"
    assert start_quick_worker(killed, progress=0.02, checkpoint=0.1).wait() == 0
    assert worker.wait() == 0
    assert_same_history(killed, undisturbed)
    assert_points_before_checkpoints(killed)
    starts = [e.from_step for e in EventReader(killed.events_file).poll() if isinstance(e, AttemptStarted)]
    assert len(starts) == 3
    assert starts[1] > 0


@pytest.mark.slow
@pytest.mark.parametrize("model", ["digits-cnn", "digits-vae", "digits-gan"])
def test_twenty_kills_at_random_moments(tmp_path: Path, nursery: Nursery, model: str) -> None:
    settings = {"epochs": 20, "batch_size": 10, "ema": 0.99, "shift": 1.0}
    settings |= {"dropout": 0.2, "unknown_share": 0.0} if model == "digits-cnn" else {}
    data = tiny_data(tmp_path / "data")
    undisturbed = make_run(tmp_path / "undisturbed", model, data, **settings)
    killed = make_run(tmp_path / "killed", model, data, **settings)
    nursery.start(undisturbed)
    assert nursery.wait() == 0
    # From before the first event to a thirtieth of the run beyond the first step.
    times = [event.time for event in EventReader(undisturbed.events_file).poll()]
    first = next(e.time for e in EventReader(undisturbed.events_file).poll() if isinstance(e, Progress))
    longest = (first - times[0]) + (times[-1] - first) / 30
    moments = random.Random(5)
    for _ in range(20):
        victim = nursery.start(killed)
        time.sleep(moments.uniform(0.0, longest))
        os.kill(victim, signal.SIGKILL)
        assert nursery.wait() == signal.SIGKILL
    nursery.start(killed)
    assert nursery.wait() == 0
    assert_same_history(killed, undisturbed)
    assert_points_before_checkpoints(killed)
