"""The card: the surface that everything on a page lies on."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.label import ElidedLabel, Label
from desktop_app.ui.widgets.progress_bar import BusyLine


class CardHeading(QWidget):
    """Title, quiet caption, room for actions at the right, and a thin line below while work takes longer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(theme, "group")
        self.caption = ElidedLabel(theme, "help", "text3")
        self.busy_line = BusyLine(theme)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.title)
        self.row.addSpacing(4)
        self.row.addWidget(self.caption)
        self.row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.row)
        column.addWidget(self.busy_line)

    def add_action(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self.row.addWidget(widget)


class Card(QFrame):
    """A bordered surface with a column `body`. Cards never nest; group inside by rules or wells."""

    def __init__(self, theme: Theme, padding: int = 16, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._padding = padding
        self.setProperty("card", "1")
        self.body = QVBoxLayout(self)
        self.body.setSpacing(spacing)
        self._set_margins(padding)

    def add_heading(self) -> CardHeading:
        """Add a heading at the end of the body and return it."""
        heading = CardHeading(self._theme)
        self.body.addWidget(heading)
        return heading

    def set_selected(self, selected: bool) -> None:
        """Show an accent border; the padding shrinks by its extra pixel so that nothing moves."""
        self.setProperty("card", "selected" if selected else "1")
        self.style().unpolish(self)
        self.style().polish(self)
        self._set_margins(self._padding - 1 if selected else self._padding)

    def _set_margins(self, padding: int) -> None:
        self.body.setContentsMargins(padding, padding, padding, padding)


class Well(QFrame):
    """A sunken surface inside a card."""

    def __init__(self, padding: int = 12, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("well", "1")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
