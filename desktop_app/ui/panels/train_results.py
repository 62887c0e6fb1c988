"""Results: one run, live or past, with the charts that Live shows. Loads numpy and pyqtgraph."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.services.notifier import Action, failure_of
from desktop_app.services.run_details import RunDetails, read_details, read_log
from desktop_app.services.run_store import RunEntry
from desktop_app.services.trash import move_to_trash, restore_from_trash
from desktop_app.ui.context import PageContext
from desktop_app.ui.dialogs.log_dialog import LogDialog
from desktop_app.ui.panels.confusion_card import ConfusionCard
from desktop_app.ui.panels.folds_card import FoldsCard
from desktop_app.ui.panels.run_charts import RunCharts
from desktop_app.ui.panels.run_metrics import MetricsCard
from desktop_app.ui.panels.run_summary import RunSummaryCard
from desktop_app.ui.panels.run_texts import model_title
from desktop_app.ui.panels.sample_strip import SampleStrip
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from trainer.contract.run_folder import RunFolder

READING = "train.results"


class ResultsPanel(QStackedWidget):
    """Shows the run that `show_run` names; what is to be done with it goes out as signals."""

    setup_wanted = Signal()
    try_wanted = Signal(object)  # RunDetails
    resume_wanted = Signal(object)  # RunFolder
    watch_wanted = Signal(object)  # RunFolder
    again_wanted = Signal(object)  # RunSpec
    runs_changed = Signal()

    def __init__(self, context: PageContext, charts: RunCharts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme, language = context.theme, context.language
        self.details: RunDetails | None = None
        self._wanted: RunEntry | None = None
        self.summary = RunSummaryCard(theme, language)
        self.metrics = MetricsCard(theme, language)
        self.confusion = ConfusionCard(theme, language)
        self.charts = charts
        self.folds = FoldsCard(theme, language)
        self.samples = SampleStrip(theme, language)
        self._empty = EmptyState(theme, "train")
        self._set_up = Button(theme, "primary", "train")
        self.open_folder: Callable[[Path], object] = _open_folder
        self._lay_out()
        self._connect()
        self.retranslate()

    def set_compact(self, compact: bool, gap: int) -> None:
        """Take the sizes of a narrow or a wide window; `gap` is the room between the cards."""
        self._column.setSpacing(gap)
        self.charts.set_gap(gap)
        self.samples.set_compact(compact)

    def show_run(self, entry: RunEntry | None) -> None:
        """Read a run beside the window and show it; None shows that there is none."""
        self._wanted = entry
        if entry is None:
            self.setCurrentIndex(0)
            return
        store, folder = self._context.services.training.store, entry.folder
        self._context.services.tasks.run(
            lambda: read_details(store, folder), self._show, self._show_problem, key=READING
        )

    def is_busy(self) -> bool:
        """Whether the run that is wanted is still being read."""
        shown = self.details.entry.folder.path if self.details else None
        return self._wanted is not None and self._wanted.folder.path != shown

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._empty.set_texts(
            self.tr("No trainings yet"), self.tr("Each training is kept here with its curves, samples and figures.")
        )
        self._set_up.setText(self.tr("Set up a training"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def delete(self) -> None:
        """Move the shown run to the trash; a toast can undo it."""
        details = self.details
        if details is None or details.entry.is_live or self.currentIndex() == 0:
            return
        path = details.entry.folder.path
        self._context.services.tasks.run(
            lambda: move_to_trash(path), lambda trashed: self._tell_deleted(details, trashed), self._show_problem
        )

    # -------------------------------------------------------------------------------------------- working
    def _show(self, details: RunDetails) -> None:
        self.details = details
        self.setCurrentIndex(1)
        self.summary.show_details(details)
        self.metrics.show_metrics(details.metrics)
        self.confusion.show_card(details.card)
        self.charts.show_history(details.history)
        self.folds.show_history(details.history)
        self.samples.show_samples(details.history.samples, details.entry.folder.samples)

    def _show_problem(self, error: Exception) -> None:
        what = self.tr("This training cannot be shown or changed")
        self._context.services.notifier.fail(failure_of(error, what, self._context.language.pick))

    def _tell_deleted(self, details: RunDetails, trashed: Path) -> None:
        path = details.entry.folder.path
        self.details = None
        self.runs_changed.emit()
        name = model_title(details.entry.spec.documented_model, self._context.language)
        self._context.services.notifier.tell(
            self.tr("Moved to the trash"), name, action=Action(self.tr("Undo"), lambda: self._restore(trashed, path))
        )

    def _restore(self, trashed: Path, path: Path) -> None:
        self._context.services.tasks.run(
            lambda: restore_from_trash(trashed, path), lambda _: self.runs_changed.emit(), self._show_problem
        )

    def _show_log(self) -> None:
        if self.details is not None:
            folder = self.details.entry.folder
            LogDialog(self._context.theme, folder.log_file.name, read_log(folder), self).open()

    def _connect(self) -> None:
        summary = self.summary
        summary.try_wanted.connect(lambda: self._send(self.try_wanted, self.details))
        summary.resume_wanted.connect(lambda: self._send(self.resume_wanted, self._folder()))
        summary.watch_wanted.connect(lambda: self._send(self.watch_wanted, self._folder()))
        summary.again_wanted.connect(lambda: self._send(self.again_wanted, self.details and self.details.entry.spec))
        summary.log_wanted.connect(self._show_log)
        summary.folder_wanted.connect(self._open_folder)
        summary.delete_wanted.connect(self.delete)
        self._set_up.clicked.connect(self.setup_wanted)

    def _folder(self) -> RunFolder | None:
        return self.details.entry.folder if self.details else None

    def _send(self, signal: SignalInstance, about: object) -> None:
        if about is not None:
            signal.emit(about)

    def _open_folder(self) -> None:
        if self.details is not None:
            self.open_folder(self.details.entry.folder.path)

    def _lay_out(self) -> None:
        empty = Card(self._context.theme)
        empty.body.addWidget(self._empty)
        self._empty.add_action(self._set_up)
        content = ScrollColumn()
        self._column = content.body
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.summary, self.metrics, self.charts, self.folds, self.confusion, self.samples):
            self._column.addWidget(widget, 1 if widget is self.charts else 0)
        self.addWidget(empty)
        self.addWidget(content)


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
