"""The worker of a run that another process started, held so that it can be ended by force."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from trainer.contract.run_folder import RunFolder

LOOK = 0.05  # seconds between two looks at whether it has ended


class AttachedWorker:
    """A process that holds the lock of a run.

    A number alone could mean a later process. So the process is pinned first where the system can (Linux), then its
    command line must name the run, and the run's lock must be held.
    """

    def __init__(self, folder: RunFolder, pid: int) -> None:
        """Raises ProcessLookupError if `pid` is not the worker of `folder`."""
        self._folder, self._pid = folder, pid
        self._pin = os.pidfd_open(pid) if sys.platform == "linux" else None
        if not self._is_meant():
            self.close()
            raise ProcessLookupError(pid)

    def end(self, patience: float) -> None:
        """Asks the process to end, and kills it if it is still there after `patience` seconds."""
        self._send(signal.SIGTERM)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not self._folder.is_alive():
                return
            time.sleep(LOOK)
        self._send(signal.SIGKILL)

    def close(self) -> None:
        """Lets the process go."""
        if self._pin is not None:
            os.close(self._pin)
            self._pin = None

    def _send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self._pin is not None:
                signal.pidfd_send_signal(self._pin, number)
            elif self._is_meant():
                os.kill(self._pid, number)

    def _is_meant(self) -> bool:
        return self._folder.run_id in _command_line(self._pid) and self._folder.is_alive()


def find_worker(folder: RunFolder) -> AttachedWorker | None:
    """The worker of a run that lives; None where there is none, or where the system does not let it be told safely."""
    pid = folder.worker_pid()
    if pid is None or sys.platform == "win32":
        return None
    try:
        return AttachedWorker(folder, pid)
    except OSError:
        return None


def _command_line(pid: int) -> str:
    if sys.platform == "linux":
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, check=False)
    return shown.stdout.decode(errors="replace")
