"""Tells whether there is a newer version of the program."""

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app import __version__
from desktop_app.services.updates import Updates
from desktop_app.updates import Release
from trainer.contract.errors import WorkshopError

translate = QCoreApplication.translate


class UpdateBox(QMessageBox):
    """Says that it is asking, then what the answer was."""

    def __init__(self, updates: Updates, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("UpdateBox", "Check for updates"))
        self.setIconPixmap(parent.windowIcon().pixmap(64, 64))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(translate("UpdateBox", "Looking for a newer version..."))
        self.setInformativeText(translate("UpdateBox", "You have version {version}.").format(version=__version__))
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Close))
        self._updates = updates
        updates.found.connect(self._show_answer)
        updates.failed.connect(self._show_failure)

    def ask(self) -> None:
        """Open the box and ask."""
        self.open()
        self._updates.check()

    def _show_answer(self, newer: Release | None) -> None:
        if newer is None:
            self.setText(translate("UpdateBox", "This is the newest version."))
            return
        self.setText(translate("UpdateBox", "Version {version} is out.").format(version=newer.version))
        button = self.addButton(translate("UpdateBox", "Open its page"), QMessageBox.ButtonRole.ActionRole)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(newer.page)))

    def _show_failure(self, error: Exception) -> None:
        self.setText(translate("UpdateBox", "The check for updates did not work."))
        why = f"{type(error).__name__}: {error}"
        if isinstance(error, WorkshopError):
            language = QLocale().name()  # follows the language of the window
            why = f"{error.message.in_language(language)}\n\n{error.hint.in_language(language)}"
        self.setInformativeText(why)
