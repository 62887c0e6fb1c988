"""The log in the data folder, and the hooks that bring every crash into it."""

import faulthandler
import logging
import sys
import tempfile
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

MEGABYTE = 1_000_000
KEPT_FILES = 4
log = logging.getLogger("model-workshop")
QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def writable_folder(wanted: Path) -> Path:
    """`wanted`, made if need be; a temporary folder if it cannot be written, so that the window opens all the same."""
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError as error:
        other = Path(tempfile.mkdtemp(prefix="model-workshop-"))
        sys.stderr.write(f"{wanted} cannot be written: {error.strerror}. The log is in {other}\n")
        return other


def start_log(folder: Path) -> RotatingFileHandler:
    """Write the log to `folder`/window.log, kept to five files of a megabyte; warnings go to stderr as well."""
    folder.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(folder / "window.log", maxBytes=MEGABYTE, backupCount=KEPT_FILES, encoding="utf-8")
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    screen = logging.StreamHandler()
    screen.setLevel(logging.ERROR)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(file)
    root.addHandler(screen)
    qInstallMessageHandler(_log_qt_message)
    return file


def catch_crashes(folder: Path, tell: Callable[[BaseException], object]) -> IO[str]:
    """Log what nobody caught, in any thread, and `tell` the person; native crashes leave their stack in crash.log.

    Returns the open crash.log, which must live as long as the process.
    """
    crash_file = (folder / "crash.log").open("a", encoding="utf-8")
    faulthandler.enable(crash_file)

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            return
        log.critical("Uncaught error", exc_info=(kind, error, trace))
        tell(error)

    sys.excepthook = report
    threading.excepthook = lambda arguments: report(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
    return crash_file


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    logging.getLogger("qt").log(QT_LEVELS[kind], "%s", message)
