"""The wall, the enlargement and the canvas."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage

from desktop_app.ui.widgets.drawing_canvas import PICTURE_SIDE, DrawingCanvas
from desktop_app.ui.widgets.picture_view import PictureView, sharp_rect
from desktop_app.ui.widgets.picture_wall import PictureWall
from desktop_app.ui.widgets.pictures import array_from_image, image_from_array, png_bytes


def digits(count: int) -> list[QImage]:
    generator = np.random.default_rng(0)
    return [image_from_array(generator.integers(0, 256, (28, 28), dtype=np.uint8)) for _ in range(count)]


@pytest.fixture
def wall(theme, shown):
    wall = PictureWall(theme)
    wall.set_images(digits(100))
    shown(wall, size=(600, 600))
    return wall


def test_arrays_and_images_are_the_same_pictures():
    grey = np.arange(35, dtype=np.uint8).reshape(5, 7)  # rows that Qt pads
    assert (array_from_image(image_from_array(grey))[..., 0] == grey).all()
    colour = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    assert (array_from_image(image_from_array(colour))[..., :3] == colour).all()


def test_a_png_tells_where_it_comes_from():
    data = png_bytes(digits(1)[0], {"Seed": "1234", "Model": "shipped/digits-vae"})
    image = QImage.fromData(data)
    assert image.text("Seed") == "1234"
    assert image.text("Model") == "shipped/digits-vae"


def test_the_wall_has_its_columns(wall):
    rows = {wall.visualRect(wall.model().index(row)).y() for row in range(10)}
    assert len(rows) == 1
    assert wall.visualRect(wall.model().index(10)).y() > rows.pop()


def test_arrow_keys_walk_in_both_directions(qtbot, wall):
    wall.select(37)
    wall.setFocus()
    chosen = []
    wall.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(wall, key)
    assert chosen == [38, 48, 47, 37]


def test_a_click_chooses_and_a_double_click_enlarges(qtbot, wall):
    place = wall.visualRect(wall.model().index(12)).center()
    with qtbot.waitSignal(wall.chosen, check_params_cb=lambda row: row == 12):
        qtbot.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(wall.enlarge_wanted, check_params_cb=lambda row: row == 12):
        qtbot.mouseDClick(wall.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_enter_enlarges(qtbot, wall):
    wall.select(5)
    with qtbot.waitSignal(wall.enlarge_wanted, check_params_cb=lambda row: row == 5):
        qtbot.keyClick(wall, Qt.Key.Key_Return)


def test_new_pictures_keep_the_chosen_place(wall):
    wall.select(60)
    wall.set_images(digits(80))
    assert wall.current() == 60
    wall.set_images(digits(10))
    assert wall.current() == 9
    wall.set_images([])
    assert wall.current() == -1


def test_a_tile_dragged_out_is_a_file_and_a_picture(wall):
    wall.set_file_maker(lambda row: (f"digits-vae-seed-1-{row}.png", png_bytes(wall.images()[row], {"Seed": "1"})))
    mime = wall.model().mimeData([wall.model().index(3)])
    path = mime.urls()[0].toLocalFile()
    assert path.endswith("digits-vae-seed-1-3.png")
    assert QImage(path).text("Seed") == "1"
    assert mime.hasImage()
    assert wall.model().supportedDragActions() == Qt.DropAction.CopyAction


def test_a_tile_has_a_spoken_name(wall):
    wall.set_descriptions(lambda row: f"picture {row + 1}, reads as 2")
    wall.select(4)
    assert wall.model().index(4).data(Qt.ItemDataRole.AccessibleTextRole) == "picture 5, reads as 2"
    assert wall.accessibleDescription() == "picture 5, reads as 2"


def test_tiles_are_whole_pixels(wall):
    assert wall.largest_tile(417, 417, 10) == 39
    wall.set_tile(31)
    assert wall.tile_pixmap(0).width() == 31
    assert wall.width() == 10 * 34 + 2


def test_many_pictures_scroll_without_losing_a_column(wall, qtbot):
    wall.set_images(digits(120))
    qtbot.waitUntil(lambda: wall.visualRect(wall.model().index(9)).y() == wall.visualRect(wall.model().index(0)).y())


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_each_pixel_becomes_the_same_whole_square(ratio):
    rect = sharp_rect(QSize(28, 28), QRectF(0, 0, 208, 208), ratio)
    assert (rect.width() * ratio / 28) == int(rect.width() * ratio / 28)
    assert rect.width() <= 208


def test_a_large_picture_is_fitted():
    rect = sharp_rect(QSize(4000, 2000), QRectF(0, 0, 200, 200), 1.0)
    assert (rect.width(), rect.height()) == (200, 100)


def test_the_enlargement_has_no_colours_between(theme, shown):
    view = PictureView(theme, 196)
    checks = (np.indices((28, 28)).sum(0) % 2 * 255).astype(np.uint8)
    view.set_image(image_from_array(checks))
    shown(view)
    image = view.grab().toImage()
    assert {image.pixelColor(x, 98).red() for x in range(10, 186)} == {0, 255}


@pytest.fixture
def canvas(theme, shown):
    canvas = DrawingCanvas(theme)
    canvas.setFixedSize(200, 200)
    shown(canvas)
    return canvas


def draw(qtbot, canvas, *points: tuple[int, int]) -> None:
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        qtbot.mouseMove(canvas, QPoint(*point))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def ink(canvas) -> int:
    return int((array_from_image(canvas.picture())[..., 0] > 127).sum())


def test_a_stroke_is_light_ink_on_black(qtbot, canvas):
    with qtbot.waitSignal(canvas.picture_changed) as drawn:
        draw(qtbot, canvas, (50, 40), (100, 100), (150, 160))
    picture = drawn.args[0]
    assert (picture.width(), picture.height()) == (PICTURE_SIDE, PICTURE_SIDE)
    pixels = array_from_image(picture)[..., 0]
    assert pixels[140, 140] == 255
    assert pixels[0, 0] == 0


def test_pictures_come_at_a_bounded_rate_and_once_at_the_end(qtbot, canvas):
    pictures = []
    canvas.picture_changed.connect(pictures.append)
    draw(qtbot, canvas, *[(20 + step, 100) for step in range(150)])
    assert 1 <= len(pictures) < 50
    last = array_from_image(pictures[-1])[..., 0]
    assert last[140, 230] == 255, "the last picture holds the end of the stroke"


def test_undo_and_clear_go_back_step_by_step(qtbot, canvas):
    draw(qtbot, canvas, (50, 50), (150, 50))
    one = ink(canvas)
    draw(qtbot, canvas, (50, 150), (150, 150))
    canvas.clear()
    assert canvas.is_empty()
    canvas.undo()
    assert ink(canvas) > one
    canvas.undo()
    assert ink(canvas) == one
    canvas.undo()
    assert canvas.is_empty()
    canvas.undo()


def test_an_empty_plate_is_told(qtbot, canvas):
    draw(qtbot, canvas, (50, 50), (150, 50))
    with qtbot.waitSignal(canvas.emptied):
        canvas.clear()


def test_the_eraser_takes_ink_away(qtbot, canvas):
    draw(qtbot, canvas, (50, 100), (150, 100))
    before = ink(canvas)
    canvas.set_erasing(True)
    draw(qtbot, canvas, (100, 60), (100, 140))
    assert 0 < ink(canvas) < before


def test_a_dot_is_a_stroke(qtbot, canvas):
    draw(qtbot, canvas, (100, 100))
    assert ink(canvas) > 50


def test_keys_draw_too(qtbot, canvas):
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    for _ in range(10):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    with qtbot.waitSignal(canvas.picture_changed):
        qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert ink(canvas) > 500
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.is_empty()


def test_the_drawing_grows_with_the_canvas(qtbot, canvas):
    draw(qtbot, canvas, (50, 100), (150, 100))
    before = ink(canvas)
    canvas.setFixedSize(300, 300)
    assert ink(canvas) == before
