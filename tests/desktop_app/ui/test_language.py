"""The language changes while the window runs."""

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QDialogButtonBox

from desktop_app.ui.language import LANGUAGES, Language
from trainer.contract.text import Text


@pytest.fixture
def language(qapp):
    before = QLocale()
    language = Language(qapp)
    yield language
    language.choose("en")
    language.deleteLater()
    QLocale.setDefault(before)


def test_texts_from_outside_qt_follow(language):
    text = Text("seven", "七")
    language.choose("en")
    assert language.pick(text) == "seven"
    language.choose("zh_CN")
    assert language.pick(text) == "七"


def test_texts_of_the_window_follow_and_go_back(language):
    language.choose("zh_CN")
    assert QCoreApplication.translate("PageTitles", "Settings") == "设置"
    language.choose("en")
    assert QCoreApplication.translate("PageTitles", "Settings") == "Settings"


def test_buttons_of_qt_itself_follow(language, qtbot):
    language.choose("zh_CN")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().startswith("取消")


def test_english_has_singular_and_plural(language):
    language.choose("en")
    assert QCoreApplication.translate("SetupPanel", "%n epoch(s)", "", 1) == "1 epoch"
    assert QCoreApplication.translate("SetupPanel", "%n epoch(s)", "", 30) == "30 epochs"


def test_the_signal_comes_once_for_each_change(language, qtbot):
    language.choose("en")
    with qtbot.assertNotEmitted(language.changed):
        language.choose("en")
    with qtbot.waitSignal(language.changed):
        language.choose("zh_CN")


def test_numbers_are_written_as_the_language_does(language):
    language.choose("en")
    assert language.number(60000) == "60,000"
    assert language.number(99.52, 2) == "99.52"


def test_without_a_choice_a_language_of_the_window_is_found(language):
    language.choose("")
    assert language.code in LANGUAGES


def test_a_language_that_is_not_there_is_refused(language):
    with pytest.raises(ValueError, match="tlh"):
        language.choose("tlh")
