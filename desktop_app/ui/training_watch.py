"""Watches the training on behalf of the whole window: the rail, the end of it, and the question when the window closes.

Loads numpy: made after the first paint.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from desktop_app.services.notifier import Action
from desktop_app.ui.context import PageContext
from desktop_app.ui.desktop_notice import DesktopNotice
from desktop_app.ui.dialogs.training_questions import ClosingAnswer, ask_about_closing
from desktop_app.ui.panels.durations import rough_duration_text, time_left_text
from desktop_app.ui.panels.run_texts import (
    best_figure,
    ending_text,
    fraction_done,
    model_title,
    seconds_left,
    short_title,
    state_text,
)
from desktop_app.ui.trained_models import TrainedModels
from desktop_app.ui.widgets.navigation_rail import RunningTraining
from trainer.contract.events import RunFailed

translate = QCoreApplication.translate


class TrainingWatch(QObject):
    """Finds a training that goes on without a window, tells of every end, and asks before the window closes."""

    def __init__(self, context: PageContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._training = context.services.training
        self._trained = TrainedModels(context, self)
        self._notice = DesktopNotice(window, lambda: context.shell.page_wanted.emit("train", "live"))
        self._closes_after_stop = False
        self._may_leave = False
        self.ask_about_closing: Callable[[QWidget, str], ClosingAnswer] = ask_about_closing
        self._training.changed.connect(self._tell_rail)
        self._training.ended.connect(self._tell_end)
        self._training.began.connect(self._forget_answer)
        context.language.changed.connect(self._tell_rail)
        self._training.find_live()

    def may_close(self) -> bool:
        """Asks what becomes of a training that runs; False while the window must stay."""
        training = self._training
        if self._may_leave or not training.is_live:
            return True
        if training.state == "stopping" and not training.is_unanswered:
            self._closes_after_stop = True
            return False
        answer = self.ask_about_closing(self._window, self._name())
        if answer == "stop":
            self._closes_after_stop = True
            training.stop()
            return False
        self._may_leave = answer == "keep"
        return self._may_leave

    def _forget_answer(self) -> None:
        self._may_leave = self._closes_after_stop = False

    def _name(self) -> str:
        spec = self._training.spec
        return model_title(spec.documented_model, self._context.language) if spec else ""

    def _tell_rail(self) -> None:
        training, language = self._training, self._context.language
        if not training.is_live or training.spec is None:
            self._context.shell.training_changed.emit(None)
            return
        left = seconds_left(training.history) if training.state == "running" else None
        long, short = state_text(training.state), state_text(training.state)
        if left is not None:
            long, short = time_left_text(left, language), rough_duration_text(left, language)
        self._context.shell.training_changed.emit(
            RunningTraining(
                short_title(training.spec.documented_model, language), long, short, fraction_done(training.history)
            )
        )

    def _tell_end(self) -> None:
        """Tells how it ended, in the window; on the desktop too if the window is not in front."""
        training = self._training
        title = ending_text(training.state, self._name())
        detail, action = self._detail(), None
        if training.state == "finished" and training.folder is not None:
            folder, name = training.folder, training.spec.documented_model if training.spec else ""
            action = Action(translate("TrainingWatch", "Try it"), lambda: self._trained.try_run(folder, name))
            if folder.model_file.is_file():
                self._trained.adopt(folder.model_file, name, lambda model_id: None)  # so that the library has it
        kind: Literal["done", "warning"] = "done" if training.state in ("finished", "stopped") else "warning"
        self._context.services.notifier.tell(title, detail, kind=kind, action=action)
        if self._context.services.settings.notify_at_end:
            self._notice.show(title, detail)
        if self._closes_after_stop:
            self._window.close()

    def _detail(self) -> str:
        history, language = self._training.history, self._context.language
        if isinstance(history.final, RunFailed):
            return language.pick(history.final.message)
        figure, best = best_figure(history, language)
        return translate("TrainingWatch", "{figure}: {best}").format(figure=figure, best=best) if figure else ""
