"""Two pictures of the same thing on top of each other, and a line that is dragged to see more of one or the other."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.picture_view import sharp_rect

RADIUS = 8
STEPS = 1000
MIDDLE = STEPS // 2
STEP, PAGE = STEPS // 50, STEPS // 5
HANDLE = 34
LINE = 2
INSET = 10  # of the names from the picture's edge


class BeforeAfter(QAbstractSlider):
    """Shows the picture before at the left of the line, after at its right; the value, 0 to 1000, is the line's place.

    Its accessible name must say what the pictures are. Arrow keys move the line, Home and End show one picture alone,
    a double click puts it back into the middle.
    """

    def __init__(self, theme: Theme, side: int = 280, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._side = theme, side
        self._before, self._after = QImage(), QImage()
        self._names = ("", "")
        self._is_dragging = False
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, STEPS)
        self.setSingleStep(STEP)
        self.setPageStep(PAGE)
        self.setValue(MIDDLE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(lambda _: self._tell())
        theme.changed.connect(self.update)

    # -------------------------------------------------------------------------------------------- content
    def set_images(self, before: QImage | None, after: QImage | None) -> None:
        """Show two pictures, or the empty plate; the line stays where it is."""
        self._before, self._after = before or QImage(), after or QImage()
        self.setEnabled(not self._after.isNull())
        self.update()

    def images(self) -> tuple[QImage, QImage]:
        """What is shown; null where nothing is."""
        return self._before, self._after

    def set_names(self, before: str, after: str) -> None:
        """What stands on the two pictures."""
        self._names = (before, after)
        self._tell()
        self.update()

    def set_side(self, side: int) -> None:
        """Width and height in logical pixels."""
        self._side = side
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # -------------------------------------------------------------------------------------------- moving the line
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_dragging = True
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(MIDDLE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _move_to(self, x: float) -> None:
        self.setValue(round(x / max(self.width(), 1) * STEPS))

    def _tell(self) -> None:
        """Say how much of which picture is seen."""
        share = round(self.value() / STEPS * 100)
        before, after = self._names
        self.setAccessibleDescription(f"{before} {share} %, {after} {100 - share} %")
        self.update()

    # -------------------------------------------------------------------------------------------- drawing
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.fillPath(frame, self._theme.color("plate"))
        if not self._after.isNull():
            painter.setClipPath(frame)
            self._paint_pictures(painter)
            painter.setClipping(False)
        if self._theme.is_dark:
            painter.setPen(self._theme.color("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_pictures(self, painter: QPainter) -> None:
        place = self.value() / STEPS * self.width()
        left = QRectF(0, 0, place, self.height())
        right = QRectF(place, 0, self.width() - place, self.height())
        for image, name, half, is_left in (
            (self._before, self._names[0], left, True),
            (self._after, self._names[1], right, False),
        ):
            painter.save()
            painter.setClipRect(half, Qt.ClipOperation.IntersectClip)
            self._paint_picture(painter, image)
            self._paint_name(painter, name, is_left)
            painter.restore()
        self._paint_line(painter, place)

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        target = sharp_rect(image.size(), QRectF(self.rect()), self.devicePixelRatioF())
        enlarged = target.width() * self.devicePixelRatioF() >= image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not enlarged)
        painter.drawImage(target, image)

    def _paint_name(self, painter: QPainter, name: str, is_left: bool) -> None:
        metrics = self._theme.metrics("help_strong")
        width, height = metrics.horizontalAdvance(name) + 16, metrics.height() + 6
        left = INSET if is_left else self.width() - INSET - width
        label = QRectF(left, self.height() - INSET - height, width, height)
        ground = QColor(self._theme.color("plate"))
        ground.setAlpha(200)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(label, height / 2, height / 2)
        painter.setFont(self._theme.font("help_strong"))
        painter.setPen(self._theme.color("ink"))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_line(self, painter: QPainter, place: float) -> None:
        """A light line with a dark rim, to be seen on any picture; the handle stays inside."""
        light, dark = self._theme.color("ink"), self._theme.color("plate")
        for width, colour in ((LINE + 2, dark), (LINE, light)):
            painter.fillRect(QRectF(place - width / 2, 0, width, self.height()), colour)
        radius = self._theme.px(HANDLE) / 2
        x = min(max(place, radius + 1), self.width() - radius - 1)
        y = self.height() / 2
        painter.setPen(QPen(dark, 1))
        painter.setBrush(light)
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dark)
        for side in (-1, 1):
            painter.drawPolygon(_arrow(x + side * radius * 0.22, y, side * radius * 0.36))


def _arrow(x: float, y: float, length: float) -> QPolygonF:
    """A triangle whose base stands at `x` and that points to the left where `length` is negative."""
    half = abs(length)
    return QPolygonF([QPointF(x, y - half), QPointF(x, y + half), QPointF(x + length, y)])
