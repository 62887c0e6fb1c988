"""One picture, enlarged so that every pixel of it stays a sharp square."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import Theme


def sharp_rect(picture: QSize, room: QRectF, ratio: float) -> QRectF:
    """Where to draw `picture` in `room` so that each of its pixels covers the same whole number of device pixels.

    A picture larger than the room is fitted into it instead.
    """
    if picture.isEmpty():
        return QRectF()
    factor = min(room.width() * ratio / picture.width(), room.height() * ratio / picture.height())
    factor = int(factor) if factor >= 1 else factor
    width, height = picture.width() * factor / ratio, picture.height() * factor / ratio
    left = round((room.x() + (room.width() - width) / 2) * ratio) / ratio
    top = round((room.y() + (room.height() - height) / 2) * ratio) / ratio
    return QRectF(left, top, width, height)


class PictureView(QWidget):
    """Shows a picture on the dark plate. Its accessible name must say what it is a picture of."""

    def __init__(self, theme: Theme, side: int = 208, radius: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._side, self._radius = theme, side, radius
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_image(self, image: QImage | None) -> None:
        """Show `image`, or the empty plate."""
        self._image = image or QImage()
        self.update()

    def image(self) -> QImage:
        """What is shown; null if nothing is."""
        return self._image

    def set_side(self, side: int) -> None:
        """Width and height in logical pixels."""
        self._side = side
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        painter.fillPath(path, self._theme.color("plate"))
        if self._image.isNull():
            return
        target = sharp_rect(self._image.size(), QRectF(self.rect()), self.devicePixelRatioF())
        enlarged = target.width() * self.devicePixelRatioF() >= self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not enlarged)
        painter.setClipPath(path)
        painter.drawImage(target, self._image)
        if self._theme.is_dark:
            painter.setClipping(False)
            painter.setPen(self._theme.color("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
