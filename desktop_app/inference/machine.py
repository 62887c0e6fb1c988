"""What inference asks of the machine: its CUDA driver, shared libraries and ONNX Runtime. Tests put fakes here."""

import contextlib
import ctypes
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from desktop_app.runtime_parts import DRIVER_LIBRARY, Choice, choose, is_frozen, loaded_part
from trainer.loading import marked_loading

_VISIBLE_DEVICES = "CUDA_VISIBLE_DEVICES"


class CudaDriver(msgspec.Struct, frozen=True, kw_only=True):
    """What the NVIDIA driver says. `cuda` is the newest CUDA it supports, as (major, minor).

    `error` is the driver's own number where it is installed and does not start.
    """

    installed: bool
    error: int = 0
    cuda: tuple[int, int] = (0, 0)
    devices: tuple[str, ...] = ()


class Machine:
    """The boundary to everything native; one object, passed to whoever needs it."""

    def __init__(self, load_library: Callable[[str], Any] = ctypes.CDLL, parts: Path | None = None) -> None:
        """`parts` is the folder for GPU parts of the packaged program."""
        self._load_library = load_library
        self._parts = parts
        self._driver: CudaDriver | None = None
        self._runtime: Any | None = None
        self._has_preloaded = False

    def driver(self) -> CudaDriver:
        """The CUDA driver, asked once: by ctypes, so without loading CUDA, torch or ONNX Runtime."""
        if self._driver is None:
            self._driver = probe_driver(self._load_library)
        return self._driver

    def runtime(self) -> Any:
        """The module onnxruntime, quiet from the start: it prints coloured lines for each missing library."""
        if self._runtime is None:
            with marked_loading():
                import onnxruntime

            onnxruntime.set_default_logger_severity(4)
            self._runtime = onnxruntime
        return self._runtime

    def preload_cuda(self) -> None:
        """Loads the CUDA and cuDNN libraries that are installed as Python packages, once, before a CUDA session."""
        if self._has_preloaded:
            return
        self._has_preloaded = True
        with contextlib.redirect_stdout(io.StringIO()):  # it prints a line for each library it does not find
            self.runtime().preload_dlls()

    def missing_cuda_library(self) -> str | None:
        """The loader's words about a library that CUDA needs and that is not there; None if all are.

        Only after ONNX Runtime itself has tried: its provider library calls its host while it is being loaded, and
        crashes the process where no session has set that host (provider_bridge_provider.cc).
        """
        folder = Path(self.runtime().__file__).parent / "capi"
        try:
            for name in _provider_libraries():
                self._load_library(str(folder / name))
        except OSError as error:
            return str(error)
        return None

    def gpu_part(self) -> Choice:
        """Whether the packaged program would take its GPU part at the next start, and if not why."""
        return choose(self._parts, self._load_library) if is_frozen() and self._parts else Choice(None, "not-frozen")

    def has_cuda_copy(self) -> bool:
        """Whether this process has the libraries of ONNX Runtime for CUDA: always, unless it is packaged."""
        return not is_frozen() or loaded_part() is not None

    def hidden_devices(self) -> str | None:
        """The value of CUDA_VISIBLE_DEVICES, which can hide all graphics cards."""
        return os.environ.get(_VISIBLE_DEVICES)


def probe_driver(load_library: Callable[[str], Any]) -> CudaDriver:
    """Asks the CUDA driver for its version and devices.

    CUDA driver API: cuInit, cuDriverGetVersion, cuDeviceGetCount, cuDeviceGetName.
    """
    try:
        cuda = load_library(DRIVER_LIBRARY)
    except OSError:
        return CudaDriver(installed=False)
    if error := cuda.cuInit(0):
        return CudaDriver(installed=True, error=error)
    version, count = ctypes.c_int(0), ctypes.c_int(0)
    if error := cuda.cuDriverGetVersion(ctypes.byref(version)) or cuda.cuDeviceGetCount(ctypes.byref(count)):
        return CudaDriver(installed=True, error=error)
    names = tuple(_device_name(cuda, index) for index in range(count.value))
    return CudaDriver(installed=True, cuda=(version.value // 1000, version.value % 1000 // 10), devices=names)


def _device_name(cuda: Any, index: int) -> str:
    device, name = ctypes.c_int(0), ctypes.create_string_buffer(256)
    if cuda.cuDeviceGet(ctypes.byref(device), index) or cuda.cuDeviceGetName(name, len(name), device):
        return f"CUDA device {index}"
    return name.value.decode(errors="replace")


def _provider_libraries() -> tuple[str, ...]:
    if sys.platform == "win32":
        return ("onnxruntime_providers_shared.dll", "onnxruntime_providers_cuda.dll")
    return ("libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so")
