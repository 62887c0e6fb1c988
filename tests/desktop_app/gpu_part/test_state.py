"""The plan, the state of a part, and what is said about it."""

from pathlib import Path
from typing import get_args

import pytest

from desktop_app.gpu_part import state as state_module
from desktop_app.gpu_part.installation import Installation
from desktop_app.gpu_part.obstacles import explain
from desktop_app.gpu_part.plan import plan_of_this_program
from desktop_app.gpu_part.state import examine_part, has_anything, pip_line
from desktop_app.inference.providers import Device, cuda_did_not_start, cuda_obstacle
from desktop_app.runtime_parts import LOCK_FILE, Choice, Obstacle
from tests.helpers import gpu_parts
from tests.helpers.fake_cuda import FakeDriver, fake_machine
from tests.helpers.file_server import serving
from trainer.contract.errors import Cancelled

ABSENT = Choice(None, "absent")


def test_the_plan_of_linux_is_whole():
    plan = plan_of_this_program(target="linux-x86_64-cp311")
    assert plan is not None
    assert 2.5e9 < plan.download_size < 3.5e9
    assert all(len(wheel.sha256) == 64 and wheel.url.endswith(wheel.name) for wheel in plan.wheels)
    assert all(wheel.url.startswith("https://") for wheel in plan.wheels)
    assert {"torch", "onnxruntime_gpu", "nvidia_cudnn_cu13"} <= {wheel.name.split("-")[0] for wheel in plan.wheels}


def test_no_plan_where_there_is_no_list(tmp_path):
    assert plan_of_this_program(target="plan9-mips-cp311") is None
    assert plan_of_this_program(tmp_path / "none.json") is None


def test_a_list_is_read_as_it_is_written(tmp_path):
    plan = gpu_parts.plan_at("https://host/")
    file = tmp_path / "gpu_part.json"
    file.write_text(gpu_parts.lock_of(plan, "here"))
    assert plan_of_this_program(file, "here") == plan
    assert LOCK_FILE.exists()


def test_every_obstacle_is_told_in_both_languages():
    for obstacle in get_args(Obstacle):
        told = explain(Choice(None, obstacle, "what was said"), adding=True)
        assert (told is None) == (obstacle == "not-frozen")
        for text in told or ():
            assert text.en.endswith((".", "`."))
            assert text.zh.endswith("。")
    assert "what was said" in str(explain(Choice(None, "trial-failed", "what was said")))


def test_stages(tmp_path, monkeypatch):
    parts = tmp_path / "runtime-gpu"
    with serving(gpu_parts.server()) as server:
        plan = gpu_parts.plan_at(server.address)
        absent = examine_part(parts, ABSENT, plan)
        assert (absent.stage, absent.download_bytes) == ("absent", plan.download_size)
        assert not has_anything(parts)
        with pytest.raises(Cancelled):
            Installation(parts, plan).add(lambda step: step.done < 200_000)
        begun = examine_part(parts, ABSENT, plan)
        assert begun.stage == "begun"
        assert 0 < begun.fetched_bytes < plan.download_size
        assert has_anything(parts)
        Installation(parts, plan).add(lambda step: True)
    folder = parts / plan.name
    assert examine_part(parts, Choice(None, "no-driver"), plan).stage == "unusable"
    assert examine_part(parts, Choice(folder), plan).stage == "ready"
    monkeypatch.setattr(state_module, "loaded_part", lambda: folder)
    assert examine_part(parts, Choice(folder), plan).stage == "in-use"


def test_programs_from_pip_are_told_how_the_environment_gets_cuda():
    state = examine_part(Path("nowhere"), Choice(None, "not-frozen"))
    assert state.stage == "environment"
    assert "pip install" in pip_line("linux").en
    assert "download.pytorch.org" in pip_line("win32").en
    assert "pip" not in pip_line("darwin").en


def test_the_strip_says_why_a_packaged_program_uses_the_cpu(monkeypatch):
    """Its ONNX Runtime names CUDA among its providers, but the libraries for it are in the GPU part."""
    machine = fake_machine(FakeDriver())
    monkeypatch.setattr(machine, "has_cuda_copy", lambda: False)
    monkeypatch.setattr(machine, "gpu_part", lambda: Choice(None, "crashed", "libcublas"))
    verdict = cuda_obstacle(Device(), machine)
    assert verdict is not None
    assert "libcublas" in verdict.reason.en
    assert verdict.reason.en.endswith("so the CPU is used.")
    assert "Settings" in verdict.fix.en
    monkeypatch.setattr(machine, "gpu_part", lambda: Choice(Path("part")))
    verdict = cuda_obstacle(Device(), machine)
    assert verdict is not None
    assert "next start" in verdict.fix.en
    monkeypatch.setattr(machine, "has_cuda_copy", lambda: True)
    assert cuda_obstacle(Device(), machine) is None


def test_a_broken_part_is_to_be_added_again(monkeypatch):
    machine = fake_machine(FakeDriver(), missing="libcudnn.so.9: cannot open shared object file")
    assert "pip install" in cuda_did_not_start(Device(), machine).fix.en
    monkeypatch.setattr(machine, "gpu_part", lambda: Choice(Path("part")))
    assert "GPU part" in cuda_did_not_start(Device(), machine).fix.en
