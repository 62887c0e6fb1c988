"""Badges: an icon and a word. The one that says a setting was changed resets it when clicked."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

BadgeKind = Literal["ok", "warn", "bad", "soft", "plain"]
COLORS: dict[str, tuple[str, str]] = {  # kind: (text, fill)
    "ok": ("ok", "ok_soft"),
    "warn": ("warn", "warn_soft"),
    "bad": ("bad", "bad_soft"),
    "soft": ("on_soft", "soft"),
    "plain": ("text2", "inset"),
}
ICONS: dict[str, str] = {"ok": "verified", "warn": "warning", "bad": "error"}
ICON_SIZE = 14


def badge_size(theme: Theme, text: str, icon: str) -> QSize:
    """The room that a badge with `text` and perhaps an icon needs."""
    metrics = theme.metrics("small")
    icon_width = theme.px(ICON_SIZE) + 4 if icon else 0
    return QSize(metrics.horizontalAdvance(text) + icon_width + 16, max(20, metrics.height() + 4))


def paint_badge(painter: QPainter, theme: Theme, rect: QRectF, text: str, kind: str, icon: str, ratio: float) -> None:
    """Draw a badge that fills `rect`."""
    ink, fill = COLORS[kind]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("edge"), 1) if theme.high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(fill))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    left = rect.left() + 8
    if icon:
        side = theme.px(ICON_SIZE)
        painter.drawPixmap(
            QPointF(left, rect.top() + (rect.height() - side) / 2), theme.pixmap(icon, ink, ICON_SIZE, ratio)
        )
        left += side + 4
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color(ink))
    painter.drawText(QRectF(left, rect.top(), rect.right() - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, text)


class Badge(QLabel):
    """A state in one or two words, such as Verified. At most two stand on a card."""

    def __init__(
        self,
        theme: Theme,
        kind: BadgeKind = "plain",
        text: str = "",
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.set_state(kind, text, icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_state(self, kind: BadgeKind, text: str, icon: str | None = None) -> None:
        """Show another state; without `icon` the kind's own is taken."""
        self._kind, self._icon = kind, ICONS.get(kind, "") if icon is None else icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return badge_size(self._theme, self.text(), self._icon)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(
            painter, self._theme, QRectF(self.rect()), self.text(), self._kind, self._icon, self.devicePixelRatioF()
        )


class BadgeButton(QAbstractButton):
    """A badge that does something when clicked: `changed` on a form row puts the default back."""

    def __init__(self, theme: Theme, kind: BadgeKind = "soft", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._kind = theme, kind
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return badge_size(self._theme, self.text(), "")

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, self._theme, QRectF(self.rect()), self.text(), self._kind, "", self.devicePixelRatioF())
