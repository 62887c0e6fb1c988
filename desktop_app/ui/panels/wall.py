"""The generated pictures: a wall of small ones, and the chosen one large beside it or below it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QBoxLayout, QMenu, QSizePolicy, QWidget

from desktop_app.ui.panels.picture_inspector import PictureInspector
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Rule
from desktop_app.ui.widgets.picture_wall import GAP, PictureWall

COLUMNS = ROWS = 10
SMALLEST_TILE = 28
SIDE_ROOM = 24  # on each side of the rule between wall and inspector
LARGEST_INSPECTOR = 320
SMALLEST_PICTURE = 112
SMALLEST_INSPECTOR = 192
SMALLEST_WALL = ROWS * (SMALLEST_TILE + GAP) + 2
BELOW_PICTURE = 190  # what the inspector says under its picture
STACKED_TILE, STACKED_PICTURE = 36, 140  # constant: a height that followed the width would chase the scroll bar


class Room(QWidget):
    """A widget whose contents have no say in its size.

    What stands in it is measured by its size; were its size measured by that in turn, the two could chase each other
    until the stack is full (seen with fonts that are wider than usual).
    """

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSizeHint(self) -> QSize:
        return self.minimumSize()


class WallCard(Card):
    """Sends `back_wanted`, `copy_wanted`, and `save_wanted` with `grid` or `picture`."""

    back_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._compact, self._stacked = False, False
        self._pixels = 28
        self.heading = self.add_heading()
        self._back, self._copy = IconButton(theme, "undo"), IconButton(theme, "copy")
        self._save = Button(theme, "plain", "save")
        self._menu = QMenu(self)
        self._save_grid = self._menu.addAction("", lambda: self.save_wanted.emit("grid"))
        self._save_picture = self._menu.addAction("", lambda: self.save_wanted.emit("picture"))
        for action in (self._back, self._copy, self._save):
            self.heading.add_action(action)
        self.wall = PictureWall(theme, COLUMNS)
        self.inspector = PictureInspector(theme)
        self._room = Room()
        self._room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._room.installEventFilter(self)
        self._rule = Rule(vertical=True)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIDE_ROOM)
        row.addWidget(self.wall, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        row.addWidget(self._rule)
        row.addWidget(self.inspector)
        self.body.addWidget(self._room, 1)
        self.body.setContentsMargins(16, 10, 16, 16)  # the buttons of the heading have room of their own
        self._back.clicked.connect(self.back_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._save.clicked.connect(self._open_menu)
        self.allow_back(False)
        self.retranslate()

    def least_width(self) -> int:
        """The width that the wall with the inspector beside it cannot do without."""
        margins = self.body.contentsMargins()
        return SMALLEST_WALL + 2 * SIDE_ROOM + 1 + self._smallest_inspector() + margins.left() + margins.right()

    def set_arrangement(self, compact: bool, stacked: bool) -> None:
        """Take the measures of a narrow window; put the inspector below the wall where there is no room beside it."""
        self._compact, self._stacked = compact, stacked
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._row.setSpacing(SIDE_ROOM // 2 if stacked else SIDE_ROOM)
        self._row.setStretch(1, 0 if stacked else 1)
        self._row.setStretchFactor(self.inspector, 1 if stacked else 0)
        self._rule.setVisible(not stacked)
        self.heading.caption.setVisible(not stacked)  # the seed stands in the controls too
        self.inspector.set_beside(stacked)
        self._fit()

    def show_pictures(self, images: Sequence[QImage]) -> None:
        """Replace the wall; the chosen place stays."""
        if images and images[0].width() != self._pixels:
            self._pixels = images[0].width()
            self._fit()
        self.wall.set_images(images)
        has_pictures = bool(images)
        self._copy.setEnabled(has_pictures)
        self._save.setEnabled(has_pictures)

    def allow_back(self, allowed: bool) -> None:
        """Whether there was a wall before this one."""
        self._back.setEnabled(allowed)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._back.set_name(self.tr("Back to the pictures before"))
        self._copy.set_name(self.tr("Copy the chosen picture"))
        self._save.setText(self.tr("Save..."))
        self._save_grid.setText(self.tr("All pictures in one (PNG)..."))
        self._save_picture.setText(self.tr("Only the chosen picture (PNG)..."))
        self.wall.setAccessibleName(self.tr("Generated pictures"))
        self.inspector.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _smallest_inspector(self) -> int:
        return self._theme.px(SMALLEST_INSPECTOR if self._compact else 208)

    def _fit(self) -> None:
        if self._stacked:
            self._fit_stacked()
        else:
            self._fit_beside()

    def _fit_stacked(self) -> None:
        width = self._room.width()
        self.wall.set_tile(max(min(self.wall.largest_tile(width, width, ROWS), STACKED_TILE), SMALLEST_TILE))
        self.inspector.set_measures(width, STACKED_PICTURE - STACKED_PICTURE % self._pixels)
        inspector = max(STACKED_PICTURE, self._theme.px(BELOW_PICTURE))
        self._room.setMinimumSize(SMALLEST_WALL, ROWS * self.wall.pitch() + 2 + self._row.spacing() + inspector)

    def _fit_beside(self) -> None:
        """The inspector takes more width first; the tiles take what the height allows."""
        below = self._theme.px(BELOW_PICTURE)
        # The least that it can do with; what stands in it now must not keep the window from becoming smaller.
        least = SMALLEST_WALL + 2 * SIDE_ROOM + 1 + self._smallest_inspector()
        self._room.setMinimumSize(least, max(SMALLEST_WALL, SMALLEST_PICTURE + below))
        width, height = self._room.width(), self._room.height()
        for_wall = width - self._smallest_inspector() - 2 * SIDE_ROOM - 1
        tile = max(self.wall.largest_tile(for_wall, height, ROWS), SMALLEST_TILE)
        self.wall.set_tile(tile)
        left = width - self.wall.width() - 2 * SIDE_ROOM - 1
        panel = max(min(left, self._theme.px(LARGEST_INSPECTOR)), self._smallest_inspector())
        side = max(min(panel, height - below), SMALLEST_PICTURE)
        self.inspector.set_measures(panel, side - side % self._pixels)  # each pixel as large as the next, no margin

    def _open_menu(self) -> None:
        self._menu.popup(self._save.mapToGlobal(self._save.rect().bottomLeft()))
