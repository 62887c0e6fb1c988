"""Buttons, switches, segments, lists: by mouse and by keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop_app.ui.widgets.badge import Badge, BadgeButton
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.form_row import FormRow
from desktop_app.ui.widgets.inputs import ChoiceList
from desktop_app.ui.widgets.model_picker import ModelChoice, ModelPicker
from desktop_app.ui.widgets.probability_bars import ProbabilityBars, percent_text
from desktop_app.ui.widgets.progress_bar import BusyLine, ThinProgressBar
from desktop_app.ui.widgets.segmented import SegmentedControl
from desktop_app.ui.widgets.stepper import Stepper
from desktop_app.ui.widgets.switch import CheckBox, Switch


@pytest.mark.parametrize("kind", ["primary", "secondary", "plain", "danger", "destructive"])
def test_buttons_answer_mouse_and_space(qtbot, theme, shown, kind):
    button = Button(theme, kind, "play", "Start")
    shown(button)
    clicks = []
    button.clicked.connect(lambda: clicks.append(1))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(clicks) == 2


def test_controls_in_a_row_are_equally_high(theme, shown):
    button, stepper, choices, icon = (
        Button(theme, text="Save"),
        Stepper(theme),
        ChoiceList(theme),
        IconButton(theme, "copy"),
    )
    shown(button, stepper, choices, icon)
    assert {widget.height() for widget in (button, stepper, choices, icon)} == {32}


def test_the_main_button_is_higher(theme, shown):
    button = Button(theme, "primary", text="Generate", large=True)
    shown(button)
    assert button.height() == 40


def test_a_disabled_button_says_why_and_goes_back_to_what_it_does(theme):
    button = Button(theme, "primary", text="Start")
    button.set_tooltip("Start the training")
    button.allow(False, "Another training is running")
    assert (button.isEnabled(), button.toolTip()) == (False, "Another training is running")
    assert button.accessibleDescription() == "Another training is running"
    button.allow(True)
    assert (button.isEnabled(), button.toolTip()) == (True, "Start the training")


def test_a_button_can_become_another_one_in_place(theme, shown):
    button = Button(theme, "primary", "write", "Continue")
    shown(button)
    height = button.height()
    button.set_kind("danger")
    button.set_icon("stop")
    QApplication.processEvents()
    assert (button.property("kind"), button.height()) == ("danger", height)


def test_an_icon_alone_has_a_name(theme):
    button = IconButton(theme, "copy", "Copy the picture")
    assert button.accessibleName() == button.toolTip() == "Copy the picture"


@pytest.mark.parametrize("made", [lambda theme: Switch(theme), lambda theme: CheckBox(theme, "Log scale")])
def test_switches_turn_by_mouse_anywhere_and_by_space(qtbot, theme, shown, made):
    switch = made(theme)
    shown(switch)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center())
    assert switch.isChecked()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()


def test_tab_comes_to_segments_where_they_stand(qtbot, theme, shown):
    before, control, after = QLineEdit(), SegmentedControl(theme), QLineEdit()
    window = shown(before, control, after)
    control.set_segments([("setup", "Set up"), ("live", "Live")])  # as pages do it: after everything is laid out
    qtbot.waitUntil(control.segment("setup").isVisible)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert window.focusWidget() is control.segment("setup")
    qtbot.keyClick(control.segment("setup"), Qt.Key.Key_Tab)
    assert window.focusWidget() is after


def test_arrow_keys_move_between_segments(qtbot, theme, shown):
    control = SegmentedControl(theme)
    control.set_segments([("setup", "Set up"), ("live", "Live"), ("results", "Results")])
    shown(control)
    chosen = []
    control.chosen.connect(chosen.append)
    control.segment("setup").setFocus()
    qtbot.keyClick(control.segment("setup"), Qt.Key.Key_Right)
    qtbot.mouseClick(control.segment("results"), Qt.MouseButton.LeftButton)
    assert chosen == ["live", "results"]
    assert control.selected() == "results"


def test_new_words_keep_the_chosen_segment(theme):
    control = SegmentedControl(theme)
    control.set_segments([("all", "All"), ("unsure", "Unsure")])
    control.select("unsure")
    control.set_segments([("all", "全部"), ("unsure", "不确定")])
    assert control.selected() == "unsure"
    assert control.segment("unsure").text() == "不确定"


def test_a_list_keeps_its_choice_when_it_is_filled_anew(qtbot, theme):
    choices = ChoiceList(theme)
    choices.set_choices([("step", "Step"), ("epoch", "Epoch")])
    choices.select("epoch")
    with qtbot.assertNotEmitted(choices.currentIndexChanged):
        choices.set_choices([("step", "步"), ("epoch", "轮次"), ("time", "时间")])
    assert choices.selected() == "epoch"


def test_the_model_picker_sends_the_id_of_the_model_taken(qtbot, theme, shown):
    picker = ModelPicker(theme)
    shown(picker)
    picker.set_models([ModelChoice("a", "CNN", "99.5 %"), ModelChoice("b", "VAE", "97 nats")])
    assert picker.selected() == "a"
    with qtbot.waitSignal(picker.chosen, check_params_cb=lambda key: key == "b"):
        qtbot.keyClick(picker, Qt.Key.Key_Down)
    picker.set_models([ModelChoice("b", "VAE", "97 nats"), ModelChoice("c", "GAN", "3.1")])
    assert picker.selected() == "b"
    picker.set_models([])
    assert picker.selected() == ""


def test_bars_never_say_nothing_or_certainty_by_rounding():
    assert [percent_text(value) for value in (0.964, 0.0003, 0.0, 0.99999, 1.0)] == [
        "96.4 %", "< 0.1 %", "0.0 %", "> 99.9 %", "100.0 %",
    ]  # fmt: skip


def test_bars_are_read_out(theme):
    bars = ProbabilityBars(theme, rows=2)
    bars.set_probabilities([("7", 0.9), ("1", 0.08), ("2", 0.02)])
    assert bars.accessibleDescription() == "7 90.0 %; 1 8.0 %"


def test_progress_stays_between_none_and_all(theme):
    bar = ThinProgressBar(theme, 4)
    bar.set_fraction(1.7)
    assert bar.fraction() == 1.0
    bar.set_fraction(-1)
    assert bar.fraction() == 0.0
    assert bar.height() == 4


def test_quick_work_does_not_flicker(qtbot, theme, shown):
    line = BusyLine(theme)
    shown(line)
    line.set_busy(True)
    line.set_busy(False)
    qtbot.wait(BusyLine.DELAY + 50)
    assert not line._shown
    line.set_busy(True)
    qtbot.waitUntil(lambda: line._shown)


def test_a_badge_grows_with_its_word(theme):
    badge = Badge(theme, "ok", "Verified")
    narrow = badge.sizeHint().width()
    badge.set_state("bad", "The check of the export failed")
    assert badge.sizeHint().width() > narrow


@pytest.fixture
def row(theme, shown):
    row = FormRow(theme, Stepper(theme, 1, 512))
    row.set_texts("Batch size", "Pictures per step.")
    shown(row)
    return row


def test_a_row_names_its_control(row):
    assert row.control.accessibleName() == "Batch size"
    assert row.control.accessibleDescription() == "Pictures per step."


def test_a_message_takes_the_place_of_the_help(row):
    row.set_message("At most 512.")
    assert row.control.accessibleDescription() == "At most 512."
    row.set_message("")
    assert row.control.accessibleDescription() == "Pictures per step."


def test_the_badge_of_a_row_asks_for_the_default(qtbot, row):
    assert not row.is_marked_changed()
    row.set_changed(True)
    badge = row.findChild(BadgeButton)
    with qtbot.waitSignal(row.reset_wanted):
        qtbot.mouseClick(badge, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(row.reset_wanted):
        qtbot.keyClick(badge, Qt.Key.Key_Space)


def test_a_row_takes_new_words_when_the_language_changes(row):
    QApplication.sendEvent(row, QEvent(QEvent.Type.LanguageChange))
    assert row.findChild(BadgeButton).text() == "changed"


def test_our_buttons_are_push_buttons(theme):
    assert isinstance(IconButton(theme, "copy", "Copy"), QPushButton)


def test_a_list_ends_a_long_choice_in_an_ellipsis(theme, shown):
    choices = ChoiceList(theme)
    name = "The customer messages that come with the program"
    choices.set_choices([("long", name), ("short", "Short")])
    choices.setFixedWidth(160)
    shown(choices)
    assert choices.shown_text().endswith("\u2026")
    assert name.startswith(choices.shown_text()[:-1])
    choices.select("short")
    assert choices.shown_text() == "Short"
    choices.select("long")
    choices.setFixedWidth(600)
    assert choices.shown_text() == name


def test_bars_leave_a_long_label_the_room_that_there_is(theme, shown):
    bars = ProbabilityBars(theme, 1)
    bars.set_probabilities([("Delivery problem", 1.0)])
    bars.setFixedWidth(286)
    shown(bars)
    image = bars.grab().toImage()
    filled = [x for x in range(image.width()) if image.pixelColor(x, image.height() // 2) == theme.color("accent")]
    assert filled[0] > theme.metrics("strong").horizontalAdvance("Delivery problem")
    assert filled[-1] - filled[0] >= 50
