"""Classify: pictures dropped, pasted, chosen or drawn, one by one or by the thousand; texts typed, pasted or opened;
sounds dropped or recorded.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.inference_requests import BatchItem, ReadFiles, ReadPicture
from desktop_app.services.inference_service import Answer, Failed, Progress
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import failure_of
from desktop_app.services.readings_csv import save_readings
from desktop_app.services.sound_requests import ReadSound, ReadSounds
from desktop_app.services.text_batches import ReadTexts
from desktop_app.services.text_evidence import ReadText
from desktop_app.ui.context import PageContext
from desktop_app.ui.dropped import kind_of, picture_in, text_in
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels.batch import BatchCard
from desktop_app.ui.panels.classification_result import ResultCard, ShownResult
from desktop_app.ui.panels.drawing import DrawingCard
from desktop_app.ui.panels.model_choice import ContentOrEmpty, ModelChooser
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.panels.sound_classifying import SoundClassifying
from desktop_app.ui.panels.sound_side import SoundSide
from desktop_app.ui.panels.text_classifying import TextClassifying
from desktop_app.ui.panels.text_side import TextSide
from desktop_app.ui.panels.verdicts import strip_verdict
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.drop_zone import DropAnswer, DropZone
from desktop_app.ui.widgets.pictures import array_from_image, png_bytes
from trainer.contract.card import Task
from trainer.contract.preprocessing.step_names import FIND_DIGITS

if TYPE_CHECKING:
    import numpy as np

    from trainer.contract.results import PictureReading, Refusal

PICTURES: Task = "image-classification"
TEXTS: Task = "text-classification"
SOUNDS: Task = "audio-classification"
WARM_UP = "classify.warm-up"
ONE, MANY, DRAWING = "classify.one", "classify.many", "classify.drawing"
LOOKED_AT = 20  # of the paths that hang over the zone, so that the answer comes at once
TOP_HEIGHT, COMPACT_TOP_HEIGHT, STACKED_RESULT_HEIGHT = 292, 252, 232
ZONE_SHARE, RESULT_SHARE = 5, 7
STACKED_BELOW = 760
DRAWING_WIDTH, COMPACT_DRAWING_WIDTH = 248, 208
WIDE_COLUMN, COMPACT_COLUMN = 320, 264


class ClassifyPage(Page):
    """Reads pictures, texts or sounds with the classifier in use; what is brought decides which of them."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._last: tuple[str, Path | np.ndarray] | None = None  # name, empty for a pasted picture; None for a drawing
        self._progress: Progress | None = None
        self._last_run: Answer | None = None
        self._chooser = ModelChooser(context, (PICTURES, TEXTS, SOUNDS), self)
        self.header.add_control(self._chooser.picker)
        self.zone = DropZone(self.theme, self._judge)
        self._choose, self._paste = Button(self.theme, icon="folder"), Button(self.theme, icon="copy")
        self.drawing = DrawingCard(self.theme)
        self.result = ResultCard(self.theme, context.language)
        self.batch = BatchCard(self.theme, context.language)
        self.text_side = TextSide(self.theme, context.language)
        self.sound_side = SoundSide(self.theme, context.language)
        self._saver = PictureSaver(context, self.show_failure, self)
        self._texts = TextClassifying(context, self.text_side, self._saver, self)
        self._sounds = SoundClassifying(context, self.sound_side, self._saver, self)
        self._top, self._is_stacked = QWidget(), False
        self._top_grid = QGridLayout(self._top)
        self._content = ContentOrEmpty(context, self._lay_out(), self._empty_texts)
        self.body.addWidget(self._content)
        self._escape = QShortcut(Qt.Key.Key_Escape, self, self._stop)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.setEnabled(False)
        self._connect()
        self.retranslate()
        self.compact_changed()

    # -------------------------------------------------------------------------------------------- the page
    def activated(self, request: object = None) -> None:
        library = self.context.services.library
        if not library.is_read:
            library.refresh()
        if isinstance(request, str):
            self._chooser.choose(request)

    def retranslate(self) -> None:
        self._show_purpose()
        self._chooser.picker.setAccessibleName(self.tr("Classifier"))
        self._chooser.fill()
        self._content.retranslate()
        self._choose.setText(self.tr("Choose files..."))
        self._paste.setText(self.tr("Paste"))
        for panel in (self.drawing, self.result, self.batch, self.text_side, self.sound_side):
            panel.retranslate()
        self._show_progress()
        if shown := self.result.shown():
            self.result.show_result(replace(shown, source=self._source_name()))
        if self._last_run is not None:
            self._ran(self._last_run)

    def compact_changed(self) -> None:
        if not hasattr(self, "_content"):
            return  # called by the base before there is anything to lay out
        self._top_grid.setSpacing(self.gap())
        self.drawing.set_width(COMPACT_DRAWING_WIDTH if self.is_compact else DRAWING_WIDTH)
        self._content_column.setSpacing(self.gap())
        for side in (self.text_side, self.sound_side):
            side.set_measures(self.theme.px(COMPACT_COLUMN if self.is_compact else WIDE_COLUMN), self.gap())
        self._arrange()
        self.result.set_compact(self.is_compact)
        self.batch.set_compact(self.is_compact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def accepts_paths(self, paths: list[Path]) -> bool:
        return bool(paths) and self._judge(paths).taken

    def open_paths(self, paths: list[Path]) -> None:
        if task := self._task_of(paths):
            self._chooser.choose_for(task)
            (self._texts if task == TEXTS else self._sounds).open(paths)
        else:
            self._chooser.choose_for(PICTURES)
            self._read_paths(paths)

    def open_mime(self, mime: QMimeData) -> bool:
        picture, text = picture_in(mime), text_in(mime)
        if picture is not None:
            self._chooser.choose_for(PICTURES)
            self._read_picture(picture)
        elif text and self._chooser.models_of(TEXTS):
            self._read_text(text)
        return picture is not None or bool(text)

    def commands(self) -> dict[str, Callable[[], object]]:
        if self._chooser.model() is None:
            return {}
        commands: dict[str, Callable[[], object]]
        if self._does(TEXTS):
            texts = self._texts
            commands = {"open": texts.choose_file, "paste": texts.paste, "copy": texts.copy, "run": texts.ask}
            commands |= {"save": texts.export} if self.text_side.batch.model.count("all") else {}
            return commands | ({"stop": self._stop} if texts.is_reading_many() else {})
        if self._does(SOUNDS):
            commands = {"open": self._sounds.choose_file}
            commands |= {"copy": self._sounds.copy} if self.sound_side.heard.has_reading() else {}
            commands |= {"save": self._sounds.export} if self.sound_side.batch.model.count("all") else {}
            return commands | ({"stop": self._stop} if self._sounds.is_reading_many() else {})
        commands = {"open": self._choose_files, "paste": self._read_clipboard}
        if self.result.shown() is not None:
            commands["copy"] = self.result.copy
        if self.batch.model.count("all"):
            commands["save"] = self._export
        if not self.drawing.canvas.is_empty():
            commands["undo"] = self.drawing.canvas.undo
        if self._progress is not None:
            commands["stop"] = self._stop
        return commands

    def is_busy(self) -> bool:
        inference, library = self.context.services.inference, self.context.services.library
        return (
            not library.is_read
            or self._texts.is_busy()
            or self._sounds.is_busy()
            or any(inference.is_busy(channel) for channel in (ONE, MANY, DRAWING))
        )

    # -------------------------------------------------------------------------------------------- ways in
    def _judge(self, paths: list[Path]) -> DropAnswer:
        kinds = {kind_of(path) for path in paths[:LOOKED_AT]}
        task = self._task_of(paths)
        if not kinds & {"picture", "folder"} if task is None else not self._chooser.models_of(task):
            return DropAnswer(False, self.tr("This model reads pictures"), paths[0].name)
        if len(paths) > 1:
            title = self.tr("Release to classify {count} files").format(count=self.context.language.number(len(paths)))
            return DropAnswer(True, title)
        if kinds == {"folder"}:
            return DropAnswer(True, self.tr("Release to classify the folder"), paths[0].name)
        return DropAnswer(True, self._release_title(task), paths[0].name)

    def _release_title(self, task: Task | None) -> str:
        if task == TEXTS:
            return self.tr("Release to classify the text")
        return self.tr("Release to classify the sound") if task else self.tr("Release to classify the picture")

    def _read_paths(self, paths: list[Path]) -> None:
        if len(paths) == 1 and not paths[0].is_dir():
            self._read_one(paths[0].name, paths[0])
            return
        model = self._chooser.model()
        if model is not None:
            self.batch.clear(model.entry.card)
            self._progress = None
            self.context.services.inference.submit(model.id, ReadFiles(tuple(paths)), MANY, background=True)
            self._escape.setEnabled(True)
            self.zone.show_busy(self.tr("Looking for pictures"), self.tr("Esc to stop"), 0.0)
            self.zone.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_picture(self, picture: QImage) -> None:
        self._read_one("", array_from_image(picture))

    def _read_one(self, name: str, source: "Path | np.ndarray") -> None:
        model = self._chooser.model()
        if model is not None:
            self._last = (name, source)
            self.context.services.inference.forget(DRAWING)
            self.context.services.inference.submit(model.id, ReadPicture(source), ONE)

    def _read_text(self, text: str) -> None:
        self._chooser.choose_for(TEXTS)
        self._texts.put(text)

    def _read_drawing(self, picture: QImage) -> None:
        model = self._chooser.model()
        if model is not None:
            self._last = None
            self.context.services.inference.forget(ONE)
            self.context.services.inference.submit(model.id, ReadPicture(array_from_image(picture)), DRAWING)

    def _forget_drawing(self) -> None:
        self.context.services.inference.forget(DRAWING)
        if self._last is None:
            self.result.clear()
        self.commands_changed.emit()

    def _read_clipboard(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasUrls() or mime.hasImage():
            self.zone.deliver(mime)
        elif not (self._chooser.models_of(TEXTS) and self.open_mime(mime)):
            self.zone.show_refused(self.tr("Nothing to paste"), self.tr("The clipboard holds no picture and no file"))

    def _choose_files(self) -> None:
        folder = str(self._saver.folder())
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose files"), folder)
        if chosen:
            self.open_paths([Path(each) for each in chosen])

    def _change_model(self) -> None:
        model = self._chooser.model()
        self._content.show_content(model is not None or not self.context.services.library.is_read)
        self._show_purpose()
        self._pictures.setVisible(not self._does(TEXTS) and not self._does(SOUNDS))
        self.text_side.setVisible(self._does(TEXTS))
        self.sound_side.setVisible(self._does(SOUNDS))
        if not self._does(SOUNDS):
            self._sounds.fall_silent()
        if model is not None and not self._pictures.isVisibleTo(self):
            (self._texts if self._does(TEXTS) else self._sounds).use(model)
            self.commands_changed.emit()
            return
        self.drawing.setVisible(model is None or _reads_drawings(model))
        if model is not None:
            self.context.services.inference.submit(model.id, ReadPicture(_sample()), WARM_UP, background=True)
        if not self.drawing.canvas.is_empty() and self._last is None and self.drawing.isVisibleTo(self):
            self._read_drawing(self.drawing.canvas.picture())
        elif self._last is not None:
            self._read_one(*self._last)
        self.commands_changed.emit()

    # -------------------------------------------------------------------------------------------- results
    def _take(self, answer: Answer) -> None:
        if answer.channel not in (ONE, MANY, DRAWING):
            return
        self.error_card.clear()
        if answer.channel == MANY:
            total = self._progress.total if self._progress else answer.result
            self.batch.finish(answer.milliseconds, (answer.result, total) if answer.stopped else None)
            self._end_batch()
        else:
            self._show(answer.result, answer.model_id, answer.milliseconds)
        self._ran(answer)
        self.commands_changed.emit()

    def _ran(self, answer: Answer) -> None:
        """Tell the strip where and how long a request ran."""
        self._last_run = answer
        number = self.context.language.number
        if isinstance(answer.request, ReadTexts):
            mean = number(answer.milliseconds / max(answer.result, 1), 1)
            work = self.tr("{time} ms per text, %Ln text(s)", "", answer.result).format(time=mean)
        elif isinstance(answer.request, ReadText):
            work = self.tr("{time} ms for the text").format(time=number(answer.milliseconds, 1))
        elif isinstance(answer.request, ReadSounds):
            mean = number(answer.milliseconds / max(answer.result, 1), 1)
            work = self.tr("{time} ms per sound, %Ln sound(s)", "", answer.result).format(time=mean)
        elif isinstance(answer.request, ReadSound):
            work = self.tr("{time} ms for the sound").format(time=number(answer.milliseconds, 1))
        elif answer.channel == MANY:
            mean = number(answer.milliseconds / max(answer.result, 1), 1)
            work = self.tr("{time} ms per picture, %Ln picture(s)", "", answer.result).format(time=mean)
        else:
            work = self.tr("{time} ms for the picture").format(time=number(answer.milliseconds, 1))
        self.set_verdict(strip_verdict(answer.verdict, work, self.context))

    def _take_text(self, answer: Answer) -> None:
        self.error_card.clear()
        self._ran(answer)
        self._escape.setEnabled(self._texts.is_reading_many() or self._sounds.is_reading_many())
        self.commands_changed.emit()

    def _begin_texts(self) -> None:
        self._escape.setEnabled(True)
        self.commands_changed.emit()

    def _task_of(self, paths: list[Path]) -> Task | None:
        """Told by what the first of them are, None for pictures. Folders hold what the model in use reads; and it says
        why it cannot read what is not to be told, such as an empty file.
        """
        kinds = {kind_of(path) for path in paths[:LOOKED_AT]}
        if kinds <= {"folder", "other"}:
            return next((task for task in (TEXTS, SOUNDS) if self._does(task)), None)
        if "picture" in kinds:
            return None
        return SOUNDS if "sound" in kinds else TEXTS if "text" in kinds else None

    def _does(self, task: Task) -> bool:
        """Whether the model in use does it."""
        model = self._chooser.model()
        return model is not None and task in model.entry.usable_card().tasks

    def _show_purpose(self) -> None:
        pictures = self.tr("Drop pictures, or draw one. Nothing leaves this computer.")
        texts = self.tr("Type or drop a text. Nothing leaves this computer.")
        sounds = self.tr("Drop or record a sound. Nothing leaves this computer.")
        purpose = texts if self._does(TEXTS) else sounds if self._does(SOUNDS) else pictures
        self.header.set_texts(self.tr("Classify"), purpose)
        reads_texts, reads_sounds = (bool(self._chooser.models_of(task)) for task in (TEXTS, SOUNDS))
        ways = {
            (False, False): self.tr("Drop pictures or a folder"),
            (True, False): self.tr("Drop pictures or texts"),
            (False, True): self.tr("Drop pictures or sounds"),
            (True, True): self.tr("Drop pictures, texts or sounds"),
        }
        release = self.tr("Release to classify the picture")
        title, others = ways[reads_texts, reads_sounds], self.tr("or paste, or choose files")
        self.zone.set_texts(title, others, release, accept_text=reads_texts)

    def _show(self, result: "PictureReading | Refusal", model_id: str, milliseconds: float | None = None) -> None:
        model = self.context.services.library.model(model_id)
        if model is not None and model.entry.card is not None:
            shown = ShownResult(model.entry.card, result, self._source_name(), milliseconds)
            self.result.show_result(shown)

    def _source_name(self) -> str:
        if self._last is None:
            return self.tr("your drawing")
        return self._last[0] or self.tr("pasted picture")

    def _take_progress(self, progress: Progress) -> None:
        if progress.channel == MANY:
            self._progress = progress
            self.batch.append(progress.items)
            self._show_progress()
            self.commands_changed.emit()

    def _show_progress(self) -> None:
        if self._progress is None:
            return
        number = self.context.language.number
        done, total = self._progress.done, self._progress.total
        title = self.tr("Classifying {done} of {total}").format(done=number(done), total=number(total))
        self.zone.show_busy(title, self.tr("Esc to stop"), done / max(total, 1))

    def _show_row(self, item: BatchItem) -> None:
        model_id = self._progress.model_id if self._progress else self._chooser.picker.selected()
        self._last = (item.path.name, item.path)
        self._show(cast("PictureReading | Refusal", item.result), model_id)

    def _stop(self) -> None:
        self.context.services.inference.stop(MANY)
        self._texts.stop()
        self._sounds.stop()

    def _end_batch(self) -> None:
        self._progress = None
        self._escape.setEnabled(False)
        self.zone.show_idle()

    def _fail(self, failed: Failed) -> None:
        if isinstance(failed.request, ReadText | ReadTexts):
            words = lambda: self.tr("The text could not be classified")  # noqa: E731
            self.show_failure(failure_of(failed.error, words, self.context.language.pick))
        if isinstance(failed.request, ReadSound | ReadSounds):
            heard = lambda: self.tr("The sound could not be classified")  # noqa: E731
            self.show_failure(failure_of(failed.error, heard, self.context.language.pick))
        if failed.channel not in (ONE, MANY, DRAWING):
            return
        if failed.channel == MANY:
            self._end_batch()
        what = lambda: self.tr("The pictures could not be classified")  # noqa: E731
        self.show_failure(failure_of(failed.error, what, self.context.language.pick))

    def _export(self) -> None:
        items, language = self.batch.model.items(), self.context.language.code
        self._saver.save(self.tr("readings") + ".csv", lambda target: save_readings(items, target, language))

    # -------------------------------------------------------------------------------------------- working
    def _empty_texts(self) -> tuple[str, str]:
        sentence = self.tr("Train one in about a minute, or add an ONNX file to the library.")
        return self.tr("No classifier yet"), sentence

    def _connect(self) -> None:
        inference = self.context.services.inference
        inference.answered.connect(self._take)
        inference.failed.connect(self._fail)
        inference.progressed.connect(self._take_progress)
        self._chooser.chosen.connect(self._change_model)
        self.context.services.library.changed.connect(self._show_purpose)
        self.zone.paths_dropped.connect(self.open_paths)
        self.zone.text_dropped.connect(self._read_text)
        self.zone.picture_dropped.connect(self._read_picture)
        self.zone.stop_wanted.connect(self._stop)
        self.zone.clicked.connect(self._choose_files)
        self._choose.clicked.connect(self._choose_files)
        self._paste.clicked.connect(self._read_clipboard)
        self.drawing.drawn.connect(self._read_drawing)
        self.drawing.emptied.connect(self._forget_drawing)
        self.batch.chosen.connect(self._show_row)
        self.batch.export_wanted.connect(self._export)
        for other in (self._texts, self._sounds):
            other.read.connect(self._take_text)
            other.failed.connect(self.show_failure)
            other.began.connect(self._begin_texts)

    def _arrange(self) -> None:
        """With large text in a narrow window the result goes below the ways in."""
        stacked = self.width() < self.theme.px(STACKED_BELOW)
        height = self.theme.px(COMPACT_TOP_HEIGHT if self.is_compact else TOP_HEIGHT)
        if stacked:
            height = self.drawing.sizeHint().height() + self.gap() + self.theme.px(STACKED_RESULT_HEIGHT)
        self._top.setFixedHeight(height)
        if stacked != self._is_stacked:
            self._is_stacked = stacked
            self._top_grid.removeWidget(self.result)
            row, column, span = (1, 0, 2) if stacked else (0, 2, 1)
            self._top_grid.addWidget(self.result, row, column, 1, span)
            self._top_grid.setColumnStretch(2, 0 if stacked else RESULT_SHARE)

    def _lay_out(self) -> QWidget:
        ways_in = Card(self.theme, padding=13)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._choose, 2)
        buttons.addWidget(self._paste, 1)
        ways_in.body.addWidget(self.zone, 1)
        ways_in.body.addLayout(buttons)
        self._top_grid.setContentsMargins(0, 0, 0, 0)
        for column, (part, share) in enumerate(((ways_in, ZONE_SHARE), (self.drawing, 0), (self.result, RESULT_SHARE))):
            self._top_grid.addWidget(part, 0, column)
            self._top_grid.setColumnStretch(column, share)
        self._pictures, content = QWidget(), QWidget()
        self._content_column = QVBoxLayout(self._pictures)
        self._content_column.setContentsMargins(0, 0, 0, 0)
        self._content_column.addWidget(self._top)
        self._content_column.addWidget(self.batch, 1)
        both = QVBoxLayout(content)  # not a stack: the side that is hidden must have no say in the height
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self._pictures)
        for side in (self.text_side, self.sound_side):
            both.addWidget(side)
            side.setVisible(False)
        return content


def _reads_drawings(model: LibraryModel) -> bool:
    """Whether the model looks for digits; a drawing says nothing to one that knows photographs."""
    card = model.entry.card
    return card is not None and FIND_DIGITS in card.inputs[0].steps


def _sample() -> bytes:
    """A stroke as PNG: reading it loads all that reading takes, so that the first picture need not wait for it."""
    picture = QImage(28, 28, QImage.Format.Format_Grayscale8)
    picture.fill(0)
    painter = QPainter(picture)
    painter.fillRect(12, 5, 4, 18, Qt.GlobalColor.white)
    painter.end()
    return png_bytes(picture)
