"""The closed list of named preparation steps that model cards use, each with its one implementation.

`find-digits-28x28` finds digits as MNIST has them; `square-<side>` brings a photograph to a square in colour;
`grey-28x28` brings a picture to that size and leaves it as it is otherwise, damaged as it may be.
"""

from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from trainer.contract.preprocessing.decode import decode_picture
from trainer.contract.preprocessing.digits import find_digits
from trainer.contract.preprocessing.found import FoundPicture
from trainer.contract.preprocessing.grey_square import grey_square
from trainer.contract.preprocessing.square import square_picture
from trainer.contract.preprocessing.step_names import FIND_DIGITS, GREY, GREY_SIDE, side_of_square, unknown_steps

Source = Path | bytes | NDArray[np.uint8]


class Step(Protocol):
    """RGBA pixels uint8 [H,W,4] to what is found in them."""

    def __call__(self, pixels: NDArray[np.uint8]) -> list[FoundPicture]:
        """An empty list where there is nothing."""
        ...


def prepare_picture(steps: tuple[str, ...], source: Source) -> list[FoundPicture]:
    """What `steps` find in a picture: a file, its bytes, or pixels uint8 [H,W], [H,W,3] or [H,W,4].

    Raises WorkshopError: `model-invalid` for steps that do not exist, and what `decode_picture` raises.
    """
    if len(steps) != 1:
        raise unknown_steps(steps)
    step = _step(steps[0])
    return step(with_alpha(source) if isinstance(source, np.ndarray) else decode_picture(source))


def with_alpha(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGBA uint8 [H,W,4] of pixels uint8 [H,W], [H,W,3] or [H,W,4]."""
    colours: Any = np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels
    if colours.shape[2] == 4:
        return np.asarray(colours)
    opaque = np.full((*colours.shape[:2], 1), 255, dtype=np.uint8)
    return np.concatenate([colours, opaque], axis=2)


def _step(name: str) -> Step:
    if name == GREY:
        return _grey
    return find_digits if name == FIND_DIGITS else partial(_square, side=side_of_square(name))


def _grey(pixels: NDArray[np.uint8]) -> list[FoundPicture]:
    return [grey_square(pixels, GREY_SIDE)]


def _square(pixels: NDArray[np.uint8], side: int) -> list[FoundPicture]:
    return [square_picture(pixels, side)]
