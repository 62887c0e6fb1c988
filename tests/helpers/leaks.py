"""Tests of the window leave nothing behind: no visible window, no running thread."""

import threading
import time
from collections.abc import Iterator

import pytest

PATIENCE_SECONDS = 60.0


def _lasting_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        lasting = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
        if not lasting or time.monotonic() > deadline:
            return lasting
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def leave_nothing_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that uses Qt: fail if a window is still shown or a thread that it started still runs."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    # Set up first and so torn down last: pytest-qt closes its widgets before the look.
    before = set(threading.enumerate())
    yield
    from PySide6.QtWidgets import QApplication

    shown = [repr(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not shown, f"the test left windows open: {shown}"
    lasting = _lasting_threads(before)
    assert not lasting, f"the test left threads running: {lasting}"
