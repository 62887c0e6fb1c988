"""Asks where to save a file, writes it beside the window, and says what came of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.services.notifier import Action, Failure, failure_of
from desktop_app.ui.context import PageContext

FILTERS = {
    ".png": "PNG (*.png)",
    ".gif": "GIF (*.gif)",
    ".csv": "CSV (*.csv)",
    ".onnx": "ONNX (*.onnx)",
    ".txt": "TXT (*.txt)",
}


class PictureSaver(QObject):
    """Saves what a page makes. The folder proposed is the one of Settings, else the desktop's for pictures."""

    def __init__(self, context: PageContext, show_failure: Callable[[Failure], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._show_failure, self._window = context, show_failure, parent

    def save(self, name: str, write: Callable[[Path], Path]) -> None:
        """Ask for a place, proposing `name`, and call `write` with it on a thread of the pool."""
        suffix = Path(name).suffix
        proposal = str(self.folder() / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save as"), proposal, FILTERS[suffix])
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix.lower() != suffix:
            target = target.with_name(target.name + suffix)
        self._context.services.tasks.run(lambda: write(target), self._saved, self._not_saved)

    def folder(self) -> Path:
        """Where files are proposed to go."""
        chosen = self._context.services.settings.pictures_folder
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return Path(chosen or usual or Path.home())

    def _saved(self, path: Path) -> None:
        open_folder = Action(self.tr("Show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        self._context.services.notifier.tell(self.tr("Saved"), path.name, action=open_folder)

    def _not_saved(self, error: Exception) -> None:
        self._show_failure(
            failure_of(error, lambda: self.tr("The file could not be saved"), self._context.language.pick)
        )
