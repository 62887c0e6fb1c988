import errno
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from desktop_app.places import DATA_DIR_VARIABLE
from desktop_app.processes import own_environment
from desktop_app.services import run_store
from desktop_app.services.run_store import START_SECONDS, RunStore
from tests.helpers.runs import fake_command, past_run
from trainer.catalog import documented_model
from trainer.contract import run_folder
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunLock, RunSummary
from trainer.contract.run_history import read_history


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "data" / "runs")


def test_a_new_run_holds_every_hyperparameter_with_the_changes(store):
    folder = store.create("digits-cnn", "quick", {"epochs": "2"}, "mnist-sample")
    spec = folder.read_spec()
    quick = documented_model("digits-cnn").presets["quick"].hyperparameters
    assert spec.hyperparameters == {**msgspec.structs.asdict(quick), "epochs": 2}
    assert (spec.data, spec.preset, spec.run_id) == ("mnist-sample", "quick", folder.path.name)
    assert store.entry(folder).summary.state == "waiting"


def test_a_wrong_setting_makes_no_folder(store):
    with pytest.raises(WorkshopError, match="epochs is 0"):
        store.create("digits-cnn", "quick", {"epochs": 0}, "")
    assert not store.runs.exists()


def test_two_runs_of_one_moment_get_two_folders(store, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_767_225_600.0)
    ids = {store.create("digits-cnn", "quick", {}, "").run_id for _ in range(3)}
    assert len(ids) == 3


def test_runs_that_processes_make_at_once_get_folders_of_their_own(store):
    """Each process of a pool makes runs as fast as it can: many fall into one millisecond."""
    code = (
        "import sys; from pathlib import Path; from desktop_app.services.run_store import RunStore;"
        "store = RunStore(Path(sys.argv[1]));"
        "print(*(store.create('digits-cnn', 'quick', {}, '').run_id for _ in range(25)))"
    )
    words = [sys.executable, "-c", code, str(store.runs)]
    makers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=own_environment()) for _ in range(4)]
    ids = [run_id for maker in makers for run_id in maker.communicate(timeout=180)[0].split()]
    assert len(set(ids)) == len(ids) == 100
    assert all(store.find(run_id).read_spec().run_id == run_id for run_id in ids)


def test_an_id_that_is_taken_meanwhile_is_not_used_again(store, monkeypatch):
    first = store.create("digits-cnn", "quick", {}, "")
    ids = iter([first.run_id, "other"])
    monkeypatch.setattr(run_store, "new_run_id", lambda name, moment: next(ids))
    assert store.create("digits-cnn", "quick", {}, "").run_id == "other"
    assert store.entry(first).spec.run_id == first.run_id


def test_a_run_that_cannot_be_written_leaves_no_folder(store, monkeypatch):
    def no_room(path, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run_folder, "write_by_rename", no_room)
    with pytest.raises(WorkshopError) as caught:
        store.create("digits-cnn", "quick", {}, "")
    assert caught.value.kind == "no-space"
    assert list(store.runs.iterdir()) == []


def test_data_of_a_name_that_is_no_text_are_refused(store):
    with pytest.raises(WorkshopError, match="no text"):
        store.create("digits-cnn", "quick", {}, "caf\udce9")
    assert not store.runs.exists()


def test_paths_become_absolute_and_catalogued_names_stay(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("mnist", "my digits"):
        (tmp_path / name).mkdir()
    assert store.create("digits-cnn", "quick", {}, "mnist").read_spec().data == "mnist"
    assert store.create("digits-cnn", "quick", {}, "my digits").read_spec().data == str(tmp_path / "my digits")


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkshopError, match="cannot be written") as caught:
        RunStore(tmp_path / "file" / "runs").create("digits-cnn", "quick", {}, "")
    assert caught.value.kind == "not-writable"
    assert caught.value.hint.zh


def test_a_folder_that_is_a_broken_link_is_said(tmp_path):
    (tmp_path / "runs").symlink_to(tmp_path / "nowhere" / "runs")
    with pytest.raises(WorkshopError) as caught:
        RunStore(tmp_path / "runs").create("digits-cnn", "quick", {}, "")
    assert caught.value.kind == "not-writable"


def test_runs_are_found_by_id_and_by_path(store):
    folder = store.create("digits-cnn", "quick", {}, "")
    assert store.find(folder.run_id).path == folder.path
    assert store.find(str(folder.path)).path == folder.path
    with pytest.raises(WorkshopError, match="no training called nothing"):
        store.find("nothing")
    with pytest.raises(WorkshopError):
        store.find("")


def test_entries_are_newest_first_and_pass_over_what_is_no_run(store):
    names = ["digits-cnn", "digits-vae", "digits-gan"]
    for name in names:
        store.create(name, "quick", {}, "")
    (store.runs / "not a run").mkdir()
    (store.runs / "stray file").write_text("")
    (store.runs / "broken").mkdir()
    (store.runs / "broken" / "run.json").write_text("{")
    assert [entry.spec.documented_model for entry in store.entries()] == names[::-1]


def test_no_runs_folder_means_no_entries(store):
    assert store.entries() == []


def test_states_are_derived_with_the_lock(store):
    folder = store.create("digits-cnn", "quick", {}, "")
    folder.write_summary(RunSummary(state="running", step=3))
    assert store.entry(folder).summary.state == "interrupted"
    assert store.entry(folder).can_resume
    lock = RunLock(folder.lock_file)
    assert lock.acquire()
    assert store.entry(folder).is_live
    lock.release()
    folder.write_summary(RunSummary(state="finished"))
    entry = store.entry(folder)
    assert not entry.is_live
    assert not entry.can_resume


def test_a_worker_that_never_came_leaves_an_interrupted_run(store, monkeypatch):
    folder = store.create("digits-cnn", "quick", {}, "")
    later = time.time() + START_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert store.entry(folder).summary.state == "interrupted"


def test_a_worker_that_has_gone_before_it_began_leaves_an_interrupted_run(store):
    folder = store.create("digits-cnn", "quick", {}, "")
    lock = RunLock(folder.lock_file)
    assert lock.acquire()
    assert store.entry(folder).summary.state == "waiting"
    lock.release()
    assert store.entry(folder).summary.state == "interrupted"


def test_a_started_worker_is_detached_and_writes_its_log(store, monkeypatch):
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    code = (
        "import os, sys; print(os.getcwd()); print(os.getsid(0) == os.getpid()); print(sys.stdin.read() == '');"
        f"print(os.environ['{DATA_DIR_VARIABLE}']); print('QT_SCALE_FACTOR' in os.environ)"
    )
    store = RunStore(store.runs, lambda folder: [sys.executable, "-c", code])
    folder = store.create("digits-cnn", "quick", {}, "")
    assert store.start(folder).wait(180) == 0
    assert folder.log_file.read_text().split() == [
        str(folder.path), "True", "True", str(store.runs.parent), "False",
    ]  # fmt: skip


def test_a_live_run_is_not_started_twice(store):
    folder = store.create("digits-cnn", "quick", {}, "")
    lock = RunLock(folder.lock_file)
    assert lock.acquire()
    with pytest.raises(WorkshopError, match="running already"):
        store.start(folder)
    lock.release()


def test_a_program_that_is_not_there_is_said(store):
    store = RunStore(store.runs, lambda folder: ["/no/such/program"])
    folder = store.create("digits-cnn", "quick", {}, "")
    with pytest.raises(WorkshopError, match="could not be started"):
        store.start(folder)


def test_the_fake_worker_plays_a_whole_run(store):
    store = RunStore(store.runs, fake_command("good-adversarial"))
    folder = store.create("digits-gan", "quick", {}, "mnist-sample")
    assert store.start(folder).wait(180) == 0, folder.log_file.read_text()
    history = read_history(folder.events_file)
    assert history.final is not None
    assert (folder.samples / history.samples[-1].file).exists()
    assert folder.model_file.exists()
    assert store.entry(folder).summary.state == "finished"


def test_a_past_run_is_read_like_a_live_one(store):
    history = read_history(past_run(store, "resumed").events_file)
    steps = history.columns["training_loss"].steps
    assert list(steps) == list(range(1, 129)), "points of the first attempt beyond its checkpoint are dropped"
    assert list(history.clock.steps) == list(range(4, 129, 4))
    assert history.attempt == 2


def test_a_file_to_start_from_is_found_from_the_folder_of_the_worker(tmp_path, monkeypatch):
    (tmp_path / "mine.onnx").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    store = RunStore(tmp_path / "runs")
    spec = store.create("digits-cnn", "quick", {"start_from": "mine.onnx"}, "").read_spec()
    assert spec.hyperparameters["start_from"] == str(tmp_path / "mine.onnx")
    spec = store.create("digits-cnn", "quick", {"start_from": "shipped/digits-cnn"}, "").read_spec()
    assert spec.hyperparameters["start_from"] == "shipped/digits-cnn"
