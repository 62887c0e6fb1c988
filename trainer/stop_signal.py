"""Signals of the system that ask a worker to stop."""

import signal


class StopSignal:
    """Ctrl-C and SIGTERM ask for a stop that saves; a second one ends the process at once."""

    def __init__(self) -> None:
        self.received = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._take)

    def __call__(self) -> bool:
        """Whether a stop was asked for."""
        return self.received

    def _take(self, number: int, frame: object) -> None:
        self.received = True
        signal.signal(number, signal.SIG_DFL)
