"""Find the digits in a picture as people make them, and bring each to 28x28 as MNIST was made."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trainer.contract.preprocessing.components import Box
from trainer.contract.preprocessing.found import FoundPicture
from trainer.contract.preprocessing.grey import working_plane
from trainer.contract.preprocessing.grouping import Group, group_pieces
from trainer.contract.preprocessing.ink import InkPlane, ink_planes
from trainer.contract.preprocessing.normalise import CENTRE, FITTED_SIDE, SIDE, normalise, stroke_width
from trainer.contract.preprocessing.pieces import Pieces, find_pieces, outline

_MOST_DIGITS = 64
_SMALLEST_DIGIT = 6
"""Pixels of the picture that is searched, along the digit's longer side."""
_WIDEST_STROKE = 0.36
"""Of the digit's longer side; a disc has 0.5, a heavy printed 8 about 0.25."""


def find_digits(pixels: NDArray[np.uint8]) -> list[FoundPicture]:
    """The digits in RGBA pixels [H,W,4], in reading order; an empty list where there is no writing.

    A picture that already is as MNIST has them comes back as it is, to the byte (inverted if dark on light).
    """
    if pixels.ndim != 3 or pixels.shape[2] != 4 or pixels.dtype != np.uint8:
        raise ValueError(f"RGBA uint8 [H,W,4] expected, not {pixels.dtype} {list(pixels.shape)}")
    ready = _as_mnist(pixels)
    if ready is not None:
        return [FoundPicture(ready, (0, 0, pixels.shape[1], pixels.shape[0]))]
    grey = working_plane(pixels)
    if grey is None or min(grey.values.shape) < 3:
        return []
    scale = pixels.shape[0] / grey.values.shape[0], pixels.shape[1] / grey.values.shape[1]
    for ink in ink_planes(grey):
        pieces = find_pieces(ink)
        groups = [group for group in group_pieces(pieces.components) if _may_be_digit(group, pieces, scale)]
        if 0 < len(groups) <= _MOST_DIGITS:
            return [_cut_out(group, ink, pieces, scale) for group in groups]
    return []


def _as_mnist(pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """A picture that already is one of MNIST's kind: its own grey values, the whole frame at 28x28; else None."""
    height, width = pixels.shape[:2]
    if height != width or height % SIDE or int(pixels[..., 3].min()) < 255:
        return None
    grey = pixels[..., 0]
    if not (np.array_equal(grey, pixels[..., 1]) and np.array_equal(grey, pixels[..., 2])):
        return None
    for candidate in (grey, 255 - grey):
        reduced = _block_means(candidate, height // SIDE)
        if _is_framed_as_mnist(reduced):
            return reduced
    return None


def _block_means(grey: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    if factor == 1:
        return grey.copy()
    return np.asarray(Image.fromarray(np.ascontiguousarray(grey)).reduce(factor))


def _is_framed_as_mnist(picture: NDArray[np.uint8]) -> bool:
    """Whether ink on a black ground fills a 20x20 box and has its centre of mass where MNIST has it."""
    ink = picture > 8
    if int(picture.max()) < 200 or not 0.04 < float(ink.mean()) < 0.5:
        return False
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    longest = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    weights = picture.astype(np.float64)
    middle = [float((weights.sum(axis=axis) * np.arange(SIDE)).sum() / weights.sum()) for axis in (0, 1)]
    near = max(abs(middle[0] - CENTRE), abs(middle[1] - CENTRE)) <= 1.1
    return near and FITTED_SIDE - 1 <= longest <= FITTED_SIDE + 1


def _may_be_digit(group: Group, pieces: Pieces, scale: tuple[float, float]) -> bool:
    """Large enough to be read, and made of strokes: not a filled area, nor a soft blob."""
    box = group.box
    if box.longest < 7 or max(box.height * scale[0], box.width * scale[1]) < _SMALLEST_DIGIT:
        return False
    mask = np.isin(pieces.labels[_slices(box)], group.labels)
    compact = min(box.width, box.height) > 0.55 * box.longest
    is_filled = compact and float(mask.mean()) > 0.78
    return not is_filled and stroke_width(mask.astype(np.float32)) < _WIDEST_STROKE * box.longest


def _cut_out(group: Group, ink: InkPlane, pieces: Pieces, scale: tuple[float, float]) -> FoundPicture:
    box = _with_margin(group.box, pieces.labels.shape)
    window = _slices(box)
    part = Pieces(pieces.components, pieces.labels[window], pieces.level[window])
    soft = np.clip((ink.strength[window] / part.level - 0.08) / 0.72, 0, 1)
    picture = normalise(np.where(outline(part, list(group.labels)), soft, 0).astype(np.float32))
    down, across = scale
    left, top = round(group.box.left * across), round(group.box.top * down)
    return FoundPicture(picture, (left, top, round(group.box.right * across), round(group.box.bottom * down)))


def _with_margin(box: Box, shape: tuple[int, int]) -> Box:
    height, width = shape
    return Box(max(0, box.left - 3), max(0, box.top - 3), min(width, box.right + 3), min(height, box.bottom + 3))


def _slices(box: Box) -> tuple[slice, slice]:
    return slice(box.top, box.bottom), slice(box.left, box.right)
