"""How far a training is, what it costs, and the buttons that steer it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.training import Training
from desktop_app.ui.language import Language
from desktop_app.ui.panels.durations import duration_text
from desktop_app.ui.panels.run_series import parted_names
from desktop_app.ui.panels.run_texts import (
    UNKNOWN,
    best_figure,
    epoch_of,
    figure_text,
    fraction_done,
    is_training,
    memory_text,
    model_title,
    seconds_left,
    state_text,
)
from desktop_app.ui.panels.training_facts import FactRow
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import ElidedLabel
from desktop_app.ui.widgets.progress_bar import ThinProgressBar
from trainer.contract.run_history import RunHistory


class ProgressCard(Card):
    """Shows the training that the window follows; each signal is one intention of the person."""

    try_wanted = Signal()
    pause_wanted = Signal()
    stop_wanted = Signal()
    resume_wanted = Signal()
    rate_wanted = Signal()
    results_wanted = Signal()

    def __init__(self, theme: Theme, language: Language, training: Training, parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=0, parent=parent)
        self._language, self._training = language, training
        self._is_exporting = False
        self._title = ElidedLabel(theme, "fact")
        self._status = ElidedLabel(theme, "help", "text2")
        self.try_button = Button(theme, "secondary", "try")
        self.pause_button = Button(theme, "secondary", "pause")
        self.stop_button = Button(theme, "danger", "stop")
        self.resume_button = Button(theme, "secondary", "play")
        self.results_button = Button(theme, "secondary")
        self.bar = ThinProgressBar(theme)
        self.facts = FactRow(theme, (5, 5, 5, 4, 7, 5))
        self.rate_button = Button(theme, "link")
        self._lay_out()
        for button, signal in (
            (self.try_button, self.try_wanted),
            (self.pause_button, self.pause_wanted),
            (self.stop_button, self.stop_wanted),
            (self.resume_button, self.resume_wanted),
            (self.results_button, self.results_wanted),
            (self.rate_button, self.rate_wanted),
        ):
            button.clicked.connect(signal)
        self.retranslate()

    def set_exporting(self, exporting: bool) -> None:
        """Whether a model is being written from the checkpoint of a training that ended early."""
        self._is_exporting = exporting
        self.refresh()

    def status(self) -> str:
        """The line under the name."""
        return self._status.text()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self.stop_button.setText(self.tr("Stop..."))
        self.stop_button.set_tooltip(self.tr("Ends the training; the best and the last state are kept"))
        self.resume_button.setText(self.tr("Resume"))
        self.resume_button.set_tooltip(self.tr("Goes on from the last checkpoint"))
        self.results_button.setText(self.tr("Results"))
        self.rate_button.setText(self.tr("Change..."))
        self.rate_button.setAccessibleName(self.tr("Change the learning rate"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def refresh(self) -> None:
        """Show the training as it stands now."""
        training = self._training
        if training.spec is None:
            return
        self._title.setText(model_title(training.spec.documented_model, self._language))
        self._status.setText(self._status_text(training.history))
        self.bar.set_fraction(1.0 if training.state == "finished" else fraction_done(training.history))
        self._show_facts(training.history)
        self._show_buttons()

    def _status_text(self, history: RunHistory) -> str:
        state = self._training.state
        if state == "stopping":
            return self.tr("Stopping: the best and the last state are being saved")
        if state in ("starting", "running") and history.phase is not None and history.phase.name != "training":
            return self._language.pick(history.phase.title)
        started, epoch = history.started, epoch_of(history)
        if started is None:
            return state_text(state)
        if state == "finished":
            time = duration_text(history.final.seconds, self._language) if history.final else UNKNOWN
            return self.tr("{state} · {epochs} epochs in {time}").format(
                state=state_text(state), epochs=self._language.number(epoch), time=time
            )
        return self.tr("{state} · epoch {epoch} of {total}").format(
            state=state_text(state),
            epoch=self._language.number(epoch),
            total=self._language.number(started.total_epochs),
        )

    def _show_facts(self, history: RunHistory) -> None:
        progress, language = history.progress, self._language
        live = self._training.is_live
        left = seconds_left(history) if live else None
        speed = progress.samples_per_second if progress and live and is_training(history) else 0.0
        speed_text = self.tr("{count} / s").format(count=language.number(speed)) if speed else UNKNOWN
        figure, best = best_figure(history, language)
        caption = parted_names([figure])[0] or figure
        is_gpu = history.started is not None and history.started.device != "cpu"
        rate = figure_text(self._learning_rate(history), "", language)
        texts = [
            (self.tr("Remaining"), UNKNOWN if left is None else duration_text(left, language)),
            (self.tr("Elapsed"), duration_text(progress.elapsed, language) if progress else UNKNOWN),
            (self.tr("Speed, pictures"), speed_text),
            (
                self.tr("GPU memory") if is_gpu else self.tr("Memory"),
                memory_text(progress.memory if progress else 0, language),
            ),
            (self.tr("Best: {figure}").format(figure=caption) if caption else self.tr("Best so far"), best),
            (self.tr("Learning rate"), rate),
        ]
        for fact, (caption, value) in zip(self.facts.facts, texts, strict=True):
            fact.set_texts(caption, value)

    def _learning_rate(self, history: RunHistory) -> float | None:
        if history.progress is not None:
            return history.progress.learning_rate
        spec = self._training.spec
        return float(spec.hyperparameters.get("learning_rate", 0.0)) if spec else None

    def _show_buttons(self) -> None:
        training = self._training
        live, paused = training.is_live, training.state == "paused"
        trains = training.state in ("running", "paused") and is_training(training.history)
        may_stop = training.state in ("running", "paused")
        for button, allowed in (
            (self.pause_button, trains), (self.rate_button, trains), (self.stop_button, may_stop),
        ):  # fmt: skip
            button.setVisible(live)
            button.allow(allowed, self.tr("Not while the training is starting or ending"))
        self.pause_button.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self.pause_button.set_icon("play" if paused else "pause")
        self.resume_button.setVisible(training.state in ("stopped", "interrupted"))
        self.results_button.setVisible(not live)
        ended = self.tr("Exporting...") if self._is_exporting else self.tr("Try it")
        self.try_button.setText(self.tr("Try it now") if live else ended)
        busy = training.snapshot_is_wanted or self._is_exporting
        self.try_button.setVisible(live or bool(training.history.exports) or training.state == "stopped")
        begun = training.history.progress is not None
        reason = self.tr("A model is being written") if busy or begun else self.tr("Not before the training has begun")
        self.try_button.allow((trains or not live) and not busy, reason)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._status)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(texts, 1)
        for button in (
            self.try_button, self.pause_button, self.resume_button, self.results_button, self.stop_button,
        ):  # fmt: skip
            top.addWidget(button)
        facts = QHBoxLayout()
        facts.addWidget(self.facts, 1)
        facts.addWidget(self.rate_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(top)
        self.body.addSpacing(10)
        self.body.addWidget(self.bar)
        self.body.addSpacing(10)
        self.body.addLayout(facts)
