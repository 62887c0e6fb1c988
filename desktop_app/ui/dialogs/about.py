"""What program this is, and its keys."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QMessageBox, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.licences import read_components
from desktop_app.ui.dialogs.licences import LicencesDialog
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.label import Label

if TYPE_CHECKING:
    from desktop_app.services.updates import Updates


def about_box(
    parent: QWidget, theme: Theme, licences: Path | None = None, updates: "Updates | None" = None
) -> QMessageBox:
    """Name, version, licence and what it is built with; a button shows the licences that lie in the folder `licences`.

    `licences` is None where the program carries nothing that others wrote (it runs from a checkout). Another button
    asks for a newer version where `updates` has an address.
    """
    box = QMessageBox(parent)
    box.setWindowTitle(QCoreApplication.translate("Dialogs", "About Model Workshop"))
    box.setIconPixmap(parent.windowIcon().pixmap(64, 64))
    box.setText(QCoreApplication.translate("Dialogs", "Model Workshop {version}").format(version=__version__))
    box.setInformativeText(
        QCoreApplication.translate(
            "Dialogs",
            "Train documented neural networks on your own computer, watch them learn, and use them.\n\n"
            "The code is under the MIT licence. Built with Qt {qt}, PyTorch and ONNX Runtime.",
        ).format(qt=qVersion())
    )
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    components = read_components(licences) if licences else []
    if components:
        text = QCoreApplication.translate("Dialogs", "Licences of {count} components").format(count=len(components))
        show = box.addButton(text, QMessageBox.ButtonRole.ActionRole)
        show.clicked.connect(lambda: LicencesDialog(theme, components, parent).open())
    if updates and updates.address:
        check = box.addButton(
            QCoreApplication.translate("Dialogs", "Check for updates"), QMessageBox.ButtonRole.ActionRole
        )
        check.clicked.connect(lambda: _check_for_updates(updates, parent))
    return box


def _check_for_updates(updates: "Updates", parent: QWidget) -> None:
    from desktop_app.ui.dialogs.updates import UpdateBox  # the network's libraries are not for every start

    UpdateBox(updates, parent).ask()


class ShortcutsDialog(QDialog):
    """Every key of the menus, under the menu's name."""

    def __init__(self, theme: Theme, table: list[tuple[str, list[tuple[str, str]]]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(QCoreApplication.translate("Dialogs", "Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        for menu, rows in table:
            if rows:
                grid.addWidget(Label(theme, "card_title", text=menu), grid.rowCount(), 0, 1, 2)
            for text, keys in rows:
                row = grid.rowCount()
                grid.addWidget(Label(theme, "body", "text2", text), row, 0)
                grid.addWidget(Label(theme, "label", text=keys), row, 1, Qt.AlignmentFlag.AlignRight)
        hint = Label(theme, "help", "text2", wrap=True)
        hint.setText(
            QCoreApplication.translate(
                "Dialogs", "Tab moves between controls; arrow keys move within a list, the picture wall and the chart."
            )
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addWidget(hint)
        column.addWidget(buttons)

    def rows(self) -> list[str]:
        """The texts shown, for a look from outside."""
        return [label.text() for label in self.findChildren(QLabel)]
