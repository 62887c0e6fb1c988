"""Works the text side of Classify: reads what is typed as soon as the typing pauses."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop_app.services.inference_requests import BatchItem
from desktop_app.services.inference_service import Answer, Failed, Progress
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import Failure, failure_of
from desktop_app.services.readings_csv import save_readings
from desktop_app.services.text_batches import ReadTexts, is_table
from desktop_app.services.text_evidence import ReadText, WeighedReading
from desktop_app.services.text_saving import load_text
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.panels.text_limits import too_long
from desktop_app.ui.panels.text_side import TextSide

CHANNEL, BATCH = "classify.text", "classify.texts"
PAUSE = 250  # milliseconds without a key before the text is read


class TextClassifying(QObject):
    """`read` carries each answer once it is shown, `failed` what could not be opened or put in; `began` comes with a
    batch.
    """

    read = Signal(Answer)
    began = Signal()
    failed = Signal(Failure)

    def __init__(self, context: PageContext, side: TextSide, saver: PictureSaver, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._side, self._saver = context, side, saver
        self._total = 0
        side.batch.chosen.connect(self._show_row)
        side.batch.export_wanted.connect(self.export)
        side.batch.column_chosen.connect(self._read_column)
        self._paths: list[Path] = []
        context.services.inference.progressed.connect(self._take_progress)
        self._model: LibraryModel | None = None
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self.ask)
        side.source.editor.textChanged.connect(self._change)
        side.source.editor.refused.connect(lambda length: self.failed.emit(too_long(length, context)))
        side.source.open_wanted.connect(self.choose_file)
        context.services.inference.answered.connect(self._take)
        context.services.inference.failed.connect(self._fail)

    def use(self, model: LibraryModel) -> None:
        """Ask this model from now on."""
        self._model = model
        self.ask()

    def is_busy(self) -> bool:
        """Whether a reading is to come."""
        inference = self._context.services.inference
        return self._pause.isActive() or inference.is_busy(CHANNEL) or inference.is_busy(BATCH)

    def ask(self) -> None:
        """Read what stands in the editor; not while an input method still works at it."""
        self._pause.stop()
        source = self._side.source
        if self._model is not None and source.text().strip() and not source.editor.is_composing():
            self._side.verdict.busy_line.set_busy(True)
            self._context.services.inference.submit(self._model.id, ReadText(source.text()), CHANNEL)

    def put(self, text: str) -> None:
        """Read another text."""
        if self._side.source.editor.replace_text(text):
            self.ask()

    def open(self, paths: list[Path]) -> None:
        """Read a file; several, a folder, or the rows of a table one by one."""
        if len(paths) > 1 or paths[0].is_dir():
            self._read_all(paths)
            return
        path = paths[0]
        self._context.services.tasks.run(
            lambda: _one_text(path),
            lambda text: self._read_all(paths) if text is None else self.put(text),
            self._tell_unreadable,
            key="classify.open",
        )

    def stop(self) -> None:
        """Let a batch end early; what was read stays."""
        self._context.services.inference.stop(BATCH)

    def is_reading_many(self) -> bool:
        """Whether a batch is under way."""
        return self._context.services.inference.is_busy(BATCH)

    def export(self) -> None:
        """Save the readings of all texts as CSV."""
        items, language = self._side.batch.model.items(), self._context.language.code
        if items:
            self._saver.save("readings.csv", lambda target: save_readings(items, target, language))

    def choose_file(self) -> None:
        """Ask for a file."""
        chosen, _ = QFileDialog.getOpenFileName(self._side, self.tr("Choose a text"))
        if chosen:
            self.open([Path(chosen)])

    def paste(self) -> None:
        """Read what is on the clipboard."""
        if text := QGuiApplication.clipboard().mimeData().text():
            self.put(text)

    def copy(self) -> None:
        """Put the verdict on the clipboard."""
        QGuiApplication.clipboard().setText(self._side.verdict.text())

    def _change(self) -> None:
        """What was read was another text."""
        self._side.source.editor.set_marks([])
        self._context.services.inference.forget(CHANNEL)
        self._side.verdict.busy_line.set_busy(False)
        if self._side.source.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._side.verdict.clear()

    def _read_all(self, paths: list[Path], column: str | None = None) -> None:
        if self._model is not None:
            self._paths = paths
            self._side.batch.clear(self._model.entry.card, column)
            self._side.show_batch(True)
            request = ReadTexts(tuple(paths), column)
            self._context.services.inference.submit(self._model.id, request, BATCH, background=True)
            self.began.emit()

    def _read_column(self, column: str) -> None:
        """Read the same tables once more, in another column."""
        self._read_all(self._paths, column)

    def _take_progress(self, progress: Progress) -> None:
        if progress.channel == BATCH:
            self._total = progress.total
            self._side.batch.append(progress.items)
            self._side.batch.show_progress(progress.done, progress.total)
        elif progress.channel == CHANNEL and (model := self._context.services.library.model(progress.model_id)):
            for reading in progress.items:
                self._side.verdict.show_reading(model.entry.usable_card(), reading, self._side.source.text(), None)

    def _take_batch(self, answer: Answer) -> None:
        stopped_at = (answer.result, self._total) if answer.stopped else None
        self._side.batch.finish(answer.milliseconds, stopped_at)
        self._sum_up()
        self.read.emit(answer)

    def _sum_up(self) -> None:
        """Count the batch beside the window: its tables may have many columns."""
        from desktop_app.services.batch_summary import summary_of  # brings numpy, not needed at the start

        items = self._side.batch.model.items()
        if items:
            self._context.services.tasks.run(
                lambda: summary_of(items), self._side.batch.show_summary, self._tell_unreadable, key="classify.summary"
            )

    def _show_row(self, item: BatchItem) -> None:
        """Weigh the words of a text under the cursor, or say why it could not be read."""
        from trainer.contract.results import Refusal

        if not isinstance(item.result, Refusal):
            self.put(item.text)
        elif self._model is not None:
            self._side.source.editor.replace_text(item.text)
            self._pause.stop()
            card = self._model.entry.usable_card()
            self._side.verdict.show_reading(card, WeighedReading(item.result), item.text, 0.0)

    def _take(self, answer: Answer) -> None:
        if answer.channel == BATCH:
            self._take_batch(answer)
        if answer.channel != CHANNEL:
            return
        self._side.verdict.busy_line.set_busy(False)
        model = self._context.services.library.model(answer.model_id)
        if model is not None:
            card = model.entry.usable_card()
            self._side.source.show_weights(answer.result.weights)
            self._side.verdict.show_reading(card, answer.result, answer.request.text, answer.milliseconds)
        self.read.emit(answer)

    def _fail(self, failed: Failed) -> None:
        if failed.channel == CHANNEL:
            self._side.verdict.busy_line.set_busy(False)

    def _tell_unreadable(self, error: Exception) -> None:
        words = self.tr("The text could not be opened")
        self.failed.emit(failure_of(error, words, self._context.language.pick))


def _one_text(path: Path) -> str | None:
    """The text of a file; None for a table, whose rows are read one by one."""
    text = load_text(path)
    return None if is_table(path, text) else text
