"""Buttons: one primary in each view, everything else outlined or plain."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme

ButtonKind = Literal["primary", "secondary", "plain", "danger", "destructive", "choice", "link"]
ICON_TOKENS = {"primary": "on_accent", "danger": "bad", "destructive": "on_bad", "icon": "text2", "link": "accent"}
ICON_SIZE = 18
ICON_GAP = 4  # beyond the four pixels that Qt leaves between icon and text


class Button(QPushButton):
    """A push button of one kind, with an icon that follows the theme."""

    def __init__(
        self,
        theme: Theme,
        kind: ButtonKind = "secondary",
        icon: str = "",
        text: str = "",
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._kind, self._icon_name = theme, str(kind), icon
        self._tooltip = ""
        self.setProperty("kind", kind)
        self.setProperty("large", "1" if large else "0")
        self.setCheckable(kind == "choice")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_icon(self, name: str) -> None:
        """Show another icon of `resources/icons`; empty for none."""
        self._icon_name = name
        self._restyle()

    def set_kind(self, kind: ButtonKind) -> None:
        """Become another kind of button, such as Continue becoming Stop in place."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._restyle()

    def set_tooltip(self, text: str) -> None:
        """What the button does, shown while it is enabled."""
        self._tooltip = text
        if self.isEnabled():
            self.setToolTip(text)

    def allow(self, allowed: bool, reason: str = "") -> None:
        """Enable the button, or disable it and say why in its tooltip."""
        self.setEnabled(allowed)
        self.setToolTip(self._tooltip if allowed else reason)
        self.setAccessibleDescription("" if allowed else reason)

    def _restyle(self) -> None:
        token = ICON_TOKENS.get(self._kind, "text")
        self.setIcon(self._theme.icon(self._icon_name, token, ICON_SIZE, ICON_GAP))
        size = self._theme.px(ICON_SIZE)
        self.setIconSize(QSize(size + ICON_GAP, size))


class IconButton(QPushButton):
    """A square button with an icon alone; its name is its tooltip and what a screen reader says."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str = "",
        token: str = "text2",
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon_name, self._token = theme, icon, token
        self.setProperty("kind", "icon")
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_name(self, name: str) -> None:
        """Say in words what the icon means."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    def set_icon(self, icon: str) -> None:
        """Show another icon of `resources/icons`."""
        self._icon_name = icon
        self._restyle()

    def sizeHint(self) -> QSize:
        side = self._theme.height_for()
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _restyle(self) -> None:
        self.setIcon(self._theme.icon(self._icon_name, self._token, 20))
        self.setIconSize(QSize(self._theme.px(20), self._theme.px(20)))
        self.updateGeometry()
