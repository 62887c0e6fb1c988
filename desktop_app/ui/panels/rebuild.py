"""A picture in, the model's rebuilt picture out, with a score for what the model does not know."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.dropped import kind_of
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.drop_zone import DropAnswer, DropZone
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.picture_view import PictureView
from desktop_app.ui.widgets.pictures import image_from_array

if TYPE_CHECKING:
    from trainer.contract.results import Reconstruction

TILE = 56
ZONE_HEIGHT = 116
ROOM_FOR_BOTH = 330


class RebuildPanel(QWidget):
    """Takes one picture by drop, paste or file; shows each digit found in it before and after.

    `picture_wanted` asks for a file dialog. `typical_score` of the model's test pictures is shown beside each score.
    """

    path_dropped = Signal(Path)
    picture_dropped = Signal(QImage)
    picture_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pairs: Sequence[Reconstruction] = ()
        self._typical: float | None = None
        self.zone = DropZone(theme, self._judge)
        self.zone.setMinimumHeight(ZONE_HEIGHT)
        self.zone.setMaximumHeight(ZONE_HEIGHT + 40)
        self._choose, self._paste = Button(theme, icon="folder"), Button(theme, icon="copy")
        self._meaning = Label(theme, "help", "text2", wrap=True)
        self._list = QWidget()
        self._list.setProperty("scrolled", "1")
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(4, 4, 8, 4)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._list)
        self._lay_out()
        self.zone.clicked.connect(self.picture_wanted)
        self._choose.clicked.connect(self.picture_wanted)
        self._paste.clicked.connect(self.paste_wanted)
        self.zone.paths_dropped.connect(lambda paths: self.path_dropped.emit(paths[0]))
        self.zone.picture_dropped.connect(self.picture_dropped)
        self.retranslate()

    def set_typical_score(self, score: float | None) -> None:
        """The mean score of the test pictures, as the model's card has it."""
        self._typical = score

    def show_pairs(self, pairs: "Sequence[Reconstruction]") -> None:
        """Show pictures before and after."""
        self._pairs = pairs
        self._fill()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        title, ways = self.tr("Drop a picture to rebuild"), self.tr("or paste, or choose a file")
        self.zone.set_texts(title, ways, self.tr("Release to rebuild it"))
        self._choose.setText(self.tr("Choose..."))
        self._paste.setText(self.tr("Paste"))
        self._fill()

    def _judge(self, paths: list[Path]) -> DropAnswer:
        if len(paths) > 1:
            count = self.tr("These are {count} files").format(count=len(paths))
            return DropAnswer(False, self.tr("One picture at a time"), count)
        if kind_of(paths[0]) == "picture":
            return DropAnswer(True, self.tr("Release to rebuild it"), paths[0].name)
        return DropAnswer(False, self.tr("This model reads pictures"), paths[0].name)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._choose, 1)
        buttons.addWidget(self._paste, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.zone)
        column.addLayout(buttons)
        column.addWidget(self._meaning)
        column.addWidget(self._scroll, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """In a low panel the pairs need the room of the zone; pictures can be dropped anywhere on the page."""
        self.zone.setVisible(not self._pairs or self.height() >= ROOM_FOR_BOTH)

    def _fill(self) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.setVisible(False)  # until it is gone
                widget.deleteLater()
        for pair in self._pairs:
            self._rows.addWidget(self._row(pair))
        self._rows.addStretch(1)
        self._meaning.setText(self._meaning_of_scores() if self._pairs else "")
        self._meaning.setVisible(bool(self._pairs))
        self._share_room()

    def _row(self, pair: "Reconstruction") -> QWidget:
        before, after = PictureView(self._theme, TILE, 4), PictureView(self._theme, TILE, 4)
        before.set_image(image_from_array(pair.before))
        after.set_image(image_from_array(pair.after))
        before.setAccessibleName(self.tr("Before"))
        after.setAccessibleName(self.tr("Rebuilt"))
        text = self.tr("{score} nats").format(score=f"{pair.anomaly_score:.1f}")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(before)
        line.addWidget(after)
        line.addSpacing(4)
        line.addWidget(Label(self._theme, "fact", text=text))
        line.addStretch(1)
        return row

    def _meaning_of_scores(self) -> str:
        if self._typical is None:
            return self.tr("Before, rebuilt, anomaly score: the higher, the stranger to the model.")
        text = self.tr("Before, rebuilt, anomaly score: the higher, the stranger. Test pictures: {score} on average.")
        return text.format(score=f"{self._typical:.1f}")
