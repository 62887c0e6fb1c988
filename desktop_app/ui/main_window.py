"""The window: menu bar, rail, the sheet with the page in front, and the strip."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QRect, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QGridLayout, QMainWindow, QWidget

from desktop_app.licences import licences_folder
from desktop_app.services.notifier import Failure, Message
from desktop_app.services.settings import Settings
from desktop_app.ui.context import PageContext
from desktop_app.ui.dialogs.about import ShortcutsDialog, about_box
from desktop_app.ui.dropped import kind_of, paths_in
from desktop_app.ui.menus import Menus
from desktop_app.ui.pages import PageEntry
from desktop_app.ui.pages.page import Page
from desktop_app.ui.sheet import Sheet
from desktop_app.ui.widgets.drop_hint import DropHint
from desktop_app.ui.widgets.focus_ring import FocusRing
from desktop_app.ui.widgets.navigation_rail import NavigationRail, RailItem
from desktop_app.ui.widgets.toast import Toast
from desktop_app.ui.widgets.truth_strip import TruthStrip, Verdict

if TYPE_CHECKING:
    from types import ModuleType

    from desktop_app.ui.training_watch import TrainingWatch

USUAL_SIZE = QSize(1280, 800)
SMALLEST_SIZE = QSize(1000, 700)
COMPACT_BELOW = 1180
LARGEST_TEXT_AT_SMALLEST_SIZE = 1.5
TEXT_STEP = 10
VISIBLE_ENOUGH = 120  # pixels of the window that must lie on a screen


class MainWindow(QMainWindow):
    """Shows the pages of a table and carries messages between them and the services."""

    first_painted = Signal()
    page_shown = Signal(str)

    def __init__(self, context: PageContext, entries: list[PageEntry]) -> None:
        super().__init__()
        self._context = context
        self._entries = {entry.key: entry for entry in entries}
        self._made: dict[str, Page] = {}
        self._current = ""
        self._first_page_waits = True
        self.training_watch: TrainingWatch | None = None
        self.setAcceptDrops(True)
        self.setWindowIcon(context.theme.icon("app"))
        self.setWindowTitle("Model Workshop")
        self.setUnifiedTitleAndToolBarOnMac(True)
        self.menus = Menus(self.menuBar(), list(self._entries))
        self.rail = NavigationRail(context.theme, [self._rail_item(entry) for entry in entries])
        self.sheet = Sheet(context.theme)
        self.strip = TruthStrip(context.theme)
        self.toast = Toast(context.theme, self.sheet)
        self._hint = DropHint(context.theme, self.sheet)
        self._lay_out()
        self.ring = FocusRing(context.theme, self)
        self._connect()
        self._retranslate()
        self._restore_geometry(context.services.settings)
        self._bring_to_front(self._first_page())

    # -------------------------------------------------------------------------------------------- pages
    def show_page(self, key: str, request: object = None) -> None:
        """Bring a page to the front, making it first if need be; `request` is what it should open."""
        self._first_page_waits = False
        self._bring_to_front(key)
        self._context.services.settings.last_page = key
        self.current_page().activated(request)
        self.page_shown.emit(key)

    def page(self, key: str) -> Page:
        """The page with `key`, made now if it was not yet."""
        if key not in self._made:
            module, name = self._entries[key].factory.split(":")
            page: Page = getattr(import_module(module), name)(self._context)
            page.set_compact(self._is_compact())
            page.verdict_changed.connect(self._show_verdict)
            page.commands_changed.connect(self._show_commands)
            self.sheet.pages.addWidget(page)
            self._made[key] = page
            self.toast.raise_()
        return self._made[key]

    def current_page(self) -> Page:
        """The page in front."""
        return self._made[self._current]

    def current_key(self) -> str:
        """The key of the page in front."""
        return self._current

    def page_keys(self) -> list[str]:
        """All pages of the table, made or not."""
        return list(self._entries)

    # -------------------------------------------------------------------------------------------- files from outside
    def open_paths(self, paths: list[Path]) -> bool:
        """Give files to the page that can read them and bring it to the front; False if no page can."""
        key = self._reader_of(paths)
        if not key or not self.page(key).accepts_paths(paths):
            return False
        self.show_page(key)
        self.current_page().open_paths(paths)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        key = self._reader_of(paths_in(mime)) if mime.hasUrls() else self._current
        if key:
            title = self._entries[key].translated_title()
            self._hint.show_answer(self.tr("Release to open in {page}").format(page=title), True)
        else:
            self._hint.show_answer(self.tr("No page reads files of this kind"), False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hint.setVisible(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hint.setVisible(False)
        event.setDropAction(Qt.DropAction.CopyAction)  # after a move a file manager would delete the original
        event.accept()
        self._open_mime(event.mimeData())

    def _open_mime(self, mime: QMimeData) -> None:
        paths = paths_in(mime)
        if paths and not self.open_paths(paths):
            self._context.services.notifier.tell(
                self.tr("No page reads files of this kind"), paths[0].name, kind="warning"
            )
        elif not paths:
            self.current_page().open_mime(mime)

    def _reader_of(self, paths: list[Path]) -> str:
        """The page that can read `paths`: the one in front first, then those made, then those that say they read it."""
        made = [self._current, *(key for key in self._made if key != self._current)]
        if key := next((key for key in made if self._made[key].accepts_paths(paths)), ""):
            return key
        kinds = {kind_of(path) for path in paths[:50]}
        unmade = (entry for entry in self._entries.values() if entry.key not in self._made)
        return next((entry.key for entry in unmade if kinds and kinds <= entry.reads), "")

    # -------------------------------------------------------------------------------------------- events
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ring.watch_native_window()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_width()

    def closeEvent(self, event: QCloseEvent) -> None:
        pages_agree = all(page.may_close() for page in self._made.values())
        if not pages_agree or not (self.training_watch is None or self.training_watch.may_close()):
            event.ignore()
            return
        self._context.services.settings.window_geometry = self.saveGeometry()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        focus = QApplication.focusWidget()
        if focus is None or (focus.isVisible() and focus.isEnabled()):  # else Qt moves on from what went away
            self.ring.keyboard_used()
        return super().focusNextPrevChild(forward)

    # -------------------------------------------------------------------------------------------- menus
    def _run_command(self, name: str) -> None:
        acts = {
            "settings": lambda: self.show_page("settings"),
            "quit": self.close,
            "full_screen": self._toggle_full_screen,
            "larger_text": lambda: self._change_text_size(TEXT_STEP),
            "smaller_text": lambda: self._change_text_size(-TEXT_STEP),
            "normal_text": lambda: self._change_text_size(0),
            "shortcuts": lambda: ShortcutsDialog(self._context.theme, self.menus.shortcuts(), self).open(),
            "logs": self._open_logs,
            "about": self._show_about,
        }
        if name in acts:
            acts[name]()
        else:
            self.menus.run(name)

    def _show_about(self) -> None:
        about_box(self, self._context.theme, licences_folder(), self._context.services.updates).open()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _change_text_size(self, change: int) -> None:
        settings = self._context.services.settings
        wanted = settings.text_size + change if change else Settings.text_size.default
        settings.text_size = min(max(wanted, 80), 200)

    def _open_logs(self) -> None:
        folder = self._context.services.places.logs
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # -------------------------------------------------------------------------------------------- working
    def _connect(self) -> None:
        shell, notifier = self._context.shell, self._context.services.notifier
        self.rail.page_chosen.connect(self.show_page)
        self.rail.training_chosen.connect(lambda: self.show_page("train", "live"))
        self.menus.page_chosen.connect(self.show_page)
        self.menus.chosen.connect(self._run_command)
        self.sheet.first_painted.connect(self._begin)
        shell.page_wanted.connect(self.show_page)
        shell.training_changed.connect(self.rail.show_training)
        shell.network_changed.connect(self._show_network)
        notifier.told.connect(self._tell)
        notifier.withdrawn.connect(self._take_back)
        notifier.failed.connect(self._fail)
        self._context.theme.changed.connect(self._take_text_size)

    def _tell(self, message: Message) -> None:
        self.toast.show_message(message)

    def _take_back(self, message: Message) -> None:
        if self.toast.message() is message:
            self.toast.dismiss()

    def _fail(self, failure: Failure) -> None:
        self.current_page().show_failure(failure)

    def _bring_to_front(self, key: str) -> None:
        page = self.page(key)
        self._current = key
        focus = QApplication.focusWidget()
        if focus is not None and self.sheet.isAncestorOf(focus) and not page.isAncestorOf(focus):
            focus.clearFocus()  # or Qt would move it on as if Tab had been pressed
        self.sheet.pages.setCurrentWidget(page)
        self.rail.select(key)
        self._show_commands()
        self._show_verdict()

    def _begin(self) -> None:
        """The first page may work now: the window has painted."""
        self.first_painted.emit()
        QTimer.singleShot(0, self._activate_first_page)
        self._context.services.tasks.run(self._load_pages, self._watch_training, self._fail_to_watch)

    def _activate_first_page(self) -> None:
        if self._first_page_waits:  # else somebody asked for a page meanwhile
            self.show_page(self._current)

    def _load_pages(self) -> "ModuleType":
        """Reads what the pages need, numpy and pyqtgraph among it, from the disk beside the window."""
        watch = import_module("desktop_app.ui.training_watch")
        for entry in self._entries.values():
            import_module(entry.factory.partition(":")[0])
        return watch

    def _watch_training(self, module: "ModuleType") -> None:
        self.training_watch = module.TrainingWatch(self._context, self)

    def _fail_to_watch(self, error: Exception) -> None:
        raise error  # a fault of the program; the crash hook tells of it

    def _show_verdict(self) -> None:
        if not self._current:
            return
        verdict = self.current_page().verdict
        if not verdict.verdict:
            verdict = Verdict(
                "idle", self.tr("Ready"), self.tr("Models run on this computer, nothing is sent anywhere.")
            )
        self.strip.set_verdict(verdict)

    def _show_commands(self) -> None:
        self.menus.set_page_commands(self.current_page().commands())

    def _show_network(self, text: str) -> None:
        self.strip.set_network(text or self.tr("No network connection in use"))

    def _retranslate(self) -> None:
        titles = {key: entry.translated_title() for key, entry in self._entries.items()}
        self.rail.set_titles(titles)
        self.menus.retranslate(titles)
        self.setWindowTitle(self.tr("Model Workshop"))
        QApplication.setApplicationDisplayName(self.windowTitle())  # Qt appends a name that differs from the title
        self._show_network("")
        self._show_verdict()

    def _lay_out(self) -> None:
        centre = QWidget()
        grid = QGridLayout(centre)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.rail, 0, 0)
        grid.addWidget(self.sheet, 0, 1)
        grid.addWidget(self.strip, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(0, 1)
        self.setCentralWidget(centre)

    def _take_width(self) -> None:
        compact = self._is_compact()
        if compact != self.rail.is_compact():
            self.rail.set_compact(compact)
        for page in self._made.values():
            if page.is_compact != compact:
                page.set_compact(compact)

    def _take_text_size(self) -> None:
        """Widths grow with the text, also where the window stays narrow or wide."""
        self._keep_room_for_text()
        compact = self._is_compact()
        self.rail.set_compact(compact)
        for page in self._made.values():
            page.set_compact(compact)

    def _keep_room_for_text(self) -> None:
        """The smallest size holds text of one and a half times the usual size; larger text needs a larger window."""
        factor = max(1.0, self._context.theme.scale / LARGEST_TEXT_AT_SMALLEST_SIZE)
        self.setMinimumSize((SMALLEST_SIZE * factor).boundedTo(self.screen().availableSize()))

    def _is_compact(self) -> bool:
        return self.width() < COMPACT_BELOW * self._context.theme.scale

    def _first_page(self) -> str:
        last = self._context.services.settings.last_page
        return last if last in self._entries else next(iter(self._entries))

    def _restore_geometry(self, settings: Settings) -> None:
        """The place of the last time if it lies on a screen that is still there, else the middle of this one."""
        room = QGuiApplication.primaryScreen().availableGeometry()
        self._keep_room_for_text()
        restored = settings.window_geometry != QByteArray() and self.restoreGeometry(settings.window_geometry)
        if not restored or not self._is_visible_somewhere():
            self.setWindowState(Qt.WindowState.WindowNoState)
            size = USUAL_SIZE.boundedTo(room.size())
            self.setGeometry(QRect(room.center() - QRect(0, 0, size.width(), size.height()).center(), size))

    def _is_visible_somewhere(self) -> bool:
        parts = [screen.availableGeometry() & self.frameGeometry() for screen in QGuiApplication.screens()]
        return any(part.width() >= VISIBLE_ENOUGH and part.height() >= VISIBLE_ENOUGH for part in parts)

    @staticmethod
    def _rail_item(entry: PageEntry) -> RailItem:
        return RailItem(entry.key, entry.icon, entry.translated_title(), entry.foot, entry.rule)
