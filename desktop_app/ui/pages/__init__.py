"""The table of pages. A new page is one file and one line here."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.ui.dropped import Kind
from desktop_app.ui.marked import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class PageEntry:
    """What the window must know of a page before it is made.

    `factory` is "module:Class"; the module is imported when the page is first shown. `reads` are the kinds of files
    that the page can be tried with when they are dropped anywhere on the window. `rule` draws a line above its item
    in the rail, `foot` puts it at the bottom.
    """

    key: str
    icon: str
    title: str
    factory: str
    reads: frozenset[Kind] = frozenset()
    rule: bool = False
    foot: bool = False

    def translated_title(self) -> str:
        """The title in the language in force."""
        return QCoreApplication.translate("PageTitles", self.title)


PAGES: list[PageEntry] = [
    PageEntry(
        "generate",
        "generate",
        QT_TRANSLATE_NOOP("PageTitles", "Generate"),
        "desktop_app.ui.pages.generate:GeneratePage",
    ),
    PageEntry(
        "classify",
        "classify",
        QT_TRANSLATE_NOOP("PageTitles", "Classify"),
        "desktop_app.ui.pages.classify:ClassifyPage",
        reads=frozenset({"picture", "folder", "text"}),
    ),
    PageEntry(
        "write",
        "write",
        QT_TRANSLATE_NOOP("PageTitles", "Write"),
        "desktop_app.ui.pages.write:WritePage",
    ),
    PageEntry(
        "translate",
        "translate",
        QT_TRANSLATE_NOOP("PageTitles", "Translate"),
        "desktop_app.ui.pages.translate:TranslatePage",
    ),
    PageEntry(
        "train",
        "train",
        QT_TRANSLATE_NOOP("PageTitles", "Train"),
        "desktop_app.ui.pages.train:TrainPage",
        rule=True,
    ),
    PageEntry(
        "library",
        "library",
        QT_TRANSLATE_NOOP("PageTitles", "Library"),
        "desktop_app.ui.pages.library:LibraryPage",
        reads=frozenset({"model"}),
    ),
    PageEntry(
        "settings",
        "settings",
        QT_TRANSLATE_NOOP("PageTitles", "Settings"),
        "desktop_app.ui.pages.settings:SettingsPage",
        foot=True,
    ),
]
