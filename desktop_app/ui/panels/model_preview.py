"""What a card of the library shows of its model: pictures it has just drawn, or its figure beside its baseline's."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.progress_bar import paint_bar

HEIGHT = 72
ROWS, COLUMNS = 2, 6
RADIUS = 8
BAR = 6
GAP = 6


@dataclass(frozen=True)
class Bar:
    """One figure: whose it is, its share from 0 to 1, and how it is written."""

    name: str
    share: float
    figure: str


def paint_preview(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    images: Sequence[QImage],
    bars: Sequence[Bar],
    icon: str,
    ratio: float,
) -> None:
    """Draw a well with pictures, else with bars (the model first, its baseline below), else with an icon."""
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(rect, RADIUS, RADIUS)
    painter.fillPath(path, theme.color("plate" if images else "inset"))
    painter.setClipPath(path)
    if images:
        _paint_images(painter, rect, images)
    elif bars:
        _paint_bars(painter, theme, rect, bars)
    else:
        side = theme.px(24)
        left, top = rect.center().x() - side / 2, rect.center().y() - side / 2
        painter.drawPixmap(round(left), round(top), theme.pixmap(icon, "text3", 24, ratio))
    painter.restore()


def _paint_images(painter: QPainter, rect: QRectF, images: Sequence[QImage]) -> None:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    side, pitch = rect.height() / ROWS, rect.width() / COLUMNS
    for index, image in enumerate(images[: ROWS * COLUMNS]):
        row, column = divmod(index, COLUMNS)
        left = rect.left() + column * pitch + (pitch - side) / 2
        painter.drawImage(QRectF(left, rect.top() + row * side, side, side), image)


def _paint_bars(painter: QPainter, theme: Theme, rect: QRectF, bars: Sequence[Bar]) -> None:
    metrics = theme.metrics("tick")
    line = metrics.height()
    pitch = line + 4 + BAR
    top = rect.top() + (rect.height() - len(bars) * pitch - (len(bars) - 1) * GAP) / 2
    painter.setFont(theme.font("tick"))
    for index, bar in enumerate(bars):
        row = QRectF(rect.left() + 12, top + index * (pitch + GAP), rect.width() - 24, line)
        painter.setPen(theme.color("text" if index == 0 else "text2"))
        room = int(row.width()) - metrics.horizontalAdvance(bar.figure) - 8
        shown = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, bar.figure)
        track = QRectF(row.left(), row.bottom() + 2, row.width(), BAR)
        paint_bar(painter, theme, track, bar.share, "accent" if index == 0 else "bar")
