"""Pictures of every page, for people to look at and for tests to count."""

import itertools
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtWidgets import QApplication

from desktop_app.ui.context import PageContext
from desktop_app.ui.language import LANGUAGES
from desktop_app.ui.main_window import MainWindow

SIZES = (QSize(1280, 800), QSize(1000, 700))
SCHEMES = ("light", "dark")
PATIENCE = 20.0  # seconds that a page may take to have something to show
SETTLING = 0.15  # seconds for layouts and delayed updates


def take_screenshots(window: MainWindow, context: PageContext, folder: Path) -> list[Path]:
    """Write `<page>-<scheme>-<language>-<width>x<height>.png` for every page, scheme, language and size."""
    folder.mkdir(parents=True, exist_ok=True)
    window.show()
    files = []
    for scheme, language, size in itertools.product(SCHEMES, LANGUAGES, SIZES):
        context.theme.choose_scheme(scheme)
        context.language.choose(language)
        window.resize(size)
        for key in window.page_keys():
            window.show_page(key)
            settle(window)
            file = folder / f"{key}-{scheme}-{language}-{size.width()}x{size.height()}.png"
            if not window.grab().save(str(file)):
                raise OSError(f"{file} could not be written")
            files.append(file)
    return files


def settle(window: MainWindow) -> None:
    """Work through events until the page in front has nothing more to show."""
    patience_ends = time.monotonic() + PATIENCE
    settled = time.monotonic() + SETTLING
    while time.monotonic() < min(settled, patience_ends):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if window.current_page().is_busy():
            settled = time.monotonic() + SETTLING
    QApplication.processEvents()  # on a busy machine one round may outlast the patience, with a layout still to do
