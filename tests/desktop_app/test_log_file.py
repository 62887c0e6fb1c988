"""What nobody caught is in the log; what the person must know is told."""

import logging
import subprocess
import sys
import threading

import pytest

from desktop_app.log_file import catch_crashes, start_log, writable_folder


@pytest.fixture
def untouched():
    """Put back what the log and the hooks change for the whole process."""
    from PySide6.QtCore import qInstallMessageHandler

    root = logging.getLogger()
    before = (sys.excepthook, threading.excepthook, list(root.handlers), root.level)
    yield
    sys.excepthook, threading.excepthook = before[:2]
    for handler in [each for each in root.handlers if each not in before[2]]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(before[3])
    qInstallMessageHandler(None)


def test_messages_and_qt_warnings_are_written(untouched, tmp_path):
    from PySide6.QtCore import qWarning

    start_log(tmp_path / "logs")
    logging.getLogger("model-workshop").info("opened")
    qWarning("odd geometry")
    text = (tmp_path / "logs" / "window.log").read_text(encoding="utf-8")
    assert "opened" in text
    assert "odd geometry" in text


def test_the_log_goes_elsewhere_if_its_folder_cannot_be_written(tmp_path, capsys):
    assert writable_folder(tmp_path / "data" / "logs") == tmp_path / "data" / "logs"
    (tmp_path / "file").touch()
    other = writable_folder(tmp_path / "file" / "logs")
    assert other.is_dir()
    assert str(other) in capsys.readouterr().err
    other.rmdir()


def test_the_log_is_bounded(untouched, tmp_path):
    handler = start_log(tmp_path)
    handler.maxBytes = 2000
    for number in range(500):
        logging.getLogger("model-workshop").info("line %d", number)
    files = sorted(tmp_path.glob("window.log*"))
    assert len(files) == 5
    assert all(file.stat().st_size <= 2000 for file in files)


def test_uncaught_errors_are_logged_and_told_from_every_thread(untouched, tmp_path):
    start_log(tmp_path)
    told = []
    crash_file = catch_crashes(tmp_path, told.append)
    sys.excepthook(ValueError, ValueError("in the window"), None)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    crash_file.close()
    text = (tmp_path / "window.log").read_text(encoding="utf-8")
    assert [type(error) for error in told] == [ValueError, ZeroDivisionError]
    assert "in the window" in text
    assert "ZeroDivisionError" in text


def test_a_native_crash_leaves_its_stack(tmp_path):
    code = (
        "import ctypes, pathlib; from desktop_app.log_file import catch_crashes;"
        f"f = catch_crashes(pathlib.Path({str(tmp_path)!r}), print); ctypes.string_at(0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert "string_at" in (tmp_path / "crash.log").read_text()
