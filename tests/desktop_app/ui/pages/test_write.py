import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app.places import Places
from desktop_app.services.text_requests import WriteText
from tests.helpers.tiny_text_models import places_with_texts, tiny_writer

PROMPT = "The cat"


@pytest.fixture
def workshop(make_workshop, tmp_path):
    return make_workshop(places_with_texts(tmp_path))


@pytest.fixture
def page(workshop):
    return workshop.open("write")


def write(workshop, page, prompt: str = PROMPT, **settings) -> str:
    page.prompt.set_prompt(prompt)
    for name, value in settings.items():
        set_one(page, name, value)
    page.write()
    workshop.settle()
    return page.writing.passage().text()


def set_one(page, name: str, value: float) -> None:
    controls = page.controls
    steppers = {"length": controls._length, "top_k": controls._top_k, "repetition_penalty": controls._penalty}
    sliders = {"temperature": controls._temperature, "top_p": controls._top_p}
    if name in steppers:
        steppers[name].set_value(value)
    elif name in sliders:
        sliders[name].slider.setValue(round(value * 100))
    else:
        controls.set_seed(value)


def begin_long(workshop, page) -> None:
    """Let a text of 5,000 tokens be under way."""
    page.prompt.set_prompt(PROMPT)
    set_one(page, "length", 5000)
    page.write()
    workshop.wait_until(lambda: len(page.writing.passage().pieces) > 5)
    assert page.writing.is_writing()


def test_a_first_text_is_there_at_once_and_always_the_same(workshop, page, make_workshop):
    first = page.card.view.toPlainText()
    assert page.writing.passage().tokens == 200
    assert len(first) > 200
    workshop.close()
    assert make_workshop(workshop.places).open("write").card.view.toPlainText() == first


def test_the_text_goes_on_from_the_prompt_and_follows_seed_and_settings(workshop, page):
    first = write(workshop, page, seed=5)
    assert first.startswith(PROMPT)
    assert page.card.view.toPlainText() == first
    assert write(workshop, page, seed=5) == first
    assert write(workshop, page, seed=6) != first
    assert write(workshop, page, temperature=0, seed=1) == write(workshop, page, temperature=0, seed=2)


def test_what_wrote_it_and_how_fast_is_kept_with_the_text(workshop, page):
    write(workshop, page, seed=5, length=50)
    facts = page.card.facts()
    assert facts.startswith("50 tokens · ")
    assert facts.endswith(" a second · CPU · seed 5 · tiny-writer")
    verdict = workshop.window.strip.verdict()
    assert verdict.verdict == "Running on CPU"
    assert "ms per token" in verdict.facts


def test_it_streams_in_batches_of_at_most_thirty_a_second(workshop, page):
    times: list[float] = []
    page.writing.grew.connect(lambda pieces: times.append(time.monotonic()))
    begin_long(workshop, page)
    began = time.monotonic()
    workshop.wait_until(lambda: time.monotonic() - began > 1)
    page.writing.stop()
    assert 2 < len([each for each in times if began < each < began + 1]) <= 32


def test_stop_keeps_the_text_and_takes_less_than_a_third_of_a_second(workshop, page):
    begin_long(workshop, page)
    ended = threading.Event()
    workshop.services.inference._quick.start(ended.set)  # there are two threads: the other one writes
    began = time.monotonic()
    page.prompt.button.click()
    assert not page.writing.is_writing()  # at once: nobody waits for the token under way
    assert time.monotonic() - began < 0.3
    assert workshop.services.inference._quick.waitForDone(5000)  # one token, as test_text_requests counts
    text = page.card.view.toPlainText()
    assert len(text) > len(PROMPT)
    workshop.settle()
    assert page.card.view.toPlainText() == text == page.writing.passage().text()
    assert page.card.facts().startswith("Stopped · ")


def test_escape_stops_and_the_button_writes_again(workshop, page):
    assert page.prompt.button.text() == "Write"
    begin_long(workshop, page)
    assert page.prompt.button.text() == "Stop"
    page.prompt.editor.setFocus()
    QTest.keyClick(page.prompt.editor, Qt.Key.Key_Escape)
    assert not page.writing.is_writing()
    assert page.prompt.button.text() == "Write"


def test_control_enter_writes_and_enter_begins_a_line(workshop, page):
    editor = page.prompt.editor
    editor.setFocus()
    QTest.keyClicks(editor, "ab")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "c")
    assert not page.writing.is_writing()
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.writing.is_writing()
    workshop.settle()
    assert page.writing.passage().prompt == "ab\nc"


def test_nothing_is_sent_while_an_input_method_composes(workshop, page):
    editor, before = page.prompt.editor, page.writing.passage()
    editor.setFocus()
    QApplication.sendEvent(editor, QInputMethodEvent("ni hao", []))
    workshop.window.menus.run("run")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not page.writing.is_writing()
    assert page.writing.passage() == before
    done = QInputMethodEvent("", [])
    done.setCommitString("你好")
    QApplication.sendEvent(editor, done)
    assert page.prompt.prompt() == "你好"
    workshop.window.menus.run("run")
    workshop.settle()
    assert page.writing.passage().prompt == "你好"


def test_continue_makes_it_longer_and_regenerate_writes_the_last_part_anew(workshop, page):
    first = write(workshop, page, seed=5, length=20)
    page.card._go_on.click()
    workshop.settle()
    longer = page.writing.passage().text()
    assert longer.startswith(first)
    assert len(longer) > len(first)
    page.card._again.click()
    workshop.settle()
    anew = page.writing.passage()
    assert anew.text().startswith(first)
    assert anew.text() != longer
    assert anew.settings.seed == page.controls.settings().seed != 5


def test_the_text_before_can_be_brought_back(workshop, page):
    texts = [write(workshop, page, seed=5, length=20)]
    for button in (page.card._go_on, page.card._again):
        button.click()
        workshop.settle()
        texts.append(page.writing.passage().text())
    for text in texts[1::-1]:
        workshop.window.menus.run("undo")
        assert page.card.view.toPlainText() == text
    assert page.controls.settings().seed == 5
    page.card.view.setFocus()
    QTest.keySequence(page.card.view, QKeySequence(QKeySequence.StandardKey.Redo))
    assert page.card.view.toPlainText() == texts[1]
    page.card._undo.click()
    page.card._go_on.click()  # what is new takes the place of what was undone
    workshop.settle()
    assert "redo" not in page.commands()


def test_undo_in_the_editor_is_the_editors(workshop, page):
    shown = write(workshop, page)
    page.prompt.editor.setFocus()
    QTest.keyClicks(page.prompt.editor, "x")
    workshop.window.menus.run("undo")
    assert not page.prompt.prompt().endswith("x")
    assert page.card.view.toPlainText() == shown


def test_with_temperature_nought_nothing_is_written_anew(workshop, page):
    set_one(page, "temperature", 0)
    assert not page.card._again.isEnabled()
    assert page.card._again.toolTip() == "With temperature 0 the text would be the same"
    set_one(page, "temperature", 0.5)
    assert page.card._again.isEnabled()


def test_unlikely_tokens_are_marked_and_likely_ones_are_not(workshop, page):
    write(workshop, page, temperature=1.5, length=100)
    pieces, marks = page.writing.passage().pieces, page.card.view.marks()
    text = page.card.view.toPlainText()
    assert {text[mark.start : mark.end] for mark in marks} <= {piece.text.strip() for piece in pieces}
    assert len(marks) == sum(piece.probability < 0.5 and bool(piece.text.strip()) for piece in pieces)
    strongest = max(marks, key=lambda mark: mark.strength)
    rarest = min((piece for piece in pieces if piece.text.strip()), key=lambda piece: piece.probability)
    assert strongest.strength == rarest.strength()
    page.card.shade.click()
    assert page.card.view.marks() == []
    assert not workshop.services.settings.write_shading
    page.card._go_on.click()
    workshop.settle()
    assert page.card.view.marks() == []


def test_a_mark_is_painted_under_its_letters(workshop, page):
    write(workshop, page, temperature=1.5, length=100)
    view = page.card.view
    view.verticalScrollBar().setValue(0)
    rects = {mark: view.rects_of(mark.start, mark.end)[0] for mark in view.marks() if mark.strength == 1}
    rect = next(each for each in rects.values() if view.viewport().rect().contains(each.toAlignedRect()))
    image = view.viewport().grab().toImage()
    corner = image.pixelColor(rect.adjusted(2, 1, 0, 0).topLeft().toPoint())
    assert corner.blue() < 200 < corner.red()


def click_piece(page, number: int) -> None:
    view, start = page.card.view, page.card._letters(number)[0]
    point = view.rects_of(start, start + 1)[0].center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_a_click_shows_alternatives_and_one_of_them_goes_on_from_there(workshop, page):
    write(workshop, page, seed=5, length=40)
    before = page.writing.passage()
    page.card.view.verticalScrollBar().setValue(0)
    click_piece(page, 9)
    rows = page.alternatives.rows()
    assert page.card.view.ring() == page.card._letters(9)
    assert page.alternatives.heading.title.text() == f"Instead of “{before.pieces[9].text.strip()}”"
    assert [row.isEnabled() for row in rows].count(False) == 1  # the one that stands there
    number = next(
        n for n, (text, _) in enumerate(page.alternatives._offered) if text not in (before.pieces[9].text, "</s>")
    )
    chosen = page.alternatives._offered[number]
    rows[number].click()
    workshop.settle()
    after = page.writing.passage()
    assert after.pieces[:9] == before.pieces[:9]
    assert (after.pieces[9].text, after.pieces[9].probability) == chosen
    assert len(after.pieces) > 10
    assert after.tokens == 40
    workshop.window.menus.run("undo")
    assert page.card.view.toPlainText() == before.text()


def test_arrow_keys_go_from_token_to_token(workshop, page):
    write(workshop, page, seed=5, length=40)
    view = page.card.view
    view.setFocus()
    QTest.keySequence(view, QKeySequence(QKeySequence.StandardKey.MoveToStartOfDocument))
    assert page._chosen_piece == -1  # the person's own words
    for _ in range(len(PROMPT) + 1):
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert page._chosen_piece == page.card.piece_at(len(PROMPT) + 1) >= 0
    assert page.alternatives.rows()


def test_the_end_of_the_text_can_be_chosen(workshop, page):
    write(workshop, page, seed=5, length=40)
    before = page.writing.passage()
    page._choose_piece(9)
    page.alternatives.end_chosen.emit()
    assert page.writing.passage().pieces == before.pieces[:9]
    assert page.card.facts().startswith("Ended by the model")
    assert page.card.view.toPlainText() == page.writing.passage().text()


def test_signs_of_several_places_are_chosen_rightly(workshop, page):
    text = write(workshop, page, prompt="😀 cat 😀", seed=5, length=40)
    pieces = page.writing.passage().pieces
    page._choose_piece(3)
    start, end = page.card.view.ring()
    shown = text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
    assert shown == (pieces[3].text.strip() or pieces[3].text)


def test_the_view_follows_the_end_until_the_reader_scrolls_up(workshop, page):
    begin_long(workshop, page)
    view, bar = page.card.view, page.card.view.verticalScrollBar()
    workshop.wait_until(lambda: bar.maximum() > 200)
    assert bar.value() == bar.maximum()
    assert view.jump.isHidden()
    bar.setValue(50)
    grown = bar.maximum()
    workshop.wait_until(lambda: bar.maximum() > grown)
    assert bar.value() == 50
    assert not view.jump.isHidden()
    view.jump.click()
    assert bar.value() == bar.maximum()
    workshop.wait_until(lambda: bar.maximum() > grown + 200 or not page.writing.is_writing())
    assert bar.value() == bar.maximum()
    assert view.jump.isHidden()
    page.writing.stop()


def test_a_selection_stays_while_the_text_grows(workshop, page):
    begin_long(workshop, page)
    page.card.view.selectAll()
    chosen = page.card.view.textCursor().selectedText()
    pieces = len(page.writing.passage().pieces)
    workshop.wait_until(lambda: len(page.writing.passage().pieces) > pieces)
    assert page.card.view.textCursor().selectedText() == chosen
    page.writing.stop()


def test_the_window_is_never_held_up_for_long(workshop, page):
    """Each batch is shown in far less than the 50 ms that a piece of work may take."""
    longest = 0.0
    append = page.card.append

    def timed(pieces):
        nonlocal longest
        began = time.thread_time()
        append(pieces)
        longest = max(longest, time.thread_time() - began)

    page.card.append = timed
    page.prompt.set_prompt("word " * 4000)
    set_one(page, "length", 300)
    page.write()
    workshop.settle()
    assert 0 < longest < 0.05


def test_copy_save_and_drag_take_the_whole_text(workshop, page, answer_dialogs, tmp_path):
    text = write(workshop, page, prompt="Käse 你好\n")
    workshop.window.menus.run("copy")
    assert QGuiApplication.clipboard().text() == text
    answer_dialogs(tmp_path / "story")
    workshop.window.menus.action("save").trigger()
    workshop.wait_until((tmp_path / "story.txt").exists)
    assert (tmp_path / "story.txt").read_text(encoding="utf-8") == text
    mime = page.card.save.mime()
    assert mime.text() == text
    assert mime.urls()[0].fileName() == "tiny-writer.txt"
    assert Path(mime.urls()[0].toLocalFile()).read_text(encoding="utf-8") == text


def test_a_part_is_copied_and_dragged_as_plain_text(workshop, page):
    text = write(workshop, page)
    view = page.card.view
    view.setFocus()
    view.selectAll()
    workshop.window.menus.run("copy")
    mime = QGuiApplication.clipboard().mimeData()
    assert (mime.text(), mime.hasHtml()) == (text, False)


def test_a_file_whose_ending_is_added_is_not_overwritten_unasked(workshop, page, answer_dialogs, tmp_path):
    text = write(workshop, page)
    (tmp_path / "story.txt").write_text("old")
    answer_dialogs(tmp_path / "story")
    for answer, left in (("Cancel", "old"), ("Replace", text)):
        page._save()
        box = page.findChild(QMessageBox)
        next(button for button in box.buttons() if button.text().replace("&", "") == answer).click()
        workshop.wait_until(lambda left=left: (tmp_path / "story.txt").read_text(encoding="utf-8") == left)
        workshop.wait_until(lambda: page.findChild(QMessageBox) is None)


def test_a_place_that_cannot_be_written_is_told_in_place(workshop, page, answer_dialogs, tmp_path):
    (tmp_path / "file").write_text("in the way")
    answer_dialogs(tmp_path / "file" / "story.txt")
    page._save()
    workshop.wait_until(lambda: page.error_card.failure() is not None)
    assert page.error_card.failure().what == "The file could not be saved"


def test_a_text_file_becomes_the_beginning(workshop, page, tmp_path):
    path = tmp_path / "beginning"
    path.write_bytes("从前有一只猫".encode("gbk"))
    assert workshop.window.open_paths([path])
    workshop.wait_until(lambda: page.prompt.prompt() == "从前有一只猫")
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert not page.accepts_paths([path])


def test_a_text_that_would_hold_up_the_window_is_refused(workshop, page):
    page.prompt.set_prompt(PROMPT)
    mime = QMimeData()
    mime.setText("word " * 40_000)
    page.prompt.editor.insertFromMimeData(mime)
    assert page.prompt.prompt() == PROMPT
    assert page.error_card.failure().why == "It has 200,000 characters; the window takes 80,000 at a time."
    assert page.open_mime(mime)
    assert page.prompt.prompt() == PROMPT


def test_what_the_model_did_not_read_is_said(workshop, page):
    write(workshop, page, prompt="the cat " * 9000, length=5)
    assert "were not read" in page.card._notice.text()
    write(workshop, page, length=5)
    assert page.card._notice.isHidden()


def test_a_model_that_fails_says_why_and_the_text_stays(workshop, page, monkeypatch):
    monkeypatch.setattr(WriteText, "run", lambda *_: 1 / 0)
    page.write()
    workshop.settle()
    assert page.error_card.failure().what == "The text could not be written"
    assert page.card.facts().startswith("Stopped by an error")
    workshop.window.menus.run("undo")
    assert page.writing.passage().tokens == 200


def test_a_model_that_one_wants_to_try_writes_at_once(make_workshop, tmp_path):
    places = places_with_texts(tmp_path)
    places.models.mkdir(parents=True)
    tiny_writer(places.models, "other-writer", "one two three four five six. " * 20)
    workshop = make_workshop(places)
    page = workshop.open("write")
    assert page.writing.passage().model_id == "shipped/tiny-writer"
    workshop.window.show_page("write", "mine/other-writer")
    workshop.settle()
    assert page.writing.passage().model_id == "mine/other-writer"
    assert "mine/other-writer" in page.card.facts()


def test_the_language_changes_while_it_runs(workshop, page):
    write(workshop, page, length=50)
    text = page.card.view.toPlainText()
    page._choose_piece(3)
    workshop.services.settings.language = "zh_CN"
    workshop.settle()
    assert page.prompt.button.text() == "写作"
    assert page.card.facts().startswith("50 个词元 · 每秒 ")
    assert page.alternatives.heading.title.text().startswith("替换“")
    assert page.card.view.toPlainText() == text


def test_colours_of_the_text_follow_the_theme(workshop, page):
    write(workshop, page)
    for scheme in ("dark", "light"):
        workshop.services.settings.theme = scheme
        theme, cursor = workshop.context.theme, page.card.view.textCursor()
        cursor.setPosition(3)
        assert cursor.charFormat().foreground().color() == theme.color("text2")
        cursor.setPosition(len(PROMPT) + 5)
        assert cursor.charFormat().foreground().color() == theme.color("text")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_fits_into_the_smallest_window(workshop, page, language):
    workshop.services.settings.language = language
    workshop.window.resize(1000, 700)
    page._choose_piece(3)
    workshop.settle()
    inside = page.rect()
    for widget in (page.card, page.prompt, page.controls, page.alternatives):
        corner = widget.mapTo(page, QPoint(widget.width(), widget.height()))
        assert inside.contains(corner - QPoint(1, 1)), widget
    assert page.card.view.height() > 200


def test_lines_are_short_enough_to_read(workshop, page):
    workshop.window.resize(2400, 1000)
    workshop.settle()
    view = page.card.view
    right = max(rect.right() for mark in view.marks() for rect in view.rects_of(mark.start, mark.end))
    assert view.viewport().width() > 1500
    assert right < 900


def test_without_a_model_the_page_leads_to_the_fitting_one(make_workshop, tmp_path):
    workshop = make_workshop(Places(data=tmp_path / "data", shipped_models=tmp_path / "none"))
    page = workshop.open("write")
    assert page._content.currentIndex() == 1
    assert page._content._empty._title.text() == "No model that writes yet"
    assert page.commands() == {}
    page._content._train.click()
    workshop.settle()
    assert workshop.window.current_key() == "train"


def test_the_pointer_beside_the_text_means_no_token(page):
    view = page.card.view
    assert view.place_at(QPointF(view.viewport().width() - 1, view.viewport().height() - 1)) == -1
