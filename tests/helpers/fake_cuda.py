"""A CUDA driver and an ONNX Runtime that pretend, for branches this computer cannot take. They prove no GPU result."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import CPU, CUDA


class FakeDriver:
    """The five functions of libcuda that are asked."""

    def __init__(
        self, start_error: int = 0, version: int = 13000, devices: tuple[str, ...] = ("NVIDIA Test 1",)
    ) -> None:
        self._start_error, self._version, self._devices = start_error, version, devices

    def cuInit(self, flags: int) -> int:
        return self._start_error

    def cuDriverGetVersion(self, target: Any) -> int:
        target._obj.value = self._version
        return 0

    def cuDeviceGetCount(self, target: Any) -> int:
        target._obj.value = len(self._devices)
        return 0

    def cuDeviceGet(self, target: Any, index: int) -> int:
        target._obj.value = index
        return 0

    def cuDeviceGetName(self, buffer: Any, length: int, device: Any) -> int:
        buffer.value = self._devices[device.value].encode()
        return 0


class FakeRuntime:
    """The module onnxruntime as far as sessions use it. `on_cuda` is called with each run that CUDA is asked for."""

    cuda_version = "13.0"
    __file__ = "/nowhere/onnxruntime/__init__.py"

    def __init__(
        self,
        built: tuple[str, ...] = (CUDA, CPU),
        cuda_starts: bool = True,
        on_cuda: Callable[[], None] = lambda: None,
    ) -> None:
        self.created: list[list[Any]] = []
        self._built, self._cuda_starts, self._on_cuda = built, cuda_starts, on_cuda

    def get_available_providers(self) -> list[str]:
        return list(self._built)

    def preload_dlls(self) -> None:
        print("Failed to load libcudnn.so.9")

    def SessionOptions(self) -> Any:
        return SimpleNamespace(add_session_config_entry=lambda key, value: None)

    def InferenceSession(
        self, content: bytes, options: Any, providers: list[Any], enable_fallback: int
    ) -> "FakeSession":
        self.created.append(providers)
        wants_cuda = len(providers) > 1
        taken = [CUDA, CPU] if wants_cuda and self._cuda_starts else [CPU]
        return FakeSession(taken, self._on_cuda)


class FakeSession:
    """Doubles its one input."""

    def __init__(self, taken: list[str], on_cuda: Callable[[], None]) -> None:
        self._taken, self._on_cuda = taken, on_cuda

    def get_providers(self) -> list[str]:
        return self._taken

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name="x", type="tensor(float)", shape=["batch", 2])]

    def get_outputs(self) -> list[Any]:
        return [SimpleNamespace(name="y")]

    def run(self, names: list[str], feeds: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        if self._taken[0] == CUDA:
            self._on_cuda()
        return [feeds["x"] * 2]


def fake_machine(
    driver: FakeDriver | None, runtime: FakeRuntime | None = None, missing: str = "", hidden: str | None = None
) -> Machine:
    """A machine with that driver (None: no driver), that ONNX Runtime, and the loader's complaint `missing`."""

    def load_library(name: str) -> Any:
        if name in ("libcuda.so.1", "nvcuda.dll"):
            if driver is None:
                raise OSError(f"{name}: cannot open shared object file")
            return driver
        if missing:
            raise OSError(missing)
        return object()

    machine = Machine(load_library)
    machine._runtime = runtime or FakeRuntime()
    machine.hidden_devices = lambda: hidden  # type: ignore[method-assign]
    return machine
