"""`train` and `resume` around a worker: events relayed, Ctrl-C stops and saves, the model delivered."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.places import find_places
from desktop_app.services.run_store import RunStore
from tests.helpers.command_line import Finished, interrupt, run_verb, start_verb, validate, wait_for
from tests.helpers.runs import past_run
from trainer.contract.run_folder import RunFolder

FOLLOW = [sys.executable, "-m", "tests.helpers.followed_training"]
ROOT = Path(__file__).resolve().parents[3]


def follow(data_dir: Path, *words: str) -> Finished:
    process = start_verb(str(data_dir), *words, folder=ROOT, program=FOLLOW)
    output, messages = process.communicate(timeout=180)
    return Finished(process.returncode, output, messages.decode())


def library_of(data_dir: Path) -> ModelLibrary:
    places = find_places(data_dir)
    return ModelLibrary(places, KnownFiles(places.shipped_models, places.models))


def run_folder(data_dir: Path) -> Path:
    (folder,) = (data_dir / "runs").iterdir()
    return folder


def test_events_are_relayed_as_they_are_written(data_dir: Path) -> None:
    done = follow(data_dir, "good-classifier", "--json")
    assert done.status == 0, done.messages
    assert done.output == (run_folder(data_dir) / "events.jsonl").read_bytes()
    events = done.documents("train")
    assert [events[0]["event"], events[-1]["event"]] == ["attempt_started", "run_finished"]


def test_text_has_a_line_for_each_epoch(data_dir: Path) -> None:
    done = follow(data_dir, "good-classifier")
    assert done.status == 0
    assert "Epoch 1 of" in done.messages
    assert "Accuracy, validation 0.9325 (best)" in done.messages
    assert done.output.decode().strip() == "mine/digits-cnn"


def test_model_goes_to_the_library_and_is_known(data_dir: Path) -> None:
    follow(data_dir, "good-classifier")
    library = library_of(data_dir)
    assert library.is_verified(library.find("mine/digits-cnn"))


def test_model_goes_to_a_file(data_dir: Path) -> None:
    target = data_dir / "out" / "my digits.onnx"
    done = follow(data_dir, "good-classifier", "--out", str(target))
    assert done.status == 0, done.messages
    assert done.output.decode().strip() == str(target)
    library = library_of(data_dir)
    assert library.is_verified(library.find(str(target)))
    assert not [entry for entry in library.entries() if entry.origin == "mine"]


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: Ctrl-C cannot be sent to one process on Windows")
def test_ctrl_c_stops_saves_and_ends_with_130(data_dir: Path) -> None:
    process = start_verb(str(data_dir), "good-classifier", "--delay", "0.05", "--json", folder=ROOT, program=FOLLOW)
    wait_for(lambda: b'"progress"' in _events(data_dir))
    done = interrupt(process)
    assert done.status == 130, done.messages
    assert json.loads(done.output.splitlines()[-1])["event"] == "run_stopped"
    assert f"resume {run_folder(data_dir).name}" in done.messages


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: Windows ends a process without a signal")
def test_the_signal_to_end_stops_and_saves_too(data_dir: Path) -> None:
    process = start_verb(str(data_dir), "good-classifier", "--delay", "0.05", "--json", folder=ROOT, program=FOLLOW)
    wait_for(lambda: b'"progress"' in _events(data_dir))
    process.terminate()
    output, messages = process.communicate(timeout=180)
    assert process.returncode == 130, messages
    assert json.loads(output.splitlines()[-1])["event"] == "run_stopped"


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: Ctrl-C cannot be sent to one process on Windows")
def test_ctrl_c_before_the_worker_has_begun_ends_it_at_once(data_dir: Path) -> None:
    words = (str(data_dir), "good-classifier", "--sleep-first", "600")
    process = start_verb(*words, folder=ROOT, program=FOLLOW)
    wait_for(lambda: (data_dir / "runs").is_dir() and (run_folder(data_dir) / "run.lock").exists())
    done = interrupt(process)
    assert done.status == 130, done.messages
    assert "has not begun" in done.messages
    assert f"resume {run_folder(data_dir).name}" in done.messages
    assert not RunFolder(run_folder(data_dir)).is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: Ctrl-C cannot be sent to one process on Windows")
def test_second_ctrl_c_ends_a_worker_that_does_not_listen(data_dir: Path) -> None:
    words = (str(data_dir), "good-classifier", "--delay", "0.2", "--ignore-stop")
    process = start_verb(*words, folder=ROOT, program=FOLLOW)
    wait_for(lambda: b'"progress"' in _events(data_dir))
    process.send_signal(2)
    wait_for(lambda: list((run_folder(data_dir) / "requests").iterdir()))
    done = interrupt(process)
    assert done.status == 130
    assert "Stopping and saving" in done.messages
    assert "Ending the training at once" in done.messages
    assert not RunFolder(run_folder(data_dir)).is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: a pipe breaks otherwise on Windows")
def test_a_reader_that_leaves_stops_the_training(data_dir: Path) -> None:
    process = start_verb(str(data_dir), "good-classifier", "--delay", "0.05", "--json", folder=ROOT, program=FOLLOW)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdin is not None
    process.stdout.readline()
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()
    assert process.wait(180) == 1
    wait_for(lambda: b'"run_stopped"' in _events(data_dir))


def test_failure_is_told_and_ends_with_1(data_dir: Path) -> None:
    done = follow(data_dir, "failed-not-a-number")
    assert done.status == 1
    assert "Error: The loss was no longer a number at step 48" in done.messages


def test_worker_that_dies_is_told(data_dir: Path) -> None:
    done = follow(data_dir, "good-classifier", "--die-after", "5")
    assert done.status == 1
    assert "ended unexpectedly (exit status 9)" in done.messages
    assert "resume digits-cnn-" in done.messages


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["train", "digits-cmn"], "not-found"),
        (["train", "digits-cnn", "--preset", "fast"], "invalid-setting"),
        (["train", "digits-cnn", "--set", "epochs"], "invalid-setting"),
        (["train", "digits-cnn", "--set", "epochs=0"], "invalid-setting"),
        (["train", "digits-cnn", "--set", "colour=3"], "invalid-setting"),
        (["train", "digits-cnn", "--seed", "-1"], "invalid-setting"),
        (["train", "digits-cnn", "--device", "gpu"], "invalid-setting"),
        (["train", "digits-cnn", "--out", "model.pt"], "wrong-kind"),
        (["train", "digits-cnn", "--out", "/dev/null/model.onnx"], "not-writable"),
        (["train", "digits-cnn", "--data", "/dev/zero"], "wrong-kind"),
        (["train", "digits-cnn", "--data", "x" * 5000], "invalid-setting"),
        (["train", "digits-cnn", "--data", "nowhere"], "data-missing"),
        (["resume", "digits-cnn-1"], "not-found"),
        (["export", "digits-cmn"], "not-found"),
    ],
)
def test_mistakes_are_told_before_the_work(words: list[str], kind: str, data_dir: Path) -> None:
    done = run_verb(*words, "--json", folder=data_dir)
    assert done.status == 1
    assert done.document("error")["error"]["kind"] == kind
    assert not (data_dir / "runs").exists()


def test_runs_are_listed(data_dir: Path) -> None:
    store = RunStore(data_dir / "runs")
    past_run(store, "good-classifier")
    store.create("digits-gan", "best", {}, "mnist")
    listed = run_verb("runs", "--json", folder=data_dir).document("runs")["runs"]
    assert [run["documented_model"] for run in listed] == ["digits-gan", "digits-cnn"]
    text = run_verb("runs", folder=data_dir).output.decode()
    assert text.startswith("RUN\t")
    assert len(text.splitlines()) == 3


def test_schema_of_events_is_that_of_the_contract() -> None:
    import msgspec

    from tests.helpers.command_line import SCHEMAS
    from trainer.contract.events import AnyEvent

    golden = json.loads((SCHEMAS / "train.json").read_text(encoding="utf-8"))
    assert {**golden, **msgspec.json.schema(AnyEvent)} == golden
    validate({"event": "paused", "step": 3}, "train")


def test_a_finished_run_has_nothing_to_resume(data_dir: Path) -> None:
    subprocess.run([*FOLLOW, str(data_dir), "good-classifier"], cwd=ROOT, check=True, capture_output=True, timeout=180)
    done = run_verb("resume", run_folder(data_dir).name, "--json", folder=data_dir)
    assert done.status == 1
    assert done.document("error")["error"]["kind"] == "wrong-kind"


def _events(data_dir: Path) -> bytes:
    files = list((data_dir / "runs").glob("*/events.jsonl"))
    return files[0].read_bytes() if files else b""


def test_errors_of_the_contract_have_a_place_in_the_schema() -> None:
    from trainer.contract.errors import ERROR_KINDS

    for kind in ERROR_KINDS:
        validate({"error": {"kind": kind, "message": "m", "hint": ""}}, "error")
