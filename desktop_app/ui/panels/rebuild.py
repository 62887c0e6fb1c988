"""One's own picture put through a model: where it comes from, what it suffers first, and what the model makes of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.dropped import kind_of
from desktop_app.ui.language import Language
from desktop_app.ui.panels.damage_controls import DamageControls
from desktop_app.ui.panels.rebuilt import RebuiltCard
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.drop_zone import DropAnswer, DropZone

ZONE_HEIGHT = 132


class RebuildPanel(QWidget):
    """Takes one picture by drop, paste or file. `picture_wanted` asks for a file dialog, `digit_wanted` for a digit of
    the built-in sample.
    """

    path_dropped = Signal(Path)
    picture_dropped = Signal(QImage)
    picture_wanted = Signal()
    paste_wanted = Signal()
    digit_wanted = Signal()

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result = RebuiltCard(theme, language)
        self.damage = DamageControls(theme, language)
        self._source = Card(theme)
        self.zone = DropZone(theme, self._judge)
        self.zone.setMinimumHeight(ZONE_HEIGHT)
        self._choose, self._paste = Button(theme, icon="folder"), Button(theme, icon="copy")
        self.digit = Button(theme, icon="dice")
        self._lay_out()
        self.zone.clicked.connect(self.picture_wanted)
        self._choose.clicked.connect(self.picture_wanted)
        self._paste.clicked.connect(self.paste_wanted)
        self.digit.clicked.connect(self.digit_wanted)
        self.zone.paths_dropped.connect(lambda paths: self.path_dropped.emit(paths[0]))
        self.zone.picture_dropped.connect(self.picture_dropped)
        self.retranslate()

    def set_measures(self, column: int, gap: int) -> None:
        """The width of the right column and the room between cards."""
        self._right.setFixedWidth(column)
        self._columns.setSpacing(gap)
        self._right_column.setSpacing(gap)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        title, ways = self.tr("Drop a picture"), self.tr("or paste, or choose a file")
        self.zone.set_texts(title, ways, self.tr("Release to see what the model makes of it"))
        self._choose.setText(self.tr("Choose..."))
        self._paste.setText(self.tr("Paste"))
        self.digit.setText(self.tr("Another sample digit"))
        self.result.retranslate()
        self.damage.retranslate()

    def _judge(self, paths: list[Path]) -> DropAnswer:
        if len(paths) > 1:
            count = self.tr("These are {count} files").format(count=len(paths))
            return DropAnswer(False, self.tr("One picture at a time"), count)
        if kind_of(paths[0]) == "picture":
            return DropAnswer(True, self.tr("Release to see what the model makes of it"), paths[0].name)
        return DropAnswer(False, self.tr("This model reads pictures"), paths[0].name)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._choose, 1)
        buttons.addWidget(self._paste, 1)
        self._source.body.addWidget(self.zone, 1)
        self._source.body.addLayout(buttons)
        self._source.body.addWidget(self.digit)
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.addWidget(self._source, 1)
        self._right_column.addWidget(self.damage)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addWidget(self.result, 1)
        self._columns.addWidget(self._right)
