import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from desktop_app.places import Places
from desktop_app.ui.pages.generate import FIRST_SEED
from desktop_app.ui.panels.morph import FRAMES, SHOWN
from desktop_app.ui.widgets.pictures import array_from_image
from tests.helpers.shipped_models import NEVER_SURE, places_with_models
from tests.helpers.tiny_models import tiny_conditional_generator


@pytest.fixture
def page(workshop):
    return workshop.open("generate")


def wall_pixels(page) -> list[bytes]:
    return [array_from_image(image).tobytes() for image in page.wall_card.wall.images()]


def test_a_hundred_pictures_are_there_at_once_and_always_the_same(workshop, page, make_workshop, tmp_path):
    assert len(page.wall_card.wall.images()) == 100
    assert page.wall_card.heading.title.text() == "100 pictures"
    assert page.wall_card.heading.caption.text().startswith(f"seed {FIRST_SEED} · ")
    first = wall_pixels(page)
    workshop.close()
    other = make_workshop(workshop.places).open("generate")
    assert wall_pixels(other) == first


def test_generate_takes_a_new_seed_unless_it_is_locked(workshop, page):
    first = wall_pixels(page)
    workshop.window.menus.action("run").trigger()
    workshop.settle()
    second, seed = wall_pixels(page), page.controls.seed()
    assert second != first
    page.controls._lock.click()
    page.controls._generate.click()
    workshop.settle()
    assert page.controls.seed() == seed
    assert wall_pixels(page) == second


def test_back_goes_through_the_walls_before(workshop, page):
    walls = [wall_pixels(page)]
    for _ in range(2):
        page.controls.roll()
        workshop.settle()
        walls.append(wall_pixels(page))
    for expected in (walls[1], walls[0]):
        workshop.window.menus.run("undo")
        workshop.settle()
        assert wall_pixels(page) == expected
    assert "undo" not in page.commands()


def test_who_types_a_seed_means_that_one(workshop, page):
    page.controls._seed.selectAll()
    QTest.keyClicks(page.controls._seed, "77")
    QTest.keyClick(page.controls._seed, Qt.Key.Key_Return)
    workshop.settle()
    assert page.controls.is_locked()
    assert page.wall_card.heading.caption.text().startswith("seed 77 · ")


def test_the_variety_changes_the_same_pictures_live_and_keeps_no_history(workshop, page):
    before = wall_pixels(page)
    page.controls._variety.setValue(30)
    workshop.wait_until(lambda: wall_pixels(page) != before)
    workshop.settle()
    assert page.controls.seed() == FIRST_SEED
    assert "undo" not in page.commands()
    page.controls._variety.setValue(100)
    workshop.wait_until(lambda: wall_pixels(page) == before)


def test_arrow_keys_choose_a_picture_and_the_inspector_follows(workshop, page):
    wall = page.wall_card.wall
    wall.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(wall, key)
    assert wall.current() == 12
    inspector = page.wall_card.inspector
    assert inspector._title.text() == "Picture 13"
    assert inspector.view.image() == wall.images()[12]
    assert "digits-cnn reads it as " in inspector._reading.text()
    assert "reads as" in wall.name_of(12)
    QTest.keyClick(wall, Qt.Key.Key_Return)
    assert inspector._use_a.hasFocus()


def test_the_labels_of_all_pictures_are_counted(page):
    assert sum(page.readings_card.counts._counts) == 100
    assert ": 0 of 100" in page.readings_card._caption.text()


def test_doubts_of_the_classifier_are_counted(make_workshop, tmp_path):
    page = make_workshop(places_with_models(tmp_path, NEVER_SURE)).open("generate")
    assert ": 100 of 100" in page.readings_card._caption.text()


def test_the_strip_says_where_it_ran_and_why(workshop, page):
    verdict = workshop.window.strip.verdict()
    assert verdict.verdict == "Running on CPU"
    assert "ms for 100 pictures" in verdict.facts
    assert verdict.kind in ("cpu", "gpu")


def test_the_grid_is_saved_with_seed_and_model(workshop, page, answer_dialogs, tmp_path):
    answer_dialogs(tmp_path / "grid")
    workshop.window.menus.action("save").trigger()
    workshop.wait_until((tmp_path / "grid.png").exists)
    with Image.open(tmp_path / "grid.png") as image:
        assert image.size == (280, 280)
        assert (image.text["seed"], image.text["model"]) == (str(FIRST_SEED), "digits-gan")
    workshop.wait_until(lambda: workshop.window.toast.message() is not None)
    assert workshop.window.toast.message().text == "Saved"


def test_the_chosen_picture_is_saved_with_its_number(workshop, page, answer_dialogs, tmp_path):
    page.wall_card.wall.select(7)
    answer_dialogs(tmp_path / "one.png")
    page.wall_card.save_wanted.emit("picture")
    workshop.wait_until((tmp_path / "one.png").exists)
    with Image.open(tmp_path / "one.png") as image:
        assert image.text["sample"] == "7"
        shown = array_from_image(page.wall_card.wall.images()[7])[:, :, 0]
        assert np.array_equal(np.asarray(image), shown)


def test_a_place_that_cannot_be_written_is_told_in_place(workshop, page, answer_dialogs, tmp_path):
    (tmp_path / "file").write_text("in the way")
    answer_dialogs(tmp_path / "file" / "grid.png")
    page._save("grid")
    workshop.wait_until(lambda: page.error_card.failure() is not None)
    assert page.error_card.failure().what == "The file could not be saved"


def test_copy_puts_the_picture_on_the_clipboard(workshop, page):
    page.wall_card.wall.select(3)
    workshop.window.menus.run("copy")
    assert QGuiApplication.clipboard().image().convertToFormat(QImage.Format.Format_Grayscale8) == (
        page.wall_card.wall.images()[3].convertToFormat(QImage.Format.Format_Grayscale8)
    )


def test_a_tile_is_dragged_out_as_file_and_picture(page):
    mime = page.wall_card.wall.mime_of(4)
    path = mime.urls()[0].toLocalFile()
    assert path.endswith(f"digits-gan-seed-{FIRST_SEED}-5.png")
    with Image.open(path) as image:
        assert (image.text["seed"], image.text["sample"]) == (str(FIRST_SEED), "4")
    assert mime.hasImage()


def test_a_morph_follows_the_pictures_that_are_chosen(workshop, page):
    morph = page.morph_card
    assert len(morph.frames()) == FRAMES
    assert len(morph.shown_frames()) == SHOWN
    page.wall_card.wall.select(20)
    page.wall_card.inspector._use_a.click()
    page.controls.roll()
    workshop.settle()
    page.wall_card.wall.select(30)
    page.wall_card.inspector._use_b.click()
    workshop.settle()
    assert morph.heading.caption.text() == (
        f"A: seed {FIRST_SEED}, picture 21 · B: seed {page.controls.seed()}, picture 31"
    )
    difference = array_from_image(morph.frames()[-1]).astype(int) - array_from_image(page.wall_card.wall.images()[30])
    assert np.abs(difference).max() <= 1


def test_a_morph_plays_in_the_inspector_and_then_shows_the_picture_again(workshop, page):
    inspector, shown = page.wall_card.inspector, page.wall_card.wall.images()[0]
    page.morph_card._timer.setInterval(1)
    page.morph_card._play.click()
    assert page.morph_card.is_playing()
    workshop.wait_until(lambda: inspector.view.image() == page.morph_card.frames()[-1])
    workshop.wait_until(lambda: not page.morph_card.is_playing())
    assert inspector.view.image() == shown


@pytest.mark.parametrize(("form", "size"), [("strip", (28 * SHOWN, 28)), ("gif", (224, 224))])
def test_a_morph_is_saved(workshop, page, answer_dialogs, tmp_path, form, size):
    target = tmp_path / ("morph.gif" if form == "gif" else "morph.png")
    answer_dialogs(target)
    page.morph_card.save_wanted.emit(form)
    workshop.wait_until(target.exists)
    with Image.open(target) as image:
        assert image.size == size


def test_without_a_generator_the_page_says_what_to_do(make_workshop, tmp_path):
    workshop = make_workshop(Places(data=tmp_path / "data", shipped_models=tmp_path / "none"))
    page = workshop.open("generate")
    assert page._content.currentIndex() == 1
    assert "run" not in page.commands()


def test_the_language_changes_while_it_runs(workshop, page):
    workshop.services.settings.language = "zh_CN"
    workshop.settle()
    assert page.wall_card.heading.title.text() == "100 张图片"
    assert page.controls._generate.text() == "生成"
    assert "微型生成器" in page._chooser.picker.currentText()


def test_what_is_saved_is_what_is_shown_even_while_the_next_is_drawn(workshop, page, answer_dialogs, tmp_path):
    answer_dialogs(tmp_path / "grid.png")
    page.controls.set_seed(5)
    page.controls.generate_wanted.emit()
    page._save("grid")  # before the pictures of seed 5 have come
    workshop.wait_until((tmp_path / "grid.png").exists)
    with Image.open(tmp_path / "grid.png") as image:
        assert image.text["seed"] == str(FIRST_SEED)
    workshop.settle()


def test_back_goes_to_another_model_too(workshop, page):
    page.controls.roll()
    workshop.settle()
    first = wall_pixels(page)
    workshop.window.show_page("generate", "shipped/digits-vae")
    workshop.settle()
    assert wall_pixels(page) != first
    page.wall_card._back.click()
    workshop.settle()
    assert page._chooser.picker.selected() == "shipped/digits-gan"
    assert wall_pixels(page) == first


@pytest.fixture
def conditional(make_workshop, tmp_path):
    """A workshop whose person has a generator that takes labels, and its page with that generator."""
    places = places_with_models(tmp_path)
    places.models.mkdir(parents=True)
    tiny_conditional_generator(places.models)
    workshop = make_workshop(places)
    page = workshop.open("generate")
    workshop.window.show_page("generate", "mine/tiny-conditional")
    workshop.settle()
    return workshop, page


def bright_rows(page) -> set[int]:
    """Where the tiny generator put its label, of every picture on the wall."""
    images = page.wall_card.wall.images()
    return {int(array_from_image(image)[:, :, 0].mean(axis=1).argmax()) for image in images}


def choose_label(workshop, page, label: str) -> None:
    page.controls._label.setCurrentIndex(page.controls._label.findData(label))
    workshop.settle()


def test_labels_are_offered_by_generators_that_take_them(conditional) -> None:
    workshop, page = conditional
    controls = page.controls
    assert controls._label.isVisible()
    assert controls._label_label.isVisible()
    assert [controls._label.itemText(row) for row in range(controls._label.count())] == ["Any", *"0123456789"]
    assert bright_rows(page) == set(range(10))
    workshop.window.show_page("generate", "shipped/digits-gan")
    workshop.settle()
    assert not controls._label.isVisible()
    assert not controls._label_label.isVisible()


def test_a_label_chosen_by_keyboard_is_drawn_at_once_and_remembered(conditional, make_workshop) -> None:
    workshop, page = conditional
    assert page.controls._label.focusPolicy() & Qt.FocusPolicy.TabFocus
    seed = page.controls.seed()
    page.controls._label.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(page.controls._label, "7")
    workshop.settle()
    assert bright_rows(page) == {7}
    assert page.wall_card.heading.caption.text().startswith(f"label 7 · seed {seed} · ")
    workshop.window.show_page("generate", "shipped/digits-gan")
    workshop.settle()
    assert page.error_card.failure() is None
    assert page.wall_card.heading.caption.text().startswith("seed ")
    workshop.close()
    again = make_workshop(workshop.places)
    page = again.open("generate")
    again.window.show_page("generate", "mine/tiny-conditional")
    again.settle()
    assert page.controls.label() == "7"
    assert bright_rows(page) == {7}


def test_back_goes_to_the_label_before(conditional) -> None:
    workshop, page = conditional
    choose_label(workshop, page, "7")
    choose_label(workshop, page, "2")
    workshop.window.menus.run("undo")
    workshop.settle()
    assert (page.controls.label(), bright_rows(page)) == ("7", {7})
    workshop.window.menus.run("undo")
    workshop.settle()
    assert (page.controls.label(), bright_rows(page)) == (None, set(range(10)))


def test_the_label_is_in_the_saved_pictures(conditional, answer_dialogs, tmp_path) -> None:
    workshop, page = conditional
    choose_label(workshop, page, "4")
    for what in ("grid", "picture"):
        answer_dialogs(tmp_path / f"{what}.png")
        page.wall_card.save_wanted.emit(what)
        workshop.wait_until((tmp_path / f"{what}.png").exists)
        with Image.open(tmp_path / f"{what}.png") as image:
            assert image.text["label"] == "4"
    with Image.open(page.wall_card.wall.mime_of(4).urls()[0].toLocalFile()) as image:
        assert image.text["label"] == "4"


def test_a_morph_goes_from_one_label_to_another(conditional, answer_dialogs, tmp_path) -> None:
    workshop, page = conditional
    choose_label(workshop, page, "4")
    page.wall_card.wall.select(20)
    page.wall_card.inspector._use_a.click()
    choose_label(workshop, page, "9")
    page.wall_card.wall.select(30)
    page.wall_card.inspector._use_b.click()
    workshop.settle()
    ends = [array_from_image(page.morph_card.frames()[place])[:, :, 0].mean(axis=1).argmax() for place in (0, -1)]
    assert ends == [4, 9]
    answer_dialogs(tmp_path / "strip.png")
    page.morph_card.save_wanted.emit("strip")
    workshop.wait_until((tmp_path / "strip.png").exists)
    with Image.open(tmp_path / "strip.png") as image:
        assert (image.text["label"], image.text["to_label"], image.text["to_sample"]) == ("4", "9", "30")


def test_any_label_has_its_word_in_both_languages(conditional) -> None:
    workshop, page = conditional
    workshop.services.settings.language = "zh_CN"
    workshop.settle()
    assert page.controls._label_label.text() == "类别"
    assert page.controls._label.currentText() == "任意"
    choose_label(workshop, page, "7")
    assert page.wall_card.heading.caption.text().startswith("类别 7 · ")
