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
        self._rows: list[tuple[Label, Label]] = []
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
        rows = [(name, value) for name, value in facts if value]
        self._title.setText(title)
        while len(self._rows) > len(rows):
            for label in self._rows.pop():
                self._grid.removeWidget(label)
                label.setVisible(False)  # until it is gone
                label.deleteLater()
        while len(self._rows) < len(rows):
            self._rows.append(self._made_row(len(self._rows)))
        for labels, texts in zip(self._rows, rows, strict=True):
            for label, text in zip(labels, texts, strict=True):
                label.setText(text)
        self.setVisible(bool(rows))

    def _made_row(self, row: int) -> tuple[Label, Label]:
        name, value = Label(self._theme, "help", "text2", wrap=True), Label(self._theme, "help", wrap=True)
        name.setFixedWidth(self._theme.px(NAME_WIDTH))
        value.make_selectable()
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        return name, value
