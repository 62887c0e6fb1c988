"""Icons take any colour, stay sharp and are drawn once."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

import desktop_app.ui
from desktop_app.resources import RESOURCES
from desktop_app.ui.icons import IconPainter

FOLDER = RESOURCES / "icons"


@pytest.fixture
def icons(qapp):
    return IconPainter(FOLDER)


def colors_in(pixmap) -> set[str]:
    image = pixmap.toImage()
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return {QColor(image.pixelColor(*place)).name() for place in places if image.pixelColor(*place).alpha() == 255}


def test_an_icon_is_drawn_in_the_colour_asked_for(icons):
    assert colors_in(icons.pixmap("stop", "#ff0000", 24, 2.0)) == {"#ff0000"}


def test_it_has_as_many_pixels_as_the_screen(icons):
    pixmap = icons.pixmap("train", "#000000", 18, 2.0)
    assert (pixmap.width(), pixmap.height(), pixmap.devicePixelRatio()) == (36, 36, 2.0)


def test_it_is_drawn_once(icons):
    assert icons.pixmap("train", "#000000", 18, 1.0) is icons.pixmap("train", "#000000", 18, 1.0)


def test_a_disabled_button_has_its_own_look(icons):
    icon = icons.icon("stop", "#ff0000", "#00ff00", 24)
    assert "#00ff00" in colors_in(icon.pixmap(QSize(24, 24), QIcon.Mode.Disabled))


def test_every_icon_named_in_the_window_exists():
    names = {path.stem for path in FOLDER.glob("*.svg")}
    sources = "\n".join(path.read_text(encoding="utf-8") for path in Path(desktop_app.ui.__file__).parent.rglob("*.py"))
    patterns = (
        r'(?:IconButton|EmptyState)\(\s*[\w.]+,\s*"(\w+)"',
        r'Button\(\s*[\w.]+,\s*"\w+",\s*"(\w+)"',
        r'(?:pixmap|set_icon)\("(\w+)"',
    )
    calls = [name for pattern in patterns for name in re.findall(pattern, sources)]
    assert len(calls) > 10
    assert set(calls) <= names


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_can_be_drawn(icons, path):
    image = icons.pixmap(path.stem, "#123456", 24, 1.0).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))
