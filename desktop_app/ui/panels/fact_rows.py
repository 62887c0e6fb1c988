"""Rows of a name and a value under a heading, for the detail of a model."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.label import Label

NAME_WIDTH = 92


class FactGroup(QWidget):
    """A heading and its rows; values can be marked and copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = Label(theme, "strong")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(self._grid)

    def show_facts(self, title: str, facts: Sequence[tuple[str, str]]) -> None:
        """Show (name, value) rows; those without a value are left out, and the whole group if none is left."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.setVisible(False)  # until it is gone
                widget.deleteLater()
        self._title.setText(title)
        rows = [(name, value) for name, value in facts if value]
        for row, (name, value) in enumerate(rows):
            self._add(row, name, value)
        self.setVisible(bool(rows))

    def _add(self, row: int, name: str, value: str) -> None:
        name_label = Label(self._theme, "help", "text2", name, wrap=True)
        name_label.setFixedWidth(self._theme.px(NAME_WIDTH))
        value_label = Label(self._theme, "help", "text", value, wrap=True)
        value_label.make_selectable()
        self._grid.addWidget(name_label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value_label, row, 1, Qt.AlignmentFlag.AlignTop)
