"""The button of the About box and what it leads to."""

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app import __version__
from desktop_app.services.tasks import Tasks
from desktop_app.services.updates import Updates
from desktop_app.ui.dialogs.about import about_box
from desktop_app.ui.dialogs.updates import UpdateBox
from desktop_app.ui.theme import Theme
from desktop_app.updates import Release
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

ADDRESS = "https://example.org/newest.json"
PAGE = "https://example.org/model-workshop"


@pytest.fixture
def make_about(qtbot, qapp):
    """A function that makes the About box of a program whose address answers so, and returns it with its parent."""
    theme, tasks = Theme(qapp, lambda: "light"), Tasks()
    made = []

    def make(ask, address=ADDRESS) -> tuple[QMessageBox, QWidget]:
        parent = QWidget()
        qtbot.addWidget(parent)
        parent.show()
        updates = Updates(tasks, address, ask)
        made.append(updates)
        box = about_box(parent, theme, updates=updates)
        qtbot.addWidget(box)
        box.open()
        return box, parent

    yield make
    tasks.wait()
    theme.deleteLater()


def texts(box: QMessageBox) -> list[str]:
    return [button.text().replace("&", "") for button in box.buttons()]


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text() == text).click()


def answered(qtbot, make_about, ask) -> UpdateBox:
    """The box that the button opens, when the answer has come."""
    about, parent = make_about(ask)
    press(about, "Check for updates")
    box = parent.findChild(UpdateBox)
    qtbot.addWidget(box)
    qtbot.waitUntil(lambda: not box.text().startswith("Looking"))
    return box


def test_without_an_address_there_is_the_version_and_no_button(make_about):
    about, _ = make_about(lambda address, current: None, address=None)
    assert __version__ in about.text()
    assert texts(about) == ["Close"]


def test_nothing_is_asked_before_the_press(qtbot, make_about):
    asked = []
    about, parent = make_about(lambda address, current: asked.append((address, current)))
    assert texts(about) == ["Close", "Check for updates"]
    about.close()
    qtbot.wait(50)
    assert asked == []
    press(about, "Check for updates")
    qtbot.addWidget(parent.findChild(UpdateBox))
    qtbot.waitUntil(lambda: asked == [(ADDRESS, __version__)])


def test_the_newest_version_is_told(qtbot, make_about):
    box = answered(qtbot, make_about, lambda address, current: None)
    assert box.text() == "This is the newest version."
    assert texts(box) == ["Close"]


def test_a_newer_version_leads_to_its_page(qtbot, make_about, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    box = answered(qtbot, make_about, lambda address, current: Release("0.2.0", PAGE))
    assert box.text() == "Version 0.2.0 is out."
    press(box, "Open its page")
    assert opened == [PAGE]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (WorkshopError("download-failed", Text("No answer.", ""), Text("Try again.", "")), "No answer.\n\nTry again."),
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero"),
    ],
)
def test_what_went_wrong_is_told(qtbot, make_about, error, said):
    def ask(address, current):
        raise error

    box = answered(qtbot, make_about, ask)
    assert "did not work" in box.text()
    assert said in box.informativeText()


def test_a_box_closed_too_early_is_gone_when_the_answer_comes(qtbot, make_about):
    about, parent = make_about(lambda address, current: Release("0.2.0", PAGE))
    press(about, "Check for updates")
    parent.findChild(UpdateBox).close()
    qtbot.waitUntil(lambda: parent.findChild(UpdateBox) is None)
    qtbot.wait(50)
