"""How long tests wait for something that will come. A busy machine takes its time; only a failure waits to the end."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

SECONDS = 180
"""Below the limit of one test, so that what was waited for is named."""
MILLISECONDS = SECONDS * 1000


class PatientQtBot(QtBot):
    """pytest-qt's, whose five seconds are too short for a machine that does other things too."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = MILLISECONDS) -> None:
        """Waits until `callback` says so."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = MILLISECONDS, **more: Any) -> Any:
        """Waits for the signal at the end of the block."""
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals: Any, *, timeout: int = MILLISECONDS, **more: Any) -> Any:
        """Waits for all signals at the end of the block."""
        return super().waitSignals(signals, timeout=timeout, **more)
