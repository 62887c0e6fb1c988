"""A line for the path of a folder: typed, dropped, or chosen in the dialog behind its button."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.ui.dropped import paths_in
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.inputs import TextField

WIDTH = 280


class FolderField(QWidget):
    """The text may be a name as well as a path. `edited` comes with every change of it."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.ask_for_folder: Callable[[QWidget, str], str] = QFileDialog.getExistingDirectory
        self.field = TextField(theme)
        self.browse = Button(theme, "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.browse)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.field)
        self.setAcceptDrops(True)
        self.field.setAcceptDrops(False)  # or it would take the address of a folder as text
        self.field.textChanged.connect(lambda _: self.edited.emit())
        self.browse.clicked.connect(self._choose)
        theme.changed.connect(self._size)
        self._size()
        self.retranslate()

    def text(self) -> str:
        """What stands in the line, without space around it."""
        return self.field.text().strip()

    def set_text(self, text: str) -> None:
        """Put `text` into the line."""
        self.field.setText(text)

    def set_name(self, name: str) -> None:
        """What the line is, for screen readers."""
        self.field.setAccessibleName(name)
        self.browse.setAccessibleName(f"{self.browse.text()} {name}")

    def retranslate(self) -> None:
        """Set the button's word in the language in force."""
        self.browse.setText(self.tr("Browse..."))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event):
            _take(event)
        else:
            event.ignore()  # the window may know what to do with it

    def dropEvent(self, event: QDropEvent) -> None:
        if folder := self._dropped(event):
            self.set_text(folder)
            _take(event)

    def _dropped(self, event: QDropEvent) -> str:
        """The folder that hangs over the field; empty for anything else."""
        paths = paths_in(event.mimeData())
        return str(paths[0]) if len(paths) == 1 and paths[0].is_dir() else ""

    def _choose(self) -> None:
        if folder := self.ask_for_folder(self, self.tr("Choose a folder")):
            self.set_text(folder)

    def _size(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))


def _take(event: QDropEvent) -> None:
    event.setDropAction(Qt.DropAction.CopyAction)  # after a move a file manager would delete the original
    event.accept()
