"""Nine frames on the way from picture A to picture B, to be played and saved."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.card import Card

SHOWN = 9
BETWEEN = 5  # frames played from one shown frame to the next
FRAMES = (SHOWN - 1) * BETWEEN + 1
FRAME_MILLISECONDS = 50
SMALLEST_TILE = 28
RADIUS = 4
CAPTION_GAP = 4


class FrameStrip(QWidget):
    """Frames at equal distances with their fraction of the way; the first is A, the last B."""

    def __init__(self, theme: Theme, tile: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tile = theme, tile
        self._frames: list[QImage] = []
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_frames(self, frames: Sequence[QImage]) -> None:
        """Show `frames` from A to B; none clears the strip."""
        self._frames = list(frames)
        self.update()

    def set_current(self, index: int) -> None:
        """Ring the frame that is playing; -1 for none."""
        if index != self._current:
            self._current = index
            self.update()

    def sizeHint(self) -> QSize:
        caption = self._theme.metrics("tick").height()
        return QSize(SHOWN * (self._tile + 8), self._tile + CAPTION_GAP + caption + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(SHOWN * (SMALLEST_TILE + 2), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = max(len(self._frames), SHOWN)
        tile = min(self._tile, self.width() // count - 2)
        for index in range(count):
            left = round(1 + index * (self.width() - 2 - tile) / (count - 1))
            self._paint_frame(painter, index, count, QRectF(left, 1, tile, tile))

    def _paint_frame(self, painter: QPainter, index: int, count: int, tile: QRectF) -> None:
        path = QPainterPath()
        path.addRoundedRect(tile, RADIUS, RADIUS)
        painter.fillPath(path, self._theme.color("plate" if self._frames else "inset"))
        if self._frames:
            painter.save()
            painter.setClipPath(path)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(tile, self._frames[index])
            painter.restore()
        if index == self._current:
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        is_end = index in (0, count - 1)
        painter.setFont(self._theme.font("small" if is_end else "tick"))
        painter.setPen(self._theme.color("accent" if is_end else "text3"))
        caption = {0: "A", count - 1: "B"}.get(index, f"{index / (count - 1):.2f}")
        top = tile.bottom() + CAPTION_GAP
        room = QRectF(tile.x() - 12, top, tile.width() + 24, self.height() - top)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, caption)


class MorphCard(Card):
    """Emits `frame_played` while playing, `finished` after it, `save_wanted` with `strip` or `gif`."""

    frame_played = Signal(QImage)
    finished = Signal()
    save_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._frames: list[QImage] = []
        self._position = 0
        self._places = ("", "")
        self.heading = self.add_heading()
        self._play = IconButton(theme, "play")
        self._save = IconButton(theme, "save")
        self._menu = QMenu(self)
        self._save_strip = self._menu.addAction("", lambda: self.save_wanted.emit("strip"))
        self._save_gif = self._menu.addAction("", lambda: self.save_wanted.emit("gif"))
        self.heading.add_action(self._play)
        self.heading.add_action(self._save)
        self._strip = FrameStrip(theme)
        self.body.addWidget(self._strip)
        self.body.setContentsMargins(16, 8, 16, 12)
        self._timer = QTimer(self, interval=FRAME_MILLISECONDS)
        self._timer.timeout.connect(self._advance)
        self._play.clicked.connect(self.toggle)
        self._save.clicked.connect(self._open_menu)
        self.set_frames(())
        self.retranslate()

    def set_frames(self, frames: Sequence[QImage]) -> None:
        """Take FRAMES pictures from A to B; nine of them are shown."""
        self._end()
        self._frames = list(frames)
        self._strip.set_frames(self.shown_frames())
        self._play.setEnabled(bool(frames))
        self._save.setEnabled(bool(frames))

    def set_places(self, start: str, end: str) -> None:
        """Say where A and B come from, such as "seed 4, picture 7"."""
        self._places = (start, end)
        self.retranslate()

    def frames(self) -> list[QImage]:
        """All frames from A to B."""
        return list(self._frames)

    def shown_frames(self) -> list[QImage]:
        """The nine that are shown."""
        return self._frames[::BETWEEN]

    def is_playing(self) -> bool:
        """Whether the frames are running."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play from A to B and back, or end playing."""
        if self.is_playing():
            self._end()
        elif self._frames:
            self._position = 0
            self._timer.start()
            self._show_state()
            self._advance()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Morph"))
        start, end = self._places
        caption = self.tr("Walks through the latent space from A to B")
        if start:
            caption = self.tr("A: {start} · B: {end}").format(start=start, end=end)
        self.heading.caption.setText(caption)
        self._save.set_name(self.tr("Save the morph"))
        self._save_strip.setText(self.tr("Save as strip of nine (PNG)..."))
        self._save_gif.setText(self.tr("Save as animation (GIF)..."))
        self._strip.setAccessibleName(self.tr("Nine pictures on the way from A to B"))
        self._show_state()

    def _show_state(self) -> None:
        self._play.set_icon("pause" if self.is_playing() else "play")
        self._play.set_name(self.tr("Stop playing") if self.is_playing() else self.tr("Play from A to B and back"))

    def _advance(self) -> None:
        there_and_back = 2 * FRAMES - 1
        if self._position >= there_and_back:
            self._end()
            return
        index = self._position if self._position < FRAMES else there_and_back - 1 - self._position
        self.frame_played.emit(self._frames[index])
        self._strip.set_current(round(index / BETWEEN))
        self._position += 1

    def _end(self) -> None:
        was_playing = self.is_playing()
        self._timer.stop()
        self._strip.set_current(-1)
        if was_playing:
            self._show_state()
            self.finished.emit()

    def _open_menu(self) -> None:
        self._menu.popup(self._save.mapToGlobal(self._save.rect().bottomLeft()))
