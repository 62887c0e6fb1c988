"""Toast, error card, empty state, strip and rail."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.services.notifier import Action, Failure, Message, failure_of
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.drop_hint import DropHint
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.error_card import ErrorCard
from desktop_app.ui.widgets.navigation_rail import NavigationRail, RailItem, RunningTraining
from desktop_app.ui.widgets.stacked_bar import Part, StackedBar
from desktop_app.ui.widgets.toast import Toast
from desktop_app.ui.widgets.truth_strip import TruthStrip, Verdict
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text


@pytest.fixture
def sheet(shown):
    sheet = QWidget()
    shown(sheet, size=(600, 400))
    return sheet


def test_a_toast_lies_in_the_corner_and_follows_it(theme, sheet):
    toast = Toast(theme, sheet)
    toast.show_message(Message("Model exported", "digits-cnn.onnx"))
    assert toast.geometry().bottomRight().x() == sheet.width() - 17
    sheet.window().resize(700, 500)
    assert toast.geometry().bottomRight().x() == sheet.width() - 17
    assert toast.accessibleName() == "Model exported"


def test_one_toast_at_a_time(theme, sheet):
    toast = Toast(theme, sheet)
    toast.show_message(Message("one"))
    toast.show_message(Message("two"))
    assert toast.message() == Message("two")


def test_a_toast_goes_by_itself_but_not_while_focused(qtbot, theme, sheet):
    toast = Toast(theme, sheet)
    toast._timer.setInterval(30)
    toast.show_message(Message("Moved to the trash", action=Action("Undo", lambda: None)))
    toast.findChild(Button).setFocus()
    qtbot.wait(100)
    assert toast.isVisible()
    sheet.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_the_act_of_a_toast_is_done_once(qtbot, theme, sheet):
    done = []
    toast = Toast(theme, sheet)
    toast.show_message(Message("Moved to the trash", action=Action("Undo", lambda: done.append(1))))
    qtbot.mouseClick(toast.findChild(Button), Qt.MouseButton.LeftButton)
    assert done == [1]
    assert not toast.isVisible()


FAILURE = Failure("The training stopped", "Batch size 512 needs 9 GB.", "Take 256.", "Traceback ...")


@pytest.fixture
def card(theme, shown):
    card = ErrorCard(theme)
    shown(card)
    return card


def button(card, text: str) -> Button:
    return next(each for each in card.findChildren(Button) if each.text() == text)


def test_an_error_says_what_why_and_what_to_do(card):
    assert not card.isVisible()
    card.show_failure(FAILURE)
    shown = [label.text() for label in (card._what, card._why, card._advice) if label.isVisible()]
    assert shown == [FAILURE.what, FAILURE.why, FAILURE.advice]


def test_details_are_a_click_away(qtbot, card):
    card.show_failure(FAILURE)
    details = card.findChild(QPlainTextEdit)
    assert not details.isVisible()
    qtbot.mouseClick(button(card, "Details"), Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert details.toPlainText() == "Traceback ..."


def test_the_whole_error_can_be_copied(qtbot, card):
    card.show_failure(FAILURE)
    qtbot.mouseClick(button(card, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == card.report()
    assert all(part in card.report() for part in (FAILURE.what, FAILURE.why, FAILURE.advice, FAILURE.details))


def test_the_fix_is_offered_first(qtbot, card):
    done = []
    card.show_failure(Failure("It stopped", fix=Action("Resume with 256", lambda: done.append(1))))
    qtbot.mouseClick(button(card, "Resume with 256"), Qt.MouseButton.LeftButton)
    assert done == [1]


def test_an_error_follows_the_language(card, language):
    words = {"en": "It could not be read", "zh_CN": "无法读取"}
    error = WorkshopError("empty", Text("The file is empty.", "文件为空。"), Text("Take another one.", "请另选一个。"))
    card.show_failure(failure_of(error, lambda: words[language.code], language.pick))
    language.choose("zh_CN")
    card.retranslate()  # what Qt's LanguageChange does
    assert [card._what.text(), card._why.text(), card._advice.text()] == ["无法读取", "文件为空。", "请另选一个。"]
    assert "WorkshopError" in card.report()


def test_an_error_can_be_closed(qtbot, card):
    card.show_failure(FAILURE)
    with qtbot.waitSignal(card.closed):
        qtbot.mouseClick(card.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert card.failure() is None
    assert not card.isVisible()


def test_an_empty_state_offers_acts(theme, shown):
    state = EmptyState(theme, "library")
    state.set_texts("No models yet", "Train one in about a minute.")
    state.add_action(Button(theme, "primary", text="Train a model"))
    shown(state)
    assert state.findChild(Button).isVisible()


def test_the_strip_tells_verdict_and_links(qtbot, theme, shown):
    strip = TruthStrip(theme)
    shown(strip)
    asked = []
    verdict = Verdict(
        "fallback",
        "Running on CPU",
        "because libcudnn.so.9 was not found",
        (Action("How to fix", lambda: asked.append(1)),),
    )
    strip.set_verdict(verdict)
    assert strip.accessibleName() == "Running on CPU because libcudnn.so.9 was not found"
    qtbot.mouseClick(strip.findChild(Button), Qt.MouseButton.LeftButton)
    assert asked == [1]
    strip.set_verdict(Verdict("gpu", "Running on GPU"))
    qtbot.waitUntil(lambda: strip.findChild(Button) is None)


@pytest.fixture
def rail(theme, shown):
    rail = NavigationRail(
        theme, [RailItem("a", "generate", ""), RailItem("b", "classify", ""), RailItem("c", "settings", "", foot=True)]
    )
    rail.set_titles({"a": "Generate", "b": "Classify", "c": "Settings"})
    rail.select("a")
    shown(rail, size=(300, 500))
    return rail


def test_the_rail_is_walked_by_arrow_keys(qtbot, rail):
    chosen = []
    rail.page_chosen.connect(chosen.append)
    rail.button("a").setFocus()
    qtbot.keyClick(rail.button("a"), Qt.Key.Key_Down)
    qtbot.keyClick(rail.button("b"), Qt.Key.Key_Down)
    assert chosen == ["b", "c"]
    assert rail.selected() == "c"


def test_tab_comes_to_the_page_in_front(qtbot, rail):
    rail.button("a").setFocus()
    rail.select("c")  # by a key of the menu, say
    assert [bool(rail.button(key).focusPolicy() & Qt.FocusPolicy.TabFocus) for key in "abc"] == [False, False, True]


def test_the_rail_is_wide_or_compact(rail):
    assert rail.width() == 184
    rail.set_compact(True)
    assert rail.width() == 72


def test_the_running_training_is_told_and_opened(qtbot, rail):
    assert not rail._training.isVisible()
    rail.show_training(RunningTraining("DCGAN", "41 s left", "41 s", 0.43))
    assert rail._training.isVisible()
    assert rail._training.accessibleName() == "DCGAN, 41 s left"
    with qtbot.waitSignal(rail.training_chosen):
        qtbot.mouseClick(rail._training, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(rail.training_chosen):
        qtbot.keyClick(rail._training, Qt.Key.Key_Space)
    rail.show_training(None)
    assert not rail._training.isVisible()


def test_a_hint_lies_over_the_whole_sheet(theme, sheet):
    hint = DropHint(theme, sheet)
    hint.show_answer("Release to open in Classify", True)
    assert hint.geometry() == sheet.rect()
    assert hint.text() == "Release to open in Classify"
    hint.setVisible(False)
    assert hint.text() == ""


def test_parts_are_read_out(theme):
    bar = StackedBar(theme)
    bar.set_parts([Part(412, "Trainings 412 MB", "series1"), Part(74, "Models 74 MB", "series3")])
    assert bar.accessibleDescription() == "Trainings 412 MB, Models 74 MB"
