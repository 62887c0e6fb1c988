"""What the program carries that others wrote, and under which licences."""

from PySide6.QtCore import QCoreApplication, QModelIndex, QStringListModel, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QListView, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.licences import Component
from desktop_app.ui.theme import Theme

translate = QCoreApplication.translate


class LicencesDialog(QDialog):
    """The components at the left, the text of the chosen one at the right."""

    def __init__(self, theme: Theme, components: list[Component], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._components = components
        self.setWindowTitle(translate("LicencesDialog", "Licences"))
        self.resize(theme.px(900), theme.px(560))
        self.list = QListView()
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFixedWidth(theme.px(260))
        self.list.setSpacing(theme.px(3))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName(translate("LicencesDialog", "Components"))
        self.list.setModel(QStringListModel([f"{each.name} {each.version}".strip() for each in components], self))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(translate("LicencesDialog", "Text of the licence"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.px(12))
        self.text.setFont(font)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.list)
        both.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(both)
        column.addWidget(buttons)
        self.list.selectionModel().currentChanged.connect(self._show)
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _show(self, index: QModelIndex) -> None:
        if index.isValid():
            component = self._components[index.row()]
            heading = f"{component.name} {component.version}".strip()
            self.text.setPlainText(f"{heading}: {component.licence}\n\n{component.text()}")
