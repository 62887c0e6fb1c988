import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.services.inference_requests import Watch
from desktop_app.services.text_evidence import AT_ONCE, ReadText
from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.dropping import drop_files
from tests.helpers.shipped_models import places_with_models
from tests.helpers.tiny_text_models import places_with_texts, tiny_text_classifier
from trainer.contract.card import read_card
from trainer.contract.pipelines import PIPELINES
from trainer.export.session import GraphRunner

MIXED = "A lovely film, with good actors; the end is dull."


@pytest.fixture
def workshop(make_workshop, tmp_path):
    return make_workshop(places_with_texts(tmp_path))


@pytest.fixture
def page(workshop):
    return workshop.open("classify")


@pytest.fixture
def both(make_workshop, tmp_path):
    """A workshop with classifiers of pictures and of texts, and its page."""
    places = places_with_models(tmp_path)
    places.models.mkdir(parents=True)
    tiny_text_classifier(places.models)
    workshop = make_workshop(places)
    return workshop, workshop.open("classify")


def read(workshop, page, text: str) -> str:
    page.text_side.source.editor.replace_text(text)
    workshop.settle()
    return page.text_side.verdict._label.text()


def marked(page) -> dict[str, str]:
    editor = page.text_side.source.editor
    return {editor.toPlainText()[mark.start : mark.end]: mark.token for mark in editor.marks()}


def test_what_is_typed_is_read_when_the_typing_pauses(workshop, page):
    page.text_side.source.editor.setFocus()
    QTest.keyClicks(page.text_side.source.editor, "a good film")
    workshop.settle()
    assert page.text_side.verdict._label.text() == "Positive"
    assert read(workshop, page, "so dull") == "Negative"
    assert "ms for the text" in workshop.window.strip.verdict().facts


def test_words_are_coloured_by_what_they_weigh(workshop, page):
    assert read(workshop, page, MIXED) == "Positive"
    colours = marked(page)
    assert (colours["lovely"], colours["good"], colours["dull"]) == ("accent", "accent", "series2")
    assert {word for word, _ in page.text_side.verdict.words()} == {"good", "lovely", "dull"}
    weights = dict(page.text_side.verdict.words())
    assert weights["good"].startswith("×")
    assert weights["dull"].startswith("÷")


def test_chinese_is_weighed_sign_by_sign(workshop, page):
    assert read(workshop, page, "这部电影很好") == "Positive"
    assert marked(page)["好"] == "accent"


def test_marks_behind_an_emoji_are_in_their_place(workshop, page):
    read(workshop, page, "😀 good")
    (mark,) = [mark for mark in page.text_side.source.editor.marks() if mark.strength == 1]
    assert (mark.start, mark.end) == (3, 7)


def test_an_unsure_reading_says_so(workshop, page):
    read(workshop, page, "a film")
    assert page.text_side.verdict._answer.text().startswith("Not sure")
    assert not page.text_side.verdict._doubt.isHidden()


def test_a_text_that_is_too_long_for_the_network_is_read_in_parts(workshop, page):
    read(workshop, page, "good film " * 60)
    assert page.text_side.verdict._source.text().startswith("read in ")
    assert " parts · " in page.text_side.verdict._source.text()


def test_only_so_many_words_are_weighed_and_that_is_said(workshop, page):
    read(workshop, page, "good " + "the " * 250)
    assert page.text_side.verdict._hint.text().endswith("Only the first 200 words were weighed.")


def test_an_empty_text_shows_nothing(workshop, page):
    read(workshop, page, "good")
    assert read(workshop, page, "  ") == "Nothing read yet"
    assert page.text_side.verdict.words() == []
    assert marked(page) == {}


def test_nothing_is_read_while_an_input_method_composes(workshop, page):
    editor = page.text_side.source.editor
    read(workshop, page, "good")
    QApplication.sendEvent(editor, QInputMethodEvent("cha", []))
    workshop.window.menus.run("run")
    assert not workshop.services.inference.is_busy("classify.text")
    done = QInputMethodEvent("", [])
    done.setCommitString("差")
    QApplication.sendEvent(editor, done)
    workshop.settle()
    assert "差" in page.text_side.verdict._shown[2]


def test_a_text_file_of_any_encoding_is_read(workshop, page, tmp_path):
    path = tmp_path / "review"
    path.write_bytes("这部电影很差".encode("gbk"))
    assert workshop.window.open_paths([path])
    workshop.wait_until(lambda: page.text_side.verdict._label.text() == "Negative")


def test_content_decides_between_pictures_and_texts(both, tmp_path):
    workshop, page = both
    assert page.text_side.isHidden()
    review, picture = tmp_path / "a.png", tmp_path / "b.txt"  # names say nothing
    review.write_text("a dull film")
    picture.write_bytes(png(drawn_digit()))
    assert workshop.window.open_paths([review])
    workshop.wait_until(lambda: page.text_side.verdict._label.text() == "Negative")
    assert page._chooser.picker.selected() == "mine/tiny-mood"
    assert page._pictures.isHidden()
    assert workshop.window.open_paths([picture])
    workshop.wait_until(lambda: page.result.shown() is not None)
    assert page._chooser.picker.selected() == "shipped/digits-cnn"
    assert page.text_side.isHidden()
    mime = QMimeData()
    mime.setText("good")
    assert page.open_mime(mime)
    workshop.settle()
    assert page.text_side.verdict._label.text() == "Positive"


def test_the_verdict_is_copied(workshop, page):
    read(workshop, page, MIXED)
    workshop.window.menus.run("copy")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Positive: ")
    assert lines[1].startswith("Positive\t")


def test_the_language_changes_while_it_runs(workshop, page):
    read(workshop, page, MIXED)
    workshop.services.settings.language = "zh_CN"
    workshop.settle()
    assert page.text_side.verdict._label.text() == "正面"
    assert "胜算" in page.text_side.verdict._hint.text()


def rows(page) -> list[tuple[str, str]]:
    return [(item.text, getattr(item.result, "label", "refused")) for item in page.text_side.batch.model.items()]


def test_each_row_of_a_table_is_read(workshop, page, tmp_path, answer_dialogs):
    path = tmp_path / "reviews"
    path.write_text("id,review\n1,a good film\n2,so dull\n3,\n4,a film\n", encoding="utf-16")
    assert workshop.window.open_paths([path])
    workshop.wait_until(lambda: "4 texts" in page.text_side.batch.heading.caption.text())
    workshop.settle()
    expected = [("a good film", "positive"), ("so dull", "negative"), ("", "refused")]
    assert rows(page)[:3] == expected
    assert page.text_side.batch.heading.caption.text().startswith("4 texts · 1 unsure · 1 refused · ")
    assert page.text_side.source.text() == "a good film"  # the first row is chosen, so that its words are weighed
    assert marked(page)["good"] == "accent"
    answer_dialogs(tmp_path / "out.csv")
    workshop.window.menus.action("save").trigger()
    workshop.wait_until((tmp_path / "out.csv").exists)
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("id,review,path,label,score,unsure,")
    assert lines[2].startswith("2,so dull,")
    assert lines[2].split(",")[3] == "negative"
    assert lines[2].endswith(",2")


def test_a_folder_of_texts_is_read_and_a_row_shows_its_words(workshop, page, tmp_path):
    folder = tmp_path / "reviews"
    folder.mkdir()
    for number, text in enumerate(("so dull", "a good film", "lovely")):
        (folder / f"{number}.txt").write_text(text)
    assert workshop.window.open_paths([folder])
    workshop.wait_until(lambda: len(rows(page)) == 3)
    workshop.settle()
    page.text_side.batch.table.selectRow(1)
    workshop.settle()
    assert page.text_side.source.text() == "a good film"
    assert page.text_side.verdict._label.text() == "Positive"


SHOPS = """day,shop,review,remark
2024-03-01,north,a good film,dull
2024-03-02,north,lovely and good,dull
2024-03-02,south,so dull,good
2024-03-04,south,,good
soon,south,dull,dull
"""


def read_table(workshop, page, folder, content: str):
    """The card of a batch that is read and summed up."""
    path = folder / "reviews.csv"
    path.write_text(content)
    assert workshop.window.open_paths([path])
    batch = page.text_side.batch
    workshop.wait_until(batch.summary.is_filled)
    workshop.settle()
    return batch


def test_the_text_column_is_guessed_and_another_one_can_be_chosen(workshop, page, tmp_path):
    batch = read_table(workshop, page, tmp_path, SHOPS)
    assert [batch.column.itemText(index) for index in range(batch.column.count())] == SHOPS.split()[0].split(",")
    assert batch.column.selected() == "review"
    assert batch.column.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert batch.column.toolTip().startswith("Guessed")
    batch.column.select("remark")
    batch.column.activated.emit(batch.column.currentIndex())
    assert not batch.summary.is_filled()
    workshop.wait_until(batch.summary.is_filled)
    assert [text for text, _ in rows(page)] == ["dull", "dull", "good", "good", "dull"]
    assert batch.column.selected() == "remark"
    assert batch.column.toolTip() == ""


def test_the_summary_counts_over_time_by_a_column_and_in_all(workshop, page, tmp_path):
    batch = read_table(workshop, page, tmp_path, SHOPS)
    batch._filter.segment("summary").click()
    assert batch.summary.isVisible()
    assert batch.summary.by.selected() == "day"
    assert [each.parts for each in batch.summary.time.columns()] == [(0, 1, 0), (1, 1, 0), (0, 0, 0), (0, 0, 0)]
    assert batch.summary._note.text() == "A column for each day · 1 text without a date"
    batch.summary.time.setFocus()
    QTest.keyClick(batch.summary.time, Qt.Key.Key_Right)
    QTest.keyClick(batch.summary.time, Qt.Key.Key_Right)
    assert batch.summary._note.text() == "2024-03-02: Negative 1, Positive 1"
    batch.summary.by.select("shop")
    assert [(row.name, row.parts, row.size) for row in batch.summary.rows.rows()] == [
        ("south", (2, 0, 0), "3 texts"),
        ("north", (0, 2, 0), "2 texts"),
    ]
    table = batch.summary.numbers()
    assert table.names == ("shop", "Negative", "Positive", "Unsure", "Refused", "Texts")
    assert table.row(0) == ["south", "2", "0", "0", "1", "3"]
    batch.summary.by.select("")
    assert [row.name for row in batch.summary.rows.rows()] == ["Negative", "Positive"]
    workshop.services.settings.language = "zh_CN"
    workshop.settle()
    assert [row.name for row in batch.summary.rows.rows()] == ["负面", "正面"]
    assert batch.heading.caption.text().startswith("5 条文本")


def test_there_is_no_summary_before_all_is_read(workshop, page, tmp_path):
    batch = read_table(workshop, page, tmp_path, SHOPS)
    batch._filter.segment("summary").click()
    page._texts.open([tmp_path / "reviews.csv"])
    workshop.wait_until(lambda: not batch._filter.segment("summary").isEnabled())
    assert batch._filter.selected() == "all"
    workshop.wait_until(batch.summary.is_filled)
    assert batch._filter.segment("summary").isEnabled()


def test_a_row_that_cannot_be_read_says_its_number_and_why(workshop, page, tmp_path):
    batch = read_table(workshop, page, tmp_path, SHOPS + '2024-03-05,south,"so, good"\n' + "2024-03-05,a,b,c,d,e\n")
    cells = [batch.model.data(batch.model.index(row, 1)) for row in range(batch.model.rowCount())]
    assert cells[-1] == "reviews.csv, row 7"
    batch.table.selectRow(6)
    workshop.settle()
    assert page.text_side.verdict._label.text() == "Not read"
    assert "7" in page.text_side.verdict._doubt.text()
    assert "6" in page.text_side.verdict._doubt.text()  # cells instead of four


def test_a_batch_stops_early_and_keeps_what_was_read(workshop, page, tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("text\n" + "a good film\n" * 60_000)
    assert workshop.window.open_paths([path])
    workshop.wait_until(lambda: len(rows(page)) > 0)
    assert page.text_side.batch.heading.title.text().endswith(" of 60,000")
    workshop.window.menus.run("stop")
    workshop.settle()
    assert 0 < len(rows(page)) < 60_000
    assert "stopped after" in page.text_side.batch.heading.caption.text()


def test_a_model_that_fails_says_why(workshop, page, monkeypatch):
    monkeypatch.setattr(ReadText, "run", lambda *_: 1 / 0)
    read(workshop, page, "good")
    assert page.error_card.failure().what == "The text could not be classified"


def test_a_text_may_be_dropped_on_the_zone_for_pictures(both, tmp_path):
    workshop, page = both
    assert page.zone._title == "Drop pictures or texts"
    path = tmp_path / "review.txt"
    path.write_text("so dull")
    drop_files(page.zone, [path])
    workshop.wait_until(lambda: page.text_side.verdict._label.text() == "Negative")
    assert page.text_side.isVisible()


def test_a_text_may_be_chosen_or_pasted_while_pictures_are_shown(both, tmp_path, answer_dialogs):
    workshop, page = both
    path = tmp_path / "review.txt"
    path.write_text("so dull")
    answer_dialogs(path)
    page._choose.click()
    workshop.wait_until(lambda: page.text_side.verdict._label.text() == "Negative")
    page._chooser.choose("shipped/tiny-classifier")
    workshop.settle()
    QGuiApplication.clipboard().setText("a good film")
    page._paste.click()
    workshop.wait_until(lambda: page.text_side.verdict._label.text() == "Positive")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty"),
        (b"a good film\0\n" * 41, "This is not a text"),
        ("a good film".encode("utf-16-le"), None),
    ],
)
def test_a_file_of_no_telling_kind_goes_to_the_model_in_use(workshop, page, tmp_path, content, told):
    path = tmp_path / "review.txt"
    path.write_bytes(content)
    assert workshop.window.open_paths([path])
    if told is None:  # UTF-16 without a mark
        workshop.wait_until(lambda: page.text_side.verdict._label.text() == "Positive")
    else:
        workshop.wait_until(page.error_card.isVisible)
        failure = page.error_card.failure()
        assert failure.what == "The text could not be opened"
        assert told in failure.why


def test_the_verdict_comes_before_the_weights_of_the_words(workshop, page, monkeypatch):
    verdict, seen = page.text_side.verdict, []
    show = verdict.show_reading
    monkeypatch.setattr(verdict, "show_reading", lambda *given: (show(*given), seen.append(verdict._source.text())))
    assert read(workshop, page, MIXED) == "Positive"
    assert seen[0] == "Now the words are weighed."
    assert seen[-1].startswith("read in ")
    assert verdict._hint.isVisible()


def test_words_are_weighed_no_further_than_wanted(tmp_path):
    path = tiny_text_classifier(tmp_path)
    pipeline = PIPELINES["text-classification"](read_card(path), GraphRunner(path))
    watch = Watch(lambda *_: watch.stopped.set() if stops else None)
    text = " ".join(f"good{number}" for number in range(3 * AT_ONCE))
    stops = False
    assert len(ReadText(text).run(pipeline, watch).weights) == 3 * AT_ONCE
    stops = True
    assert ReadText(text).run(pipeline, watch).weights == ()
