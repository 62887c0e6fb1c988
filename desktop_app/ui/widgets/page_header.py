"""Title and purpose of a page at the left, its model picker or tabs at the right."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.label import ElidedLabel, Label

HEIGHT = 48
GAP = 3


class PageHeader(QWidget):
    """As high on every page, so that the content starts at the same place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = Label(theme, "page_title")
        self.purpose = ElidedLabel(theme, "body", "text2")
        texts = QVBoxLayout()
        texts.setSpacing(GAP)
        texts.addWidget(self.title)
        texts.addWidget(self.purpose)
        texts.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addLayout(texts, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_texts(self, title: str, purpose: str) -> None:
        """The name of the page and one line on what it is for."""
        self.title.setText(title)
        self.purpose.setText(purpose)
        self._restyle()

    def add_control(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self._row.addWidget(widget)

    def _restyle(self) -> None:
        needed = self.title.sizeHint().height() + self.purpose.sizeHint().height() + GAP
        self.setFixedHeight(max(HEIGHT, needed))
