"""The base of all pages."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.services.notifier import Failure
from desktop_app.ui.context import PageContext
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.error_card import ErrorCard
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.scroll_column import BAR_ROOM, ScrollColumn
from desktop_app.ui.widgets.truth_strip import Verdict

WIDE_MARGIN, COMPACT_MARGIN = 24, 16
WIDE_GAP, COMPACT_GAP = 16, 12
TOP_WIDE, TOP_COMPACT = 22, 18
# What a menu can ask of the page in front; a page offers those that make sense for it.
COMMANDS = ("open", "save", "undo", "redo", "cut", "copy", "paste", "delete", "select_all", "find", "run", "stop")


class Page(QWidget):
    """A header, room for a failure, and `body`, a column that the page fills.

    A page makes its widgets in `__init__`, calls `retranslate()` at the end of it, and sets every visible text there.
    It does its first slow work in `activated`, never in `__init__`: the window has painted by then.
    """

    verdict_changed = Signal(Verdict)
    commands_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.is_compact = False
        self.verdict = Verdict("idle", "")
        self.header = PageHeader(context.theme)
        self.error_card = ErrorCard(context.theme)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, BAR_ROOM, 0)
        head = QVBoxLayout()
        head.setContentsMargins(0, 0, BAR_ROOM, 0)
        head.addWidget(self.header)
        head.addWidget(self.error_card)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(self.body, 1)
        self._head = head
        self.set_compact(False)

    @property
    def theme(self) -> Theme:
        """The look in force."""
        return self.context.theme

    # -------------------------------------------------------------------------------------------- for pages to override
    def retranslate(self) -> None:
        """Set every text of the page in the language in force."""

    def activated(self, request: object = None) -> None:
        """The page came to the front; `request` is what another page asked it to open."""

    def accepts_paths(self, paths: list[Path]) -> bool:
        """Whether the page can read what was dropped on the window. Must be quick: it is asked while dragging."""
        return False

    def open_paths(self, paths: list[Path]) -> None:
        """Read dropped or opened files that `accepts_paths` agreed to."""

    def open_mime(self, mime: QMimeData) -> bool:
        """Read a picture or text that was dropped or pasted without a file; False if the page has no use for it."""
        return False

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the menus can ask of the page now: some of COMMANDS. Send `commands_changed` when they change."""
        return {}

    def compact_changed(self) -> None:
        """The window became narrower or wider than 1180 pixels; see `is_compact`."""

    def may_close(self) -> bool:
        """Asked before the window closes; a page that must ask the person does so here."""
        return True

    def is_busy(self) -> bool:
        """Whether something is still being worked out that a screenshot should wait for."""
        return False

    # -------------------------------------------------------------------------------------------- for pages to use
    def set_verdict(self, verdict: Verdict) -> None:
        """Tell the strip what ran the last request of this page."""
        self.verdict = verdict
        self.verdict_changed.emit(verdict)

    def show_failure(self, failure: Failure) -> None:
        """Show a failure in place, under the header."""
        self.error_card.show_failure(failure)

    def scroll_body(self) -> ScrollColumn:
        """Let the whole body scroll when it is higher than the page; fill the `body` of what is returned."""
        self.body.setContentsMargins(0, 0, 0, 0)  # the scroll area keeps the room for its bar itself
        scroll = ScrollColumn()
        self.body.addWidget(scroll)
        return scroll

    def content_width(self) -> int:
        """The width that the body's content has at present."""
        margins = self._column.contentsMargins()
        return self.width() - margins.left() - margins.right() - BAR_ROOM

    def gap(self) -> int:
        """The room between cards at the present width."""
        return COMPACT_GAP if self.is_compact else WIDE_GAP

    # -------------------------------------------------------------------------------------------- for the window
    def set_compact(self, compact: bool) -> None:
        """Take the margins for a narrow or a wide window."""
        self.is_compact = compact
        margin = COMPACT_MARGIN if compact else WIDE_MARGIN
        self._column.setContentsMargins(margin + 1, TOP_COMPACT if compact else TOP_WIDE, margin - BAR_ROOM, margin - 4)
        self._column.setSpacing(self.gap())
        self._head.setSpacing(self.gap())
        self.body.setSpacing(self.gap())
        self.compact_changed()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
