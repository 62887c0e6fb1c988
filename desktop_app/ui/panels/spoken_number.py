"""Hears a number that a person says, with a classifier of sounds, so that it need not be typed."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.services.inference_service import Answer, Failed
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import Failure, failure_of
from desktop_app.services.sound_device import RECORD_RATE, Recorder
from desktop_app.services.sound_requests import ReadSound
from desktop_app.services.speech_requests import knows_all
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.speech_side import SpeechControls

HEARD = "generate.heard"
TICK = 50  # milliseconds from look to look at what is recorded


class SpokenNumber(QObject):
    """`heard` carries what was said, in labels; `failed` what could not be recorded or read."""

    heard = Signal(str)
    failed = Signal(Failure)

    def __init__(self, context: PageContext, controls: SpeechControls, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._controls = context, controls
        self._recorder, self._is_recording = Recorder(), False
        self._words: tuple[str, ...] = ()
        self._can_record = False
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._look)
        controls.record.clicked.connect(self.record_or_stop)
        context.services.inference.answered.connect(self._take)
        context.services.inference.failed.connect(self._fail)
        context.services.library.changed.connect(self._show_possible)

    def set_words(self, words: tuple[str, ...]) -> None:
        """Listen for these."""
        self._words = words
        self._show_possible()

    def set_can_record(self, can_record: bool) -> None:
        """Whether this computer has a microphone."""
        self._can_record = can_record
        self._show_possible()

    def record_or_stop(self) -> None:
        """Begin to record, or end and read what was said."""
        if self._is_recording:
            self._is_recording = False
            samples = self._recorder.stop()
            if model := self._listener():
                self._context.services.inference.submit(model.id, ReadSound(samples, RECORD_RATE), HEARD)
        else:
            try:
                self._recorder.start()
            except OSError as error:
                self._tell(error, self.tr("Nothing could be recorded"))
            else:
                self._is_recording = True
        self._look()

    def cancel(self) -> None:
        """Record no longer, and forget what was recorded."""
        if self._is_recording:
            self._is_recording = False
            self._recorder.stop()
            self._look()

    # -------------------------------------------------------------------------------------------- working
    def _listener(self) -> LibraryModel | None:
        """The first classifier of sounds that knows all the words."""
        models = self._context.services.library.usable("audio-classification")
        return next((each for each in models if knows_all(each.entry.usable_card().labels, self._words)), None)

    def _take(self, answer: Answer) -> None:
        if answer.channel == HEARD:
            from trainer.contract.results import Refusal

            result = answer.result.result
            if isinstance(result, Refusal):
                self._tell(result.error, self.tr("The number could not be heard"))
            else:
                self.heard.emit(result.number or result.label)

    def _fail(self, failed: Failed) -> None:
        if failed.channel == HEARD:
            self._tell(failed.error, self.tr("The number could not be heard"))

    def _tell(self, error: Exception, what: str) -> None:
        self.failed.emit(failure_of(error, lambda: what, self._context.language.pick))

    def _look(self) -> None:
        """Show how much is recorded; goes on while there is something to look at."""
        if self._is_recording and self._recorder.is_full:
            self.record_or_stop()
            return
        self._controls.show_recording(self._recorder.seconds if self._is_recording else -1.0)
        if self._is_recording:
            self._tick.start()
        else:
            self._tick.stop()

    def _show_possible(self) -> None:
        if not self._can_record:
            reason = self.tr("This computer has no microphone.")
        else:
            reason = self.tr("No model in the library knows these words by ear. Train spoken digits to get one.")
        self._controls.record.allow(self._can_record and self._listener() is not None, reason)
