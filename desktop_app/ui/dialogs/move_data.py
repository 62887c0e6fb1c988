"""Moving the data folder: the question, the progress, and the new start."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QProcess, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.processes import own_command
from desktop_app.services.data_folder import MovePlan, carry_out, plan_move
from desktop_app.services.notifier import failure_of
from desktop_app.ui.context import PageContext
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.progress_bar import ThinProgressBar
from trainer.contract.errors import Cancelled

WIDTH = 460


def start_again(window: QWidget) -> None:
    """Starts the program anew and closes this one."""
    image = os.environ.get("APPIMAGE")  # what is inside it can be seen only while this program runs
    command = [image] if image else own_command()
    if QProcess.startDetached(command[0], command[1:]):
        window.close()


class DataMover(QObject):
    """Asks for a folder, says what would happen, and lets it happen. `dialog` is the one that is open, if any."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._widget = context, parent
        self.dialog: MoveDialog | None = None
        self.start_again: Callable[[QWidget], None] = start_again

    def choose(self) -> None:
        """Ask for the new place."""
        title, start = self.tr("Where should the data folder be?"), str(self._context.services.places.data.parent)
        if folder := QFileDialog.getExistingDirectory(self._widget, title, start):
            self.offer(Path(folder))

    def offer(self, chosen: Path) -> None:
        """Look at the chosen folder beside the window, then ask."""
        services = self._context.services
        if services.data_sets.downloading or services.gpu_part.activity not in ("", "looking"):
            services.notifier.tell(
                self.tr("Not while files are being downloaded"),
                self.tr("They go to the data folder. Wait until they are there, or cancel the download."),
                kind="warning",
            )
            return
        services.tasks.run(lambda: plan_move(services.places, chosen), self._ask, self._fail, key="move-data")

    def _ask(self, plan: MovePlan) -> None:
        window = self._widget.window()
        self.dialog = MoveDialog(self._context, plan, window)
        self.dialog.failed.connect(self._fail)
        self.dialog.accepted.connect(lambda: self.start_again(window))
        self.dialog.open()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._context.services.notifier.tell(self.tr("The data folder stays where it is"), kind="info")
            return
        failure = failure_of(error, lambda: self.tr("The data folder could not be moved"), self._context.language.pick)
        self._context.services.notifier.fail(failure)


class MoveDialog(QDialog):
    """Says what will happen; shows how far it is; accepted once the new place is noted."""

    failed = Signal(Exception)
    _copied = Signal(float)

    def __init__(self, context: PageContext, plan: MovePlan, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._plan = context, plan
        self._cancelled = threading.Event()
        self._runs = False
        self._question = Label(context.theme, "group", wrap=True)
        self._text = Label(context.theme, "body", wrap=True)
        self._bar = ThinProgressBar(context.theme)
        self.go = Button(context.theme, "primary")
        self.cancel = Button(context.theme)
        self._bar.setVisible(False)
        self.setWindowTitle(self.tr("Data folder"))
        self._question.setText(self.tr("Move the data folder?") if plan.is_copied else self.tr("Use this data folder?"))
        self._text.setText(self._sentence())
        self._bar.setAccessibleName(self.tr("Copied"))
        self.go.setText(self.tr("Move and start again") if plan.is_copied else self.tr("Use it and start again"))
        self.cancel.setText(self.tr("Cancel"))
        self.go.clicked.connect(self._begin)
        self.cancel.clicked.connect(self.reject)
        self._copied.connect(self._bar.set_fraction)
        self._lay_out()
        self.cancel.setFocus()

    def reject(self) -> None:
        if self._runs:
            self._cancelled.set()  # the copy ends soon, and then the dialog
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _sentence(self) -> str:
        plan = self._plan
        if not plan.is_copied:
            text = self.tr("{target} holds models and trainings already. What is in {source} stays there.")
            return text.format(target=plan.target, source=plan.source)
        size = QLocale().formattedDataSize(plan.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        text = self.tr(
            "{size} are copied from {source} to {target}. Then the program starts again, and the old folder goes to "
            "the trash."
        )
        return text.format(size=size, source=plan.source, target=plan.target)

    def _begin(self) -> None:
        self._runs = True
        self.go.setEnabled(False)
        self._bar.setVisible(self._plan.is_copied)
        self._context.services.tasks.run(
            lambda: carry_out(self._plan, self._keep_going), lambda _: self._end(None), self._end, key="move-data"
        )

    def _keep_going(self, copied: int) -> bool:
        self._copied.emit(copied / max(self._plan.size, 1))
        return not self._cancelled.is_set()

    def _end(self, error: Exception | None) -> None:
        self._runs = False
        if error is None:
            self.accept()
        else:
            super().reject()
            self.failed.emit(error)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for part in (self._question, self._text, self._bar):
            column.addWidget(part)
        column.addLayout(buttons)
        self.setMinimumWidth(self._context.theme.px(WIDTH))
