"""The figures behind a chart or a matrix: read cell by cell, copied, or saved."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTableView, QVBoxLayout, QWidget

from desktop_app.services.number_table import NumberTable, lines_of
from desktop_app.ui.dialogs.save_file import save_file
from desktop_app.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SIZE = (640, 480)

translate = QCoreApplication.translate


class NumberModel(QAbstractTableModel):
    """Reads cells when they are looked at, so that a hundred thousand rows open at once."""

    def __init__(self, table: NumberTable) -> None:
        super().__init__()
        self.table = table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.table.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.table.names[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        """Numbers stand at the right, with their units below each other."""
        is_text = isinstance(self.table.columns[column], Sequence)
        side = Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class NumberTableDialog(QDialog):
    """`save` writes all rows to the path that the person chooses."""

    def __init__(
        self, theme: Theme, title: str, table: NumberTable, save: Callable[[Path], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._title, self._save = title, save
        self.setWindowTitle(title)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.model = NumberModel(table)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(title)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.setStyleSheet("QTableView::item { padding: 0 8px; }")
        self.view.resizeColumnsToContents()
        if len(table):
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.view.clearSelection()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(translate("NumberTable", "Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip(translate("NumberTable", "Copies the selected rows, or all if none is selected"))
        self.save_button = buttons.addButton(
            translate("NumberTable", "Save as CSV..."), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._choose_file)
        buttons.rejected.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.view, self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.view)
        column.addWidget(buttons)

    def copy(self) -> None:
        """Put the selected rows, or all if none is selected, on the clipboard."""
        chosen = sorted({index.row() for index in self.view.selectionModel().selectedIndexes()})
        QGuiApplication.clipboard().setText(lines_of(self.model.table, chosen or range(len(self.model.table))))

    def _choose_file(self) -> None:
        save_file(self, self._title, ".csv", self._save)
