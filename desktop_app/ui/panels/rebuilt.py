"""What a model made of a picture: before and after under a line that is dragged, and all of them as small tiles."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.services.rebuild_requests import Rebuilt
from desktop_app.ui.language import Language
from desktop_app.ui.panels.model_texts import NO_BREAK
from desktop_app.ui.panels.wall import Room
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.before_after import BeforeAfter
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label, Rule
from desktop_app.ui.widgets.picture_wall import PictureWall
from desktop_app.ui.widgets.pictures import image_from_array

if TYPE_CHECKING:
    import numpy as np

TILE = 56
GAP = 24  # on each side of the rule
SMALLEST_SIDE = 168
SMALLEST_BESIDE = 224  # of the picture, with words beside it
MOST_FIGURES = 2
PARTS = ("original", "before", "after")


class RebuiltCard(Card):
    """Sends `copy_wanted`, and `save_wanted` with `after` or `both`."""

    copy_wanted = Signal()
    save_wanted = Signal(str)

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._results: Sequence[Rebuilt] = ()
        self._typical: float | None = None
        self.heading = self.add_heading()
        self._copy, self._save = IconButton(theme, "copy"), Button(theme, "plain", "save")
        self._menu = QMenu(self)
        self._save_after = self._menu.addAction("", lambda: self.save_wanted.emit("after"))
        self._save_both = self._menu.addAction("", lambda: self.save_wanted.emit("both"))
        self.heading.add_action(self._copy)
        self.heading.add_action(self._save)
        self.view = BeforeAfter(theme)
        self.wall = PictureWall(theme, len(PARTS), TILE)
        self._names = [Label(theme, "tick", "text2") for _ in PARTS]
        self._figures = [(Label(theme, "fact"), Label(theme, "help", "text2", wrap=True)) for _ in range(MOST_FIGURES)]
        self._room, self._rule = Room(), Rule(vertical=True)
        self._room.installEventFilter(self)
        self._lay_out()
        self.wall.set_descriptions(self._describe)
        self.wall.chosen.connect(lambda _: self._show_chosen())
        theme.changed.connect(self._fill)  # the tiles grow with the text
        self._copy.clicked.connect(self.copy_wanted)
        self._save.clicked.connect(self._open_menu)
        self.retranslate()
        self._fill()

    # -------------------------------------------------------------------------------------------- content
    def set_typical_score(self, score: float | None) -> None:
        """The mean score of the test pictures, as the model's card has it."""
        self._typical = score

    def set_file_maker(self, make_file: Callable[[int, str], tuple[str, bytes]]) -> None:
        """Who makes the file that is dragged out: number of the result, `original`, `before` or `after` -> file."""
        self.wall.set_file_maker(lambda tile: make_file(tile // len(self._parts()), self._parts()[self._column(tile)]))

    def show_results(self, results: Sequence[Rebuilt]) -> None:
        """Show pictures before and after."""
        self._results = results
        self._fill()

    def results(self) -> Sequence[Rebuilt]:
        """What is shown."""
        return self._results

    def current(self) -> int:
        """The number of the result under the line, -1 while there is none."""
        return self.wall.current() // len(self._parts()) if self._results else -1

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Before and after"))
        self._copy.set_name(self.tr("Copy the picture after"))
        self._save.setText(self.tr("Save..."))
        self._save_after.setText(self.tr("The picture after (PNG)..."))
        self._save_both.setText(self.tr("Before and after side by side (PNG)..."))
        for label, text in zip(self._names, self._part_names(), strict=True):
            label.setText(text)
        self.wall.setAccessibleName(self.tr("Pictures to drag out"))
        self.view.setAccessibleName(self.tr("Before and after"))
        self.view.set_names(*self._part_names()[1:])
        self._show_chosen()

    # -------------------------------------------------------------------------------------------- showing
    def _fill(self) -> None:
        parts = self._parts()
        pictures = [picture_array(result, part) for result in self._results for part in parts]
        self.wall.set_tile(self._theme.px(TILE), len(parts))
        self.wall.set_images([image_from_array(picture) for picture in pictures])
        rows = min(max(len(self._results), 1), len(parts))  # beyond that the wall scrolls
        self.wall.setFixedHeight(rows * self.wall.pitch() + 2)
        self._names[0].setVisible("original" in parts)
        for label in self._names:
            label.setFixedWidth(self.wall.pitch())
        self._copy.setEnabled(bool(self._results))
        self._save.setEnabled(bool(self._results))
        self._show_chosen()
        self._fit()

    def _show_chosen(self) -> None:
        row = self.current()
        result = self._results[row] if 0 <= row < len(self._results) else None
        before, after = (image_from_array(picture_array(result, part)) if result else None for part in PARTS[1:])
        if (before, after) != self.view.images():
            self.view.set_images(before, after)
        figures = [*(self._figures_of(result) if result else ()), ("", ""), ("", "")]
        for (fact, meaning), (figure, words) in zip(self._figures, figures, strict=False):
            fact.setText(figure)
            meaning.setText(words)
            fact.setVisible(bool(figure))
            meaning.setVisible(bool(words))

    def _figures_of(self, result: Rebuilt) -> list[tuple[str, str]]:
        """The figures of a result, each with what it means."""
        figures = []
        if result.psnr is not None:
            before, after = (self._language.number(each, 1) for each in result.psnr)
            text = self.tr("{before} → {after} dB").format(before=before, after=after).replace(" ", NO_BREAK)
            meaning = self.tr("PSNR before and after: how near the picture is to the original. More is nearer.")
            figures.append((text, meaning))
        if result.pair.anomaly_score is not None:
            score = self._language.number(result.pair.anomaly_score, 1)
            figures.append((self.tr("{score} nats").format(score=score), self._meaning_of_scores()))
        hint = self.tr("The picture as it came, and repaired. Damage it first to see how much can be repaired.")
        return figures or [("", hint)]

    def _meaning_of_scores(self) -> str:
        if self._typical is None:
            return self.tr("Anomaly score: the higher, the stranger to the model.")
        text = self.tr("Anomaly score: the higher, the stranger to the model. Test pictures: {score} on average.")
        return text.format(score=self._language.number(self._typical, 1))

    def _describe(self, tile: int) -> str:
        names = dict(zip(PARTS, self._part_names(), strict=True))
        text = self.tr("Picture {number}, {part}")
        return text.format(number=tile // len(self._parts()) + 1, part=names[self._parts()[self._column(tile)]])

    def _part_names(self) -> tuple[str, str, str]:
        return self.tr("Original"), self.tr("Before"), self.tr("After")

    def _parts(self) -> tuple[str, ...]:
        """The columns of the tiles: without the original where the picture was not damaged on purpose."""
        has_originals = any(result.pair.original is not None for result in self._results)
        return PARTS if has_originals else PARTS[1:]

    def _column(self, tile: int) -> int:
        return tile % len(self._parts())

    # -------------------------------------------------------------------------------------------- measures
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        """The picture takes what height and width leave, in whole multiples of its pixels; words go below it where
        there is no room beside it.
        """
        column = self._column_width()
        beside = 2 * GAP + 1 + column
        stacked = self._room.width() < SMALLEST_BESIDE + beside
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._rule.setVisible(not stacked)
        self._words.setFixedWidth(max(column, self._room.width()) if stacked else column)
        words = self._words.heightForWidth(self._words.maximumWidth())
        least = SMALLEST_SIDE + self._row.spacing() + words if stacked else max(SMALLEST_SIDE, words)
        self._room.setMinimumSize(max(SMALLEST_SIDE, column), least)
        width, height = self._room.width(), self._room.height()
        side = min(width, height - self._row.spacing() - words) if stacked else min(width - beside, height)
        pixels = self.view.images()[1].width() or 28
        self.view.set_side(max(side - side % pixels, SMALLEST_SIDE))

    def _column_width(self) -> int:
        return len(PARTS) * (self._theme.px(TILE) + 3) + 2 + self.wall.verticalScrollBar().sizeHint().width()

    def _open_menu(self) -> None:
        self._menu.popup(self._save.mapToGlobal(self._save.rect().bottomLeft()))

    def _lay_out(self) -> None:
        self._room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        names = QHBoxLayout()
        names.setSpacing(0)
        for label in self._names:
            names.addWidget(label)
        names.addStretch(1)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(names)
        column.addWidget(self.wall, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        for fact, meaning in self._figures:
            column.addWidget(fact)
            column.addWidget(meaning)
        column.addStretch(1)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        row.addWidget(self._rule)
        row.addWidget(self._words)
        self.body.addWidget(self._room, 1)
        self.body.setContentsMargins(16, 10, 16, 16)  # the buttons of the heading have room of their own


def picture_array(result: Rebuilt, part: str) -> "np.ndarray":
    """The picture `original`, `before` or `after` of a result; before stands for an original that is not known."""
    pair = result.pair
    pictures = {"original": pair.before if pair.original is None else pair.original, "before": pair.before}
    return pictures.get(part, pair.after)
