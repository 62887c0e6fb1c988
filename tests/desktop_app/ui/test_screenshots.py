"""Pictures of every page in both schemes, both languages and two sizes."""

import itertools

import pytest
from PySide6.QtGui import QImage

from desktop_app.ui import screenshots
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.pages import PAGES
from tests.helpers.pages import TEST_PAGES


@pytest.fixture
def small_window(session, qtbot):
    window = MainWindow(session.context, TEST_PAGES[:1])
    qtbot.addWidget(window)
    yield window
    window.hide()


def names(keys) -> set[str]:
    sizes = ("1280x800", "1000x700")
    return {"-".join(parts) + ".png" for parts in itertools.product(keys, ("light", "dark"), ("en", "zh_CN"), sizes)}


def test_every_combination_is_written(small_window, session, tmp_path, monkeypatch):
    monkeypatch.setattr(screenshots, "SETTLING", 0.02)
    files = screenshots.take_screenshots(small_window, session.context, tmp_path / "new" / "folder")
    assert {file.name for file in files} == names(["first"])
    sizes = {file.name[-12:-4]: QImage(str(file)).size().toTuple() for file in files}
    assert sizes == {"1280x800": (1280, 800), "1000x700": (1000, 700)}
    light, dark = (
        QImage(str(tmp_path / "new" / "folder" / f"first-{scheme}-en-1280x800.png")) for scheme in ("light", "dark")
    )
    assert light.pixelColor(600, 500).lightness() > 200 > 60 > dark.pixelColor(600, 500).lightness()


@pytest.mark.slow
def test_every_page_is_pictured(session, tmp_path):
    files = screenshots.take_screenshots(session.window, session.context, tmp_path)
    assert {file.name for file in files} == names([entry.key for entry in PAGES])


def test_a_page_that_cannot_be_written_is_told(small_window, session, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        screenshots.take_screenshots(small_window, session.context, tmp_path / "file")
