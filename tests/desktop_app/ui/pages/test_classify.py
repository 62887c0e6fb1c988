import csv

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.places import Places
from desktop_app.ui.panels.batch_table import FILE, LABEL, REMARK
from desktop_app.ui.widgets.pictures import image_from_array
from tests.helpers.bad_pictures import bad_pictures, drawn_digit, png
from tests.helpers.dropping import drop_files
from tests.helpers.shipped_models import NEVER_SURE, places_with_models
from trainer.contract.results import Refusal

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(workshop):
    return workshop.open("classify")


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "a digit 数字.png"
    path.write_bytes(png(drawn_digit()))
    return path


def folder_of(tmp_path, count: int):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03d}.png").write_bytes(png(drawn_digit()))
    return folder


def draw_stroke(canvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(100, 40))
    for y in range(50, 170, 10):
        QTest.mouseMove(canvas, QPoint(100, y))
        QApplication.sendPostedEvents()
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(100, 170))


def test_a_dropped_picture_is_read(workshop, page, picture):
    drop_files(page.zone, [picture])
    workshop.wait_until(lambda: page.result.shown() is not None)
    shown = page.result.shown()
    assert shown.source == picture.name
    assert shown.result.seen.shape == (28, 28)
    assert page.result._reading._label.text() == shown.result.label
    assert page.result._reading._answer.text().endswith(" %")
    assert page.result._reading._source.text().startswith(f"{picture.name} · ")
    assert not page.result._reading._seen.image().isNull()
    assert "ms for the picture" in workshop.window.strip.verdict().facts


def test_a_drop_anywhere_on_the_window_comes_here(workshop, picture):
    workshop.open("library")
    drop_files(workshop.window, [picture])
    assert workshop.window.current_key() == "classify"
    page = workshop.window.current_page()
    workshop.wait_until(lambda: page.result.shown() is not None)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_unsure_answers_say_so_and_what_to_do(make_workshop, tmp_path, picture, language):
    workshop = make_workshop(places_with_models(tmp_path, NEVER_SURE))
    workshop.services.settings.language = language
    page = workshop.open("classify")
    page.open_paths([picture])
    workshop.wait_until(lambda: page.result.shown() is not None)
    view = page.result._reading
    assert view._answer.text().startswith({"en": "Not sure", "zh_CN": "不确定"}[language])
    assert view._doubt.text()
    assert view._advice.text()
    assert view._doubt_icon.isVisible()


def test_each_bad_picture_is_refused_with_a_reason(workshop, page, tmp_path):
    for name, kind in bad_pictures(tmp_path / "bad").items():
        page.result.clear()
        page._read_paths([tmp_path / "bad" / name])
        workshop.wait_until(lambda: page.result.shown() is not None)
        assert isinstance(page.result.shown().result, Refusal), name
        assert page.result.shown().result.error.kind == kind, name
        assert page.result._refusal._message.text(), name
        assert page.result._refusal._hint.text(), name
    assert not (tmp_path / "bad" / "executed").exists()


def test_several_objects_get_a_reading_each(workshop, page):
    row = np.concatenate([drawn_digit()] * 3, axis=1)
    page._read_picture(image_from_array(row))
    workshop.wait_until(lambda: page.result.shown() is not None)
    assert page.result._refusal._title.text() == "3 objects"
    assert page.result._refusal._row.count() == 3 + 1  # and the stretch
    assert page.result._refusal._scroll.isVisible()


def test_what_is_no_picture_is_refused_while_it_hangs_over_the_zone(page, tmp_path):
    document = tmp_path / "report.docx"
    document.write_bytes(b"PK\x03\x04 and so on")
    drop_files(page.zone, [document])
    assert page.zone.state() == "refused"
    assert page.result.shown() is None


def test_the_prediction_follows_the_pen(workshop, page):
    draw_stroke(page.drawing.canvas)
    workshop.wait_until(lambda: page.result.shown() is not None)
    assert page.result.shown().source == "your drawing"
    page.drawing._clear.click()
    workshop.settle()
    workshop.wait_until(lambda: page.result.shown() is None)
    page.drawing._undo.click()
    workshop.wait_until(lambda: page.result.shown() is not None)


def test_one_can_draw_with_the_keyboard(workshop, page):
    canvas = page.drawing.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    for _ in range(6):
        QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    workshop.wait_until(lambda: page.result.shown() is not None)


def test_a_picture_is_pasted(workshop, page):
    QGuiApplication.clipboard().setImage(image_from_array(drawn_digit()))
    workshop.window.menus.run("paste")
    workshop.wait_until(lambda: page.result.shown() is not None)
    assert page.result.shown().source == "pasted picture"
    page.result.copy()
    assert QGuiApplication.clipboard().text().startswith("pasted picture: ")
    workshop.window.menus.run("paste")  # text is no picture
    assert page.zone.state() == "refused"


def test_files_are_chosen(workshop, page, picture, answer_dialogs):
    answer_dialogs(picture)
    QTest.keyClick(page.zone, Qt.Key.Key_Return)
    workshop.wait_until(lambda: page.result.shown() is not None)


def test_a_folder_fills_the_table(workshop, page, tmp_path):
    folder = folder_of(tmp_path, 12)
    expected = bad_pictures(folder / "bad")
    drop_files(page.zone, [folder])
    workshop.settle()
    model = page.batch.model
    assert model.rowCount() == 12 + len(expected)
    assert page.batch.heading.caption.text().startswith(f"{12 + len(expected)} pictures · {len(expected)} refused · ")
    assert page.zone.state() == "idle"
    page.batch._filter.segment("refused").click()
    assert model.rowCount() == len(expected)
    assert {model.index(row, FILE).data() for row in range(model.rowCount())} == set(expected)
    assert all(model.index(row, REMARK).data() for row in range(model.rowCount()))
    page.batch.table.selectRow(0)
    assert isinstance(page.result.shown().result, Refusal)


def test_the_table_is_sorted_by_its_heads_and_keeps_the_chosen_row(workshop, page, tmp_path):
    folder = folder_of(tmp_path, 5)
    page.open_paths([folder])
    workshop.settle()
    page.batch.table.selectRow(1)
    page.batch.table.sortByColumn(FILE, Qt.SortOrder.DescendingOrder)
    model = page.batch.model
    assert [model.index(row, FILE).data() for row in range(5)] == [f"{n:03d}.png" for n in (4, 3, 2, 1, 0)]
    assert page.batch.table.currentIndex().row() == 3
    assert model.index(0, LABEL).data() == page.result.shown().result.label


def test_a_batch_is_stopped_by_escape(workshop, page, tmp_path):
    page.open_paths([folder_of(tmp_path, 600)])
    workshop.wait_until(lambda: page.batch.model.rowCount() > 0)
    assert page.zone.state() == "busy"
    assert "stop" in page.commands()
    QTest.keyClick(page.zone, Qt.Key.Key_Escape)
    workshop.settle()
    assert 0 < page.batch.model.rowCount() < 600
    assert f"stopped after {page.batch.model.rowCount()} of 600" in page.batch.heading.caption.text()
    assert page.zone.state() == "idle"


def test_the_readings_are_exported(workshop, page, tmp_path, answer_dialogs):
    folder = folder_of(tmp_path, 3)
    (folder / "=cmd.png").write_bytes(png(drawn_digit()))
    page.open_paths([folder])
    workshop.settle()
    target = tmp_path / "readings.csv"
    answer_dialogs(target)
    workshop.window.menus.action("save").trigger()
    workshop.wait_until(target.exists)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert {row["label"] for row in rows} == {page.batch.model.index(0, LABEL).data()}


def test_another_model_reads_the_same_picture_again(workshop, page, picture):
    page.open_paths([picture])
    workshop.wait_until(lambda: page.result.shown() is not None)
    (workshop.places.models).mkdir(parents=True, exist_ok=True)
    shipped = workshop.places.shipped_models / "digits-cnn.onnx"
    (workshop.places.models / "second.onnx").write_bytes(shipped.read_bytes())
    workshop.services.library.refresh()
    workshop.wait_until(lambda: workshop.services.library.model("mine/second") is not None)
    page.result.clear()
    workshop.window.show_page("classify", "mine/second")
    workshop.wait_until(lambda: page.result.shown() is not None)


def test_without_a_classifier_the_page_says_what_to_do(make_workshop, tmp_path):
    workshop = make_workshop(Places(data=tmp_path / "data", shipped_models=tmp_path / "none"))
    page = workshop.open("classify")
    assert page._content.currentIndex() == 1
    assert page.commands() == {}


def test_a_model_that_breaks_is_told_in_place(workshop, page, picture):
    (workshop.places.shipped_models / "digits-cnn.onnx").write_bytes(b"\x08\x0a\x12 broken")
    page.open_paths([picture])
    workshop.wait_until(lambda: page.error_card.failure() is not None)
    failure = page.error_card.failure()
    assert failure.what == "The pictures could not be classified"
    assert failure.why
    assert failure.advice
    assert failure.details
