"""Trying a GPU part: what its children say, how they end, and what is remembered of it."""

import json
import sys
from pathlib import Path

import pytest

from desktop_app.gpu_part import trial
from desktop_app.gpu_part.trial import Outcome, run_trial, try_part
from desktop_app.inference.gpu_trial import try_runtime
from desktop_app.runtime_parts import RUNTIME_TRIAL, TORCH_TRIAL, fingerprint, read_json
from tests.helpers.fake_cuda import FakeDriver, FakeRuntime, fake_machine
from trainer.contract.errors import Cancelled

GOOD = {"worked": True, "detail": "", "device": "NVIDIA Test 1"}
BAD = {"worked": False, "detail": "PyTorch finds no CUDA device"}


def child(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def saying(answer: dict, status: int = 0) -> list[str]:
    return child(f"import sys; print('noise'); print({json.dumps(json.dumps(answer))}); sys.exit({status})")


def test_what_a_child_says_is_believed():
    outcome = run_trial(saying(GOOD))
    assert outcome == Outcome(True, "", {"device": "NVIDIA Test 1"})
    assert run_trial(saying(BAD, 1)) == Outcome(False, "PyTorch finds no CUDA device")
    assert not run_trial(saying(GOOD, 3)).worked


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("import os; os.abort()", "ended by signal 6"),
        ("import sys; sys.exit('libcublas.so.13: not found')", "libcublas.so.13"),
        ("print('[1, 2]')", "status 0 (nothing was said)"),
        ("print('no JSON')", "status 0"),
    ],
)
def test_a_child_that_breaks_down_is_explained(script, words):
    outcome = run_trial(child(script))
    assert not outcome.worked
    assert words in outcome.detail


def test_a_child_that_hangs_is_ended():
    outcome = run_trial(child("import time; time.sleep(1000)"), seconds=0.2)
    assert "no answer within" in outcome.detail


def test_a_trial_can_be_cancelled():
    with pytest.raises(Cancelled):
        run_trial(child("import time; time.sleep(1000)"), lambda: False)


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(trial, "driver_version", lambda: 13010)
    (tmp_path / "loading").mkdir()
    (tmp_path / "loading" / "1-1.mark").write_text("a crash before")
    return tmp_path


def test_the_result_is_kept_with_what_it_holds_for(parts):
    asked = []

    def command(*words: str) -> list[str]:
        asked.append(words)
        return saying(GOOD)

    assert try_part(parts, "name", command=command).worked
    assert asked == [RUNTIME_TRIAL, TORCH_TRIAL]
    kept = read_json(parts / "trial.json")
    assert kept["worked"]
    assert kept["fingerprint"] == fingerprint("name", 13010)
    assert not list((parts / "loading").iterdir())


def test_the_first_failure_ends_the_trial(parts):
    asked = []

    def command(*words: str) -> list[str]:
        asked.append(words)
        return saying(BAD, 1)

    assert try_part(parts, "name", command=command).detail == "ONNX Runtime: PyTorch finds no CUDA device"
    assert len(asked) == 1
    assert not read_json(parts / "trial.json")["worked"]


def test_without_a_driver_nothing_is_tried(parts, monkeypatch):
    monkeypatch.setattr(trial, "driver_version", lambda: None)
    assert not try_part(parts, "name", command=lambda *words: saying(GOOD)).worked
    assert not (parts / "trial.json").exists()


class ThreeInputs(FakeRuntime):
    """Adds up what the graph of the trial is fed; on CUDA with an error."""

    def __init__(self, error: float, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self._error = error
        self.__file__ = "/parts/name/onnxruntime/__init__.py"

    def InferenceSession(self, *arguments, **options):
        session = super().InferenceSession(*arguments, **options)
        error = self._error if len(options["providers"]) > 1 else 0.0
        session.run = lambda names, feeds: [feeds["x"] * (1 + error)] if "w" in feeds else [feeds["x"]]
        return session


def test_onnx_runtime_must_compute_on_the_card_what_the_cpu_does():
    folder = Path("/parts/name")
    good = try_runtime(fake_machine(FakeDriver(), ThreeInputs(0.0)), folder)
    assert (good["worked"], good["device"]) == (True, "NVIDIA Test 1")
    wrong = try_runtime(fake_machine(FakeDriver(), ThreeInputs(0.5)), folder)
    assert not wrong["worked"]
    assert "something else" in wrong["detail"]
    assert not try_runtime(fake_machine(FakeDriver(), ThreeInputs(float("nan"))), folder)["worked"]
    assert "another folder" in try_runtime(fake_machine(FakeDriver(), ThreeInputs(0.0)), Path("/other"))["detail"]
    fallen = try_runtime(fake_machine(FakeDriver(), ThreeInputs(0.0, cuda_starts=False), missing="x"), folder)
    assert not fallen["worked"]
    assert fallen["detail"]
