import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_app.places import Places
from desktop_app.ui.panels.model_texts import title_of
from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.tiny_models import tiny_generator, tiny_vae
from tests.helpers.tiny_text_models import places_with_texts
from trainer.contract.text import Text

SHIPPED = ["shipped/digits-cnn", "shipped/digits-gan", "shipped/digits-vae"]


@pytest.fixture
def page(workshop):
    return workshop.open("library")


def shown_ids(page) -> list[str]:
    return [model.id for model in page.models.models()]


def add(workshop, page, path) -> str:
    before = set(shown_ids(page))
    page.open_paths([path])
    workshop.wait_until(lambda: len(shown_ids(page)) > len(before))
    workshop.settle()
    return next(iter(set(shown_ids(page)) - before))


def test_every_model_has_a_card(workshop, page):
    assert sorted(shown_ids(page)) == SHIPPED
    assert page.header.purpose.text().startswith("3 models · ")
    assert page.detail.isVisible()
    assert page.detail._state.text() == "Verified"
    assert page.detail._origin.text() == "Shipped"


def test_generators_draw_their_own_previews(workshop, page):
    models = {model.id: model for model in page.models.models()}
    assert len(page.models.preview(models["shipped/digits-gan"])) == 12
    assert not page.models.preview(models["shipped/digits-cnn"])


def test_search_filter_and_order(workshop, page):
    QTest.keyClicks(page._search, "rebuilder")
    assert shown_ids(page) == ["shipped/digits-vae"]
    page._search.setText("nothing like it")
    assert page._sides.currentIndex() == 2
    assert not page.detail.isVisible()
    page._search.clear()
    page._filter.segment("classify").click()
    assert shown_ids(page) == ["shipped/digits-cnn"]
    page._filter.segment("all").click()
    page.models.set_order("size")
    sizes = [model.entry.size for model in page.models.models()]
    assert sizes == sorted(sizes, reverse=True)


def test_texts_have_filters_of_their_own(make_workshop, tmp_path):
    workshop = make_workshop(places_with_texts(tmp_path))
    page = workshop.open("library")
    shown = {}
    for key in ("classify", "write", "translate", "generate"):
        page._filter.segment(key).click()
        shown[key] = [model.entry.name for model in page.models.models()]
    assert shown == {
        "classify": ["tiny-mood"],
        "write": ["tiny-writer"],
        "translate": ["tiny-de-en", "tiny-en-de"],
        "generate": [],
    }


def test_arrow_keys_choose_and_enter_tries(workshop, page):
    page.grid.setFocus()
    first = page.grid.selected().id
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    assert page.grid.selected().id == shown_ids(page)[1] != first
    assert page.detail.model().id == page.grid.selected().id
    page.grid.select("shipped/digits-vae")
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert workshop.window.current_key() == "generate"
    assert workshop.window.current_page()._chooser.picker.selected() == "shipped/digits-vae"


def test_a_click_shows_the_clicked_model(page):
    for number in (1, 2, 0):
        place = page.grid.visualRect(page.models.index(number)).center()
        QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page.detail.model().id == page.grid.selected().id == shown_ids(page)[number]


def test_the_detail_grows_with_the_text(page):
    page.theme.set_text_size(125)
    before = page.detail.minimumWidth()
    page.theme.set_text_size(150)
    after = page.detail.minimumWidth()
    page.theme.set_text_size(100)  # other tests share the application's font
    assert after > before


def test_the_detail_says_where_a_model_comes_from(workshop, page):
    page.grid.select("shipped/digits-vae")
    texts = " ".join(label.text() for label in page.detail.findChildren(type(page.detail._title)))
    model = page.grid.selected()
    assert model.sha256[:8] in texts
    assert "model-workshop train" in texts
    assert "digits-vae.reconstruction.onnx" in texts
    page.detail._copy_command.click()
    assert QGuiApplication.clipboard().text() == model.entry.card.training.command


def test_a_dropped_model_is_added_and_tested(workshop, page, tmp_path):
    source = tiny_vae(tmp_path, "extra 额外", seed=9)
    assert page.accepts_paths([source])
    model_id = add(workshop, page, source)
    assert model_id.startswith("mine/")
    page.grid.select(model_id)
    assert page.detail._origin.text() == "Imported"
    assert page.detail._state.text() == "Verified"
    assert workshop.window.toast.message().text == "1 model added"


def test_what_cannot_be_added_is_told_in_place(workshop, page, tmp_path):
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"\x08\x0a\x12 broken")
    page.open_paths([broken])
    workshop.wait_until(lambda: page.error_card.failure() is not None)
    assert page.error_card.failure().what == "broken.onnx could not be added"
    assert page.error_card.failure().advice


def test_each_file_of_a_drop_has_its_own_answer(workshop, page, tmp_path):
    picture, noise, good = (
        tmp_path / "really-a-picture.onnx",
        tmp_path / "noise.bin",
        tiny_vae(tmp_path, "extra", seed=9),
    )
    picture.write_bytes(png(drawn_digit()))
    noise.write_bytes(b"\xff\x00\x13\x37" * 50)
    paths = [picture, noise, good]
    assert page.accepts_paths(paths)
    page.open_paths(paths)
    workshop.wait_until(lambda: len(page._refused) == 2 and "mine/extra" in shown_ids(page))
    failure = page.error_card.failure()
    assert failure.what == "2 files could not be added"
    assert "really-a-picture.onnx: This is a picture, not a model." in failure.why
    assert "noise.bin: noise.bin is not a valid ONNX file." in failure.why
    assert page.grid.selected().id == "mine/extra"
    workshop.context.language.choose("zh_CN")
    workshop.settle()
    assert "不是有效的 ONNX 文件" in page.error_card._why.text()


def test_ones_own_model_is_told_from_the_shipped_one(workshop, page, tmp_path):
    own = tiny_vae(tmp_path, "digits-vae", seed=9, title=Text("Tiny rebuilder", "微型重建器"))
    model_id = add(workshop, page, own)
    titles = {model.id: title_of(model, workshop.context.language) for model in page.models.models()}
    assert titles["shipped/digits-vae"] != titles[model_id]
    assert len(set(titles.values())) == len(titles)


def test_delete_and_undo_by_keyboard(workshop, page, tmp_path):
    model_id = add(workshop, page, tiny_generator(tmp_path, "extra", seed=9))
    page.grid.select(model_id)
    workshop.window.menus.action("delete").trigger()
    workshop.wait_until(lambda: model_id not in shown_ids(page))
    assert workshop.window.toast.message().text == "Moved to the trash"
    assert not list(workshop.places.models.glob("extra*"))
    for command, comes_back in (("undo", True), ("redo", False), ("undo", True)):
        workshop.wait_until(lambda command=command: command in page.commands())
        workshop.window.menus.run(command)
        workshop.wait_until(lambda there=comes_back: (model_id in shown_ids(page)) is there)
        assert (workshop.window.toast.message() is None) is comes_back  # "Moved to the trash" would no longer be true
        assert (page.grid.selected().id == model_id) is comes_back
    assert list(workshop.places.models.glob("extra.onnx"))


def test_the_toast_undoes_too(workshop, page, tmp_path):
    model_id = add(workshop, page, tiny_generator(tmp_path, "extra", seed=9))
    page.grid.select(model_id)
    page.detail._delete.click()
    workshop.wait_until(lambda: model_id not in shown_ids(page))
    workshop.window.toast._action.click()
    workshop.wait_until(lambda: model_id in shown_ids(page))


def test_shipped_models_cannot_be_deleted_and_the_button_says_why(page):
    page.grid.select("shipped/digits-cnn")
    assert not page.detail._delete.isEnabled()
    assert "came with the program" in page.detail._delete.toolTip()
    assert "delete" not in page.commands()


def test_a_model_is_exported_with_all_its_files(workshop, page, tmp_path, answer_dialogs):
    page.grid.select("shipped/digits-vae")
    answer_dialogs(tmp_path / "copy")
    page.detail._export.click()
    workshop.wait_until((tmp_path / "copy.onnx").exists)
    assert (tmp_path / "copy.reconstruction.onnx").is_file()


def test_ones_own_model_can_take_the_name(workshop, page, tmp_path):
    model_id = add(workshop, page, tiny_vae(tmp_path, "digits-vae", seed=9))
    page.grid.select(model_id)
    assert page.detail._prefer.isVisible()
    page.detail._prefer.click()
    workshop.wait_until(lambda: not page.detail._prefer.isVisible())
    generate = workshop.open("generate")
    assert generate._chooser.models()[0].is_preferred


def test_broken_files_are_shown_with_their_error(workshop, page):
    workshop.places.models.mkdir(parents=True, exist_ok=True)
    (workshop.places.models / "broken.onnx").write_bytes(b"\x08\x0a\x12 broken")
    workshop.services.library.refresh()
    workshop.wait_until(lambda: "mine/broken" in shown_ids(page))
    assert shown_ids(page)[-1] == "mine/broken"
    page.grid.select("mine/broken")
    assert page.detail._state.text() == "Broken"
    assert "not a valid ONNX file" in page.detail._summary.text()
    assert not page.detail._try.isEnabled()
    assert page.detail._try.toolTip()
    assert page.detail._delete.isEnabled()


def test_details_close_and_come_back(page):
    page.detail._close.click()
    assert not page.detail.isVisible()
    page.grid.select("shipped/digits-gan")
    assert page.detail.isVisible()


def test_an_empty_library_says_what_to_do(make_workshop, tmp_path):
    workshop = make_workshop(Places(data=tmp_path / "data", shipped_models=tmp_path / "none"))
    page = workshop.open("library")
    assert page._sides.currentIndex() == 1
    assert not page.detail.isVisible()
