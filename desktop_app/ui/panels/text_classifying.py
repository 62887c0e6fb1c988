"""Works the text side of Classify: reads what is typed as soon as the typing pauses."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop_app.services.inference_service import Answer
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import Failure, failure_of
from desktop_app.services.text_evidence import ReadText
from desktop_app.services.text_saving import load_text
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.text_limits import too_long
from desktop_app.ui.panels.text_side import TextSide

CHANNEL = "classify.text"
PAUSE = 250  # milliseconds without a key before the text is read


class TextClassifying(QObject):
    """`read` carries each answer once it is shown, `failed` what could not be opened or put in."""

    read = Signal(Answer)
    failed = Signal(Failure)

    def __init__(self, context: PageContext, side: TextSide, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._side = context, side
        self._model: LibraryModel | None = None
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self.ask)
        side.source.editor.textChanged.connect(self._change)
        side.source.editor.refused.connect(lambda length: self.failed.emit(too_long(length, context)))
        side.source.open_wanted.connect(self.choose_file)
        context.services.inference.answered.connect(self._take)

    def use(self, model: LibraryModel) -> None:
        """Ask this model from now on."""
        self._model = model
        self.ask()

    def is_busy(self) -> bool:
        """Whether a reading is to come."""
        return self._pause.isActive() or self._context.services.inference.is_busy(CHANNEL)

    def ask(self) -> None:
        """Read what stands in the editor; not while an input method still works at it."""
        self._pause.stop()
        source = self._side.source
        if self._model is not None and source.text().strip() and not source.editor.is_composing():
            self._context.services.inference.submit(self._model.id, ReadText(source.text()), CHANNEL)

    def put(self, text: str) -> None:
        """Read another text."""
        if self._side.source.editor.replace_text(text):
            self.ask()

    def open(self, path: Path) -> None:
        """Read the text of a file."""
        self._context.services.tasks.run(lambda: load_text(path), self.put, self._tell_unreadable, key="classify.open")

    def choose_file(self) -> None:
        """Ask for a file."""
        chosen, _ = QFileDialog.getOpenFileName(self._side, self.tr("Choose a text"))
        if chosen:
            self.open(Path(chosen))

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
        if self._side.source.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._side.verdict.clear()

    def _take(self, answer: Answer) -> None:
        if answer.channel != CHANNEL:
            return
        model = self._context.services.library.model(answer.model_id)
        if model is not None:
            card = model.entry.usable_card()
            self._side.source.show_weights(answer.result.weights)
            self._side.verdict.show_reading(card, answer.result, answer.request.text, answer.milliseconds)
        self.read.emit(answer)

    def _tell_unreadable(self, error: Exception) -> None:
        words = self.tr("The text could not be opened")
        self.failed.emit(failure_of(error, words, self._context.language.pick))
