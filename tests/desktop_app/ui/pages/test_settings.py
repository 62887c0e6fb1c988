from dataclasses import replace

import pytest

from desktop_app.places import find_places
from tests.helpers.shipped_models import places_with_models
from trainer.data_place import DATA_DIR_VARIABLE


@pytest.fixture
def usual(make_workshop, tmp_path, monkeypatch):
    """A window over the usual data folder, in which there is a file."""
    monkeypatch.delenv(DATA_DIR_VARIABLE, raising=False)
    places = replace(find_places(), shipped_models=places_with_models(tmp_path).shipped_models)
    (places.data / "models").mkdir(parents=True)
    (places.data / "models" / "note.txt").write_text("mine")
    return make_workshop(places)


@pytest.fixture
def mover(usual):
    page = usual.open("settings")
    mover = page._storage.mover
    mover.restarts = []
    mover.start_again = mover.restarts.append
    return mover


def test_the_data_folder_moves_and_the_program_starts_again(usual, mover, tmp_path):
    mover.offer(tmp_path / "disk")
    usual.wait_until(lambda: mover.dialog is not None)
    mover.dialog.go.click()
    usual.wait_until(lambda: bool(mover.restarts))
    assert find_places().data == tmp_path / "disk"
    assert (tmp_path / "disk" / "models" / "note.txt").read_text() == "mine"


def test_a_move_can_be_cancelled_before_and_while_it_runs(usual, mover, tmp_path):
    mover.offer(tmp_path / "disk")
    usual.wait_until(lambda: mover.dialog is not None)
    dialog = mover.dialog
    dialog.cancel.click()
    assert not dialog.isVisible()
    mover.offer(tmp_path / "disk")
    usual.wait_until(lambda: mover.dialog is not dialog)
    mover.dialog._cancelled.set()
    mover.dialog.go.click()
    usual.wait_until(lambda: not mover.dialog.isVisible())
    assert not mover.restarts
    assert find_places().data == usual.places.data
    assert usual.window.toast.message().text == "The data folder stays where it is"


def test_what_does_not_work_is_told_in_place(usual, mover):
    mover.offer(usual.places.models)
    page = usual.window.current_page()
    usual.wait_until(lambda: page.error_card.failure() is not None)
    assert page.error_card.failure().what == "The data folder could not be moved"
    assert mover.dialog is None


def test_not_while_something_is_downloaded(usual, mover, tmp_path):
    usual.services.data_sets.downloading = "mnist"
    mover.offer(tmp_path / "disk")
    assert usual.window.toast.message().text == "Not while files are being downloaded"


def test_a_named_data_folder_cannot_be_moved_and_the_button_says_why(workshop):
    change = workshop.open("settings")._storage._folders["data"].change
    assert not change.isEnabled()
    assert "named when the program was started" in change.toolTip()
