"""What a person is told when the GPU part cannot be added or removed."""

import os
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


def refuse_other_users_folder(folder: Path) -> None:
    """Raises WorkshopError `not-writable` where the folder belongs to somebody else, as it does under `sudo`."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not hasattr(os, "geteuid") or existing.stat().st_uid == os.geteuid():
        return
    raise WorkshopError(
        "not-writable",
        Text(f"{existing} belongs to another user.", f"{existing} 属于其他用户。"),
        Text(
            "Run this as the user whose data folder it is, without sudo, or name another folder with --data-dir.",
            "请以该数据文件夹所属的用户运行，不要使用 sudo，或用 --data-dir 指定其他文件夹。",
        ),
    )


def not_offered(target: str) -> WorkshopError:
    """The program was packaged without a list of files for this system."""
    return WorkshopError(
        "not-found",
        Text(
            f"This version of the program has no GPU part for {target}.",
            f"此版本的程序没有适用于 {target} 的 GPU 组件。",
        ),
        Text(
            "Install the program with pip, into an environment that has PyTorch with CUDA.",
            "请用 pip 把程序安装到带有 CUDA 版 PyTorch 的环境中。",
        ),
    )


def not_fetched(name: str, reason: str) -> WorkshopError:
    """A file could not be had."""
    return WorkshopError(
        "download-failed",
        Text(f"{name} could not be fetched: {reason}.", f"无法获取 {name}：{reason}。"),
        Text(
            "Check the network and start it again; what has arrived is kept.",
            "请检查网络后重新开始，已下载的部分会保留。",
        ),
    )


def busy() -> WorkshopError:
    """Another process adds or removes the part now."""
    return WorkshopError(
        "busy",
        Text("The GPU part is being added or removed already.", "GPU 组件正在添加或移除中。"),
        Text("Wait until that is done.", "请等待其完成。"),
    )


def in_use(folder: Path, error: OSError) -> WorkshopError:
    """A program still has the part open."""
    reason = error.strerror or str(error)
    return WorkshopError(
        "busy",
        Text(
            f"The GPU part in {folder} could not be removed: {reason}.", f"无法移除 {folder} 中的 GPU 组件：{reason}。"
        ),
        Text(
            "End trainings and other windows of the program, then remove it again.",
            "请结束训练并关闭程序的其他窗口，然后重新移除。",
        ),
    )
