"""Finding digits in pictures as people make them.

What a network makes of the findings is tested with the shipped classifier; here a found digit is compared with the same
ink brought to 28x28 directly.
"""

import gzip
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from tests.helpers.digit_pictures import (
    CONDITIONS,
    FORMATS,
    TRANSPARENT_CONDITIONS,
    drawn_ink,
    encode,
    paint,
    rendered_ink,
    row_ink,
)
from trainer.contract.preprocessing.decode import decode_picture
from trainer.contract.preprocessing.digits import find_digits
from trainer.contract.preprocessing.found import FoundPicture
from trainer.contract.preprocessing.normalise import normalise

ALL_CONDITIONS = [*CONDITIONS, *TRANSPARENT_CONDITIONS]


def _pixels(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGBA"))


def _grey(grey: np.ndarray) -> np.ndarray:
    return _pixels(Image.fromarray(grey))


def _likeness(found: FoundPicture, ink: np.ndarray) -> float:
    """Correlation of the finding with the true ink at 28x28, the best over shifts of one pixel."""
    truth = np.pad(normalise(ink).astype(float), 1)
    picture = found.picture.astype(float).ravel()
    shifted = [truth[top : top + 28, left : left + 28].ravel() for top in range(3) for left in range(3)]
    return max(float(np.corrcoef(picture, each)[0, 1]) for each in shifted)


def _is_found(pixels: np.ndarray, ink: np.ndarray) -> bool:
    found = find_digits(pixels)
    return len(found) == 1 and _likeness(found[0], ink) > 0.85


@pytest.fixture(scope="module")
def mnist_pictures(test_data: Path) -> np.ndarray:
    content = gzip.decompress((test_data / "mnist" / "t10k-images-idx3-ubyte.gz").read_bytes())
    return np.frombuffer(content[16:], np.uint8).reshape(-1, 28, 28)


def test_mnist_pictures_come_back_as_they_are(mnist_pictures: np.ndarray) -> None:
    changed = 0
    for picture in mnist_pictures:
        found = find_digits(_grey(picture))
        changed += not (len(found) == 1 and np.array_equal(found[0].picture, picture))
    assert changed == 0


def test_mnist_pictures_as_png_files_come_back_as_they_are(mnist_pictures: np.ndarray) -> None:
    for picture in mnist_pictures[:300]:
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "PNG")
        (found,) = find_digits(decode_picture(buffer.getvalue()))
        assert np.array_equal(found.picture, picture)


def test_inverted_and_enlarged_mnist_pictures_come_back_as_they_were(mnist_pictures: np.ndarray) -> None:
    for picture in mnist_pictures[:100]:
        for variant in (
            255 - picture,
            np.kron(picture, np.ones((3, 3), np.uint8)),
            255 - picture.repeat(4, 0).repeat(4, 1),
        ):
            (found,) = find_digits(_grey(variant))
            assert np.array_equal(found.picture, picture)


@pytest.mark.parametrize("method", [Image.Resampling.BILINEAR, Image.Resampling.BICUBIC])
@pytest.mark.parametrize("side", [56, 150, 560])
def test_smoothly_enlarged_mnist_pictures_stay_close(
    mnist_pictures: np.ndarray, side: int, method: Image.Resampling
) -> None:
    differences = []
    for picture in mnist_pictures[:40]:
        found = find_digits(_pixels(Image.fromarray(255 - picture).resize((side, side), method)))
        assert len(found) == 1
        differences.append(np.abs(found[0].picture.astype(float) - picture).mean())
    assert float(np.mean(differences)) < 9


@pytest.mark.parametrize("condition", ALL_CONDITIONS)
def test_digits_are_found_under_every_condition(condition: str) -> None:
    random = np.random.default_rng(len(condition))
    good = 0
    for label in range(10):
        size = (int(random.integers(90, 380)), int(random.integers(90, 380)))
        ink = drawn_ink(label, size, random)
        good += _is_found(_pixels(paint(ink, condition, random)), ink)
    assert good >= 9


@pytest.mark.parametrize("size", [16, 22, 32, 64, 333, 1000, 2400])
def test_digits_are_found_at_every_size(size: int) -> None:
    random = np.random.default_rng(size)
    good = 0
    labels = range(1 if size > 2000 else 6)
    for label in labels:
        ink = drawn_ink(label, (size, size), random, (0.09, 0.14), (0.65, 0.8))
        good += _is_found(_pixels(paint(ink, ("dark-on-light", "light-on-dark")[label % 2], random)), ink)
    assert good == len(labels)


def test_digits_are_found_in_all_formats_and_turns() -> None:
    random = np.random.default_rng(1)
    ink = drawn_ink(4, (240, 180), random)
    picture = paint(ink, "gradient", random)
    for picture_format in FORMATS:
        assert _is_found(decode_picture(encode(picture, picture_format)), ink)
    for orientation in range(1, 9):
        assert _is_found(decode_picture(encode(picture, "JPEG", orientation)), ink)


@pytest.mark.parametrize("thickness", [0.002, 0.01, 0.2, 0.24])
def test_hairlines_and_heavy_strokes_are_found(thickness: float) -> None:
    random = np.random.default_rng(3)
    for label in range(10):
        ink = drawn_ink(label, (700, 600), random, (thickness, thickness))
        assert len(find_digits(_pixels(paint(ink, "dark-on-light", random)))) == 1


def test_small_digits_off_the_centre_have_their_box() -> None:
    random = np.random.default_rng(8)
    ink = drawn_ink(5, (900, 700), random, fill=(0.1, 0.15))
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.5), np.flatnonzero(ink.max(axis=0) > 0.5)
    (found,) = find_digits(_pixels(paint(ink, "gradient", random)))
    truth = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert np.abs(np.subtract(found.box, truth)).max() <= 8


def test_printed_digits_are_found() -> None:
    random = np.random.default_rng(5)
    good = 0
    for number in range(30):
        ink = rendered_ink(str(number % 10), (150, 150), random)
        good += _is_found(_pixels(paint(ink, ALL_CONDITIONS[number % len(ALL_CONDITIONS)], random)), ink)
    assert good >= 28


def test_several_digits_are_found_in_reading_order() -> None:
    random = np.random.default_rng(6)
    rows = [row_ink([3, 1, 4], (480, 160), random), row_ink([1, 5, 9], (480, 160), random)]
    found = find_digits(_pixels(paint(np.concatenate(rows), "dark-on-light", random)))
    assert len(found) == 6
    lefts = [each.box[0] for each in found]
    assert lefts[:3] == sorted(lefts[:3])
    assert lefts[3:] == sorted(lefts[3:])
    assert max(each.box[3] for each in found[:3]) <= min(each.box[1] for each in found[3:]) + 40


def test_the_bar_of_a_five_belongs_to_it() -> None:
    random = np.random.default_rng(7)
    glyph = [
        [[(0.3, 0.12), (0.22, 0.45)], [(0.22, 0.45), (0.6, 0.4), (0.85, 0.7), (0.5, 1.0), (0.08, 0.88)]],
        [[(0.36, 0.0), (0.95, -0.04)]],
    ]
    ink = drawn_ink(5, (200, 200), random, (0.06, 0.06), glyph=glyph)
    assert len(find_digits(_pixels(paint(ink, "dark-on-light", random)))) == 1


@pytest.mark.parametrize("size", [64, 300, 1100])
@pytest.mark.parametrize(
    "condition", ["dark-on-light", "coloured", "gradient", "vignette", "spot", "noisy", "ruled", "framed", "pencil"]
)
def test_blank_sheets_hold_nothing(condition: str, size: int) -> None:
    random = np.random.default_rng(size)
    for _ in range(2):
        assert find_digits(_pixels(paint(np.zeros((size, size), np.float32), condition, random))) == []


@pytest.mark.parametrize("side", [16, 28, 64, 300])
def test_flat_noisy_and_sloping_pictures_hold_nothing(side: int) -> None:
    random = np.random.default_rng(side)
    slope = np.tile(np.linspace(0, 255, side), (side, 1))
    for grey in (slope, slope.T, np.full((side, side), 90.0), random.integers(0, 256, (side, side))):
        assert find_digits(_grey(grey.astype(np.uint8))) == []
    assert find_digits(np.zeros((side, side, 4), np.uint8)) == []
    colours = random.integers(0, 256, (side, side, 3), dtype=np.uint8)
    assert find_digits(_pixels(Image.fromarray(colours))) == []


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 64), st.integers(1, 64), st.data())
def test_any_pixels_give_digits_or_nothing(height: int, width: int, data: st.DataObject) -> None:
    pixels = data.draw(arrays(np.uint8, (height, width, 4), elements=st.sampled_from([0, 1, 90, 128, 250, 255])))
    for found in find_digits(pixels):
        left, top, right, bottom = found.box
        assert found.picture.shape == (28, 28)
        assert found.picture.dtype == np.uint8
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="RGBA"):
        find_digits(np.zeros((10, 10, 3), np.uint8))
