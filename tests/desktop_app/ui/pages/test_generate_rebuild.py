"""The side of the Generate page where models repair and rebuild one's own pictures."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from desktop_app.ui.widgets.pictures import array_from_image
from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.shipped_models import places_with_denoiser

NOISY = np.random.default_rng(0).integers(0, 100, (28, 28), dtype=np.uint8)


@pytest.fixture
def workshop(make_workshop, tmp_path):
    return make_workshop(places_with_denoiser(tmp_path))


@pytest.fixture
def page(workshop):
    return workshop.open("generate")


@pytest.fixture
def repairing(workshop, page):
    """The page with the denoiser, and what it shows at first."""
    workshop.window.show_page("generate", "shipped/digits-denoiser")
    workshop.settle()
    return page


def choose_side(page, side: str) -> None:
    QTest.mouseClick(page._sides.segment(side), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def drop(page, path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    page.rebuild.zone.deliver(mime)


def grey(image: QImage) -> np.ndarray:
    return array_from_image(image)[..., 0]


def test_a_model_that_only_draws_has_no_sides(page, tmp_path):
    assert not page._sides.isVisible()
    assert page.wall_card.isVisible()
    assert not page.accepts_paths([tmp_path])


def test_a_model_that_does_both_lets_one_choose(workshop, page):
    workshop.window.show_page("generate", "shipped/digits-vae")
    workshop.settle()
    assert page._sides.isVisible()
    assert page.wall_card.isVisible()
    choose_side(page, "rebuild")
    workshop.settle()
    assert page.rebuild.isVisible()
    assert not page.wall_card.isVisible()
    (result,) = page.rebuild.result.results()
    assert result.pair.anomaly_score > 0
    assert page.rebuild.damage.damage() is None, "an autoencoder is shown a whole picture first"
    choose_side(page, "draw")
    assert page.wall_card.isVisible()


def test_a_denoiser_begins_with_a_noisy_digit_that_it_repairs(repairing):
    assert not repairing._sides.isVisible()
    assert repairing.rebuild.isVisible()
    (result,) = repairing.rebuild.result.results()
    assert repairing.rebuild.damage.damage().name == "noise"
    assert result.psnr[1] > result.psnr[0] + 1
    assert "→" in repairing.rebuild.result._figures[0][0].text()
    assert "ms for 1 picture" in repairing.verdict.facts
    before, after = repairing.rebuild.result.view.images()
    assert np.array_equal(grey(before), result.pair.before)
    assert np.array_equal(grey(after), result.pair.after)


def test_a_dropped_picture_reaches_the_denoiser_as_it_is(workshop, repairing, tmp_path):
    picture = tmp_path / "a noisy digit 数字.png"
    picture.write_bytes(png(NOISY))
    drop(repairing, picture)
    workshop.settle()
    (result,) = repairing.rebuild.result.results()
    assert np.array_equal(result.pair.before, NOISY)
    assert result.psnr is None
    assert len(repairing.rebuild.result.wall.images()) == 2


def test_a_damage_that_the_person_chose_stays_for_the_next_picture(workshop, repairing, tmp_path):
    controls = repairing.rebuild.damage
    controls.kinds.setCurrentIndex(controls.kinds.findData("holes"))
    controls.slider.setValue(2)
    workshop.wait_until(lambda: repairing.rebuild.result.results()[0].pair.original is not None)
    picture = tmp_path / "digit.png"
    picture.write_bytes(png(NOISY + 50))
    drop(repairing, picture)
    workshop.wait_until(lambda: np.array_equal(repairing.rebuild.result.results()[0].pair.original, NOISY + 50))
    (result,) = repairing.rebuild.result.results()
    holes = result.pair.before == 0
    assert 16 <= holes.sum() <= 2 * 49
    assert np.array_equal(result.pair.before[~holes], NOISY[~holes] + 50)


def test_strength_and_dice_ask_again(workshop, repairing):
    shown = repairing.rebuild.result
    first = shown.results()[0]
    repairing.rebuild.damage.slider.setValue(10)
    workshop.wait_until(lambda: shown.results()[0] is not first)
    weak = shown.results()[0]
    assert weak.psnr[0] > first.psnr[0] + 3
    QTest.mouseClick(repairing.rebuild.damage.dice, Qt.MouseButton.LeftButton)
    workshop.wait_until(lambda: shown.results()[0] is not weak)
    assert not np.array_equal(shown.results()[0].pair.before, weak.pair.before)
    assert np.array_equal(shown.results()[0].pair.original, weak.pair.original)


def test_another_digit_comes_by_button_and_by_the_menu(workshop, repairing):
    originals = [repairing.rebuild.result.results()[0].pair.original]
    for act in (repairing.rebuild.digit.click, lambda: workshop.window.menus.run("run")):
        act()
        workshop.settle()
        originals.append(repairing.rebuild.result.results()[0].pair.original)
    assert len({each.tobytes() for each in originals}) == 3


def test_a_pasted_picture_is_rebuilt_and_a_bad_one_is_told(workshop, page):
    workshop.window.show_page("generate", "shipped/digits-vae")
    workshop.settle()
    image = QImage(60, 80, QImage.Format.Format_Grayscale8)
    image.fill(255)
    QGuiApplication.clipboard().setImage(image)
    workshop.window.menus.run("paste")
    workshop.wait_until(lambda: page.error_card.failure() is not None)
    failure = page.error_card.failure()
    assert failure.what == "The picture could not be rebuilt"
    assert failure.why == "There is nothing to rebuild in this picture."
    assert page.rebuild.isVisible()


def test_the_same_picture_goes_to_the_next_model(workshop, repairing, tmp_path):
    picture = tmp_path / "digit.png"
    picture.write_bytes(png(drawn_digit()))
    drop(repairing, picture)
    workshop.settle()
    repaired = repairing.rebuild.result.results()[0]
    workshop.window.show_page("generate", "shipped/digits-vae")
    choose_side(repairing, "rebuild")
    workshop.settle()
    (rebuilt,) = repairing.rebuild.result.results()
    assert repaired.pair.anomaly_score is None
    assert rebuilt.pair.anomaly_score is not None


@pytest.mark.parametrize(("what", "width"), [("after", 28), ("both", 56)])
def test_results_are_saved(workshop, repairing, answer_dialogs, tmp_path, what, width):
    target = tmp_path / "result.png"
    answer_dialogs(target)
    repairing.rebuild.result.save_wanted.emit(what)
    workshop.wait_until(target.exists)
    pair = repairing.rebuild.result.results()[0].pair
    with Image.open(target) as image:
        assert image.text["model"] == "digits-denoiser"
        assert image.text["damage"] == "noise 0.3, seed 0"
        pixels = np.asarray(image)
    assert pixels.shape == (28, width)
    assert np.array_equal(pixels[:, width - 28 :], pair.after)


def test_results_are_copied_and_dragged_out(workshop, repairing):
    pair = repairing.rebuild.result.results()[0].pair
    workshop.window.menus.run("copy")
    assert np.array_equal(grey(QGuiApplication.clipboard().image()), pair.after)
    for tile, (part, picture) in enumerate(
        [("original", pair.original), ("before", pair.before), ("after", pair.after)]
    ):
        mime = repairing.rebuild.result.wall.mime_of(tile)
        path = mime.urls()[0].toLocalFile()
        assert path.endswith(f"digits-denoiser-{part}.png")
        with Image.open(path) as image:
            assert np.array_equal(np.asarray(image), picture)


def test_the_language_changes_while_it_shows(workshop, repairing):
    workshop.services.settings.language = "zh_CN"
    workshop.settle()
    assert repairing.rebuild.result.heading.title.text() == "前后对比"
    assert repairing.rebuild.damage.kinds.currentText() == "噪声"
    assert repairing.rebuild.damage.damage().name == "noise"
    assert repairing.rebuild.result.view.accessibleDescription() == "处理前 50 %, 处理后 50 %"


def test_a_denoiser_alone_is_enough_for_the_page(make_workshop, tmp_path):
    places = places_with_denoiser(tmp_path)
    for path in places.shipped_models.glob("*.onnx"):
        if "denoiser" not in path.name:
            path.unlink()
    page = make_workshop(places).open("generate")
    assert page.rebuild.isVisible()
    assert len(page.rebuild.result.results()) == 1
    assert page.commands().keys() >= {"open", "paste", "save", "copy", "run"}
