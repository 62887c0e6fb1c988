"""The menu bar: every act of the program with its key."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QTextEdit, QWidget

from desktop_app.ui.marked import QT_TRANSLATE_NOOP

Keys = QKeySequence.StandardKey
Role = QAction.MenuRole


@dataclass(frozen=True)
class Entry:
    """One line of a menu; an empty name is a rule between groups."""

    name: str = ""
    text: str = ""
    keys: tuple[QKeySequence.StandardKey | str, ...] = ()
    role: QAction.MenuRole = Role.NoRole


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


MENUS: list[tuple[str, list[Entry]]] = [
    (
        QT_TRANSLATE_NOOP("Menus", "&File"),
        [
            Entry("open", QT_TRANSLATE_NOOP("Menus", "Open..."), (Keys.Open,)),
            Entry("save", QT_TRANSLATE_NOOP("Menus", "Save as..."), (Keys.Save,)),
            Entry(),
            Entry("settings", QT_TRANSLATE_NOOP("Menus", "Settings"), ("Ctrl+,",), Role.PreferencesRole),
            Entry(),
            Entry("quit", QT_TRANSLATE_NOOP("Menus", "Quit"), ("Ctrl+Q",), Role.QuitRole),
        ],
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&Edit"),
        [
            Entry("undo", QT_TRANSLATE_NOOP("Menus", "Undo"), (Keys.Undo,)),
            Entry("redo", QT_TRANSLATE_NOOP("Menus", "Redo"), (Keys.Redo,)),
            Entry(),
            Entry("cut", QT_TRANSLATE_NOOP("Menus", "Cut"), (Keys.Cut,)),
            Entry("copy", QT_TRANSLATE_NOOP("Menus", "Copy"), (Keys.Copy,)),
            Entry("paste", QT_TRANSLATE_NOOP("Menus", "Paste"), (Keys.Paste,)),
            Entry("delete", QT_TRANSLATE_NOOP("Menus", "Delete"), (Keys.Delete,)),
            Entry("select_all", QT_TRANSLATE_NOOP("Menus", "Select all"), (Keys.SelectAll,)),
            Entry(),
            Entry("find", QT_TRANSLATE_NOOP("Menus", "Find"), (Keys.Find,)),
        ],
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&View"),
        [
            Entry("larger_text", QT_TRANSLATE_NOOP("Menus", "Larger text"), ("Ctrl++", "Ctrl+=")),
            Entry("smaller_text", QT_TRANSLATE_NOOP("Menus", "Smaller text"), ("Ctrl+-",)),
            Entry("normal_text", QT_TRANSLATE_NOOP("Menus", "Normal text size"), ("Ctrl+0",)),
            Entry(),
            Entry("full_screen", QT_TRANSLATE_NOOP("Menus", "Full screen"), ("F11",)),
        ],
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&Run"),
        [
            Entry("run", QT_TRANSLATE_NOOP("Menus", "Run"), ("Ctrl+Return", "Ctrl+Enter")),
            Entry("stop", QT_TRANSLATE_NOOP("Menus", "Stop"), ("Ctrl+.",)),
        ],
    ),
    (
        QT_TRANSLATE_NOOP("Menus", "&Help"),
        [
            Entry("shortcuts", QT_TRANSLATE_NOOP("Menus", "Keyboard shortcuts"), (Keys.HelpContents,)),
            Entry("logs", QT_TRANSLATE_NOOP("Menus", "Open the log folder")),
            Entry(),
            Entry("about", QT_TRANSLATE_NOOP("Menus", "About Model Workshop"), role=Role.AboutRole),
        ],
    ),
]
PAGE_COMMANDS = ("open", "save", "undo", "redo", "cut", "copy", "paste", "delete", "select_all", "find", "run", "stop")
TEXT_METHODS = {
    "undo": "undo",
    "redo": "redo",
    "cut": "cut",
    "copy": "copy",
    "paste": "paste",
    "select_all": "selectAll",
}
READING_METHODS = ("copy", "select_all")
VIEW = 2


class Menus(QObject):
    """Fills a menu bar and sends `chosen` with the name of an entry, or `page_chosen` with the key of a page."""

    chosen = Signal(str)
    page_chosen = Signal(str)

    def __init__(self, bar: QMenuBar, page_keys: list[str]) -> None:
        super().__init__(bar)
        self._bar = bar
        self._menus: list[QMenu] = []
        self._actions: dict[str, QAction] = {}
        self._page_actions: dict[str, QAction] = {}
        self._page_commands: dict[str, Callable[[], object]] = {}
        for _, entries in MENUS:
            self._menus.append(self._filled(entries))
        self._add_pages(page_keys)
        edit = self._menus[1]
        edit.aboutToShow.connect(self._allow_text_commands)
        edit.aboutToHide.connect(lambda: self.set_page_commands(self._page_commands))
        self.set_page_commands({})

    def retranslate(self, page_titles: dict[str, str]) -> None:
        """Set every text in the language in force."""
        for menu, (title, entries) in zip(self._menus, MENUS, strict=True):
            menu.setTitle(_tr(title))
            for entry in entries:
                if entry.name:
                    self._actions[entry.name].setText(_tr(entry.text))
        for key, title in page_titles.items():
            self._page_actions[key].setText(title)

    def set_page_commands(self, commands: dict[str, Callable[[], object]]) -> None:
        """Enable what the page in front can do."""
        self._page_commands = commands
        for name in PAGE_COMMANDS:
            self._actions[name].setEnabled(name in commands)

    def action(self, name: str) -> QAction:
        """The action of an entry."""
        return self._actions[name]

    def shortcuts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For each menu its title, and for each of its entries the text and the keys."""
        table = []
        for menu in self._menus:
            rows = [
                (action.text(), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
                for action in menu.actions()
                if not action.shortcut().isEmpty()
            ]
            table.append((menu.title().replace("&", "").split("(")[0], rows))
        return table

    def run(self, name: str) -> bool:
        """Do a page's command, or the text field's own one while it has the focus; False if neither has it."""
        focus = QApplication.focusWidget()
        method = getattr(focus, TEXT_METHODS.get(name, ""), None) if takes(focus, name) else None
        command = method or self._page_commands.get(name)
        if command is None:
            return False
        command()
        return True

    def _filled(self, entries: list[Entry]) -> QMenu:
        menu = self._bar.addMenu("")
        for entry in entries:
            if not entry.name:
                menu.addSeparator()
                continue
            action = menu.addAction("")
            action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
            action.setMenuRole(entry.role)
            action.triggered.connect(lambda _=False, name=entry.name: self.chosen.emit(name))
            self._actions[entry.name] = action
        return menu

    def _add_pages(self, keys: list[str]) -> None:
        view = self._menus[VIEW]
        first = view.actions()[0]
        for number, key in enumerate(keys, start=1):
            action = QAction(view)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _=False, key=key: self.page_chosen.emit(key))
            view.insertAction(first, action)
            self._page_actions[key] = action
        view.insertSeparator(first)

    def _allow_text_commands(self) -> None:
        for name in TEXT_METHODS:
            if takes(QApplication.focusWidget(), name):
                self._actions[name].setEnabled(True)


def takes(widget: QWidget | None, name: str) -> bool:
    """Whether a command of TEXT_METHODS means the field with the focus; one that is only read is not changed."""
    if not is_text_field(widget):
        return False
    return name in READING_METHODS or not widget.isReadOnly()  # type: ignore[union-attr]


def is_text_field(widget: QWidget | None) -> bool:
    """Whether the person is typing into `widget`."""
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)
