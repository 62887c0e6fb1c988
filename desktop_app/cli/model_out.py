"""Where the model of a training is to go, looked at before the work and not after it."""

import tempfile
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.contract.writing import write_errors_told


def check_out(out: Path | None) -> None:
    """Raises WorkshopError `wrong-kind` or `not-writable` where no model could be written to `out`."""
    if out is None:
        return
    if not out.is_dir() and out.suffix != ".onnx":
        raise WorkshopError(
            "wrong-kind",
            Text(f"{out.name} is not the name of an .onnx file.", f"{out.name} 不是 .onnx 文件名。"),
            Text("Use a name that ends in .onnx, or a folder.", "请使用以 .onnx 结尾的名称，或文件夹。"),
        )
    folder = out if out.is_dir() else out.parent
    nearest = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    with write_errors_told(out), tempfile.TemporaryFile(dir=nearest):
        pass
