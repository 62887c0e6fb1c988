"""Works the side of Generate that speaks: asks the model, plays, saves, and has the words drawn."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.services.inference_service import Answer, Failed
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import Failure, failure_of
from desktop_app.services.sound_device import PLAY_RATE, Devices, Player, find_devices
from desktop_app.services.speech_requests import DrawLabels, SpeakText, knows_all, save_speech, speech_file
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.model_texts import short_name
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.panels.speech_side import SpeechSide
from desktop_app.ui.panels.spoken_number import SpokenNumber
from desktop_app.ui.widgets.pictures import image_from_array

if TYPE_CHECKING:
    import numpy as np

    from desktop_app.services.speech_requests import ShownSpeech

SPEECH, DRAWN = "generate.speech", "generate.spoken-drawn"
TICK = 50  # milliseconds from look to look at what plays


class Speaking(QObject):
    """`taken` comes with each answer, when it is shown; `failed` says what could not be done."""

    taken = Signal(Answer)
    failed = Signal(Failure)

    def __init__(self, context: PageContext, side: SpeechSide, saver: PictureSaver, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._side, self._saver = context, side, saver
        self._model: LibraryModel | None = None
        self._shown: ShownSpeech | None = None
        self._player = Player()
        self.number = SpokenNumber(context, side.controls, self)
        self.number.heard.connect(self._say)
        self.number.failed.connect(self.failed)
        self._knows_devices = False
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._look)
        side.controls.speak_wanted.connect(self.speak)
        side.spoken.play_wanted.connect(self.play_or_stop)
        side.spoken.save_wanted.connect(self.save)
        side.spoken.wall.chosen.connect(self._play_word)
        side.spoken.wall.set_descriptions(self._describe)
        side.spoken.wall.set_file_maker(self._dragged_file)
        context.services.inference.answered.connect(self._take)
        context.services.inference.failed.connect(self._fail)
        self.destroyed.connect(self._player.stop)

    def use(self, model: LibraryModel) -> None:
        """Speak with this model from now on, at once; looks for devices the first time."""
        if not self._knows_devices:
            self._knows_devices = True
            self._context.services.tasks.run(find_devices, self._take_devices, lambda error: None, key="speech.devices")
        if self._model is not None and (model.id, model.sha256) == (self._model.id, self._model.sha256):
            return
        self._model = model
        generation = model.entry.usable_card().generation
        self._side.controls.set_words(generation.labels if generation else ())
        self.number.set_words(generation.labels if generation else ())
        self.speak()

    def speak(self) -> None:
        """Say what is in the field."""
        if self._model is not None:
            controls = self._side.controls
            request = SpeakText(controls.text(), controls.seed(), controls.variety())
            self._side.spoken.heading.busy_line.set_busy(True)
            self._context.services.inference.submit(self._model.id, request, SPEECH)

    def play_or_stop(self) -> None:
        """Play what was said, or stop it."""
        if self._player.is_playing:
            self._stop_playing()
        elif self._shown is not None:
            self._play(self._shown.spoken.samples)

    def fall_silent(self) -> None:
        """Neither play nor record any longer."""
        self._stop_playing()
        self.number.cancel()

    def save(self) -> None:
        """Save what was said as a WAV file."""
        shown = self._shown
        if shown is not None:
            spoken = shown.spoken
            name = "".join(word.label or "" for word in spoken.words)[:20] or "speech"
            self._saver.save(f"{name}.wav", lambda target: save_speech(spoken.samples, spoken.rate, target))

    # -------------------------------------------------------------------------------------------- working
    def _say(self, number: str) -> None:
        """What was heard is said, and drawn, as if it had been typed."""
        self._side.controls.text_field.setText(number)
        self.speak()

    def _stop_playing(self) -> None:
        self._player.stop()
        self._look()

    def _take(self, answer: Answer) -> None:
        if answer.channel == SPEECH:
            self._stop_playing()
            self._shown = answer.result
            self._side.spoken.heading.busy_line.set_busy(False)
            self._side.spoken.show_speech(answer.result)
            self._draw(answer.result, answer.request.seed)
            self.taken.emit(answer)
        elif answer.channel == DRAWN:
            model = self._context.services.library.model(answer.model_id)
            self._side.drawn.setVisible(True)
            self._side.drawn.show_picture(image_from_array(answer.result), short_name(model) if model else "")

    def _draw(self, shown: "ShownSpeech", seed: int) -> None:
        """By the first generator of pictures that knows all words; nothing is shown where there is none."""
        words = [word.label for word in shown.spoken.words]
        for model in self._context.services.library.usable("unconditional-image-generation"):
            generation = model.entry.usable_card().generation
            if generation and knows_all(generation.labels, words):
                labels = tuple(filter(None, words))
                self._context.services.inference.submit(model.id, DrawLabels(labels, seed), DRAWN)
                return
        self._side.drawn.setVisible(False)

    def _fail(self, failed: Failed) -> None:
        words = {
            SPEECH: lambda: self.tr("Nothing could be said"),
            DRAWN: lambda: self.tr("The words could not be drawn"),
        }
        if failed.channel in words:
            self._side.spoken.heading.busy_line.set_busy(False)
            self.failed.emit(failure_of(failed.error, words[failed.channel], self._context.language.pick))

    def _play_word(self, number: int) -> None:
        if self._shown is not None and self._side.spoken.play.isEnabled() and number < len(self._shown.spoken.words):
            self._play(self._shown.word(number), show=False)

    def _play(self, samples: "np.ndarray", show: bool = True) -> None:
        from trainer.contract.sound_files import resampled

        assert self._shown is not None
        try:
            self._player.play([resampled(samples, self._shown.spoken.rate, PLAY_RATE)])
        except OSError as error:
            what = self.tr("The speech could not be played")
            self.failed.emit(failure_of(error, lambda: what, self._context.language.pick))
        if show:
            self._look()

    def _look(self) -> None:
        """Show how far it plays; goes on while it does."""
        is_playing = self._player.is_playing
        self._side.spoken.show_playing(self._player.seconds if is_playing else None)
        if is_playing:
            self._tick.start()
        else:
            self._tick.stop()

    def _take_devices(self, devices: Devices) -> None:
        self._side.spoken.set_can_play(devices.can_play)
        self.number.set_can_record(devices.can_record)

    def _describe(self, number: int) -> str:
        words = self._shown.spoken.words if self._shown else ()
        label = words[number].label if number < len(words) else None
        return self.tr("Word {number}: {label}").format(number=number + 1, label=label or "?")

    def _dragged_file(self, number: int) -> tuple[str, bytes]:
        if self._shown is None:
            raise RuntimeError("a word can only be dragged while there are some")
        label = self._shown.spoken.words[number].label or "word"
        return f"{label}-{number + 1}.wav", speech_file(self._shown.word(number), self._shown.spoken.rate)
