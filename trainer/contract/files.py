"""Regular files, opened only after what they are and how long they are is known."""

import stat
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


class NotAFile(Exception):  # noqa: N818 - told by its catcher, who knows what was expected
    """A folder, device, pipe or socket where a file was expected."""

    def __init__(self, *, is_folder: bool) -> None:
        super().__init__()
        self.is_folder = is_folder


def size_of_file(path: Path) -> int:
    """Bytes of a regular file, found without opening it: opening a named pipe could wait for ever.

    Raises WorkshopError `unreadable`, and NotAFile.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        raise cannot_be_opened(error) from error
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(is_folder=stat.S_ISDIR(status.st_mode))
    return status.st_size


def cannot_be_opened(error: Exception) -> WorkshopError:
    """Missing, forbidden, or an input/output error."""
    if isinstance(error, FileNotFoundError):
        message = Text("There is no file at this place.", "此位置没有文件。")
        return WorkshopError("unreadable", message, Text("Check the path.", "请检查路径。"))
    reason = getattr(error, "strerror", None) or str(error)
    message = Text(f"The file cannot be opened: {reason}.", f"无法打开文件：{reason}。")
    hint = Text("Check the path and that you may read the file.", "请检查路径，以及您是否有权读取该文件。")
    return WorkshopError("unreadable", message, hint)
