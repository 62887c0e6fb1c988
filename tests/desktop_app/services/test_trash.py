from pathlib import Path

import pytest

from desktop_app.services.trash import move_to_trash, restore_from_trash
from trainer.contract.errors import WorkshopError


@pytest.fixture(autouse=True)
def own_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


def test_a_folder_goes_to_the_trash_and_comes_back(tmp_path):
    folder = tmp_path / "a run"
    folder.mkdir()
    (folder / "run.json").write_text("{}")
    trashed = move_to_trash(folder)
    assert not folder.exists()
    assert (trashed / "run.json").exists()
    restore_from_trash(trashed, folder)
    assert (folder / "run.json").read_text() == "{}"
    assert not trashed.exists()


def test_what_is_not_there_cannot_be_moved(tmp_path):
    with pytest.raises(WorkshopError, match="could not be moved"):
        move_to_trash(tmp_path / "nothing")


def test_an_emptied_trash_is_said(tmp_path):
    with pytest.raises(WorkshopError, match="taken back"):
        restore_from_trash(tmp_path / "gone", tmp_path / "back")
