"""Numbers by keys, buttons, wheel and typing."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

from desktop_app.ui.widgets.stepper import Stepper, format_number, next_on_log_scale


def wheel(widget) -> QWheelEvent:
    place = QPointF(5, 5)
    event = QWheelEvent(
        place, place, QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


@pytest.mark.parametrize(
    ("value", "whole", "text"),
    [
        (100, True, "100"),
        (0.0003, False, "0.0003"),
        (0.00001, False, "0.00001"),
        (2.0, False, "2"),
        (0.1 + 0.2, False, "0.3"),
    ],
)
def test_numbers_are_written_plainly(value, whole, text):
    assert format_number(value, whole) == text


@pytest.mark.parametrize(
    ("value", "up", "neighbour"),
    [(0.0002, True, 0.0003), (0.0003, True, 0.0005), (0.001, False, 0.0005), (7, True, 10), (7, False, 5)],
)
def test_rates_go_in_steps_of_1_2_3_5(value, up, neighbour):
    assert next_on_log_scale(value, up) == pytest.approx(neighbour)


def test_keys_and_buttons_step(qtbot, theme, shown):
    stepper = Stepper(theme, 1, 10)
    shown(stepper)
    stepper.set_value(5)
    stepper.setFocus()
    qtbot.keyClick(stepper, Qt.Key.Key_Up)
    assert stepper.value() == 6
    minus, plus = stepper.findChildren(QToolButton)
    qtbot.mouseClick(minus, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(minus, Qt.MouseButton.LeftButton)
    assert stepper.value() == 4
    assert (minus.accessibleName(), plus.accessibleName()) == ("Less", "More")


def test_it_stops_at_the_ends(qtbot, theme, shown):
    stepper = Stepper(theme, 1, 3)
    shown(stepper)
    stepper.set_value(3)
    plus = stepper.findChildren(QToolButton)[1]
    assert not plus.isEnabled()
    qtbot.keyClick(stepper, Qt.Key.Key_Up)
    assert stepper.value() == 3


def test_what_is_out_of_range_stays_visible_and_is_not_taken(qtbot, theme, shown):
    stepper = Stepper(theme, 1, 512)
    shown(stepper)
    stepper.set_value(128)
    with qtbot.waitSignal(stepper.validity_changed, check_params_cb=lambda valid: not valid):
        stepper.set_value(5130)
    assert (stepper.text(), stepper.value(), stepper.is_valid()) == ("5130", 128, False)
    stepper.set_value(256)
    assert (stepper.value(), stepper.is_valid()) == (256, True)


@pytest.mark.parametrize("typed", ["", "many", "1.5", "nan", "inf"])
def test_what_is_no_whole_number_is_not_taken(theme, shown, typed):
    stepper = Stepper(theme, 1, 512)
    shown(stepper)
    stepper.lineEdit().setText(typed)
    assert not stepper.is_valid()
    assert stepper.value() == 1


def test_typing_sends_each_number_once(qtbot, theme, shown):
    stepper = Stepper(theme, 0, 10_000, whole=True)
    shown(stepper)
    values = []
    stepper.value_changed.connect(values.append)
    stepper.lineEdit().selectAll()
    qtbot.keyClicks(stepper.lineEdit(), "128")
    assert values == [1, 12, 128]


def test_a_decimal_comma_is_understood(theme, shown):
    stepper = Stepper(theme, 0, 1, whole=False)
    shown(stepper)
    stepper.lineEdit().setText("0,25")
    assert stepper.value() == 0.25


def test_the_wheel_only_turns_what_has_the_focus(theme, shown):
    stepper, other = Stepper(theme, 1, 10), QLineEdit()
    shown(stepper, other)
    stepper.set_value(5)
    other.setFocus()
    assert not wheel(stepper).isAccepted()
    assert stepper.value() == 5
    stepper.setFocus()
    wheel(stepper)
    assert stepper.value() == 6


def test_a_unit_is_shown_and_not_part_of_the_number(theme, shown):
    stepper = Stepper(theme, 80, 200, step=10, suffix=" %")
    shown(stepper)
    stepper.set_value(100)
    stepper.stepBy(1)
    assert (stepper.text(), stepper.value()) == ("110 %", 110)


def test_screen_readers_get_the_number(theme, shown):
    stepper = Stepper(theme, 0, 10)
    shown(stepper)
    stepper.set_value(7)
    assert stepper.property("value") == 7
