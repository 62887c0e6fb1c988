"""Tells the desktop what a person should know while the window is not in front."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget


class DesktopNotice(QObject):
    """Marks the window in the task bar and shows a notification; a click on it brings the window forward.

    Without a tray only the mark is left, which needs none. `come_forward` is called before the window comes.
    """

    def __init__(self, window: QWidget, come_forward: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._before = window, come_forward
        self._tray: QSystemTrayIcon | None = None

    def show(self, title: str, detail: str) -> None:
        """Tell of something, unless the person has the window before their eyes."""
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self.come_forward)
            self._tray.activated.connect(lambda _: self.come_forward())
        self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, detail, self._window.windowIcon())

    def come_forward(self) -> None:
        """Bring the window to the front, also from the task bar."""
        self._before()
        if self._tray is not None:
            self._tray.hide()  # it has told its news
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
