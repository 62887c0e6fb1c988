"""Asks for a newer version beside the window, when a person wants it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app import __version__
from desktop_app.services.tasks import Tasks
from desktop_app.updates import Release, newer_release, release_address


class Updates(QObject):
    """`found` carries the newer Release, or None if this is the newest; `failed` carries the exception."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        address: str | None = None,
        ask: Callable[[str, str], Release | None] = newer_release,
    ) -> None:
        """`address` is the packaged program's own if not given."""
        super().__init__()
        self._tasks, self._ask = tasks, ask
        self.address = address if address is not None else release_address()

    def check(self) -> None:
        """Ask once; what was asked before reports no more. For where there is an address."""
        address = self.address
        if address is None:
            raise RuntimeError("the button is hidden where there is no address")
        self._tasks.run(lambda: self._ask(address, __version__), self.found.emit, self.failed.emit, key="updates")
