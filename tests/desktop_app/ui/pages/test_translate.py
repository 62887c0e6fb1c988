import threading

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.places import Places
from desktop_app.services.text_requests import TranslateText
from desktop_app.ui.panels.model_facts import file_facts
from desktop_app.ui.panels.translation_languages import languages_of
from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import changed
from tests.helpers.tiny_text_models import WORDS, places_with_texts, tiny_word_translator
from trainer.contract.card import TextSpec

GERMAN = "Der Hund ist in dem Garten.\nWo ist Bahnhof?"
ENGLISH = "The dog is in the garden.\nWhere is station?"


@pytest.fixture
def workshop(make_workshop, tmp_path):
    return make_workshop(places_with_texts(tmp_path))


@pytest.fixture
def page(workshop):
    page = workshop.open("translate")
    workshop.window.show_page("translate", "shipped/tiny-en-de")
    workshop.settle()
    return page


def translate(workshop, page, text: str = ENGLISH) -> str:
    page.pair.source.set_text(text)
    page.translate()
    workshop.settle()
    return page.pair.target.text()


def point_at(view, word: str) -> None:
    start = view.toPlainText().index(word)
    point = view.rects_of(start, start + len(word))[0].center()
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        QPointF(view.viewport().mapToGlobal(point.toPoint())),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), move)


def marked(view) -> list[str]:
    return [view.toPlainText()[mark.start : mark.end] for mark in view.marks()]


def test_an_example_is_translated_at_once(workshop):
    page = workshop.open("translate")
    assert page.pair.source.text() in ("Two children are playing in the garden.", "Zwei Kinder spielen im Garten.")
    assert "Kinder" in page.pair.source.text() + page.pair.target.text()
    assert "children" in page.pair.source.text() + page.pair.target.text()


def test_several_sentences_and_lines_are_translated(workshop, page):
    assert translate(workshop, page) == GERMAN
    assert "for 2 sentences" in page.pair.target._facts.text()
    assert page.pair.target._facts.text().endswith(" · beam width 4 · tiny-en-de")
    assert workshop.window.strip.verdict().verdict == "Running on CPU"


def test_control_enter_translates_and_enter_begins_a_line(workshop, page):
    editor = page.pair.source.editor
    page.pair.source.set_text("")
    editor.setFocus()
    QTest.keyClicks(editor, "The dog")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert not page.translating.is_busy()
    QTest.keyClick(editor, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert page.translating.is_busy()
    workshop.settle()
    assert page.pair.target.text() == "Der Hund\n"


def test_nothing_is_sent_while_an_input_method_composes(workshop, page):
    editor = page.pair.source.editor
    editor.setFocus()
    QApplication.sendEvent(editor, QInputMethodEvent("gou", []))
    workshop.window.menus.run("run")
    assert not page.translating.is_busy()


def test_without_text_there_is_nothing_to_do(workshop, page):
    page.pair.source.clear.click()
    assert not page.pair.source.button.isEnabled()
    assert page.pair.source.button.toolTip() == "There is no text yet"
    page.translate()
    assert not page.translating.is_busy()


def test_the_newest_request_wins(workshop, page):
    for text in ("The dog.", "garden", "Where is the station?"):
        page.pair.source.set_text(text)
        page.translate()
    workshop.settle()
    assert page.pair.target.text() == "Wo ist dem Bahnhof?"


def test_pointing_at_a_word_shows_its_partners_on_the_other_side(workshop, page):
    translate(workshop, page)
    source, target = page.pair.source.editor, page.pair.target.view
    point_at(target, "Hund")
    assert (marked(target), marked(source)) == (["Hund"], ["dog"])
    assert page.partners.heading.title.text() == "“Hund”"
    assert page.partners.bars._entries[0][0] == "dog"
    point_at(source, "station")
    assert (marked(source), marked(target)) == (["station"], ["Bahnhof"])
    QApplication.sendEvent(target, QEvent(QEvent.Type.Leave))
    QApplication.sendEvent(source, QEvent(QEvent.Type.Leave))
    assert marked(source) == marked(target) == []
    assert page.partners.heading.title.text() == "Alignment"


def test_the_cursor_shows_partners_too(workshop, page):
    translate(workshop, page)
    target = page.pair.target.view
    target.setFocus()
    for _ in range(5):
        QTest.keyClick(target, Qt.Key.Key_Right)
    assert (marked(target), marked(page.pair.source.editor)) == (["Hund"], ["dog"])
    point_at(target, "Garten")
    QApplication.sendEvent(target, QEvent(QEvent.Type.Leave))
    assert marked(target) == ["Hund"]  # the pointer has left, the cursor is still there


def test_a_text_that_was_changed_since_has_no_partners(workshop, page):
    translate(workshop, page)
    point_at(page.pair.target.view, "Hund")
    page.pair.source.editor.moveCursor(page.pair.source.editor.textCursor().MoveOperation.End)
    page.pair.source.editor.insertPlainText(" more")
    assert marked(page.pair.target.view) == []
    point_at(page.pair.target.view, "Garten")
    assert marked(page.pair.target.view) == []


def test_words_behind_an_emoji_are_found(workshop, page):
    translate(workshop, page, "😀 The dog is in the garden")
    point_at(page.pair.source.editor, "dog")
    view = page.pair.target.view
    (mark,) = view.marks()
    shown = view.toPlainText().encode("utf-16-le")[2 * mark.start : 2 * mark.end].decode("utf-16-le")
    assert shown == "Hund"


def test_a_model_without_attention_says_so(make_workshop, tmp_path):
    workshop = make_workshop(places_with_texts(tmp_path, aligns=False))
    page = workshop.open("translate")
    assert page.partners._hint.text().startswith("This model has no attention")
    assert page.pair.target.text()


def test_the_other_direction_is_offered_where_a_model_does_it(workshop, page):
    translate(workshop, page)
    assert page.pair.source.heading.title.text() == "English"
    page.pair.source.swap.click()
    workshop.settle()
    assert page._chooser.picker.selected() == "shipped/tiny-de-en"
    assert (page.pair.source.text(), page.pair.target.text()) == (GERMAN, ENGLISH)
    assert (page.pair.source.heading.title.text(), page.pair.target.heading.title.text()) == ("German", "English")


def test_without_a_model_for_it_the_other_direction_is_not_offered(make_workshop, tmp_path):
    places = places_with_texts(tmp_path)
    for file in places.shipped_models.glob("tiny-de-en*"):
        file.unlink()
    page = make_workshop(places).open("translate")
    assert page.pair.source.swap.isHidden()


def test_progress_is_shown_and_stopping_is_quick(workshop, page, monkeypatch):
    before = translate(workshop, page)
    page.pair.source.set_text("The dog is in the garden. " * 3000)
    page.translate()
    workshop.wait_until(lambda: "of" in page.pair.source._state.text())
    assert page.pair.source._state.text().endswith("of 3000 sentences")
    assert not page.pair.source.bar.isHidden()
    assert page.pair.source.button.text() == "Stop"
    ended = threading.Event()
    workshop.services.inference._quick.start(ended.set)
    page.pair.source.editor.setFocus()
    QTest.keyClick(page.pair.source.editor, Qt.Key.Key_Escape)
    assert not page.translating.is_busy()
    assert page.pair.source.button.text() == "Translate"
    assert page.pair.source.bar.isHidden()
    assert workshop.services.inference._quick.waitForDone(3000)
    workshop.settle()
    assert page.pair.target.text() == before
    assert page.error_card.failure() is None


def test_the_beam_is_kept_and_translates_anew(workshop, page):
    translate(workshop, page)
    page.beam.set_beam(1)
    workshop.settle()
    assert "beam width 1" in page.pair.target._facts.text()
    assert workshop.services.settings.translate_beam == 1


def test_copy_save_and_drag_take_the_translation(workshop, page, answer_dialogs, tmp_path):
    translate(workshop, page)
    workshop.window.menus.run("copy")
    assert QGuiApplication.clipboard().text() == GERMAN
    answer_dialogs(tmp_path / "out.txt")
    workshop.window.menus.action("save").trigger()
    workshop.wait_until((tmp_path / "out.txt").exists)
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == GERMAN
    assert page.pair.target._save.mime().text() == GERMAN


def test_a_text_file_is_opened_and_translated(workshop, page, tmp_path):
    path = tmp_path / "lines.txt"
    path.write_text("The dog.\r\nthe garden\r\n", encoding="utf-16")
    assert workshop.window.open_paths([path])
    workshop.wait_until(lambda: page.pair.target.text() == "Der Hund.\ndem Garten\n")


def test_a_model_that_fails_says_why(workshop, page, monkeypatch):
    monkeypatch.setattr(TranslateText, "run", lambda *_: 1 / 0)
    page.translate()
    workshop.settle()
    assert page.error_card.failure().what == "The text could not be translated"
    assert page.pair.source.button.text() == "Translate"


def test_the_language_changes_while_it_runs(workshop, page):
    translate(workshop, page)
    workshop.services.settings.language = "zh_CN"
    workshop.settle()
    assert page.pair.source.button.text() == "翻译"
    assert page.pair.source.heading.title.text() == "英语"
    assert page.pair.target._facts.text().startswith("2 个句子用时 ")
    assert page.pair.target.text() == GERMAN


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_in_a_narrow_window_the_translation_stands_below(workshop, page, language):
    workshop.services.settings.language = language
    assert not page.pair.is_stacked()
    workshop.window.resize(1000, 700)
    workshop.settle()
    assert page.pair.is_stacked()
    for card in (page.pair.source, page.pair.target, page.beam, page.partners):
        corner = card.mapTo(page, QPoint(card.width(), card.height()))
        assert page.rect().contains(corner - QPoint(1, 1))
    assert abs(page.pair.source.height() - page.pair.target.height()) <= 2


def test_without_a_model_the_page_leads_to_the_fitting_one(make_workshop, tmp_path):
    workshop = make_workshop(Places(data=tmp_path / "data", shipped_models=tmp_path / "none"))
    page = workshop.open("translate")
    assert page._content.currentIndex() == 1
    assert page._content._empty._title.text() == "No model that translates yet"
    page._content._train.click()
    workshop.settle()
    train = workshop.window.page("train")
    assert "translation" in train.setup.model().tasks


@pytest.mark.parametrize(
    ("data", "documented", "languages"),
    [
        ("multi30k-en-de", "translator-en-de", ("en", "de")),
        ("phrase-pairs", "translator-en-zh", ("en", "zh")),  # the sample in place of its own data
        ("own", "translator-en-zh", None),
        ("mnist", "digits-cnn", None),
    ],
)
def test_the_languages_are_those_of_the_data(data, documented, languages):
    import msgspec

    card = changed(
        CLASSIFIER_CARD,
        provenance=msgspec.structs.replace(CLASSIFIER_CARD.provenance, data=data),
        training=msgspec.structs.replace(CLASSIFIER_CARD.training, documented_model=documented),
    )
    assert languages_of(card) == languages


def test_the_direction_is_the_card_s_and_the_library_says_it(make_workshop, tmp_path):
    places = places_with_texts(tmp_path)
    tiny_word_translator(
        places.shipped_models, "tiny-own", WORDS, "own-texts", text=TextSpec(longest=64, languages=("fr", "ja"))
    )
    workshop = make_workshop(places)
    page = workshop.open("translate")
    page._chooser.choose("shipped/tiny-own")
    workshop.settle()
    assert page.pair.source.heading.title.text() == "French"
    assert page.pair.target.heading.title.text() == "Japanese"
    assert not page.pair.source.swap.isVisible()
    model = workshop.services.library.model("shipped/tiny-own")
    assert ("Translates", "French into Japanese") in file_facts(model, workshop.context.language)
