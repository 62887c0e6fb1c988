"""The self-test, on this computer and on pretended ones."""

from pathlib import Path

import msgspec
import pytest

from desktop_app.gpu_part.state import PartState, Stage
from desktop_app.inference import doctor
from desktop_app.inference.doctor import DoctorReport, examine, probe_provider, report_text
from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import CPU, CUDA, Device
from desktop_app.places import Places
from desktop_app.runtime_parts import Choice
from tests.helpers import hostile_models
from tests.helpers.fake_cuda import FakeDriver, fake_machine
from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.text import Text


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "shipped").mkdir()
    tiny_classifier(tmp_path / "shipped")
    return Places(data=tmp_path / "data", shipped_models=tmp_path / "shipped")


def report_of(places: Places, machine: Machine | None = None) -> DoctorReport:
    library = ModelLibrary(places, KnownFiles(places.shipped_models, places.models))
    return examine(places, library, machine or Machine(), "1.2.3", Device())


def state_of(report: DoctorReport, name: str) -> str:
    return next(check.state for check in report.checks if check.name == name)


def test_probe_graph_runs_here() -> None:
    assert probe_provider(Machine(), Device()).provider == CPU


def test_report_of_this_computer(places: Places) -> None:
    report = report_of(places)
    assert report.is_well
    assert report.providers_usable == (CPU,)
    assert CPU in report.providers_built
    assert msgspec.json.decode(msgspec.json.encode(report), type=DoctorReport) == report
    text = report_text(report)
    assert "Model Workshop 1.2.3" in text
    assert "1 models can be read." in text
    assert "数据文件夹" in report_text(report, "zh_CN")


def test_two_runtimes_are_a_breakage(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version_of", lambda package: "1.0")
    report = report_of(places)
    assert state_of(report, "runtimes") == "bad"
    assert not report.is_well


def test_no_training_packages_is_a_warning(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version_of", lambda package: None if package == "torch" else "1.0")
    assert state_of(report_of(places), "packages") == "warning"


def test_data_folder_that_cannot_be_written(places: Places) -> None:
    places.data.write_text("a file where the folder should be")
    assert state_of(report_of(places), "data-dir") == "bad"


def test_broken_model_is_named(places: Places) -> None:
    hostile_models.truncated(places.shipped_models)
    report = report_of(places)
    assert state_of(report, "models") == "warning"
    assert "shipped/hostile" in report_text(report)


def test_card_with_an_old_driver_is_worth_a_look(places: Places) -> None:
    machine = fake_machine(FakeDriver(version=12040))
    machine._runtime = Machine().runtime()
    assert state_of(report_of(places, machine), "provider") == "warning"


def test_pretended_card_is_reported_as_used() -> None:
    assert probe_provider(fake_machine(FakeDriver()), Device()).provider == CUDA


def test_a_missing_gpu_part_is_worth_a_look_where_there_is_a_card(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = fake_machine(FakeDriver())
    machine._runtime = Machine().runtime()
    monkeypatch.setattr(machine, "gpu_part", lambda: Choice(None, "absent"))
    monkeypatch.setattr(machine, "has_cuda_copy", lambda: False)
    report = report_of(places, machine)
    assert report.verdict.provider == CPU
    assert state_of(report, "provider") == "warning"
    assert report_text(report).count("--install-gpu") == 1


@pytest.mark.parametrize(("stage", "state"), [("in-use", "ok"), ("unusable", "warning")])
def test_a_part_that_is_there_is_told_once(
    places: Places, monkeypatch: pytest.MonkeyPatch, stage: Stage, state: str
) -> None:
    part = PartState(stage=stage, obstacle="", reason=Text("Something about the part.", "。"))
    monkeypatch.setattr(doctor, "examine_part", lambda parts, choice: part)
    assert state_of(report_of(places), "gpu-part") == state
