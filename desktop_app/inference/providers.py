"""Decides where graphs run, and says in words where they really do and why.

ONNX Runtime lists the providers it was built with, and falls back to the CPU without a word. So the driver is asked
first, then a session is made, and only what `get_providers()` says after that, and a run that worked, is believed.
"""

import re
from typing import Any, Literal

import msgspec

from desktop_app.gpu_part.obstacles import explain
from desktop_app.inference.machine import CudaDriver, Machine
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"
NOTHING = Text("", "")


class Device(msgspec.Struct, frozen=True):
    """The device a person asks for; `auto` is the first CUDA device if it works, else the CPU."""

    kind: Literal["auto", "cpu", "cuda"] = "auto"
    index: int = 0

    def __str__(self) -> str:
        return f"cuda:{self.index}" if self.kind == "cuda" and self.index else self.kind


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The provider used, the device it runs on, what was wanted, and in words why it is this one and what helps."""

    provider: str
    device_name: str
    wanted: str
    reason: Text
    fix: Text = NOTHING

    @property
    def is_fallback(self) -> bool:
        """Whether the CPU is used although a graphics card was asked for by name."""
        return self.provider == CPU and self.wanted.startswith("cuda")


def parse_device(text: str) -> Device:
    """The device of `auto`, `cpu`, `cuda` or `cuda:N`. Raises WorkshopError `invalid-setting`."""
    if text in ("auto", "cpu", "cuda"):
        return Device(text)  # type: ignore[arg-type]
    if match := re.fullmatch(r"cuda:(\d{1,3})", text):
        return Device("cuda", int(match[1]))
    raise WorkshopError(
        "invalid-setting",
        Text(f"There is no device called {text}.", f"没有名为 {text} 的设备。"),
        Text("Use auto, cpu, cuda or cuda:N.", "请使用 auto、cpu、cuda 或 cuda:N。"),
    )


def cuda_obstacle(device: Device, machine: Machine) -> Verdict | None:
    """Why CUDA is not even tried on this machine, or None if it is worth a session."""
    if device.kind == "cpu":
        return on_cpu(device, Text("The CPU was chosen.", "已选择使用 CPU。"))
    if obstacle := _driver_obstacle(device, machine):
        return on_cpu(device, *obstacle)
    if not machine.has_cuda_copy() and (told := explain(machine.gpu_part(), adding=True)):
        return on_cpu(device, *told)
    runtime = machine.runtime()
    if CUDA not in runtime.get_available_providers():
        return on_cpu(
            device,
            Text("The installed ONNX Runtime was built without CUDA.", "已安装的 ONNX Runtime 不含 CUDA 支持。"),
            Text(
                "Uninstall onnxruntime and onnxruntime-gpu, then install onnxruntime-gpu alone.",
                "请卸载 onnxruntime 和 onnxruntime-gpu，然后只安装 onnxruntime-gpu。",
            ),
        )
    return _version_obstacle(device, machine.driver(), getattr(runtime, "cuda_version", None))


def on_cpu(device: Device, reason: Text, fix: Text = NOTHING) -> Verdict:
    """The verdict of a graph that runs on the CPU."""
    return Verdict(provider=CPU, device_name="CPU", wanted=str(device), reason=reason, fix=fix)


def on_cuda(device: Device, driver: CudaDriver) -> Verdict:
    """The verdict of a graph that has run on a CUDA device."""
    name = driver.devices[device.index]
    reason = Text(f"{name} is used.", f"正在使用 {name}。")
    return Verdict(provider=CUDA, device_name=name, wanted=str(device), reason=reason)


def cuda_did_not_start(device: Device, machine: Machine) -> Verdict:
    """The verdict where ONNX Runtime was asked for CUDA and took the CPU."""
    problem = machine.missing_cuda_library()
    if problem is None:
        return on_cpu(
            device,
            Text("CUDA failed to start, so the CPU is used.", "CUDA 启动失败，因此使用 CPU。"),
            Text(
                "Restart the computer; if that does not help, update the NVIDIA driver.",
                "请重启电脑；若仍无效，请更新 NVIDIA 驱动程序。",
            ),
        )
    library = _library_name(problem)
    reason = Text(
        f"A library that CUDA needs is missing ({library}), so the CPU is used.",
        f"缺少 CUDA 所需的库（{library}），因此使用 CPU。",
    )
    if machine.gpu_part().obstacle != "not-frozen":
        add_again = Text("Remove the GPU part in Settings and add it again.", "请在“设置”中移除 GPU 组件后重新添加。")
        return on_cpu(device, reason, add_again)
    install = Text(
        'Install the CUDA and cuDNN libraries: pip install "onnxruntime-gpu[cuda,cudnn]"',
        '请安装 CUDA 和 cuDNN 库：pip install "onnxruntime-gpu[cuda,cudnn]"',
    )
    return on_cpu(device, reason, install)


def cuda_run_failed(device: Device, error: Exception, driver: CudaDriver) -> Verdict:
    """The verdict where a graph started on CUDA and could not run there."""
    name = driver.devices[device.index]
    if is_out_of_memory(error):
        return on_cpu(
            device,
            Text(f"{name} has too little free memory, so the CPU is used.", f"{name} 的可用显存不足，因此使用 CPU。"),
            Text(
                "Close other programs that use the graphics card, then open the model again.",
                "请关闭其他占用显卡的程序，然后重新打开模型。",
            ),
        )
    return on_cpu(
        device,
        Text(f"The model could not run on {name}, so the CPU is used.", f"模型无法在 {name} 上运行，因此使用 CPU。"),
        Text("Update the NVIDIA driver.", "请更新 NVIDIA 驱动程序。"),
    )


def is_out_of_memory(error: Exception) -> bool:
    """Whether an error of ONNX Runtime means that memory ran out."""
    words = (
        "out of memory",
        "failed to allocate",
        "bad_alloc",
        "bad allocation",
        "cudnn_status_alloc_failed",
        "cuda failure 2:",
    )
    return isinstance(error, MemoryError) or any(word in str(error).lower() for word in words)


def session_providers(device: Device) -> list[Any]:
    """What a session that tries CUDA is asked for. Searching all convolution algorithms would cost seconds at first."""
    return [(CUDA, {"device_id": str(device.index), "cudnn_conv_algo_search": "HEURISTIC"}), CPU]


def _driver_obstacle(device: Device, machine: Machine) -> tuple[Text, Text] | None:
    driver = machine.driver()
    if not driver.installed:
        return (
            Text("No NVIDIA driver was found, so the CPU is used.", "未找到 NVIDIA 驱动程序，因此使用 CPU。"),
            Text(
                "If this computer has an NVIDIA graphics card, install its driver.",
                "如果这台电脑装有 NVIDIA 显卡，请安装其驱动程序。",
            ),
        )
    if driver.error:
        return (
            Text(
                f"The NVIDIA driver is installed but did not start (error {driver.error}), so the CPU is used.",
                f"NVIDIA 驱动程序已安装但未能启动（错误 {driver.error}），因此使用 CPU。",
            ),
            Text(
                "Restart the computer; if that does not help, install the driver again.",
                "请重启电脑；若仍无效，请重新安装驱动程序。",
            ),
        )
    if not driver.devices:
        return _no_device(machine)
    if device.index >= len(driver.devices):
        count = len(driver.devices)
        return (
            Text(f"There is no device {device}; {count} found.", f"没有设备 {device}；共找到 {count} 个。"),
            Text(f"Use cuda:0 to cuda:{count - 1}.", f"请使用 cuda:0 到 cuda:{count - 1}。"),
        )
    return None


def _no_device(machine: Machine) -> tuple[Text, Text]:
    hidden = machine.hidden_devices()
    reason = Text(
        "The NVIDIA driver sees no graphics card, so the CPU is used.", "NVIDIA 驱动程序未发现显卡，因此使用 CPU。"
    )
    if hidden is None:
        return reason, Text("Check that the graphics card is seated and switched on.", "请检查显卡是否插好并已启用。")
    return reason, Text(
        f'CUDA_VISIBLE_DEVICES is set to "{hidden}" and may hide it.',
        f"环境变量 CUDA_VISIBLE_DEVICES 为“{hidden}”，可能隐藏了显卡。",
    )


def _version_obstacle(device: Device, driver: CudaDriver, built_for: str | None) -> Verdict | None:
    needed = int(built_for.split(".")[0]) if built_for else 0
    if driver.cuda[0] >= needed:
        return None
    name, supported = driver.devices[device.index], ".".join(map(str, driver.cuda))
    return on_cpu(
        device,
        Text(
            f"{name}: the driver supports CUDA {supported}, but {needed} is needed, so the CPU is used.",
            f"{name}：驱动程序最高支持 CUDA {supported}，而需要 {needed}，因此使用 CPU。",
        ),
        Text("Update the NVIDIA driver.", "请更新 NVIDIA 驱动程序。"),
    )


def _library_name(problem: str) -> str:
    """The missing file, without its folders. Windows names the file that needs it instead."""
    names = re.findall(r"[\w.+-]+\.(?:so[\w.]*|dll|dylib)", problem.split(": ", 1)[0].replace("\\", "/"))
    return names[-1] if names and not names[-1].startswith("onnxruntime") else "CUDA, cuDNN"
