"""The closed list of preparation steps."""

import numpy as np
import pytest

from tests.helpers.digit_pictures import drawn_ink, encode, paint
from trainer.contract.errors import WorkshopError
from trainer.contract.preprocessing.step_names import FIND_DIGITS, picture_shape, square_step
from trainer.contract.preprocessing.steps import prepare_picture


def test_the_documented_step_takes_bytes_and_pixels() -> None:
    random = np.random.default_rng(0)
    picture = paint(drawn_ink(3, (120, 120), random), "dark-on-light", random)
    from_bytes = prepare_picture((FIND_DIGITS,), encode(picture, "PNG"))
    from_pixels = prepare_picture((FIND_DIGITS,), np.asarray(picture))
    assert len(from_bytes) == len(from_pixels) == 1
    assert np.array_equal(from_bytes[0].picture, from_pixels[0].picture)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ("make-coffee",),
        (FIND_DIGITS, FIND_DIGITS),
        ("square-8",),
        ("square-999",),
        ("square-032",),
        ("grey-32x32",),
    ],
)
def test_unknown_steps_make_the_model_invalid(steps: tuple[str, ...]) -> None:
    with pytest.raises(WorkshopError) as caught:
        prepare_picture(steps, np.zeros((28, 28), np.uint8))
    assert caught.value.kind == "model-invalid"


def test_a_square_of_the_right_size_stays_as_it_is() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    (found,) = prepare_picture((square_step(32),), picture)
    assert np.array_equal(found.picture, picture)
    assert found.box == (0, 0, 32, 32)


@pytest.mark.parametrize("side", [16, 32, 64, 224])
@pytest.mark.parametrize("size", [(96, 96), (40, 130), (301, 60), (17, 16)])
def test_a_square_is_the_middle_of_the_picture(size: tuple[int, int], side: int) -> None:
    height, width = size
    picture = np.zeros((height, width, 3), np.uint8)
    edge = min(size)
    top, left = (height - edge) // 2, (width - edge) // 2
    picture[top : top + edge, left : left + edge] = (200, 100, 50)
    (found,) = prepare_picture((square_step(side),), picture)
    assert found.picture.shape == picture_shape(square_step(side)) == (side, side, 3)
    assert np.array_equal(np.unique(found.picture.reshape(-1, 3), axis=0), [[200, 100, 50]])
    assert found.box == (left, top, left + edge, top + edge)


def test_transparent_parts_of_a_photograph_are_white() -> None:
    picture = np.zeros((64, 64, 4), np.uint8)
    picture[:32, :, 3] = 255
    picture[32:, :, 3] = 51
    (found,) = prepare_picture((square_step(32),), picture)
    assert found.picture[4].max() == 0
    assert np.all(found.picture[28] == 204)
