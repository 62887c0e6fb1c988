"""Settings keep what was chosen and forgive what they do not know."""

import pytest
from PySide6.QtCore import QByteArray

from desktop_app.services.settings import VERSION, Settings
from tests.helpers.small_disk import fill, read_only, small_disk


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.ini"


@pytest.fixture
def settings(qapp, path):
    return Settings(path)


def test_everything_has_a_default(settings):
    assert (settings.theme, settings.language, settings.text_size, settings.reduce_motion) == ("system", "", 100, False)


def test_choices_come_back(settings, path):
    settings.theme = "dark"
    settings.text_size = 125
    settings.reduce_motion = True
    settings.window_geometry = QByteArray(b"\x01\x02")
    settings.save()
    again = Settings(path)
    assert (again.theme, again.text_size, again.reduce_motion) == ("dark", 125, True)
    assert again.window_geometry == QByteArray(b"\x01\x02")


def test_a_change_is_told_once_and_by_name(qtbot, settings):
    with qtbot.waitSignal(settings.changed, check_params_cb=lambda name: name == "theme"):
        settings.theme = "dark"
    with qtbot.assertNotEmitted(settings.changed):
        settings.theme = "dark"


@pytest.mark.parametrize(
    ("name", "value"), [("theme", "sepia"), ("text_size", 900), ("text_size", 10), ("language", "tlh")]
)
def test_what_makes_no_sense_is_refused(settings, name, value):
    with pytest.raises(ValueError, match=name):
        setattr(settings, name, value)


@pytest.mark.parametrize(
    ("name", "written", "default"),
    [
        ("theme", "sepia", "system"),
        ("text_size", "large", 100),
        ("text_size", "5000", 100),
        ("reduce_motion", "perhaps", False),
    ],
)
def test_nonsense_in_the_file_reads_as_the_default(settings, name, written, default):
    settings.file.setValue(name, written)
    assert getattr(settings, name) == default


def test_a_broken_file_does_no_harm(qapp, path):
    path.write_bytes(b"\x00\xff[[[broken\n=theme=\n")
    assert Settings(path).theme == "system"


def test_the_file_has_a_version_and_a_newer_one_is_noticed(settings, path):
    assert int(settings.file.value("version")) == VERSION
    assert not settings.is_newer
    settings.file.setValue("version", VERSION + 1)
    assert settings.is_newer


def test_a_change_is_written_soon(qtbot, settings, path):
    settings.theme = "dark"
    qtbot.waitUntil(lambda: path.is_file() and "dark" in path.read_text())


def test_what_cannot_be_written_is_told_once_and_nothing_is_lost(qapp, tmp_path):
    with small_disk(tmp_path / "disk", 1000) as disk:
        settings = Settings(disk / "settings.ini")
        settings.theme = "dark"
        settings.save()
        told = []
        settings.not_saved.connect(told.append)
        filling = fill(disk)
        settings.pictures_folder = "/" + "x" * 5000
        settings.save()
        settings.save()
        assert [error.kind for error in told] == ["no-space"]
        assert "theme=dark" in (disk / "settings.ini").read_text()
        filling.unlink()
        settings.save()
        assert Settings(disk / "settings.ini").pictures_folder == settings.pictures_folder
        with read_only(disk):
            settings.text_size = 150
            settings.save()
        assert [error.kind for error in told] == ["no-space", "not-writable"]
