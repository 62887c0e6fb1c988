"""Asks where to save a file, writes it beside the window, and says what came of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_app.services.notifier import Action, Failure, failure_of
from desktop_app.ui.context import PageContext

FILTERS = {
    ".png": "PNG (*.png)",
    ".gif": "GIF (*.gif)",
    ".csv": "CSV (*.csv)",
    ".onnx": "ONNX (*.onnx)",
    ".txt": "TXT (*.txt)",
    ".wav": "WAV (*.wav)",
}


class PictureSaver(QObject):
    """Saves what a page makes. The folder proposed is the one of Settings, else the desktop's for pictures."""

    def __init__(self, context: PageContext, show_failure: Callable[[Failure], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._show_failure, self._window = context, show_failure, parent

    def save(self, name: str, write: Callable[[Path], Path]) -> None:
        """Ask for a place, proposing `name`, and call `write` with it on a thread of the pool."""
        suffix = Path(name).suffix
        proposal = str(self.folder(suffix) / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save as"), proposal, FILTERS[suffix])
        if not chosen:
            return
        target = Path(chosen)
        if target.suffix.lower() != suffix:
            target = target.with_name(target.name + suffix)
            if target.exists():  # the dialog has asked about the name without its ending only
                self._ask_to_replace(target, lambda: self._write(target, write))
                return
        self._write(target, write)

    def folder(self, suffix: str = ".png") -> Path:
        """Where files are proposed to go."""
        places = QStandardPaths.StandardLocation
        place = places.DocumentsLocation if suffix == ".txt" else places.PicturesLocation
        chosen = self._context.services.settings.pictures_folder
        return Path(chosen or QStandardPaths.writableLocation(place) or Path.home())

    def _write(self, target: Path, write: Callable[[Path], Path]) -> None:
        self._context.services.tasks.run(lambda: write(target), self._saved, self._not_saved)

    def _ask_to_replace(self, target: Path, replace: Callable[[], object]) -> None:
        text = self.tr("{name} is there already. Replace it?").format(name=target.name)
        buttons = QMessageBox.StandardButton
        box = QMessageBox(QMessageBox.Icon.Question, "", text, buttons.Cancel, self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button = box.addButton(self.tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        button.clicked.connect(lambda: replace())
        box.open()

    def _saved(self, path: Path) -> None:
        open_folder = Action(self.tr("Show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        self._context.services.notifier.tell(self.tr("Saved"), path.name, action=open_folder)

    def _not_saved(self, error: Exception) -> None:
        self._show_failure(
            failure_of(error, lambda: self.tr("The file could not be saved"), self._context.language.pick)
        )
