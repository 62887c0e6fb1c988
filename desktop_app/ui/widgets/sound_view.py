"""A sound as a person sees it: its wave above its spectrogram, what was heard in it, and where it plays."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_app.services.sound_overview import SoundOverview

WAVE_SHARE = 0.4
GAP, RADIUS = 8, 8
MARK_PADDING = 5
INKS = (
    (0.0, (8, 10, 30)),
    (0.35, (60, 30, 120)),
    (0.65, (200, 60, 100)),
    (0.85, (250, 160, 60)),
    (1.0, (255, 250, 200)),
)
"""From silence to the loudest: the same in both themes, as pictures are."""


@dataclass(frozen=True)
class MarkedPart:
    """A label from `start` to `end` in seconds."""

    start: float
    end: float
    label: str
    unsure: bool


class SoundView(QWidget):
    """Shows one sound; its accessible name must say what it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._overview: SoundOverview | None = None
        self._image = QImage()
        self._parts: tuple[MarkedPart, ...] = ()
        self._place: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_sound(self, overview: "SoundOverview | None") -> None:
        """Show a sound, or the empty plate."""
        self._overview = overview
        self._image = _coloured(overview) if overview is not None else QImage()
        self._parts, self._place = (), None
        self.update()

    def set_parts(self, parts: Sequence[MarkedPart]) -> None:
        """Say what was heard where."""
        self._parts = tuple(parts)
        self.setAccessibleDescription("; ".join(f"{part.start:.1f} s: {part.label}" for part in parts))
        self.update()

    def parts(self) -> tuple[MarkedPart, ...]:
        """What is marked."""
        return self._parts

    def set_place(self, seconds: float | None) -> None:
        """Show where it plays; None while it does not."""
        self._place = seconds
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(360), self._theme.px(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = (self.height() - GAP) * WAVE_SHARE
        upper = QRectF(0, 0, self.width(), height)
        lower = QRectF(0, height + GAP, self.width(), self.height() - height - GAP)
        self._paint_plate(painter, upper, "inset")
        self._paint_plate(painter, lower, "plate")
        if self._overview is None:
            return
        self._paint_parts(painter, upper)
        self._paint_wave(painter, upper)
        self._paint_labels(painter, upper)
        path = QPainterPath()
        path.addRoundedRect(lower, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(lower, self._image)
        painter.restore()
        if self._place is not None:
            x = self._x(self._place)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def _paint_plate(self, painter: QPainter, rect: QRectF, token: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(token))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _paint_wave(self, painter: QPainter, rect: QRectF) -> None:
        """The columns as one shape between their lowest and highest samples."""
        assert self._overview is not None
        wave = self._overview.wave
        step = max(1, len(wave) // max(1, int(rect.width())))
        columns = wave[: len(wave) // step * step].reshape(-1, step, 2)
        lowest, highest = columns[..., 0].min(axis=1), columns[..., 1].max(axis=1)
        middle, reach = rect.center().y(), rect.height() / 2 - 3
        across = rect.width() / max(1, len(lowest) - 1)
        over = [QPointF(number * across, middle - float(top) * reach - 0.5) for number, top in enumerate(highest)]
        under = [QPointF(number * across, middle - float(low) * reach + 0.5) for number, low in enumerate(lowest)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawPolygon(QPolygonF([*over, *reversed(under)]))

    def _paint_parts(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for part in self._parts:
            painter.setBrush(self._theme.color("warn_soft" if part.unsure else "soft"))
            left, right = self._x(part.start), self._x(part.end)
            painter.drawRoundedRect(QRectF(left, 0, right - left, rect.height()), 4, 4)

    def _paint_labels(self, painter: QPainter, rect: QRectF) -> None:
        """At the top of each part, as far as there is room."""
        painter.setFont(self._theme.font("label"))
        free = 0.0
        for part in self._parts if len(self._parts) > 1 else ():
            left = self._x(part.start) + MARK_PADDING
            width = painter.fontMetrics().horizontalAdvance(part.label)
            if left < free or left + width > rect.width():
                continue
            painter.setPen(self._theme.color("warn" if part.unsure else "text"))
            painter.drawText(QPointF(left, painter.fontMetrics().ascent() + 3), part.label)
            free = left + width + MARK_PADDING

    def _x(self, seconds: float) -> float:
        whole = self._overview.seconds if self._overview is not None else 0.0
        return self.width() * min(1.0, seconds / whole) if whole else 0.0


def _coloured(overview: "SoundOverview") -> QImage:
    height, width = overview.spectrogram.shape
    image = QImage(overview.spectrogram.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([_ink(level / 255).rgb() for level in range(256)])
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _ink(level: float) -> QColor:
    for (low, dark), (high, bright) in itertools.pairwise(INKS):
        if level <= high:
            share = (level - low) / (high - low)
            return QColor(*(round(a + (b - a) * share) for a, b in zip(dark, bright, strict=True)))
    return QColor(*INKS[-1][1])
