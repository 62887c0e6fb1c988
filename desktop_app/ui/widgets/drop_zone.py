"""The place to drop files, pictures and text on; a click or Enter opens the file dialog instead."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.ui.dropped import paths_in, picture_in, text_in
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.progress_bar import paint_bar

State = Literal["idle", "over", "refused", "busy"]
REFUSAL_SHOWN = 4000  # milliseconds
DISC = 48
LOOKS: dict[str, tuple[str, str, str, str, str]] = {  # state: (fill, border, disc, icon, ink of the icon)
    "idle": ("inset", "edge", "disc", "drop", "accent"),
    "over": ("soft", "accent", "accent", "drop", "on_accent"),
    "refused": ("bad_soft", "bad", "disc", "error", "bad"),
    "busy": ("inset", "line2", "disc", "refresh", "accent"),
}


@dataclass(frozen=True)
class DropAnswer:
    """What would happen with what hangs over the zone: two short lines, taken or refused."""

    taken: bool
    title: str
    detail: str = ""


class DropZone(QAbstractButton):
    """Says what it takes, what it would do with what hangs over it, and how far the work is.

    `judge` gives the answer for paths hanging over the zone; it must be quick (first bytes, not whole files).
    """

    paths_dropped = Signal(list)
    picture_dropped = Signal(QImage)
    text_dropped = Signal(str)
    stop_wanted = Signal()

    def __init__(self, theme: Theme, judge: Callable[[list[Path]], DropAnswer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._judge = theme, judge
        self._state: State = "idle"
        self._title, self._detail = "", ""
        self._idle_texts = ("", "")
        self._picture_title = ""
        self._accept_text = False
        self._fraction = 0.0
        self._refusal = QTimer(self, interval=REFUSAL_SHOWN, singleShot=True)
        self._refusal.timeout.connect(self.show_idle)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # -------------------------------------------------------------------------------------------- states
    def set_texts(self, title: str, detail: str, picture_title: str = "", accept_text: bool = False) -> None:
        """What the idle zone says: what it takes, and the other ways in.

        `picture_title` is shown while a picture without a file hangs over it; empty refuses such pictures.
        """
        self._idle_texts, self._picture_title, self._accept_text = (title, detail), picture_title, accept_text
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        if self._state == "idle":
            self.show_idle()

    def state(self) -> State:
        """What the zone shows now."""
        return self._state

    def show_idle(self) -> None:
        """Wait for something."""
        self._show("idle", *self._idle_texts)

    def show_refused(self, title: str, detail: str) -> None:
        """Say for some seconds what the model reads and what the file is."""
        self._show("refused", title, detail)
        self._refusal.start()

    def show_busy(self, title: str, detail: str, fraction: float) -> None:
        """Show how far the work is (0 to 1); Esc then sends `stop_wanted`."""
        self._fraction = fraction
        self._show("busy", title, detail)

    # -------------------------------------------------------------------------------------------- dragging
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        answer = self._answer(event.mimeData())
        self._refusal.stop()
        self._show("over" if answer.taken else "refused", answer.title, answer.detail)
        self._take(event, answer.taken)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take(event, self._state == "over")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.show_idle()

    def dropEvent(self, event: QDropEvent) -> None:
        mime = event.mimeData()
        answer = self._answer(mime)
        self._take(event, answer.taken)
        if not answer.taken:
            self.show_refused(answer.title, answer.detail)
            return
        self.show_idle()
        self.deliver(mime)

    def deliver(self, mime: QMimeData) -> None:
        """Send the signal for what `mime` holds; also serves Paste."""
        picture = picture_in(mime)
        if paths := paths_in(mime):
            self.paths_dropped.emit(paths)
        elif picture is not None and self._picture_title:
            self.picture_dropped.emit(picture)
        elif self._accept_text and text_in(mime):
            self.text_dropped.emit(text_in(mime))

    def _answer(self, mime: QMimeData) -> DropAnswer:
        if paths := paths_in(mime):
            return self._judge(paths)
        if mime.hasImage() and self._picture_title:
            return DropAnswer(True, self._picture_title)
        if self._accept_text and text_in(mime):
            return DropAnswer(True, self._idle_texts[0])
        return DropAnswer(False, self.tr("Nothing here that can be read"), self._idle_texts[0])

    @staticmethod
    def _take(event: QDropEvent, taken: bool) -> None:
        """Always as a copy: after a move a file manager would delete the original."""
        event.setDropAction(Qt.DropAction.CopyAction if taken else Qt.DropAction.IgnoreAction)
        event.setAccepted(taken)
        if not taken and isinstance(event, QDragEnterEvent):
            event.accept()  # otherwise no leave event comes and the refusal would stay

    # -------------------------------------------------------------------------------------------- drawing
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._state == "busy":
            self.stop_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, border, disc, icon, ink = LOOKS[self._state]
        self._paint_frame(painter, fill, border)
        body, caption = self._theme.metrics("card_title"), self._theme.metrics("help")
        disc_size = self._theme.px(DISC)
        height = disc_size + 16 + body.height() + (6 + caption.height() if self._detail else 0)
        top = (self.height() - height - (18 if self._state == "busy" else 0)) // 2
        self._paint_disc(painter, top, disc, icon, ink)
        title_ink, detail_ink = ("bad", "bad") if self._state == "refused" else ("text", "text2")
        line = QRectF(12, top + disc_size + 16, self.width() - 24, body.height())
        self._paint_line(painter, line, self._title, "card_title", title_ink)
        line = QRectF(12, line.bottom() + 6, self.width() - 24, caption.height())
        self._paint_line(painter, line, self._detail, "help", detail_ink)
        if self._state == "busy":
            width = min(200, self.width() - 32)
            bar = QRectF((self.width() - width) / 2, line.bottom() + 12, width, 6)
            paint_bar(painter, self._theme, bar, self._fraction, "accent")

    def _paint_frame(self, painter: QPainter, fill: str, border: str) -> None:
        pen = QPen(self._theme.color(border), 2 if self._state in ("over", "refused") else 1.5)
        if self._state == "idle":
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("hover" if self._state == "idle" and self.underMouse() else fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)

    def _paint_disc(self, painter: QPainter, top: int, disc: str, icon: str, ink: str) -> None:
        size = self._theme.px(DISC)
        left = (self.width() - size) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(disc))
        painter.drawEllipse(QRectF(left, top, size, size))
        side = self._theme.px(24)
        offset = (size - side) // 2
        painter.drawPixmap(left + offset, top + offset, self._theme.pixmap(icon, ink, 24, self.devicePixelRatioF()))

    def _paint_line(self, painter: QPainter, rect: QRectF, text: str, role: str, ink: str) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)

    def _show(self, state: State, title: str, detail: str) -> None:
        self._state, self._title = state, title
        self._detail = " ".join(detail.splitlines())  # names of files may hold line breaks
        self.update()
