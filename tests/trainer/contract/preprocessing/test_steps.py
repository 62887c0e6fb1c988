"""The closed list of preparation steps."""

import numpy as np
import pytest

from tests.helpers.digit_pictures import drawn_ink, encode, paint
from trainer.contract.errors import WorkshopError
from trainer.contract.preprocessing.steps import FIND_DIGITS, prepare_picture


def test_the_documented_step_takes_bytes_and_pixels() -> None:
    random = np.random.default_rng(0)
    picture = paint(drawn_ink(3, (120, 120), random), "dark-on-light", random)
    from_bytes = prepare_picture((FIND_DIGITS,), encode(picture, "PNG"))
    from_pixels = prepare_picture((FIND_DIGITS,), np.asarray(picture))
    assert len(from_bytes) == len(from_pixels) == 1
    assert np.array_equal(from_bytes[0].picture, from_pixels[0].picture)


@pytest.mark.parametrize("steps", [(), ("make-coffee",), (FIND_DIGITS, FIND_DIGITS)])
def test_unknown_steps_make_the_model_invalid(steps: tuple[str, ...]) -> None:
    with pytest.raises(WorkshopError) as caught:
        prepare_picture(steps, np.zeros((28, 28), np.uint8))
    assert caught.value.kind == "model-invalid"
