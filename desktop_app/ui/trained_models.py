"""From a training to the page that uses its model: takes the file into the library, then opens Generate or Classify."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.services.notifier import failure_of
from desktop_app.services.trained_models import export_checkpoint
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.model_texts import TASK_PAGES
from trainer.contract.run_folder import RunFolder


class TrainedModels(QObject):
    """`exporting_changed` tells when a model is being written from a checkpoint, and when that has ended."""

    exporting_changed = Signal(bool)

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = ""
        context.services.library.changed.connect(self._open_wanted)

    def try_run(self, folder: RunFolder, name: str) -> None:
        """Use the model of a run; one that ended early is exported first."""
        if folder.model_file.is_file():
            self.try_file(folder.model_file, name)
            return
        data_dir = self._context.services.places.data
        self.exporting_changed.emit(True)
        self._context.services.tasks.run(
            lambda: export_checkpoint(folder, data_dir), lambda path: self._take_export(path, name), self._fail
        )

    def try_file(self, path: Path, name: str) -> None:
        """Use the model in a file that a training here wrote; it gets `name` in the library."""
        self.adopt(path, name, self.open)

    def adopt(self, path: Path, name: str, done: Callable[[str], object]) -> None:
        """Take a model into the library, once; `done` gets its id."""
        self._context.services.library.adopt_trained(path, name, done, self._fail)

    def open(self, model_id: str) -> None:
        """Open the page that uses a model of the library, as soon as the library has read it."""
        self._wanted = model_id
        self._open_wanted()

    def _take_export(self, path: Path, name: str) -> None:
        self.exporting_changed.emit(False)
        self.try_file(path, name)

    def _open_wanted(self) -> None:
        model = self._context.services.library.model(self._wanted) if self._wanted else None
        if model is None or model.entry.card is None:
            return
        model_id, self._wanted = self._wanted, ""
        self._context.shell.page_wanted.emit(TASK_PAGES[model.entry.card.tasks[0]], model_id)

    def _fail(self, error: Exception) -> None:
        self.exporting_changed.emit(False)
        what = self.tr("The trained model cannot be opened")
        self._context.services.notifier.fail(failure_of(error, what, self._context.language.pick))
