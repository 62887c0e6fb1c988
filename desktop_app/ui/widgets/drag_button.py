"""A button from which a text can be dragged out of the window, as a file and as text."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton


class DragButton(IconButton):
    """Clicked it does what it is connected to; dragged it carries what `make_file` gives: a name and a text."""

    def __init__(
        self, theme: Theme, icon: str, make_file: Callable[[], tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, icon, parent=parent)
        self._make_file = make_file
        self._folder = QTemporaryDir()
        self._press = QPoint()

    def mime(self) -> QMimeData:
        """A file for folders and programs, and the text itself for those that take no files."""
        name, text = self._make_file()
        path = Path(self._folder.path()) / name
        path.write_text(text, encoding="utf-8", newline="")
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        mime.setText(text)
        return mime

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = (event.position().toPoint() - self._press).manhattanLength()
        if not event.buttons() & Qt.MouseButton.LeftButton or moved < QApplication.startDragDistance():
            super().mouseMoveEvent(event)
            return
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(self.mime())
        drag.exec(Qt.DropAction.CopyAction)
