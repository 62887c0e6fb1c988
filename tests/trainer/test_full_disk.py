"""A disk that fills up while a training writes to it: the run ends with a reason, and goes on after room is made."""

import os
from pathlib import Path

import pytest
import torch

from tests.helpers.small_disk import BLOCK, fill, small_disk
from tests.helpers.training import make_run, start_quick_worker, tiny_data, wait_until
from trainer.contract.events import FINAL_EVENTS, AttemptStarted, Checkpoint, Paused, Progress, RunFailed, RunStopped
from trainer.contract.run_folder import RunFolder
from trainer.contract.run_history import EventReader, read_history
from trainer.export_jobs import ExportProcess
from trainer.training.checkpoints import Checkpoints
from trainer.training.event_log import RESERVE_BYTES, EventLog

DISK = 24_000  # kilobytes: a few checkpoints of a small network


def events_of(folder: RunFolder, *kinds: type) -> list[object]:
    return [event for event in EventReader(folder.events_file).poll() if isinstance(event, kinds)]


def append_until_full(log: EventLog) -> None:
    for step in range(1000):
        log.append(Paused(step=step))


def test_a_full_disk_ends_a_training_with_an_event_and_resume_goes_on(tmp_path: Path, data_dir: Path) -> None:
    data = tiny_data(tmp_path / "data")
    with small_disk(tmp_path / "disk", DISK) as disk:
        run = make_run(disk / "run", "digits-cnn", data, epochs=10_000)
        worker = start_quick_worker(run)
        wait_until(lambda: events_of(run, Checkpoint))
        filling = fill(disk)
        assert worker.wait(180) == 1
        (failed,) = events_of(run, *FINAL_EVENTS)
        assert isinstance(failed, RunFailed)
        assert failed.kind == "no-space"
        assert str(run.path) in failed.message.en
        assert "resume" in failed.hint.en
        assert run.read_summary().state == "failed"
        assert {path.suffix for path in run.checkpoints.iterdir()} == {".pt"}
        assert not [path for path in run.path.rglob("*") if "part" in path.name or path.name == "reserve"]

        filling.unlink()
        resumed = start_quick_worker(run)
        wait_until(lambda: len(events_of(run, AttemptStarted)) == 2)
        began = events_of(run, AttemptStarted)[1]
        assert isinstance(began, AttemptStarted)
        assert began.from_step > 0
        wait_until(lambda: events_of(run, Progress)[-1].step > began.from_step)
        run.send_request("stop")
        assert resumed.wait(180) == 0
        assert isinstance(events_of(run, *FINAL_EVENTS)[-1], RunStopped)
        steps = list(read_history(run.events_file).columns["training_loss"].steps)
        assert steps == list(range(1, steps[-1] + 1))


def test_a_disk_without_any_room_leaves_an_interrupted_run(tmp_path: Path, data_dir: Path) -> None:
    data = tiny_data(tmp_path / "data")
    with small_disk(tmp_path / "disk", DISK) as disk:
        run = make_run(disk / "run", "digits-cnn", data, epochs=10_000)
        filling = fill(disk)
        assert start_quick_worker(run).wait(180) != 0
        assert events_of(run, *FINAL_EVENTS) == []
        assert run.lacks_room()
        assert not run.is_alive()
        filling.unlink()
        assert not run.lacks_room()
        worker = start_quick_worker(run)
        wait_until(lambda: events_of(run, Progress))
        run.send_request("stop")
        assert worker.wait(180) == 0


def test_the_log_keeps_room_for_the_last_words(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 512) as disk:
        log = EventLog(disk / "events.jsonl")
        assert (disk / "reserve").stat().st_size == RESERVE_BYTES
        fill(disk)
        with pytest.raises(OSError, match="No space"):
            append_until_full(log)
        said = len(EventReader(disk / "events.jsonl").poll())
        assert (disk / "events.jsonl").read_bytes().endswith(b"\n")
        log.append(RunStopped(step=1, epoch=1, seconds=1.0))
        assert len(EventReader(disk / "events.jsonl").poll()) == said + 1
        log.close()


def test_a_final_event_on_a_disk_that_fills_with_it_is_the_only_one(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 512) as disk:
        log = EventLog(disk / "events.jsonl")
        fill(disk)
        log.append(RunStopped(step=1, epoch=1, seconds=1.0))
        assert len(EventReader(disk / "events.jsonl").poll()) == 1
        log.close()


def test_a_checkpoint_that_does_not_fit_leaves_the_old_one(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2000) as disk:
        checkpoints = Checkpoints(disk / "checkpoints")
        checkpoints.save({"step": 1, "weights": torch.zeros(1000)})
        fill(disk, leaving=50 * BLOCK)
        with pytest.raises((OSError, RuntimeError)):
            checkpoints.save({"step": 2, "weights": torch.zeros(300_000)})
        assert os.listdir(disk / "checkpoints") == ["step-000000001.pt"]  # noqa: PTH208
        state = checkpoints.load_last()
        assert state is not None
        assert state["step"] == 1


def test_a_snapshot_that_does_not_fit_is_refused_and_the_training_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*words: object, **more: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trainer.export_jobs.write_job", no_room)
    run = make_run(tmp_path / "run", "digits-cnn", "")
    snapshots = ExportProcess(run, run.read_spec())
    snapshots.start(3)
    finished = snapshots.finished()
    assert finished is not None
    assert finished[0] == ""
    assert "no room" in finished[1]
    assert snapshots.finished() is None
