"""Brings a photograph to a square of the network's size: its middle, in colour, on white where it is transparent."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trainer.contract.preprocessing.found import FoundPicture


def square_picture(pixels: NDArray[np.uint8], side: int) -> FoundPicture:
    """The largest square in the middle of RGBA pixels [H,W,4], uint8 [side,side,3].

    A picture that has that size already and is not transparent comes back as it is, to the byte.
    """
    height, width = pixels.shape[:2]
    edge = min(height, width)
    left, top = (width - edge) // 2, (height - edge) // 2
    box = (left, top, left + edge, top + edge)
    cut = on_white(pixels[top : top + edge, left : left + edge])
    if edge == side:
        return FoundPicture(cut, box)
    return FoundPicture(np.asarray(Image.fromarray(cut).resize((side, side), Image.Resampling.BICUBIC)), box)


def on_white(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGBA [H,W,4] as RGB [H,W,3], laid on white as browsers show it."""
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    if alpha.min() == 255:
        return np.ascontiguousarray(colours)
    share = alpha.astype(np.float32) / 255
    return np.rint(colours * share + 255 * (1 - share)).astype(np.uint8)
