"""The comparison of the CPU and a graphics card, on a pretended one."""

from pathlib import Path

import numpy as np

from desktop_app.inference.gpu_check import check_gpu, check_text, largest_difference
from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import Device
from tests.helpers.fake_cuda import FakeDriver, FakeRuntime, fake_machine
from tests.helpers.tiny_models import tiny_classifier

WORKED = {"worked": True, "detail": "", "library": "torch 1.0", "cuda": "13.0", "device": "NVIDIA Test 1"}
WORKED |= {"cpu_milliseconds": 10.0, "gpu_milliseconds": 1.0}
FAILED = {"worked": False, "detail": "PyTorch finds no CUDA device"}


def fail_in_use() -> None:
    raise RuntimeError("CUDA failure 700: an illegal memory access was encountered")


def test_a_card_that_computes_the_same_works(tmp_path: Path) -> None:
    file = tmp_path / "any.onnx"
    file.write_bytes(b"a graph")
    check = check_gpu([file], fake_machine(FakeDriver()), Device("cuda"), WORKED)
    assert check.works
    assert check.graphs[0].difference == 0
    text = check_text(check)
    assert "NVIDIA Test 1" in text
    assert "results equal" in text
    assert not check_gpu([], fake_machine(FakeDriver()), Device("cuda"), WORKED).works
    assert not check_gpu([file], fake_machine(FakeDriver()), Device("cuda"), FAILED).works


def test_a_card_that_fails_on_the_way_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "any.onnx"
    file.write_bytes(b"a graph")
    machine = fake_machine(FakeDriver(), FakeRuntime(on_cuda=fail_in_use))
    check = check_gpu([file], machine, Device("cuda"), WORKED)
    assert not check.works
    assert "could not run" in check.graphs[0].problem
    assert "not on the GPU" in check_text(check)


def test_a_real_graph_is_timed_on_the_cpu_where_there_is_no_card(tmp_path: Path) -> None:
    file = tiny_classifier(tmp_path)
    check = check_gpu([file], Machine(), Device("cuda"), FAILED)
    assert check.graphs[0].cpu_milliseconds > 0
    if not check.driver.installed:
        assert "none found" in check_text(check)
        assert not check.works


def test_differences_are_told_in_units_of_the_largest_number() -> None:
    expected = {"logits": np.array([100.0, 1.0], np.float32), "label": np.array([3])}
    assert largest_difference({"logits": expected["logits"] + 1, "label": np.array([4])}, expected) == 0.01
    broken = {"logits": np.array([np.nan, 1.0], np.float32), "label": np.array([3])}
    assert np.isnan(largest_difference(broken, expected))
