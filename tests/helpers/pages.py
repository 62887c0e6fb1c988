"""Small pages for tests of the window around them."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QLineEdit

from desktop_app.ui.pages import PageEntry
from desktop_app.ui.pages.page import Page


class FirstPage(Page):
    """Notes down what the window asks of it."""

    def __init__(self, context) -> None:
        super().__init__(context)
        self.requests: list[object] = []
        self.opened: list[Path] = []
        self.mimes: list[QMimeData] = []
        self.done: list[str] = []
        self.words: list[str] = []
        self.closable = True
        self.field = QLineEdit()
        self.field.setAccessibleName("A field")
        self.body.addWidget(self.field)
        self.retranslate()

    def retranslate(self) -> None:
        self.words.append(self.context.language.code)
        self.header.set_texts("First", "a page for tests")

    def activated(self, request: object = None) -> None:
        self.requests.append(request)

    def accepts_paths(self, paths: list[Path]) -> bool:
        return all(path.suffix == ".first" for path in paths)

    def open_paths(self, paths: list[Path]) -> None:
        self.opened += paths

    def open_mime(self, mime: QMimeData) -> bool:
        self.mimes.append(mime)
        return True

    def commands(self):
        return {"run": lambda: self.done.append("run"), "paste": lambda: self.done.append("paste")}

    def may_close(self) -> bool:
        return self.closable


class SecondPage(FirstPage):
    """Reads text files."""

    def accepts_paths(self, paths: list[Path]) -> bool:
        return all(path.suffix == ".txt" for path in paths)

    def commands(self):
        return {}


TEST_PAGES = [
    PageEntry("first", "generate", "First", "tests.helpers.pages:FirstPage"),
    PageEntry("second", "classify", "Second", "tests.helpers.pages:SecondPage", reads=frozenset({"text"}), rule=True),
    PageEntry("settings", "settings", "Settings", "desktop_app.ui.pages.settings:SettingsPage", foot=True),
]
