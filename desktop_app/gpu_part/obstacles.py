"""Why the packaged program does not use its GPU part, in words."""

from desktop_app.runtime_parts import Choice, Obstacle
from trainer.contract.text import Text

Told = tuple[Text, Text]
_ADD = Text(
    "Add it in Settings, or with `model-workshop doctor --install-gpu`.",
    "请在“设置”中添加，或运行 `model-workshop doctor --install-gpu`。",
)
_TRY = Text(
    "Try it in Settings, or with `model-workshop doctor --gpu-check`.",
    "请在“设置”中试用，或运行 `model-workshop doctor --gpu-check`。",
)
_TOLD: dict[Obstacle, Told] = {
    "": (
        Text("The GPU part works, but was not loaded at the start.", "GPU 组件可用，但启动时尚未加载。"),
        Text("It is used from the next start of the program.", "下次启动程序时生效。"),
    ),
    "not-wanted": (
        Text(
            "The GPU part is kept out by the variable MODEL_WORKSHOP_RUNTIME.",
            "环境变量 MODEL_WORKSHOP_RUNTIME 停用了 GPU 组件。",
        ),
        Text("Unset it, then start the program again.", "请取消该变量后重新启动程序。"),
    ),
    "not-offered": (
        Text(
            "This version of the program has no GPU part for this system.", "此版本的程序没有适用于本系统的 GPU 组件。"
        ),
        Text(
            "Install the program with pip, into an environment that has PyTorch with CUDA.",
            "请用 pip 把程序安装到带有 CUDA 版 PyTorch 的环境中。",
        ),
    ),
    "absent": (
        Text("The part for NVIDIA graphics cards is not there.", "尚未添加 NVIDIA 显卡所需的 GPU 组件。"),
        _ADD,
    ),
    "other-version": (
        Text("The GPU part belongs to another version of the program.", "GPU 组件属于其他版本的程序。"),
        _ADD,
    ),
    "other-user": (
        Text("The GPU part belongs to another user.", "GPU 组件属于其他用户。"),
        Text("Start the program as that user, without sudo.", "请以该用户启动程序，不要使用 sudo。"),
    ),
    "incomplete": (Text("Files of the GPU part are missing.", "GPU 组件的文件不完整。"), _ADD),
    "no-driver": (
        Text(
            "No NVIDIA driver was found, so the GPU part cannot be used.", "未找到 NVIDIA 驱动程序，无法使用 GPU 组件。"
        ),
        Text("Install the driver for your graphics card from NVIDIA.", "请从 NVIDIA 安装与显卡匹配的驱动程序。"),
    ),
    "untried": (
        Text(
            "The GPU part has not been tried with this program and driver.",
            "GPU 组件尚未在当前程序和驱动程序下试用。",
        ),
        _TRY,
    ),
}


def explain(choice: Choice, adding: bool = False) -> Told | None:
    """The reason and what helps; None where the program is not packaged and has no parts.

    `adding` says that this process uses the CPU for that reason.
    """
    if choice.obstacle == "not-frozen":
        return None
    reason, fix = _with_detail(choice) or _TOLD[choice.obstacle]
    if adding:
        return Text(f"{reason.en[:-1]}, so the CPU is used.", f"{reason.zh[:-1]}，因此使用 CPU。"), fix
    return reason, fix


def _with_detail(choice: Choice) -> Told | None:
    detail = choice.detail.rstrip(".")
    if choice.obstacle == "old-driver":
        return (
            Text(
                f"The NVIDIA driver supports CUDA {detail}, which is too old for the GPU part.",
                f"NVIDIA 驱动程序最高支持 CUDA {detail}，低于 GPU 组件的要求。",
            ),
            Text("Update the NVIDIA driver.", "请更新 NVIDIA 驱动程序。"),
        )
    if choice.obstacle == "trial-failed":
        return (
            Text(f"The trial of the GPU part failed: {detail}.", f"GPU 组件试用失败：{detail}。"),
            Text(
                "Update the NVIDIA driver, then try again in Settings.",
                "请更新 NVIDIA 驱动程序，然后在“设置”中重新试用。",
            ),
        )
    if choice.obstacle == "crashed":
        said = f" ({detail})" if detail else ""
        said_zh = f"（{detail}）" if detail else ""
        return (
            Text(
                f"The program broke down while it loaded the GPU part{said}.",
                f"程序在加载 GPU 组件时意外终止{said_zh}。",
            ),
            _TRY,
        )
    return None
