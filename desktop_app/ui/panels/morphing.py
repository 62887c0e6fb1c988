"""Works the morph card: which pictures are A and B, asking for the frames between them, saving them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.services.inference_requests import DrawPictures, MorphPictures
from desktop_app.services.inference_service import Answer
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.picture_saving import notes_of, save_animation, save_strip
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.morph import BETWEEN, FRAMES, MorphCard
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.widgets.pictures import image_from_array

if TYPE_CHECKING:
    import numpy as np

CHANNEL = "generate.morph"


@dataclass(frozen=True)
class Place:
    """One picture of a model: sample `sample` (from 0) of `seed`, and the label that was asked for."""

    seed: int
    sample: int
    label: str | None = None


class Morphing(QObject):
    """Keeps A and B; a new model or variety draws the frames again."""

    def __init__(self, context: PageContext, card: MorphCard, saver: PictureSaver, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._card, self._saver = context, card, saver
        self._model: LibraryModel | None = None
        self._truncation = 1.0
        self._ends: dict[str, Place] = {}
        self._chosen_by_person = False
        self._frames: np.ndarray | None = None
        card.save_wanted.connect(self._save)
        context.services.inference.answered.connect(self._take)

    def start(self, model: LibraryModel, wall: DrawPictures) -> None:
        """Follow a new wall: A and B stay if the person chose them for this model, else they are its first pictures."""
        if model.id != (self._model.id if self._model else "") or not self._chosen_by_person:
            self._ends = {"A": Place(wall.seed, 0, wall.label), "B": Place(wall.seed, 1, wall.label)}
            self._chosen_by_person = False
        self._model, self._truncation = model, wall.truncation
        self._ask()

    def suggest(self, wall: DrawPictures, first: int, second: int) -> None:
        """Take two pictures that differ more than the first two do, unless the person has chosen."""
        if not self._chosen_by_person:
            self._ends = {"A": Place(wall.seed, first, wall.label), "B": Place(wall.seed, second, wall.label)}
            self._ask()

    def use(self, end: str, place: Place) -> None:
        """Let a picture be A or B."""
        self._chosen_by_person = True
        self._ends[end] = place
        self._ask()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._card.retranslate()
        self._show_places()

    def _ask(self) -> None:
        if self._model is None:
            return
        a, b = self._both_ends()
        places, labels = ((a.seed, a.sample), (b.seed, b.sample)), (a.label, b.label)
        request = MorphPictures(*places, FRAMES, self._truncation, labels)
        self._context.services.inference.submit(self._model.id, request, CHANNEL)
        self._show_places()

    def _both_ends(self) -> tuple[Place, Place]:
        return self._ends["A"], self._ends["B"]

    def _show_places(self) -> None:
        if self._ends:
            text = self.tr("seed {seed}, picture {number}")
            start, end = (text.format(seed=each.seed, number=each.sample + 1) for each in self._both_ends())
            self._card.set_places(start, end)

    def _take(self, answer: Answer) -> None:
        if answer.channel == CHANNEL:
            self._frames = answer.result
            self._card.set_frames([image_from_array(frame) for frame in answer.result])

    def _save(self, form: str) -> None:
        if self._frames is None or self._model is None or self._model.entry.card is None:
            return
        (a, b), frames = self._both_ends(), self._frames
        name = f"{self._model.entry.name}-morph-{a.seed}-{a.sample + 1}-{b.seed}-{b.sample + 1}"
        more = {"sample": str(a.sample), "to_seed": str(b.seed), "to_sample": str(b.sample)}
        more |= {} if b.label is None else {"to_label": b.label}
        notes = notes_of(self._model.entry.card, a.seed, self._truncation, a.label, **more)
        if form == "gif":
            self._saver.save(f"{name}.gif", lambda target: save_animation(frames, target, notes))
        else:
            self._saver.save(f"{name}.png", lambda target: save_strip(frames[::BETWEEN], target, notes))
