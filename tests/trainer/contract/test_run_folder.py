"""The run folder as a channel: torn lines, attempts, locks and requests."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.contract.errors import WorkshopError
from trainer.contract.events import (
    AttemptStarted,
    EpochEnded,
    Paused,
    Progress,
    RunFinished,
    Sample,
    decode_event,
    encode_event,
    finite,
)
from trainer.contract.run_folder import RunFolder, RunLock, RunSpec, RunSummary, new_run_id
from trainer.contract.run_history import EventReader, RunHistory, read_history

SPEC = RunSpec(
    run_id="r",
    documented_model="digits-cnn",
    preset="quick",
    hyperparameters={"epochs": 2},
    data="mnist",
    created=0.0,
    program_version="0",
)


def _progress(step: int, points: list[tuple[int, float | None]]) -> Progress:
    return Progress(
        step=step,
        epoch=1,
        samples_per_second=1.0,
        seconds_left=None,
        elapsed=1.0,
        learning_rate=0.1,
        points={"loss": points},
    )


def test_spec_and_summary_come_back(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "r")
    folder.create(SPEC)
    assert folder.read_spec() == SPEC
    assert folder.read_summary().state == "waiting"
    folder.write_summary(RunSummary(state="finished", step=4))
    assert folder.read_summary().step == 4


def test_missing_and_broken_runs_are_explained(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError) as caught:
        RunFolder(tmp_path / "none").read_spec()
    assert caught.value.kind == "not-found"
    folder = RunFolder(tmp_path / "r")
    folder.create(SPEC)
    folder.spec_file.write_bytes(b"{")
    with pytest.raises(WorkshopError):
        folder.read_spec()


def test_a_dead_worker_leaves_an_interrupted_run(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "r")
    folder.create(SPEC)
    holder = (
        "import sys, time; from pathlib import Path; from trainer.contract.run_folder import RunLock\n"
        "lock = RunLock(Path(sys.argv[1])); assert lock.acquire(); print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(folder.lock_file)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        folder.write_summary(RunSummary(state="running", step=7))
        assert folder.is_alive()
        assert folder.read_summary().state == "running"
    finally:
        os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        process.wait()
        process.stdout.close()
    assert not folder.is_alive()
    assert folder.read_summary().state == "interrupted"


def test_only_one_holder_of_a_lock(tmp_path: Path) -> None:
    first, second = RunLock(tmp_path / "lock"), RunLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_requests_are_taken_in_order_and_broken_ones_noticed(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "r")
    folder.create(SPEC)
    ids = [folder.send_request("pause"), folder.send_request("set", "learning_rate", 0.5)]
    (folder.requests / "0.json").write_bytes(b"nonsense")
    taken = folder.take_requests()
    assert taken[0][1] is None
    assert [request.id for _, request in taken[1:] if request] == ids


def test_reader_waits_for_whole_lines(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    reader = EventReader(file)
    assert reader.poll() == []
    line = encode_event(Paused(step=3))
    file.write_bytes(line[:10])
    assert reader.poll() == []
    with file.open("ab") as stream:
        stream.write(line[10:] + b"\xff broken\n" + b'{"event":"from the future"}\n' + line[:5])
    assert reader.poll() == [Paused(step=3)]


def test_points_of_earlier_attempts_are_dropped() -> None:
    history = RunHistory()
    history.add(
        [
            AttemptStarted(attempt=1, from_step=0),
            _progress(2, [(1, 1.0), (2, 2.0)]),
            EpochEnded(epoch=1, step=2, values={"accuracy": 0.5}, is_best=True),
            Sample(epoch=1, step=2, file="1.png", columns=1, rows=1),
            _progress(4, [(3, 3.0), (4, None)]),
            AttemptStarted(attempt=2, from_step=1),
            _progress(2, [(2, 20.0)]),
            RunFinished(step=2, epoch=1, seconds=1.0),
        ]
    )
    assert history.columns["loss"].steps.tolist() == [1, 2]
    assert history.columns["loss"].values.tolist() == [1.0, 20.0]
    assert history.epochs == []
    assert history.samples == []
    assert isinstance(history.final, RunFinished)


def test_an_epoch_whose_end_was_told_but_not_saved_is_told_once() -> None:
    history = RunHistory()
    ended = EpochEnded(epoch=1, step=2, values={"accuracy": 0.5}, is_best=True)
    sample = Sample(epoch=1, step=2, file="1.png", columns=1, rows=1)
    history.add(
        [
            AttemptStarted(attempt=1, from_step=0, from_epoch=0),
            _progress(2, [(1, 1.0), (2, 2.0)]),
            ended,
            sample,
            AttemptStarted(attempt=2, from_step=2, from_epoch=0),  # saved at the last step, before the end
            ended,
            sample,
            AttemptStarted(attempt=3, from_step=2, from_epoch=1),  # saved behind it
        ]
    )
    assert history.columns["loss"].steps.tolist() == [1, 2]
    assert history.columns["accuracy"].steps.tolist() == [2]
    assert (history.epochs, history.samples) == ([ended], [sample])


def test_columns_grow_and_missing_values_are_nan(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    points: list[tuple[int, float | None]] = [(step, None if step % 7 == 0 else step / 2) for step in range(5000)]
    file.write_bytes(encode_event(_progress(5000, points)))
    column = read_history(file).columns["loss"]
    assert column.steps.tolist() == list(range(5000))
    assert np.isnan(column.values[::7]).all()
    assert column.values[5] == 2.5


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_no_line_makes_a_reader_fail(line: bytes) -> None:
    decode_event(line)


def test_numbers_that_json_cannot_hold_become_null() -> None:
    assert [finite(value) for value in (1.5, float("nan"), float("inf"))] == [1.5, None, None]


def test_run_ids_sort_by_time() -> None:
    assert new_run_id("digits-cnn", 1.0) < new_run_id("digits-cnn", 2.5)
