"""The strip at the foot of the window: what really runs the models, and why."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_app.services.notifier import Action
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.label import ElidedLabel, Label

HEIGHT = 34
LOOKS: dict[str, tuple[str, str, str]] = {  # kind: (icon, colour of the icon, colour of the verdict)
    "gpu": ("chip", "ok", "text"),
    "cpu": ("chip", "text2", "text"),
    "fallback": ("warning", "warn", "warn"),
    "idle": ("chip", "text3", "text"),
}


@dataclass(frozen=True)
class Verdict:
    """What ran the last request of a page.

    `gpu` ran on a graphics card, `cpu` on the processor by choice, `fallback` on the processor although a card was
    wanted; `idle` means nothing ran yet. Links such as How to fix follow the facts.
    """

    kind: Literal["gpu", "cpu", "fallback", "idle"]
    verdict: str
    facts: str = ""
    links: tuple[Action, ...] = ()


class TruthStrip(QWidget):
    """Shows the verdict of the page in front, and the state of the network at the right. Never hides."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._verdict = Verdict("idle", "")
        self._icon = QLabel()
        self._words = Label(theme, "help_strong")
        self._facts = ElidedLabel(theme, "help", "text2")
        self._network = Label(theme, "help", "text3")
        self._links: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        for widget in (self._icon, self._words, self._facts):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self._network)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_verdict(self, verdict: Verdict) -> None:
        """Show what ran the last request of the page in front."""
        if verdict == self._verdict:
            return
        self._verdict = verdict
        for link in self._links:
            self._row.removeWidget(link)
            link.setVisible(False)  # until it is gone
            link.deleteLater()
        self._links = [self._made_link(action) for action in verdict.links]
        for offset, link in enumerate(self._links):
            self._row.insertWidget(3 + offset, link)
        self._restyle()

    def verdict(self) -> Verdict:
        """What is shown."""
        return self._verdict

    def set_network(self, text: str) -> None:
        """Say whether anything is sent or fetched."""
        self._network.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("chrome"))

    def _made_link(self, action: Action) -> Button:
        link = Button(self._theme, "link", text=action.title)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda: action.run())
        return link

    def _restyle(self) -> None:
        icon, icon_token, words_token = LOOKS[self._verdict.kind]
        self._icon.setPixmap(self._theme.pixmap(icon, icon_token, 18, self.devicePixelRatioF()))
        self._words.setText(self._verdict.verdict)
        self._words.set_token(words_token)
        self._facts.setText(self._verdict.facts)
        self.setAccessibleName(f"{self._verdict.verdict} {self._verdict.facts}".strip())
        self.setFixedHeight(self._theme.height_for("help", HEIGHT, 18))
