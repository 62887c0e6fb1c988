"""The connected pieces of ink in a plane: thresholded, without specks, frames, ruled lines and whole sheets."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.contract.preprocessing.components import Box, Component, Labels, label_components
from trainer.contract.preprocessing.filters import Mask, Plane, resize, running_maximum, shrink, smooth
from trainer.contract.preprocessing.ink import FAINTEST_INK, InkPlane, ink_level
from trainer.contract.preprocessing.ruled_lines import without_ruled_lines

_LOW, _SEED = 0.36, 0.5
"""Shares of the local ink level: a piece is what lies above the first and reaches the second somewhere."""
_RIM = 0.13
"""Share of the picture's width or height that counts as its edge."""
_MOST_PIECES = 400
"""More pieces than this are the grain of a surface, not writing."""


@dataclass(frozen=True)
class Pieces:
    """Pieces that may belong to digits, their label plane, and the local ink level [h,w] in grey levels."""

    components: list[Component]
    labels: Labels
    level: Plane


def find_pieces(ink: InkPlane) -> Pieces:
    """Pieces of ink, strongest first thresholding; frames are taken out and the threshold found again without them."""
    strength = ink.strength
    for _ in range(3):
        pieces = _threshold(strength, ink.noise)
        frames = [piece for piece in pieces.components if _is_frame(piece, pieces.labels)]
        if not frames:
            break
        strength = np.where(_grown(np.isin(pieces.labels, [frame.label for frame in frames])), 0, strength)
    kept = [piece for piece in pieces.components if not _is_sheet(piece, pieces.labels.shape)]
    kept = _without_margins(kept, pieces, strength)
    if len(kept) > _MOST_PIECES:
        kept = []
    return Pieces(_without_specks(kept), pieces.labels, pieces.level)


def _threshold(strength: Plane, noise: float) -> Pieces:
    level = _local_level(strength)
    floor = max(FAINTEST_INK * 0.5, 3.0 * noise)
    mask = strength > np.maximum(_LOW * level, floor)
    mask = without_ruled_lines(mask)
    labels, components = label_components(mask)
    seeds = np.bincount(labels[strength > np.maximum(_SEED * level, 2 * floor)], minlength=len(components) + 1)
    return Pieces([piece for piece in components if seeds[piece.label] > 0], labels, level)


def _local_level(strength: Plane) -> Plane:
    """Ink level around each pixel, not below 0.7 of the picture's: ink in shadow is weaker."""
    top = ink_level(strength)
    small = shrink(strength, 64)
    size = max(3, min(small.shape) // 3 | 1)
    local = smooth(running_maximum(np.minimum(small, top), size), 4)
    return resize(np.clip(local, 0.7 * top, top), (strength.shape[1], strength.shape[0]))


def _grown(mask: Mask) -> Mask:
    grown = np.pad(mask, 2)
    for _ in range(2):
        grown[1:-1, 1:-1] |= grown[:-2, 1:-1] | grown[2:, 1:-1] | grown[1:-1, :-2] | grown[1:-1, 2:]
    return grown[2:-2, 2:-2]


def _is_frame(piece: Component, labels: Labels) -> bool:
    """Whether the piece runs along the picture's edges: most of it near them, and along much of one side."""
    height, width = labels.shape
    box = piece.box
    reach = max(box.width / width, box.height / height)
    round_about = box.width > 0.8 * width and box.height > 0.8 * height
    if reach < 0.35 or not (_touches_edge(box, (height, width)) or round_about):
        return False
    ys, xs = np.nonzero(labels[box.top : box.bottom, box.left : box.right] == piece.label)
    ys, xs = (ys + box.top + 0.5) / height, (xs + box.left + 0.5) / width
    depth = np.minimum(np.minimum(ys, 1 - ys), np.minimum(xs, 1 - xs))
    return float((depth < _RIM).mean()) > (0.93 if round_about else 0.97)


def _without_margins(components: list[Component], pieces: Pieces, strength: Plane) -> list[Component]:
    """Without what reaches in from outside the picture (table, shadow), where there is writing well inside it.

    Such a piece stays near the edge, or is fainter than the writing.
    """
    shape = pieces.labels.shape
    inside = [piece for piece in components if not _touches_edge(piece.box, shape)]
    if not inside or len(inside) == len(components):
        return components
    share = np.clip(strength / pieces.level, 0, 1).ravel()
    sums = np.bincount(pieces.labels.ravel(), weights=share)
    longest = max(inside, key=lambda piece: piece.box.longest)
    faintest = 0.75 * sums[longest.label] / longest.area
    return inside + [
        piece
        for piece in components
        if _touches_edge(piece.box, shape)
        and sums[piece.label] / piece.area >= faintest
        and _depth(piece.box, shape) > _RIM
    ]


def _touches_edge(box: Box, shape: tuple[int, int]) -> bool:
    return box.left <= 1 or box.top <= 1 or box.right >= shape[1] - 1 or box.bottom >= shape[0] - 1


def _depth(box: Box, shape: tuple[int, int]) -> float:
    """How far the box reaches inwards from the nearest edge of the picture, as a share of its width or height."""
    height, width = shape
    return min(box.right / width, box.bottom / height, 1 - box.left / width, 1 - box.top / height)


def _is_sheet(piece: Component, shape: tuple[int, int]) -> bool:
    """Whether the piece is a filled area over most of the picture."""
    box = piece.box
    extent = box.width * box.height
    return extent > 0.5 * shape[0] * shape[1] and piece.area > 0.62 * extent


def _without_specks(components: list[Component]) -> list[Component]:
    """Without pieces that are tiny beside the largest: dust, noise, the dots of a texture."""
    if not components:
        return []
    longest = max(piece.box.longest for piece in components)
    largest = max(piece.area for piece in components)
    return [
        piece
        for piece in components
        if piece.area >= 0.012 * largest and piece.box.longest >= max(3, 0.06 * longest)
    ]


def outline(pieces: Pieces, labels: list[int]) -> NDArray[np.bool_]:
    """Mask [h,w] of the pieces with these labels and the soft edge of two pixels round them."""
    return _grown(np.isin(pieces.labels, labels))
