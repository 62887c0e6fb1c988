"""A small picture of the window in one scheme, to choose it by."""

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from desktop_app.ui.theme import TOKENS, Theme

WIDTH, HEIGHT = 100, 62
CHROME, SHEET, CARD, LINE, ACCENT = "chrome", "sheet", "card", "line2", "accent"


class ThemeTile(QRadioButton):
    """Light, dark or both (follow the system), with its name below."""

    def __init__(self, theme: Theme, scheme: Literal["light", "dark", "system"], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.scheme = theme, scheme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        name = self._theme.metrics("help_strong")
        return QSize(max(WIDTH + 4, name.horizontalAdvance(self.text()) + 4), HEIGHT + 10 + name.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF((self.width() - WIDTH) / 2, 1, WIDTH, HEIGHT)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 8, 8)
        painter.save()
        painter.setClipPath(outline)
        self._paint_window(painter, frame, 1 if self.scheme == "dark" else 0)
        if self.scheme == "system":
            corner = QPainterPath()
            corner.addPolygon([frame.topRight(), frame.bottomRight(), frame.bottomLeft()])
            painter.setClipPath(corner, Qt.ClipOperation.IntersectClip)
            self._paint_window(painter, frame, 1)
        painter.restore()
        chosen = self.isChecked()
        painter.setPen(QPen(self._theme.color("accent" if chosen else "line2"), 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.setFont(self._theme.font("help_strong" if chosen else "help"))
        painter.setPen(self._theme.color("text" if chosen else "text2"))
        name = QRectF(0, HEIGHT + 6, self.width(), self.height() - HEIGHT - 6)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, self.text())

    @staticmethod
    def _paint_window(painter: QPainter, frame: QRectF, dark: int) -> None:
        def color(token: str) -> QColor:
            return QColor(TOKENS[token][dark])

        def box(x: float, y: float, width: float, height: float, token: str, radius: float = 2) -> None:
            painter.setBrush(color(token))
            painter.drawRoundedRect(
                QRectF(frame.topLeft() + QPointF(x, y), QSize(int(width), int(height))), radius, radius
            )

        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(frame, color(CHROME))
        box(24, 8, 90, 60, SHEET, 5)
        box(31, 16, 34, 34, CARD)
        box(69, 16, 25, 34, CARD)
        box(6, 12, 12, 5, ACCENT)
        for row in range(1, 4):
            box(6, 12 + row * 9, 12, 4, LINE)
        box(74, 36, 17, 6, ACCENT)
