"""Generate: pictures from a trained generator, enlarged, morphed, saved; one's own repaired or rebuilt; speech."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.inference_requests import DrawPictures, JudgePictures
from desktop_app.services.inference_service import Answer, Failed
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import failure_of
from desktop_app.services.picture_saving import notes_of, picture_file, save_grid, save_picture
from desktop_app.services.speech_requests import SpeakText
from desktop_app.ui.context import PageContext
from desktop_app.ui.dropped import kind_of, picture_in
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels import rebuilding
from desktop_app.ui.panels.generation_controls import GenerationControls
from desktop_app.ui.panels.model_choice import ContentOrEmpty, ModelChooser
from desktop_app.ui.panels.model_texts import short_name
from desktop_app.ui.panels.morph import MorphCard
from desktop_app.ui.panels.morphing import Morphing, Place
from desktop_app.ui.panels.reading_texts import asked_label, shown_labels
from desktop_app.ui.panels.readings_card import ReadingsCard
from desktop_app.ui.panels.rebuild import RebuildPanel
from desktop_app.ui.panels.rebuilding import Rebuilding
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.panels.speaking import DRAWN, SPEECH, Speaking
from desktop_app.ui.panels.speech_side import SpeechSide
from desktop_app.ui.panels.verdicts import strip_verdict
from desktop_app.ui.panels.wall import WallCard
from desktop_app.ui.widgets.pictures import array_from_image, image_from_array
from desktop_app.ui.widgets.segmented import SegmentedControl
from trainer.contract.card import Task

if TYPE_CHECKING:
    import numpy as np

WALL, JUDGE, REBUILD = "generate.wall", "generate.judge", rebuilding.CHANNEL
DRAWS: Task = "unconditional-image-generation"
REBUILDS: Task = "image-to-image"
SPEAKS: Task = "text-to-audio"
# A first look should begin with a picture that is clearly one digit, for eyes and classifier alike: an 8, in a wall
# with few doubtful ones. Found by trying; tests/test_shipped_models.py holds it for every shipped generator.
FIRST_SEED = 414
WIDE_COLUMN, COMPACT_COLUMN = 320, 264


@dataclass(frozen=True)
class Drawn:
    """All that decides a wall of pictures."""

    model_id: str
    request: DrawPictures


class GeneratePage(Page):
    """Draws a wall at once when it is opened, always the same one; models that repair or rebuild have a side of their
    own.
    """

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._history: list[Drawn] = []
        self._asked: Drawn | None = None
        self._shown: Drawn | None = None
        self._pictures: np.ndarray | None = None
        self._readings: np.ndarray | None = None
        self._milliseconds = 0.0
        self._last_run: Answer | None = None
        self._shown_side = "draw"
        self._is_drawn = False  # whether a wall of the model in use was asked for
        self._chooser = ModelChooser(context, (DRAWS, REBUILDS, SPEAKS), self)
        self._sides = SegmentedControl(self.theme)
        self.header.add_control(self._sides)
        self.header.add_control(self._chooser.picker)
        self.controls = GenerationControls(self.theme)
        self.wall_card = WallCard(self.theme)
        self.morph_card = MorphCard(self.theme)
        self.readings_card = ReadingsCard(self.theme)
        self.rebuild = RebuildPanel(self.theme, context.language)
        self._saver = PictureSaver(context, self.show_failure, self)
        self._morphing = Morphing(context, self.morph_card, self._saver, self)
        self._rebuilding = Rebuilding(context, self.rebuild, self._saver, self)
        self.speech_side = SpeechSide(self.theme)
        self._speaking = Speaking(context, self.speech_side, self._saver, self)
        self.wall_card.wall.set_descriptions(self._describe)
        self.wall_card.wall.set_file_maker(self._dragged_file)
        self._content = ContentOrEmpty(context, self._lay_out(), self._empty_texts)
        self.body.addWidget(self._content)
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
        self._sides.set_segments([("draw", self.tr("Generate")), ("rebuild", self.tr("Rebuild"))])
        self._name_side()
        self._chooser.picker.setAccessibleName(self.tr("Generator"))
        self._chooser.fill()
        self._content.retranslate()
        self.controls.retranslate()
        self._offer_labels()
        self.wall_card.retranslate()
        self._morphing.retranslate()
        self.readings_card.retranslate()
        self.rebuild.retranslate()
        self.speech_side.retranslate()
        self._show_heading()
        self._show_reading()
        self._show_counts()
        if self._last_run is not None:
            self._ran(self._last_run)

    def compact_changed(self) -> None:
        if not hasattr(self, "_content"):
            return  # called by the base before there is anything to lay out
        column = self.theme.px(COMPACT_COLUMN if self.is_compact else WIDE_COLUMN)
        self._right.setFixedWidth(column)
        for side in (self.rebuild, self.speech_side):
            side.set_measures(column, self.gap())
        self._columns.setSpacing(self.gap())
        self._left_column.setSpacing(self.gap())
        self._right_column.setSpacing(self.gap())
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def accepts_paths(self, paths: list[Path]) -> bool:
        return self._does(REBUILDS) and len(paths) == 1 and kind_of(paths[0]) == "picture" and self.isVisible()

    def open_paths(self, paths: list[Path]) -> None:
        self._rebuilding.open(paths[0])

    def open_mime(self, mime: QMimeData) -> bool:
        picture = picture_in(mime)
        if picture is None or not self._does(REBUILDS):
            return False
        self._rebuilding.open(array_from_image(picture))
        return True

    def commands(self) -> dict[str, Callable[[], object]]:
        commands: dict[str, Callable[[], object]] = {}
        if self._does(REBUILDS):
            commands["open"] = self._rebuilding.choose_picture
            commands["paste"] = self._rebuilding.paste
        if self._side() == "speak":
            return {"run": self._speaking.speak, "save": self._speaking.save}
        if self._side() == "rebuild":
            commands["run"] = self._rebuilding.next_digit
            return commands | {"save": self._rebuilding.save, "copy": self._rebuilding.copy}
        if self._does(DRAWS):
            commands["run"] = self.controls.generate
        if self._pictures is not None:
            commands["save"] = lambda: self._save("grid")
            commands["copy"] = self._copy
        if self._history:
            commands["undo"] = self._go_back
        return commands

    def is_busy(self) -> bool:
        inference, library = self.context.services.inference, self.context.services.library
        channels = (WALL, JUDGE, REBUILD, "generate.morph", SPEECH, DRAWN)
        return not library.is_read or any(inference.is_busy(each) for each in channels)

    # -------------------------------------------------------------------------------------------- drawing
    def _change_model(self) -> None:
        model = self._chooser.model()
        self._content.show_content(model is not None or not self.context.services.library.is_read)
        self.controls.allow(self._does(DRAWS), self.tr("There is no generator in the library yet"))
        card = model.entry.card if model else None
        if card and card.generation:
            self.controls.set_variety(card.generation.truncation)
        self._offer_labels()
        self.controls.set_label(self.context.services.settings.generate_label)
        self.rebuild.result.set_typical_score(_typical_score(model))
        self._readings = None
        self._is_drawn = False
        self._offer_sides()
        self.commands_changed.emit()

    def _offer_sides(self) -> None:
        """Models that draw and rebuild let one choose; the others have one side only."""
        draws, rebuilds = self._does(DRAWS), self._does(REBUILDS)
        self._sides.setVisible(draws and rebuilds)
        kept = "rebuild" if not draws or self._side() == "rebuild" else "draw"
        self._turn("speak" if self._does(SPEAKS) else kept if rebuilds else "draw")

    def _turn(self, side: str) -> None:
        model = self._chooser.model()
        self._shown_side = side
        self._sides.select(side)
        self._drawing.setVisible(side == "draw")
        self.speech_side.setVisible(side == "speak")
        self.rebuild.setVisible(side == "rebuild")
        self._name_side()
        if side != "speak":
            self._speaking.fall_silent()
        if side in ("rebuild", "speak") and model is not None:
            (self._rebuilding if side == "rebuild" else self._speaking).use(model)
        elif self._does(DRAWS) and not self._is_drawn:
            if self._asked is None:
                self.controls.set_seed(FIRST_SEED)
            self._draw()
        self.commands_changed.emit()

    def _side(self) -> str:
        return self._shown_side

    def _does(self, task: Task) -> bool:
        model = self._chooser.model()
        return bool(model and model.entry.card and task in model.entry.card.tasks)

    def _name_side(self) -> None:
        purposes = {
            "draw": self.tr("New pictures from a trained generator"),
            "rebuild": self.tr("Your own pictures, repaired or rebuilt by a model"),
            "speak": self.tr("Words, spoken by a trained generator"),
        }
        self.header.set_texts(self.tr("Generate"), purposes[self._side()])

    def _draw(self, remember: bool = True) -> None:
        model = self._chooser.model()
        if model is None or not self._does(DRAWS):
            return
        self._is_drawn, controls = True, self.controls
        request = DrawPictures(controls.count(), controls.seed(), controls.variety(), controls.label())
        if self._asked and remember and self._asked != Drawn(model.id, request):
            self._history.append(self._asked)
        self._asked = Drawn(model.id, request)
        self.wall_card.heading.busy_line.set_busy(True)
        self.context.services.inference.submit(model.id, request, WALL)

    def _offer_labels(self) -> None:
        model = self._chooser.model()
        generation = model.entry.card.generation if model and model.entry.card else None
        labels = generation.labels if generation else ()
        self.controls.set_labels([(label, asked_label(label, self.context.language)) for label in labels])

    def _change_label(self) -> None:
        self.context.services.settings.generate_label = self.controls.label() or ""
        self._draw()

    def _go_back(self) -> None:
        if not self._history:
            return
        before = self._history.pop()
        if before.model_id != self._chooser.picker.selected():
            self._asked = None  # so that the change itself is not remembered
            self._chooser.choose(before.model_id)
        self.controls.set_count(before.request.count)
        self.controls.set_seed(before.request.seed)
        self.controls.set_variety(before.request.truncation)
        self.controls.set_label(before.request.label)
        self._draw(remember=False)

    def _take(self, answer: Answer) -> None:
        if answer.channel == WALL:
            self._take_wall(answer)
        elif answer.channel == JUDGE:
            self._readings = answer.result
            self._show_reading()
            self._show_counts()
            self._suggest_morph()

    def _take_wall(self, answer: Answer) -> None:
        self.error_card.clear()
        self.wall_card.heading.busy_line.set_busy(False)
        self._shown = Drawn(answer.model_id, answer.request)
        self._pictures, self._readings, self._milliseconds = answer.result, None, answer.milliseconds
        self.wall_card.show_pictures([image_from_array(picture) for picture in answer.result])
        self.wall_card.allow_back(bool(self._history))
        self._show_heading()
        self._show_chosen()
        self._ran(answer)
        self.commands_changed.emit()
        model = self._shown_model()
        if model is not None:
            self._morphing.start(model, answer.request)
        if reader := self._reader():
            self.context.services.inference.submit(reader.id, JudgePictures(answer.result), JUDGE)

    def _fail(self, failed: Failed) -> None:
        words = {
            WALL: lambda: self.tr("The pictures could not be generated"),
            REBUILD: lambda: self.tr("The picture could not be rebuilt"),
            "generate.morph": lambda: self.tr("The morph could not be generated"),
            JUDGE: lambda: self.tr("The generated pictures could not be read"),
        }
        if failed.channel in words:
            self.wall_card.heading.busy_line.set_busy(False)
            self.show_failure(failure_of(failed.error, words[failed.channel], self.context.language.pick))

    def _ran(self, answer: Answer) -> None:
        """Tell the strip where and how long a request ran."""
        self._last_run = answer
        time = self.context.language.number(answer.milliseconds)
        if isinstance(answer.request, SpeakText):
            work = self.tr("{time} ms for %Ln word(s)", "", len(answer.result.spoken.words))
        else:
            work = self.tr("{time} ms for %Ln picture(s)", "", len(answer.result))
        self.set_verdict(strip_verdict(answer.verdict, work.format(time=time), self.context))

    # -------------------------------------------------------------------------------------------- showing
    def _show_heading(self) -> None:
        if self._shown is None or self._pictures is None:
            return
        self.wall_card.heading.title.setText(self.tr("%Ln picture(s)", "", len(self._pictures)))
        request, time = self._shown.request, f"{self._milliseconds:.0f}"
        if request.label is None:
            caption = self.tr("seed {seed} · {time} ms").format(seed=request.seed, time=time)
        else:
            caption = self.tr("label {label} · seed {seed} · {time} ms").format(
                label=asked_label(request.label, self.context.language), seed=request.seed, time=time
            )
        self.wall_card.heading.caption.setText(caption)

    def _show_chosen(self) -> None:
        images, row = self.wall_card.wall.images(), self.wall_card.wall.current()
        if 0 <= row < len(images):
            self.wall_card.inspector.show_picture(images[row], row + 1)
            self._show_reading()

    def _show_reading(self) -> None:
        row, reader = self.wall_card.wall.current(), self._reader()
        if self._readings is None or reader is None or not 0 <= row < len(self._readings):
            self.wall_card.inspector.show_reading(None, "")
            return
        self.wall_card.inspector.show_reading(self._likeliest(row), short_name(reader))

    def _show_counts(self) -> None:
        reader = self._reader()
        if self._readings is None or reader is None or reader.entry.card is None:
            return
        card, found, scores = reader.entry.card, self._readings.argmax(axis=1), self._readings.max(axis=1)
        threshold = card.classification.unsure_below if card.classification else 0.0
        indices = range(len(card.labels))
        counts = [int((found == index).sum()) for index in indices]
        sure = [int(((found == index) & (scores >= threshold)).sum()) for index in indices]
        self.readings_card.show_counts(shown_labels(card, self.context.language), counts, sure, short_name(reader))

    def _likeliest(self, row: int) -> list[tuple[str, float]]:
        reader = self._reader()
        if self._readings is None or reader is None or reader.entry.card is None:
            return []
        labels = shown_labels(reader.entry.card, self.context.language)
        scores = zip(labels, map(float, self._readings[row]), strict=True)
        return sorted(scores, key=lambda pair: -pair[1])

    def _describe(self, row: int) -> str:
        text = self.tr("Picture {number}").format(number=row + 1)
        if self._readings is None or row >= len(self._readings):
            return text
        likeliest = self._likeliest(row)
        return self.tr("{picture}, reads as {label}").format(picture=text, label=likeliest[0][0]) if likeliest else text

    def _suggest_morph(self) -> None:
        """The first picture and the next one that reads as something else make a morph worth looking at."""
        if self._readings is None or self._shown is None:
            return
        found = self._readings.argmax(axis=1)
        second = next((row for row in range(1, len(found)) if found[row] != found[0]), None)
        if second is not None:
            self._morphing.suggest(self._shown.request, 0, second)

    # -------------------------------------------------------------------------------------------- taking away
    def _copy(self) -> None:
        image = self.wall_card.inspector.view.image()
        if not image.isNull():
            QGuiApplication.clipboard().setImage(image)
            self.context.services.notifier.tell(self.tr("Picture copied"))

    def _save(self, what: str) -> None:
        model, pictures, shown = self._shown_model(), self._pictures, self._shown
        if model is None or pictures is None or shown is None:
            return
        name = f"{model.entry.name}-seed-{shown.request.seed}"
        row = self.wall_card.wall.current()
        if what == "grid" or row < 0:
            request = shown.request
            notes = notes_of(model.entry.usable_card(), request.seed, request.truncation, request.label)
            self._saver.save(f"{name}.png", lambda target: save_grid(pictures, target, notes))
        else:
            notes = self._notes(model, shown.request, row)
            self._saver.save(f"{name}-{row + 1}.png", lambda target: save_picture(pictures[row], target, notes))

    def _dragged_file(self, row: int) -> tuple[str, bytes]:
        model = self._shown_model()
        if model is None or self._pictures is None or self._shown is None:
            raise RuntimeError("a tile can only be dragged while there are pictures")
        name = f"{model.entry.name}-seed-{self._shown.request.seed}-{row + 1}.png"
        return name, picture_file(self._pictures[row], self._notes(model, self._shown.request, row))

    @staticmethod
    def _notes(model: LibraryModel, request: DrawPictures, row: int) -> dict[str, str]:
        return notes_of(model.entry.usable_card(), request.seed, request.truncation, request.label, sample=str(row))

    # -------------------------------------------------------------------------------------------- working
    def _show_rebuilt(self, answer: Answer) -> None:
        self.error_card.clear()
        self._ran(answer)

    def _arrange(self) -> None:
        """With large text in a narrow window the inspector goes below the wall."""
        room = self.content_width() - self._right.width() - self.gap()
        self.wall_card.set_arrangement(self.is_compact, room < self.wall_card.least_width())

    def _shown_model(self) -> LibraryModel | None:
        """The model that drew what is on the wall; another one may have been asked since."""
        return self.context.services.library.model(self._shown.model_id) if self._shown else None

    def _reader(self) -> LibraryModel | None:
        """The classifier that reads generated pictures: digits-cnn if it takes them, else any that does."""
        shown = self._shown_model()
        models = self.context.services.library.usable("image-classification")
        fitting = [model for model in models if shown is not None and _can_read(model, shown)]
        return next((model for model in fitting if model.entry.name == "digits-cnn"), fitting[0] if fitting else None)

    def _use_place(self, end: str) -> None:
        if self._shown is not None:
            request = self._shown.request
            self._morphing.use(end, Place(request.seed, self.wall_card.wall.current(), request.label))

    def _empty_texts(self) -> tuple[str, str]:
        sentence = self.tr("Train one in about two minutes, or add an ONNX file to the library.")
        return self.tr("No generator yet"), sentence

    def _connect(self) -> None:
        inference = self.context.services.inference
        inference.answered.connect(self._take)
        inference.failed.connect(self._fail)
        self._chooser.chosen.connect(self._change_model)
        self.controls.generate_wanted.connect(self._draw)
        self.controls.label_changed.connect(self._change_label)
        self.controls.variety_changed.connect(lambda: self._draw(remember=False))
        wall, inspector = self.wall_card.wall, self.wall_card.inspector
        wall.chosen.connect(lambda _: self._show_chosen())
        wall.enlarge_wanted.connect(lambda _: inspector.take_focus())
        inspector.use_wanted.connect(self._use_place)
        self.wall_card.back_wanted.connect(self._go_back)
        self.wall_card.copy_wanted.connect(self._copy)
        self.wall_card.save_wanted.connect(self._save)
        self.morph_card.frame_played.connect(inspector.show_frame)
        self.morph_card.finished.connect(self._show_chosen)
        self._sides.chosen.connect(self._turn)
        self._rebuilding.opened.connect(lambda: self._turn("rebuild"))
        self._rebuilding.taken.connect(self._show_rebuilt)
        self._speaking.taken.connect(self._show_rebuilt)
        self._speaking.failed.connect(self.show_failure)

    def _lay_out(self) -> QWidget:
        self._drawing = QWidget()
        self._columns = QHBoxLayout(self._drawing)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._left_column, self._right_column = QVBoxLayout(), QVBoxLayout()
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.addWidget(self.wall_card, 1)
        self._left_column.addWidget(self.morph_card)
        self._right = QWidget()
        self._right.setLayout(self._right_column)
        self._right_column.addWidget(self.controls)
        self._right_column.addWidget(self.readings_card, 1)
        self._columns.addLayout(self._left_column, 1)
        self._columns.addWidget(self._right)
        content = QWidget()  # not a stack: the side that is hidden must have no say in the height
        both = QVBoxLayout(content)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self._drawing)
        for side in (self.rebuild, self.speech_side):
            both.addWidget(side)
            side.setVisible(False)
        return content


def _typical_score(model: LibraryModel | None) -> float | None:
    """The mean score of the model's test pictures; cards of earlier versions lack it."""
    if model is None or model.entry.card is None:
        return None
    return next((each.value for each in model.entry.card.metrics if each.name == "anomaly_score"), None)


def _can_read(reader: LibraryModel, generator: LibraryModel) -> bool:
    """Whether the classifier takes pictures of the size and colours that the generator draws."""
    if reader.entry.card is None or generator.entry.card is None:
        return False
    drawn = next((spec.shape[1:] for spec in generator.entry.card.outputs if spec.name == "images"), None)
    return reader.entry.card.inputs[0].shape[1:] == drawn
