"""Works the sound side of Classify: opens, records, plays, and has sounds read."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop_app.services.inference_requests import BatchItem
from desktop_app.services.inference_service import Answer, Failed, Progress
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import Failure, failure_of
from desktop_app.services.readings_csv import save_readings
from desktop_app.services.sound_device import PLAY_RATE, RECORD_RATE, Devices, Player, Recorder, find_devices
from desktop_app.services.sound_requests import ReadSound, ReadSounds
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.panels.sound_side import SoundSide

if TYPE_CHECKING:
    import numpy as np

ONE, MANY = "classify.sound", "classify.sounds"
TICK = 50  # milliseconds from look to look at what plays or is recorded


class SoundClassifying(QObject):
    """`read` carries each answer once it is shown, `failed` what could not be done; `began` comes with a batch."""

    read = Signal(Answer)
    began = Signal()
    failed = Signal(Failure)

    def __init__(self, context: PageContext, side: SoundSide, saver: PictureSaver, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._side, self._saver = context, side, saver
        self._model: LibraryModel | None = None
        self._last: tuple[str, Path | np.ndarray] | None = None
        self._player, self._recorder = Player(), Recorder()
        self._knows_devices = self._is_recording = False
        self._total = 0
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._look)
        side.sound.play_wanted.connect(self.play_or_stop)
        side.sound.record_wanted.connect(self.record_or_stop)
        side.sound.open_wanted.connect(self.choose_file)
        side.batch.chosen.connect(self._show_row)
        side.batch.export_wanted.connect(self.export)
        context.services.inference.answered.connect(self._take)
        context.services.inference.failed.connect(self._fail)
        context.services.inference.progressed.connect(self._take_progress)
        self.destroyed.connect(self._player.stop)

    def use(self, model: LibraryModel) -> None:
        """Ask this model from now on; looks for devices the first time."""
        self._model = model
        if not self._knows_devices:
            self._knows_devices = True
            self._context.services.tasks.run(find_devices, self._take_devices, lambda error: None, key="sound.devices")
        if self._last is not None:
            self._ask(*self._last)

    def is_busy(self) -> bool:
        """Whether a reading is to come."""
        inference = self._context.services.inference
        return inference.is_busy(ONE) or inference.is_busy(MANY)

    def is_reading_many(self) -> bool:
        """Whether a batch is under way."""
        return self._context.services.inference.is_busy(MANY)

    def open(self, paths: list[Path]) -> None:
        """Read a file; several or a folder one by one."""
        if len(paths) == 1 and not paths[0].is_dir():
            self._ask(paths[0].name, paths[0])
        elif self._model is not None:
            self._side.batch.clear(self._model.entry.card)
            self._side.show_batch(True)
            self._context.services.inference.submit(self._model.id, ReadSounds(tuple(paths)), MANY, background=True)
            self.began.emit()

    def stop(self) -> None:
        """Let a batch end early, and what plays or is recorded."""
        self._context.services.inference.stop(MANY)
        self.fall_silent()

    def fall_silent(self) -> None:
        """Neither play nor record any longer."""
        self._player.stop()
        if self._is_recording:
            self._recorder.stop()
        self._is_recording = False
        self._look()

    def export(self) -> None:
        """Save the readings of all sounds as CSV."""
        items, language = self._side.batch.model.items(), self._context.language.code
        if items:
            self._saver.save("readings.csv", lambda target: save_readings(items, target, language))

    def choose_file(self) -> None:
        """Ask for files."""
        chosen, _ = QFileDialog.getOpenFileNames(self._side, self.tr("Choose sounds"))
        if chosen:
            self.open([Path(each) for each in chosen])

    def copy(self) -> None:
        """Put the reading on the clipboard."""
        QGuiApplication.clipboard().setText(self._side.heard.text())

    def play_or_stop(self) -> None:
        """Play the sound that is shown, or stop it."""
        if self._player.is_playing or self._last is None:
            self._player.stop()
        else:
            from trainer.contract.sound_files import resampled, sound_blocks

            source = self._last[1]
            blocks: Iterable[np.ndarray]
            if isinstance(source, Path):
                blocks = sound_blocks(source, PLAY_RATE)
            else:
                blocks = [resampled(source, RECORD_RATE, PLAY_RATE)]
            self._try(lambda: self._player.play(blocks), self.tr("The sound could not be played"))
        self._look()

    def record_or_stop(self) -> None:
        """Begin to record, or end and read what was recorded."""
        if not self._is_recording:
            self._player.stop()
            self._is_recording = self._try(self._recorder.start, self.tr("Nothing could be recorded"))
        else:
            self._is_recording = False
            self._ask("", self._recorder.stop())
        self._look()

    # -------------------------------------------------------------------------------------------- working
    def _ask(self, name: str, source: "Path | np.ndarray") -> None:
        self._last = (name, source)
        self._player.stop()
        self._look()
        if self._model is not None:
            self._side.heard.busy_line.set_busy(True)
            self._context.services.inference.submit(self._model.id, ReadSound(source, RECORD_RATE), ONE)

    def _try(self, work: Callable[[], object], what: str) -> bool:
        try:
            work()
        except OSError as error:
            self.failed.emit(failure_of(error, lambda: what, self._context.language.pick))
            return False
        return True

    def _look(self) -> None:
        """Show what plays and what is recorded; goes on while there is something to look at."""
        is_playing = self._player.is_playing
        if self._is_recording and self._recorder.is_full:
            self.record_or_stop()
            return
        self._side.sound.show_playing(self._player.seconds if is_playing else None)
        self._side.sound.show_recording(self._recorder.seconds if self._is_recording else -1.0)
        if is_playing or self._is_recording:
            self._tick.start()
        else:
            self._tick.stop()

    def _take_devices(self, devices: Devices) -> None:
        self._side.sound.set_devices(devices.can_play, devices.can_record)

    def _take_progress(self, progress: Progress) -> None:
        if progress.channel == MANY:
            self._total = progress.total
            self._side.batch.append(progress.items)
            self._side.batch.show_progress(progress.done, progress.total)

    def _take(self, answer: Answer) -> None:
        if answer.channel == MANY:
            self._side.batch.finish(answer.milliseconds, (answer.result, self._total) if answer.stopped else None)
            self.read.emit(answer)
        if answer.channel != ONE or self._last is None:
            return
        self._side.heard.busy_line.set_busy(False)
        model = self._context.services.library.model(answer.model_id)
        if model is not None:
            name = self._last[0] or self.tr("your recording")
            self._side.show_sound(model.entry.usable_card(), answer.result, name, answer.milliseconds)
            self._side.sound.set_has_sound(answer.result.overview is not None)
        self.read.emit(answer)

    def _fail(self, failed: Failed) -> None:
        if failed.channel == ONE:
            self._side.heard.busy_line.set_busy(False)

    def _show_row(self, item: BatchItem) -> None:
        self._ask(item.path.name, item.path)
