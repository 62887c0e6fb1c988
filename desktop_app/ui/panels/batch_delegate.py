"""Draws every cell of the table of readings: picture, file, label, score with its bar, remark, and the rule below."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.services.inference_requests import BatchItem
from desktop_app.ui.panels.batch_table import (
    FILE,
    ITEM_ROLE,
    LABEL,
    PICTURE,
    REMARK,
    SCORE,
    is_unsure,
    picture_of,
    reading_of,
)
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.pictures import image_from_array
from desktop_app.ui.widgets.progress_bar import paint_bar

ROW = 40
TILE = 28
RADIUS = 4
BAR = 6
PADDING = 8
KEPT_PIXMAPS = 500
Align = Qt.AlignmentFlag


class BatchDelegate(QStyledItemDelegate):
    """One delegate for all columns, so that selection and rules line up."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pixmaps: dict[int, tuple[BatchItem, QPixmap]] = {}
        self._painters: dict[int, Callable[[QPainter, QRect, BatchItem, str, float], None]] = {
            PICTURE: self._paint_picture,
            FILE: self._paint_file,
            LABEL: self._paint_label,
            SCORE: self._paint_score,
            REMARK: self._paint_remark,
        }

    def row_height(self) -> int:
        """The height of every row."""
        return self._theme.height_for(pixels=ROW, around=20)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("soft"))
        rule = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
        painter.fillRect(rule, self._theme.color("line"))
        ratio = option.widget.devicePixelRatioF() if option.widget else 1.0
        text = str(index.data() or "")
        self._painters[index.column()](painter, option.rect, index.data(ITEM_ROLE), text, ratio)
        painter.restore()

    def _paint_picture(self, painter: QPainter, rect: QRect, item: BatchItem, text: str, ratio: float) -> None:
        side = self._theme.px(TILE)
        tile = QRectF(rect.left() + PADDING, rect.top() + (rect.height() - side) // 2, side, side)
        path = QPainterPath()
        path.addRoundedRect(tile, RADIUS, RADIUS)
        pixmap = self._pixmap(item, side, ratio)
        painter.fillPath(path, self._theme.color("inset" if pixmap.isNull() else "plate"))
        if pixmap.isNull():
            icon = self._theme.pixmap("image", "text3", 16, ratio)
            offset = (side - self._theme.px(16)) / 2
            painter.drawPixmap(tile.topLeft() + QPointF(offset, offset), icon)
            return
        painter.setClipPath(path)
        painter.drawPixmap(tile.topLeft(), pixmap)

    def _paint_file(self, painter: QPainter, rect: QRect, item: BatchItem, text: str, ratio: float) -> None:
        mode = Qt.TextElideMode.ElideRight if item.text else Qt.TextElideMode.ElideMiddle
        self._paint_text(painter, rect, text, "body", "text", mode)

    def _paint_label(self, painter: QPainter, rect: QRect, item: BatchItem, text: str, ratio: float) -> None:
        self._paint_text(painter, rect, text, "strong", "warn" if is_unsure(item) else "text")

    def _paint_score(self, painter: QPainter, rect: QRect, item: BatchItem, text: str, ratio: float) -> None:
        reading = reading_of(item)
        if reading is None:
            return
        number = self._theme.metrics("body").horizontalAdvance("> 99.9 %")
        room = rect.adjusted(PADDING, 0, -PADDING, 0)
        bar = QRectF(room.left(), room.center().y() - BAR / 2 + 0.5, room.width() - number - 12, BAR)
        paint_bar(painter, self._theme, bar, reading.score, "warn" if reading.unsure else "accent", "line2")
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(room, Align.AlignVCenter | Align.AlignRight, text)

    def _paint_remark(self, painter: QPainter, rect: QRect, item: BatchItem, text: str, ratio: float) -> None:
        if not text:
            return
        unsure = is_unsure(item)
        icon, token = ("warning", "warn") if unsure else ("error", "bad")
        side = self._theme.px(16)
        top = rect.top() + (rect.height() - side) // 2
        painter.drawPixmap(rect.left() + PADDING, top, self._theme.pixmap(icon, token, 16, ratio))
        self._paint_text(painter, rect.adjusted(side + 6, 0, 0, 0), text, "body", token)

    def _paint_text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        role: str,
        token: str,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        room = rect.adjusted(PADDING, 0, -PADDING, 0)
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(token))
        painter.drawText(room, Align.AlignVCenter, self._theme.metrics(role).elidedText(text, mode, room.width()))

    def _pixmap(self, item: BatchItem, side: int, ratio: float) -> QPixmap:
        key = id(item)
        if key in self._pixmaps and self._pixmaps[key][0] is item:
            return self._pixmaps[key][1]
        picture = picture_of(item)
        pixmap = QPixmap()
        if picture is not None:
            pixels = round(side * ratio)
            mode = Qt.TransformationMode.SmoothTransformation
            pixmap = QPixmap.fromImage(image_from_array(picture).scaled(pixels, pixels, mode=mode))
            pixmap.setDevicePixelRatio(ratio)
        if len(self._pixmaps) >= KEPT_PIXMAPS:
            self._pixmaps.clear()
        self._pixmaps[key] = (item, pixmap)
        return pixmap
