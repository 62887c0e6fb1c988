"""The path of a folder: typed, dropped or chosen."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.ui.widgets.folder_field import FolderField
from tests.helpers.dropping import drop_files


@pytest.fixture
def field(theme, shown):
    made = FolderField(theme)
    shown(made)
    return made


def test_a_folder_is_taken_by_drop_and_a_file_is_not(field, tmp_path):
    file = tmp_path / "file.txt"
    file.write_text("x", encoding="utf-8")
    drop_files(field, [file])
    assert field.text() == ""
    drop_files(field, [tmp_path, tmp_path])
    assert field.text() == ""
    drop_files(field, [tmp_path])
    assert field.text() == str(tmp_path)


def test_the_button_asks_for_a_folder_and_keeps_the_text_if_there_is_none(qtbot, field):
    answers = ["/some/folder", ""]
    field.ask_for_folder = lambda parent, title: answers.pop(0)
    edits = []
    field.edited.connect(lambda: edits.append(field.text()))
    qtbot.mouseClick(field.browse, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(field.browse, Qt.MouseButton.LeftButton)
    assert (field.text(), edits, answers) == ("/some/folder", ["/some/folder"], [])


def test_a_name_can_be_typed_and_everything_is_reached_by_keys(qtbot, field):
    field.setFocus()
    qtbot.keyClicks(field.field, " google-bert/bert-base-uncased ")
    assert field.text() == "google-bert/bert-base-uncased"
    qtbot.keyClick(field.field, Qt.Key.Key_Tab)
    assert field.browse.hasFocus()


def test_it_names_itself_to_screen_readers(field):
    field.set_name("Pretrained checkpoint")
    assert field.field.accessibleName() == "Pretrained checkpoint"
    assert field.browse.accessibleName() == "Browse... Pretrained checkpoint"
