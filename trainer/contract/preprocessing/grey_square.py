"""Brings a picture to a small grey square as it is: nothing is searched, cut out, centred or cleaned."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trainer.contract.preprocessing.found import FoundPicture

_LIGHT = 127.5


def grey_square(pixels: NDArray[np.uint8], side: int) -> FoundPicture:
    """The whole of RGBA pixels [H,W,4] as uint8 [side,side], light on a dark ground.

    Where the ground is light the picture is inverted, which `inverted` says; what is missing to a square is filled with
    the ground. An opaque grey picture of that size comes back as it is, to the byte, and one of a whole fraction of
    it with every pixel as a block.
    """
    height, width = pixels.shape[:2]
    grey = _grey(pixels)
    ground = _ground(grey)
    edge = max(height, width)
    square = np.full((edge, edge), ground, dtype=np.uint8)
    top, left = (edge - height) // 2, (edge - width) // 2
    square[top : top + height, left : left + width] = grey
    sized = np.asarray(Image.fromarray(square).resize((side, side), Image.Resampling.BOX))
    inverted = ground > _LIGHT
    return FoundPicture(255 - sized if inverted else sized, (0, 0, width, height), inverted)


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Brightness [H,W] of RGBA pixels; see-through ones lie on white, or on black where what is drawn is light."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    grey, alpha = np.asarray(image.convert("L")), pixels[..., 3]
    if alpha.min() == 255 or alpha.max() == 0:
        return np.where(alpha, grey, 0).astype(np.uint8)
    share = alpha.astype(np.float32) / 255
    behind = 0 if float((grey * share).sum() / share.sum()) > _LIGHT else 255
    return np.rint(grey * share + behind * (1 - share)).astype(np.uint8)


def _ground(grey: NDArray[np.uint8]) -> int:
    """The brightness of most of the picture's rim."""
    return int(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])))
