"""Devices, precision and data parallelism, through Lightning Fabric; and the threads of the CPU."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning_fabric import Fabric

from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import Hyperparameters
from trainer.contract.text import Text
from trainer.processor import processor_kind

_PRECISIONS = {"float32": "32-true", "bfloat16": "bf16-mixed", "float16": "16-mixed"}
_ON_CPU = Text("The training runs on the CPU", "训练在 CPU 上运行")


@dataclass(frozen=True)
class DeviceChoice:
    """What the training runs on, and in words why, where that is not plain; `index` counts the GPUs."""

    kind: str
    name: str
    reason: Text | None = None
    index: int = 0


def choose_device(hyperparameters: Hyperparameters) -> DeviceChoice:
    """The device that the hyperparameters ask for; `auto` takes CUDA once a small training step on it has worked.

    Raises WorkshopError `invalid-setting` where what was asked for cannot be had.
    """
    kind, _, number = hyperparameters.device.partition(":")
    if kind == "cpu":
        return _checked(DeviceChoice("cpu", processor_kind()), hyperparameters)
    index = int(number or 0)
    if index and hyperparameters.devices > 1:
        raise _refused(
            Text(
                f"{hyperparameters.device} names one GPU, but {hyperparameters.devices} devices are to train together.",
                f"{hyperparameters.device} 只指定一个 GPU，但设置了 {hyperparameters.devices} 个并行设备。",
            ),
            Text("Choose the device cuda, or 1 device.", "请把设备设为 cuda，或把并行设备数设为 1。"),
        )
    trouble = cuda_trouble(index)
    if trouble is None:
        return DeviceChoice("cuda", torch.cuda.get_device_name(index), index=index)
    if kind == "cuda":
        raise _refused(
            Text(f"The GPU cannot be used: {trouble.en}.", f"无法使用 GPU：{trouble.zh}。"),
            Text(
                "Choose the device auto or cpu; `model-workshop doctor` says what is missing.",
                "请把设备设为 auto 或 cpu；`model-workshop doctor` 会说明缺少什么。",
            ),
        )
    reason = Text(f"{_ON_CPU.en}: {trouble.en}.", f"{_ON_CPU.zh}：{trouble.zh}。")
    return _checked(DeviceChoice("cpu", processor_kind(), reason), hyperparameters)


def cuda_trouble(index: int = 0) -> Text | None:
    """Why the CUDA device `index` cannot be used, found out by a small training step on it; None if that works."""
    if not torch.backends.cuda.is_built():
        if getattr(sys, "frozen", False):
            return Text(
                "the GPU part of the program is not loaded; Settings say why", "程序未加载 GPU 组件，原因见“设置”"
            )
        return Text("the PyTorch that is installed was built without CUDA", "已安装的 PyTorch 不含 CUDA 支持")
    if not torch.cuda.is_available():
        return Text("PyTorch finds no CUDA device", "PyTorch 未找到 CUDA 设备")
    count = torch.cuda.device_count()
    if index >= count:
        names = ", ".join(f"cuda:{number}" for number in range(count))
        return Text(f"there is no cuda:{index}, only {names}", f"没有 cuda:{index}，只有 {names}")
    device = torch.device("cuda", index)
    try:
        pictures = torch.rand(4, 1, 8, 8, device=device)
        layer = torch.nn.Conv2d(1, 2, 3).to(device)
        layer(pictures).sum().backward()
        torch.cuda.synchronize(device)
    except (RuntimeError, AssertionError) as error:
        first_line = str(error).strip().splitlines()[0]
        return Text(f"a test run on it failed ({first_line})", f"试运行失败（{first_line}）")
    return None


def make_fabric(choice: DeviceChoice, hyperparameters: Hyperparameters) -> Fabric:
    """Fabric on that device, with the precision and the number of processes that the hyperparameters ask for."""
    return Fabric(
        accelerator=choice.kind,
        devices=[choice.index] if choice.index else hyperparameters.devices,
        strategy="ddp" if hyperparameters.devices > 1 else "auto",
        precision=_PRECISIONS[hyperparameters.precision],  # type: ignore[arg-type]
    )


def set_threads(threads: int) -> int:
    """Lets PyTorch use that many CPU threads, all cores (or OMP_NUM_THREADS) for 0; returns how many it uses."""
    if threads:
        torch.set_num_threads(threads)
    with suppress(RuntimeError):  # too late once a parallel region has run, which changes nothing here
        torch.set_num_interop_threads(1)
    return torch.get_num_threads()


def memory_in_use(device: torch.device) -> int:
    """Bytes that the training holds: of the GPU, or of the process where the system tells."""
    if device.type == "cuda":
        return int(torch.cuda.memory_allocated(device))
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _checked(choice: DeviceChoice, hyperparameters: Hyperparameters) -> DeviceChoice:
    if hyperparameters.precision == "float16":
        raise _refused(
            Text("The precision float16 needs a GPU.", "float16 精度需要 GPU。"),
            Text("Choose the precision float32.", "请把精度设为 float32。"),
        )
    return choice


def _refused(message: Text, hint: Text) -> WorkshopError:
    return WorkshopError("invalid-setting", message, hint)
