"""A real window with tiny models, for the tests of its pages."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.places import Places
from desktop_app.ui.pages.page import Page
from desktop_app.window_session import WindowSession, make_session
from tests.helpers.shipped_models import places_with_models

PATIENCE_SECONDS = 180.0


class Workshop:
    """One window over a folder of its own, and what tests do with it."""

    def __init__(self, application: QApplication, places: Places) -> None:
        self.application, self.places = application, places
        self.session: WindowSession = make_session(application, places, lambda: "light")
        self.window = self.session.window
        self.context = self.session.context
        self.services = self.context.services
        self._is_closed = False
        self.services.settings.language = "en"
        self.window.resize(1280, 800)
        self.window.show()

    def open(self, key: str) -> Any:
        """Bring a page to the front and wait until it has shown what it shows at first."""
        self.window.show_page(key)
        self.settle()
        return self.window.page(key)

    def settle(self) -> None:
        """Work through events until the page in front is not busy."""
        page: Page = self.window.current_page()
        self.wait_until(lambda: not page.is_busy())
        for _ in range(3):
            self.application.processEvents()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Work through events until `condition` holds; the test fails if that takes too long."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            self.application.processEvents()
            time.sleep(0.002)

    def close(self) -> None:
        """Close the window and everything behind it; a second time nothing happens."""
        if self._is_closed:
            return
        self._is_closed = True
        self.session.close()
        self.application.processEvents()  # what was under way reports to a window that is still there
        self.window.deleteLater()
        self.context.theme.deleteLater()
        self.context.language.deleteLater()
        self.application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_workshop(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Workshop]]:
    """Opens windows; with `places` given, over other folders than the usual tiny models."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    qapp.setStyle("Fusion")
    opened: list[Workshop] = []

    def make(places: Places | None = None) -> Workshop:
        opened.append(Workshop(qapp, places or places_with_models(tmp_path)))
        return opened[-1]

    yield make
    for workshop in opened:
        workshop.close()


@pytest.fixture
def workshop(make_workshop: Callable[..., Workshop]) -> Workshop:
    """A window with tiny models that are always sure."""
    return make_workshop()


@pytest.fixture
def answer_dialogs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Answers every file dialog with a path, or cancels it for None."""

    def answer(path: Path | None) -> None:
        text = str(path) if path else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (text, ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (text, ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([text] if text else [], ""))

    return answer
