"""Asks where to write a small file and writes it at once; why it could not be written is told there too."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from trainer.contract.errors import WorkshopError


def save_file(parent: QWidget, title: str, suffix: str, write: Callable[[Path], object]) -> None:
    """Proposes `title` as the name; `write` gets the chosen path and raises WorkshopError where it cannot write."""
    kind = f"{suffix[1:].upper()} (*{suffix})"
    name, _ = QFileDialog.getSaveFileName(parent, title, f"{title}{suffix}", kind)
    if not name:
        return
    path = Path(name)
    try:
        write(path if path.suffix else path.with_suffix(suffix))
    except WorkshopError as error:
        _tell(parent, error)


def _tell(parent: QWidget, error: WorkshopError) -> None:
    language = QLocale().name()  # follows the language of the window
    text = QCoreApplication.translate("SaveFile", "The file could not be saved")
    box = QMessageBox(QMessageBox.Icon.Warning, "", text, QMessageBox.StandardButton.Ok, parent)
    box.setInformativeText(f"{error.message.in_language(language)}\n{error.hint.in_language(language)}")
    box.open()
