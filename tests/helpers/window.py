"""A whole window on an empty data folder, offscreen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from desktop_app.places import Places
from tests.helpers.patience import MILLISECONDS

PATIENCE = MILLISECONDS


def delete_now() -> None:
    """Delete what was asked to delete itself later; else each restyling takes longer than the one before."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def shared_look(qapp):
    """One theme and one language for all tests of single widgets: making a theme restyles every widget."""
    from desktop_app.ui.language import Language
    from desktop_app.ui.theme import Theme

    qapp.setStyle("Fusion")
    return Theme(qapp, lambda: "light"), Language(qapp)


@pytest.fixture
def theme(shared_look, qtbot):
    """The light theme."""
    yield shared_look[0]
    delete_now()


@pytest.fixture
def language(shared_look, theme):
    """English; a test may choose another language."""
    shared_look[1].choose("en")
    QLocale.setDefault(QLocale("en"))  # the window of another test had a Language of its own
    yield shared_look[1]
    shared_look[1].choose("en")


@pytest.fixture
def session(qapp, qtbot, data_dir: Path, tmp_path: Path) -> Iterator:
    """A WindowSession in English and light colours; the window is not shown yet. No model is shipped."""
    from desktop_app.window_session import make_session

    qapp.setStyle("Fusion")
    made = make_session(qapp, Places(data=data_dir, shipped_models=tmp_path / "shipped"), lambda: "light")
    made.context.language.choose("en")
    made.window.resize(1280, 800)
    yield made
    training = made.context.services.training
    if training.is_live and training.can_end_worker:
        training.end_worker()
        qtbot.waitUntil(lambda: not training.is_live, timeout=PATIENCE)
    made.window.hide()
    made.context.services.close()
    qapp.processEvents()  # answers that are on their way still find someone
    made.window.deleteLater()
    made.context.theme.deleteLater()
    made.context.language.deleteLater()
    delete_now()


@pytest.fixture
def train_page(session, qtbot):
    """The Train page, in front of a shown window."""
    session.window.show()
    session.window.show_page("train")
    page = session.window.page("train")
    qtbot.waitUntil(lambda: not page.is_busy() and session.window.training_watch is not None, timeout=PATIENCE)
    return page


def play(page, transcript: str = "good-classifier", delay: float = 0.0, *options: str) -> None:
    """Let the page's next training be a golden transcript played by a real process."""
    from tests.helpers.runs import fake_command

    page.context.services.training.store._command = fake_command(transcript, delay, *options)
