"""Moves files and folders to the desktop's trash, and back."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


def move_to_trash(path: Path) -> Path:
    """Moves `path` to the trash and returns where it lies now. Raises WorkshopError `not-writable` where it cannot."""
    home = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation))
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)  # Qt makes the trash in there, but not the folder itself
    file = QFile(str(path))
    if not file.moveToTrash():
        raise WorkshopError(
            "not-writable",
            Text(
                f"{path.name} could not be moved to the trash: {file.errorString()}.",
                f"无法将 {path.name} 移到回收站：{file.errorString()}。",
            ),
            Text("Delete it with your file manager.", "请用文件管理器删除。"),
        )
    return Path(file.fileName())


def restore_from_trash(trashed: Path, original: Path) -> None:
    """Takes back what `move_to_trash` moved. Raises WorkshopError `not-found` once the trash was emptied."""
    try:
        trashed.rename(original)
    except OSError as error:
        raise WorkshopError(
            "not-found",
            Text(
                f"{original.name} could not be taken back from the trash: {error.strerror}.",
                f"无法从回收站还原 {original.name}：{error.strerror}。",
            ),
            Text("Look for it in the trash of your desktop.", "请在系统回收站中查找。"),
        ) from error
    note = trashed.parent.parent / "info" / f"{trashed.name}.trashinfo"  # where freedesktop systems keep the old place
    with suppress(OSError):
        note.unlink(missing_ok=True)
