"""What a page shows while there is nothing: why, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.label import Label


class EmptyState(QWidget):
    """An icon, a title, one sentence, and at most one primary and one secondary act."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = Label(theme, "group")
        self._sentence = Label(theme, "body", "text2", wrap=True)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._actions.addStretch(1)
        self._actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._icon)
        column.addSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(4)
        column.addLayout(self._actions)
        column.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_texts(self, title: str, sentence: str) -> None:
        """Say what is missing and how to get it."""
        self._title.setText(title)
        self._sentence.setText(sentence)

    def add_action(self, button: QWidget) -> None:
        """Offer an act; the first one should be the primary."""
        self._actions.insertWidget(self._actions.count() - 1, button)

    def _restyle(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "text3", 40, self.devicePixelRatioF()))
