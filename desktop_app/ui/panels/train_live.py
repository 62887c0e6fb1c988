"""Live: the training that the window follows, with its charts growing. Loads numpy and pyqtgraph."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from desktop_app.services.notifier import Action, Failure
from desktop_app.services.run_details import read_log
from desktop_app.services.training import Training
from desktop_app.ui.context import PageContext
from desktop_app.ui.dialogs.training_questions import ask_for_rate, ask_to_end, ask_to_stop
from desktop_app.ui.panels.folds_card import FoldsCard
from desktop_app.ui.panels.run_charts import RunCharts
from desktop_app.ui.panels.run_failure import advice_after_end, reason_of_end
from desktop_app.ui.panels.sample_strip import SampleStrip
from desktop_app.ui.panels.training_progress import ProgressCard
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.error_card import ErrorCard
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from trainer.contract.events import RunFailed
from trainer.contract.hyperparameters import Hyperparameters
from trainer.contract.settings import field_specs

REFRESH = 100  # milliseconds: progress moves at most ten times a second
LOG_TAIL = 4000  # characters of the log that are shown with an interruption


class LivePanel(QStackedWidget):
    """Empty state, or progress, failure, warning, charts and samples of the followed training."""

    setup_wanted = Signal()
    results_wanted = Signal()
    try_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, context: PageContext, charts: RunCharts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._training = context, context.services.training
        theme, language = context.theme, context.language
        self.progress = ProgressCard(theme, language, self._training)
        self.failure = ErrorCard(theme)
        self.warning = WarningLine(context)
        self.charts = charts
        self.folds = FoldsCard(theme, language)
        self.samples = SampleStrip(theme, language)
        self._empty = EmptyState(theme, "train")
        self._set_up, self._past = Button(theme, "primary", "train"), Button(theme)
        self.ask_to_stop: Callable[[QWidget], bool] = ask_to_stop
        self.ask_to_end: Callable[[QWidget], bool] = ask_to_end
        self._timer = QTimer(self, interval=REFRESH, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self.retranslate()

    def set_compact(self, compact: bool, gap: int) -> None:
        """Take the sizes of a narrow or a wide window; `gap` is the room between the cards."""
        self._column.setSpacing(gap)
        self.charts.set_gap(gap)
        self.samples.set_compact(compact)

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._empty.set_texts(
            self.tr("No training is running"),
            self.tr("Start one with the settings as they are; a first model takes about a minute."),
        )
        self._set_up.setText(self.tr("Set up a training"))
        self._past.setText(self.tr("Past trainings"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def refresh(self) -> None:
        """Show the training as it stands now."""
        training = self._training
        self.setCurrentIndex(0 if training.spec is None else 1)
        if training.spec is None or training.folder is None:
            return
        self.progress.refresh()
        self.warning.show_state(training)
        self.charts.show_history(training.history)
        self.folds.show_history(training.history)
        self.samples.show_samples(training.history.samples, training.folder.samples)
        self._show_failure()

    def stop(self) -> None:
        """Stop after asking."""
        if self._training.state in ("running", "paused") and self.ask_to_stop(self):
            self._training.stop()

    def _show_failure(self) -> None:
        training = self._training
        failure = None
        if training.state == "interrupted":
            failure = self._interruption()
        elif training.state == "failed" and isinstance(training.history.final, RunFailed):
            failure = self._failure(training.history.final)
        if failure is None:
            self.failure.clear()
        elif failure != self.failure.failure():
            self.failure.show_failure(failure)

    def _interruption(self) -> Failure:
        training = self._training
        folder = training.folder
        reason = reason_of_end(training.exit_status, training.was_ended, folder is not None and folder.lacks_room())
        log = read_log(folder)[-LOG_TAIL:] if folder else ""
        resume = Action(self.tr("Resume"), self._resume)
        advice = advice_after_end(training.history, self._context.language)
        return Failure(self.tr("The training was interrupted"), reason, advice, log, resume)

    def _failure(self, final: RunFailed) -> Failure:
        spec, pick = self._training.spec, self._context.language.pick
        fix = None
        if final.kind == "training-failed" and spec is not None and spec.hyperparameters.get("learning_rate"):
            rate = spec.hyperparameters["learning_rate"] / 10
            title = self.tr("Set up again with learning rate {rate}").format(rate=f"{rate:g}")
            fix = Action(title, self.retry_wanted.emit)
        return Failure(self.tr("The training failed"), pick(final.message), pick(final.hint), final.details, fix)

    def _change_rate(self) -> None:
        training = self._training
        if training.spec is None:
            return
        asked = next(spec for spec in field_specs(Hyperparameters) if spec.name == "learning_rate")
        present = training.history.changed_settings.get(
            "learning_rate", float(training.spec.hyperparameters.get("learning_rate", asked.default))
        )
        rate = ask_for_rate(self, self._context.theme, present, asked.minimum or 0.0, asked.maximum or 1.0)
        if rate is not None and rate != present:
            training.set_value("learning_rate", rate)

    def _toggle_pause(self) -> None:
        if self._training.state == "paused":
            self._training.go_on()
        else:
            self._training.pause()

    def _try(self) -> None:
        if self._training.is_live:
            self._training.take_snapshot()
        else:
            self.try_wanted.emit()

    def _resume(self) -> None:
        if self._training.folder is not None:
            self._training.resume(self._training.folder)

    def _end_worker(self) -> None:
        if self.ask_to_end(self):
            self._training.end_worker()

    def _schedule(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _connect(self) -> None:
        training, progress = self._training, self.progress
        training.began.connect(self.refresh)
        training.ended.connect(self.refresh)
        training.changed.connect(self._schedule)
        progress.try_wanted.connect(self._try)
        progress.pause_wanted.connect(self._toggle_pause)
        progress.stop_wanted.connect(self.stop)
        progress.resume_wanted.connect(self._resume)
        progress.rate_wanted.connect(self._change_rate)
        progress.results_wanted.connect(self.results_wanted)
        self.warning.end_wanted.connect(self._end_worker)
        self._set_up.clicked.connect(self.setup_wanted)
        self._past.clicked.connect(self.results_wanted)

    def _lay_out(self) -> None:
        empty = Card(self._context.theme)
        empty.body.addWidget(self._empty)
        self._empty.add_action(self._set_up)
        self._empty.add_action(self._past)
        content = ScrollColumn()
        self._column = content.body
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.progress, self.failure, self.warning, self.charts, self.folds, self.samples):
            self._column.addWidget(widget, 1 if widget is self.charts else 0)
        self.addWidget(empty)
        self.addWidget(content)


class WarningLine(Card):
    """The newest warning of the training, or that its worker does not answer."""

    end_wanted = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, padding=10)
        self._context = context
        self._icon = QLabel()
        self._text = Label(context.theme, "help", "warn", wrap=True)
        self._end = Button(context.theme, "danger")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._end)
        self.body.addLayout(row)
        self._end.clicked.connect(self.end_wanted)
        context.theme.changed.connect(self._restyle)
        self._restyle()
        self.setVisible(False)

    def show_state(self, training: Training) -> None:
        """Show what there is to warn of; hidden if nothing."""
        unanswered = training.is_unanswered and training.is_live
        warnings = training.history.warnings
        text = self._context.language.pick(warnings[-1].message) if warnings else ""
        if unanswered:
            text = self.tr("The training has not answered yet. It may be in the middle of a long step.")
        self._text.setText(text)
        self._end.setText(self.tr("End it now"))
        self._end.setVisible(unanswered and training.can_end_worker)
        self.setVisible(bool(text))

    def text(self) -> str:
        """What is shown."""
        return self._text.text()

    def _restyle(self) -> None:
        self._icon.setPixmap(self._context.theme.pixmap("warning", "warn", 18, self.devicePixelRatioF()))
