"""Works the rebuild panel: which picture, which damage, asking the model, copying and saving what comes of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from desktop_app.services.inference_service import Answer, Failed
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.picture_saving import notes_of_rebuilt, picture_file, save_picture, save_strip
from desktop_app.services.rebuild_requests import RebuildPicture, SampleDigit, has_sample
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.damage_controls import NONE
from desktop_app.ui.panels.rebuild import RebuildPanel
from desktop_app.ui.panels.rebuilt import picture_array
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.widgets.pictures import array_from_image, image_from_array

if TYPE_CHECKING:
    import numpy as np

CHANNEL = "generate.rebuild"
FIRST_DIGIT = 3
FIRST_DAMAGE = "noise"
LIVE_DELAY = 60  # milliseconds between two requests while a slider moves


class Rebuilding(QObject):
    """Keeps the picture; another model or damage asks again.

    `opened` comes when a person brings a picture, so that the page shows the panel and says which model is to be used;
    `taken` comes with each answer, when it is shown.
    """

    opened = Signal()
    taken = Signal(Answer)

    def __init__(self, context: PageContext, panel: RebuildPanel, saver: PictureSaver, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._panel, self._saver = context, panel, saver
        self._model: LibraryModel | None = None
        self._source: Path | np.ndarray | SampleDigit | None = None
        self._asked: Answer | None = None
        self._live = QTimer(self, interval=LIVE_DELAY, singleShot=True)
        self._live.timeout.connect(self._ask)
        panel.result.set_file_maker(self._dragged_file)
        panel.result.copy_wanted.connect(self.copy)
        panel.result.save_wanted.connect(self.save)
        panel.damage.changed.connect(self._ask_soon)
        panel.path_dropped.connect(self.open)
        panel.picture_dropped.connect(lambda image: self.open(array_from_image(QImage(image))))
        panel.picture_wanted.connect(self.choose_picture)
        panel.paste_wanted.connect(self.paste)
        panel.digit_wanted.connect(self.next_digit)
        context.services.inference.answered.connect(self._take)
        context.services.inference.failed.connect(self._end)

    # -------------------------------------------------------------------------------------------- what is asked
    def use(self, model: LibraryModel) -> None:
        """Ask this model from now on, at once where it is another one; with nothing to show yet, of a sample digit."""
        if self._model is not None and (model.id, model.sha256) == (self._model.id, self._model.sha256):
            return
        self._model = model
        if self._source is None and has_sample():
            self._source = SampleDigit(FIRST_DIGIT)
        self._panel.digit.setVisible(has_sample())
        if not self._panel.damage.is_touched and isinstance(self._source, SampleDigit):
            from trainer.contract.pipelines.image_to_image import repairs  # brings numpy

            self._panel.damage.choose(FIRST_DAMAGE if repairs(model.entry.usable_card()) else NONE)
        self._ask()

    def open(self, source: "Path | np.ndarray") -> None:
        """Put a person's picture through the model: as it is, unless they chose a damage themselves."""
        if not self._panel.damage.is_touched:
            self._panel.damage.choose(NONE)
        self._source = source
        self.opened.emit()
        self._ask()

    def next_digit(self) -> None:
        """Take the next digit of the built-in sample."""
        number = self._source.number + 1 if isinstance(self._source, SampleDigit) else FIRST_DIGIT
        self._source = SampleDigit(number)
        self._ask()

    def choose_picture(self) -> None:
        """Ask for a file."""
        folder = str(self._saver.folder())
        chosen, _ = QFileDialog.getOpenFileName(self._panel, self.tr("Choose a picture"), folder)
        if chosen:
            self.open(Path(chosen))

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self._panel.zone.deliver(QGuiApplication.clipboard().mimeData())

    def _ask_soon(self) -> None:
        if not self._live.isActive():
            self._live.start()

    def _ask(self) -> None:
        if self._model is not None and self._source is not None:
            request = RebuildPicture(self._source, self._panel.damage.damage())
            self._panel.result.heading.busy_line.set_busy(True)
            self._context.services.inference.submit(self._model.id, request, CHANNEL)

    def _take(self, answer: Answer) -> None:
        if answer.channel == CHANNEL:
            self._asked = answer
            self._panel.result.heading.busy_line.set_busy(False)
            self._panel.result.show_results(answer.result)
            self.taken.emit(answer)

    def _end(self, failed: Failed) -> None:
        """The page says what went wrong."""
        if failed.channel == CHANNEL:
            self._panel.result.heading.busy_line.set_busy(False)

    # -------------------------------------------------------------------------------------------- taking away
    def copy(self) -> None:
        """Put the picture after on the clipboard."""
        row, results = self._panel.result.current(), self._panel.result.results()
        if row >= 0:
            QGuiApplication.clipboard().setImage(image_from_array(results[row].pair.after))
            self._context.services.notifier.tell(self.tr("Picture copied"))

    def save(self, what: str = "after") -> None:
        """Save the picture `after`, or `both`, side by side."""
        row, results = self._panel.result.current(), self._panel.result.results()
        if row < 0:
            return
        pair, notes = results[row].pair, self._notes()
        if what == "both":
            pictures = _side_by_side(pair.before, pair.after)
            self._saver.save(f"{self._stem()}-before-after.png", lambda target: save_strip(pictures, target, notes))
        else:
            self._saver.save(f"{self._stem()}-after.png", lambda target: save_picture(pair.after, target, notes))

    def _dragged_file(self, row: int, part: str) -> tuple[str, bytes]:
        picture = picture_array(self._panel.result.results()[row], part)
        return f"{self._stem()}-{part}.png", picture_file(picture, self._notes())

    def _stem(self) -> str:
        """Of the files' names: the picture's own name where it has one, else the model's."""
        source = self._asked.request.source if self._asked else None
        return source.stem if isinstance(source, Path) else self._shown_model().entry.name

    def _notes(self) -> dict[str, str]:
        assert self._asked is not None
        damage = self._asked.request.damage
        return notes_of_rebuilt(self._shown_model().entry.usable_card(), damage)

    def _shown_model(self) -> LibraryModel:
        """The model that made what is shown; another one may have been asked since."""
        assert self._asked is not None
        model = self._context.services.library.model(self._asked.model_id)
        assert model is not None
        return model


def _side_by_side(before: "np.ndarray", after: "np.ndarray") -> "np.ndarray":
    import numpy as np

    return np.stack([before, after])
