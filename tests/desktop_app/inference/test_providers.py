"""Where graphs run and what is said about it. Every branch with CUDA is a pretence; none claims a GPU result."""

import ctypes
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_app.inference.machine import CudaDriver, Machine, probe_driver
from desktop_app.inference.providers import CPU, CUDA, Device, Verdict, parse_device
from desktop_app.inference.sessions import GraphSession
from tests.helpers.fake_cuda import FakeDriver, FakeRuntime, fake_machine
from tests.helpers.skips import skip_for_want_of
from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.errors import WorkshopError

ANY_GRAPH = b"not looked at"
FIRST_CUDA = Device("cuda")


def verdict_on(machine: Machine, device: Device = FIRST_CUDA) -> Verdict:
    return GraphSession(ANY_GRAPH, device, machine, threads=1).verdict


@pytest.mark.parametrize(
    ("text", "device"),
    [("auto", Device()), ("cpu", Device("cpu")), ("cuda", Device("cuda")), ("cuda:2", Device("cuda", 2))],
)
def test_device_is_read_and_written(text: str, device: Device) -> None:
    assert parse_device(text) == device
    assert str(device) == text


@pytest.mark.parametrize("text", ["gpu", "", "cuda:", "cuda:-1", "cuda:x", "CPU", "cuda:1234"])
def test_unknown_device_is_refused(text: str) -> None:
    with pytest.raises(WorkshopError) as caught:
        parse_device(text)
    assert caught.value.kind == "invalid-setting"


def test_probe_asks_the_driver() -> None:
    driver = FakeDriver(version=13010, devices=("A", "B"))
    assert probe_driver(lambda name: driver) == CudaDriver(installed=True, cuda=(13, 1), devices=("A", "B"))


def test_probe_without_a_driver() -> None:
    def missing(name: str) -> None:
        raise OSError("no such library")

    assert probe_driver(missing) == CudaDriver(installed=False)


def test_choosing_the_cpu_asks_no_driver() -> None:
    def never(name: str) -> None:
        raise AssertionError("the driver was asked")

    machine = Machine(never)
    machine._runtime = FakeRuntime()
    verdict = verdict_on(machine, Device("cpu"))
    assert verdict.provider == CPU
    assert not verdict.is_fallback
    assert verdict.reason.en == "The CPU was chosen."


@pytest.mark.parametrize(
    ("machine", "reason", "fix"),
    [
        (fake_machine(None), "No NVIDIA driver", "install its driver"),
        (fake_machine(FakeDriver(start_error=803)), "error 803", "Restart"),
        (fake_machine(FakeDriver(devices=())), "sees no graphics card", "seated"),
        (fake_machine(FakeDriver(devices=()), hidden="-1"), "sees no graphics card", "CUDA_VISIBLE_DEVICES"),
        (fake_machine(FakeDriver(version=12040)), "supports CUDA 12.4, but 13 is needed", "Update"),
        (fake_machine(FakeDriver(), FakeRuntime(built=(CPU,))), "built without CUDA", "onnxruntime-gpu alone"),
        (
            fake_machine(
                FakeDriver(),
                FakeRuntime(cuda_starts=False),
                missing="libcudnn.so.9: cannot open shared object file: No such file or directory",
            ),
            "libcudnn.so.9",
            "pip install",
        ),
        (
            fake_machine(
                FakeDriver(),
                FakeRuntime(cuda_starts=False),
                missing="Could not find module 'C:\\x\\onnxruntime_providers_cuda.dll' (or one of its dependencies).",
            ),
            "CUDA, cuDNN",
            "pip install",
        ),
        (fake_machine(FakeDriver(), FakeRuntime(cuda_starts=False)), "CUDA failed to start", "Restart"),
    ],
)
def test_fall_back_says_why_and_what_helps(machine: Machine, reason: str, fix: str) -> None:
    verdict = verdict_on(machine)
    assert verdict.provider == CPU
    assert verdict.is_fallback
    assert reason in verdict.reason.en
    assert fix in verdict.fix.en
    assert verdict.reason.zh
    assert verdict.fix.zh


def test_device_number_beyond_what_there_is() -> None:
    verdict = verdict_on(fake_machine(FakeDriver()), Device("cuda", 3))
    assert "no device cuda:3; 1 found" in verdict.reason.en


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("CUDA failure 2: out of memory ; GPU=0", "too little free memory"),
        ("CUBLAS failure 15: the GPU program failed", "could not run on NVIDIA Test 1"),
    ],
)
def test_warm_up_that_fails_on_cuda(message: str, reason: str) -> None:
    def fail() -> None:
        raise RuntimeError(message)

    runtime = FakeRuntime(on_cuda=fail)
    verdict = verdict_on(fake_machine(FakeDriver(), runtime), Device())
    assert verdict.provider == CPU
    assert reason in verdict.reason.en
    assert runtime.created[-1] == [CPU]


def test_later_run_that_fails_moves_to_the_cpu_for_good() -> None:
    fails = iter([False, False, True])

    def fail_third_time() -> None:
        if next(fails):
            raise RuntimeError("Failed to allocate memory for requested buffer of size 9")

    runtime = FakeRuntime(on_cuda=fail_third_time)
    session = GraphSession(ANY_GRAPH, Device(), fake_machine(FakeDriver(), runtime), threads=1)
    assert session.verdict.provider == CUDA
    feeds = {"x": np.ones((1, 2), np.float32)}
    session.run(feeds)
    assert session.run(feeds)["y"].tolist() == [[2.0, 2.0]]
    assert session.verdict.provider == CPU
    assert "too little free memory" in session.verdict.reason.en
    session.run(feeds)  # asks CUDA no more: `fails` has nothing left


def test_cuda_counts_only_after_a_run_that_worked(capsys: pytest.CaptureFixture[str]) -> None:
    runs = []
    runtime = FakeRuntime(on_cuda=lambda: runs.append(1))
    verdict = verdict_on(fake_machine(FakeDriver(devices=("NVIDIA A", "NVIDIA B")), runtime), Device("cuda", 1))
    assert runs == [1]
    assert (verdict.provider, verdict.device_name, verdict.wanted) == (CUDA, "NVIDIA B", "cuda:1")
    assert runtime.created[0][0] == (CUDA, {"device_id": "1", "cudnn_conv_algo_search": "HEURISTIC"})
    assert capsys.readouterr().out == ""  # preload_dlls prints


def test_provider_library_is_not_loaded_before_a_session_has_tried() -> None:
    """Loading it first crashes the process: it calls its host before there is one."""
    loaded: list[str] = []

    def load_library(name: str) -> FakeDriver:
        loaded.append(name)
        return FakeDriver()

    machine = Machine(load_library)
    machine._runtime = FakeRuntime()
    verdict_on(machine)
    assert len(loaded) == 1


def test_real_runtime_without_cuda_libraries(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A pretended driver lets the real ONNX Runtime try: it falls back in silence, and the loader says over what."""
    if probe_driver(ctypes.CDLL).installed:
        skip_for_want_of("platform", "this computer has an NVIDIA driver, so nothing is missing")
    if CUDA not in Machine().runtime().get_available_providers():
        skip_for_want_of("platform", "this ONNX Runtime has no CUDA inside")

    def load_library(name: str) -> Any:
        return FakeDriver(version=13000) if name in ("libcuda.so.1", "nvcuda.dll") else ctypes.CDLL(name)

    machine = Machine(load_library)
    session = GraphSession(tiny_classifier(tmp_path).read_bytes(), FIRST_CUDA, machine, threads=1)
    assert session.verdict.provider == CPU
    assert "A library that CUDA needs is missing (libcu" in session.verdict.reason.en
    assert session.run({"images": np.zeros((1, 28, 28), np.uint8)})["probabilities"].shape == (1, 10)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err == ""
