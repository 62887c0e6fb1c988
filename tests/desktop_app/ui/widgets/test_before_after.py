"""The line between before and after: by mouse, by keys, for eyes and for screen readers."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest

from desktop_app.ui.widgets.before_after import MIDDLE, PAGE, STEP, STEPS, BeforeAfter

SIDE = 280
DARK, LIGHT = 60, 180


def plain(level: int) -> QImage:
    image = QImage(28, 28, QImage.Format.Format_Grayscale8)
    image.fill(level)
    return image


@pytest.fixture
def view(theme, shown):
    view = BeforeAfter(theme, SIDE)
    view.setAccessibleName("Before and after")
    view.set_names("Before", "After")
    view.set_images(plain(DARK), plain(LIGHT))
    shown(view)
    return view


def levels(view: BeforeAfter) -> tuple[int, int]:
    """The grey in the middle of the left and of the right quarter, above the names."""
    picture = view.grab().toImage()
    return tuple(picture.pixelColor(x, SIDE // 4).value() for x in (SIDE // 4, 3 * SIDE // 4))


def test_before_is_at_the_left_of_the_line_and_after_at_its_right(view):
    assert view.value() == MIDDLE
    assert levels(view) == (DARK, LIGHT)
    view.setValue(0)
    assert levels(view) == (LIGHT, LIGHT)
    view.setValue(STEPS)
    assert levels(view) == (DARK, DARK)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_line_and_handle_are_seen_on_any_picture(view, theme, scheme):
    theme.choose_scheme(scheme)
    for level in (0, 128, 255):
        view.set_images(plain(level), plain(level))
        row = [view.grab().toImage().pixelColor(x, SIDE // 4).value() for x in range(SIDE // 2 - 4, SIDE // 2 + 5)]
        assert max(row) - min(row) > 200, f"the line on {level}"


def test_the_line_follows_the_mouse(view):
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(SIDE // 4, 100))
    assert view.value() == STEPS // 4
    QTest.mouseMove(view, QPoint(SIDE // 2 + 70, 20))
    assert view.value() == 3 * STEPS // 4
    QTest.mouseMove(view, QPoint(SIDE + 50, 20))
    assert view.value() == STEPS
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(SIDE // 2, 20))
    QTest.mouseMove(view, QPoint(10, 20))
    assert view.value() == STEPS, "it stays where it was let go"
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 20))
    assert view.value() == MIDDLE


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (Qt.Key.Key_Left, MIDDLE - STEP),
        (Qt.Key.Key_Right, MIDDLE + STEP),
        (Qt.Key.Key_PageUp, MIDDLE + PAGE),
        (Qt.Key.Key_PageDown, MIDDLE - PAGE),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, STEPS),
    ],
)
def test_keys_move_the_line(view, key, place):
    view.setFocus()
    QTest.keyClick(view, key)
    assert view.value() == place


def test_a_screen_reader_hears_a_slider_and_what_it_shows(view):
    view.setValue(250)
    spoken = QAccessible.queryAccessibleInterface(view)
    assert spoken.role() == QAccessible.Role.Slider
    assert spoken.text(QAccessible.Text.Name) == "Before and after"
    assert spoken.text(QAccessible.Text.Description) == "Before 25 %, After 75 %"
    assert spoken.valueInterface().currentValue() == 250


def test_without_pictures_there_is_nothing_to_move(view):
    view.set_images(None, None)
    assert not view.isEnabled()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert view.value() == MIDDLE
    assert view.grab().toImage().pixelColor(SIDE // 2, SIDE // 2) == view._theme.color("plate")
