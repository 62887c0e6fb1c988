"""What a preparation step finds in a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class FoundPicture:
    """One object at the network's size: `picture` uint8 [H,W] or [H,W,3], and where it was found.

    `box` is (left, top, right, bottom) in pixels of the picture that was searched; right and bottom are just outside.
    `inverted` says that light and dark were exchanged, where that is worth undoing in what a model makes of it.
    """

    picture: NDArray[np.uint8]
    box: tuple[int, int, int, int]
    inverted: bool = False
