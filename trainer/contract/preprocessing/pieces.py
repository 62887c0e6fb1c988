"""The connected pieces of ink in a plane: thresholded, without specks, frames, ruled lines and whole sheets."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.contract.preprocessing.components import Box, Component, Labels, label_components
from trainer.contract.preprocessing.filters import Mask, Plane, resize, running_maximum, shrink, smooth
from trainer.contract.preprocessing.ink import FAINTEST_INK, InkPlane, ink_level
from trainer.contract.preprocessing.ruled_lines import without_ruled_lines

_LOW, _SEED = 0.36, 0.55
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
    """Pieces of ink after frames, then ruled lines, are taken out; the threshold is found anew without them."""
    strength = _without_frames(ink)
    if ink_level(strength) <= ink.faintest:
        return Pieces([], np.zeros(strength.shape, dtype=np.int32), strength)
    level, mask = _threshold(strength, ink.noise)
    pieces = _seeded_pieces(strength, level, without_ruled_lines(mask))
    kept = [piece for piece in pieces.components if not _is_sheet(piece, mask.shape)]
    kept = [piece for piece in kept if not _is_bar_across(piece, mask.shape)]
    kept = _without_faint_and_outside(kept, pieces.labels, strength, 1.25 * ink.faintest)
    if len(kept) > _MOST_PIECES:
        kept = []
    return Pieces(_without_specks(kept), pieces.labels, level)


def _without_frames(ink: InkPlane) -> Plane:
    """Ink strength with the frames, one inside the other at most three times, wiped out."""
    strength = ink.strength
    for _ in range(3):
        level, mask = _threshold(strength, ink.noise)
        pieces = _seeded_pieces(strength, level, mask)
        frames = [piece.label for piece in pieces.components if _is_frame(piece, pieces.labels)]
        if frames:
            wiped = _grown(np.isin(pieces.labels, frames))
        else:
            wiped = _frame_bands(_seeded_pieces(strength, level, without_ruled_lines(mask)))
        if not wiped.any():
            break
        strength = np.where(wiped, 0, strength)
    return strength


def _frame_bands(pieces: Pieces) -> Mask:
    """Bands along at least two edges of the picture where one piece is a frame that has writing grown onto it."""
    labels = pieces.labels
    height, width = labels.shape
    bands = np.zeros(labels.shape, dtype=bool)
    for piece in pieces.components:
        if piece.box.width < 0.8 * width or piece.box.height < 0.8 * height:
            continue
        mask = labels == piece.label
        rows, columns = mask.mean(axis=1) > 0.6, mask.mean(axis=0) > 0.6
        depths = [_band_depth(line, round(_RIM * len(line))) for line in (rows, rows[::-1], columns, columns[::-1])]
        if sum(depth > 0 for depth in depths) < 3:
            continue
        top, bottom, left, right = depths
        bands[:top] = bands[height - bottom :] = True
        bands[:, :left] = bands[:, width - right :] = True
    return bands


def _band_depth(covered: NDArray[np.bool_], reach: int) -> int:
    """How deep a frame goes, from lines (edge first) that it covers mostly; two lines more for its soft edge."""
    lines = np.flatnonzero(covered[:reach])
    return int(lines[-1]) + 3 if len(lines) else 0


def _threshold(strength: Plane, noise: float) -> tuple[Plane, Mask]:
    """Local ink level [h,w], and the mask of all that may be ink."""
    level = _local_level(strength)
    return level, strength > np.maximum(_LOW * level, max(FAINTEST_INK * 0.5, 3.0 * noise))


def _seeded_pieces(strength: Plane, level: Plane, mask: Mask) -> Pieces:
    labels, components = label_components(mask)
    seeds = np.bincount(labels[strength > _SEED * level], minlength=len(components) + 1)
    return Pieces([piece for piece in components if seeds[piece.label] > 0], labels, level)


def _local_level(strength: Plane) -> Plane:
    """Ink level around each pixel, not below 0.75 of the picture's: ink in shadow is weaker."""
    top = ink_level(strength)
    small = shrink(strength, 64)
    size = max(3, min(small.shape) // 3 | 1)
    local = smooth(running_maximum(np.minimum(small, top), size), 4)
    return resize(np.clip(local, 0.75 * top, top), (strength.shape[1], strength.shape[0]))


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


def _without_faint_and_outside(
    components: list[Component], labels: Labels, strength: Plane, clear: float
) -> list[Component]:
    """Without pieces much fainter than the writing, and without what reaches in from outside (table, shadow).

    The latter touches the picture's edge, and stays near it or is somewhat fainter than the writing inside; if there
    is none inside, it is not `clear` (grey levels).
    """
    inside = [piece for piece in components if not _touches_edge(piece.box, labels.shape)]
    if not components:
        return []
    ink = np.flatnonzero(labels)
    numbers = labels.ravel()[ink]
    areas = np.maximum(np.bincount(numbers), 1)
    mean = np.bincount(numbers, weights=strength.ravel()[ink]) / areas
    near_edge = np.bincount(numbers, weights=_rim(labels.shape).ravel()[ink]) / areas
    writing = max(inside or components, key=lambda piece: piece.area)
    kept = []
    for piece in components:
        share = mean[piece.label] / mean[writing.label]
        at_edge = _touches_edge(piece.box, labels.shape)
        from_outside = at_edge and bool(inside)
        if at_edge and not inside and mean[piece.label] < clear:
            continue
        if share >= (0.75 if from_outside else 0.45) and not (from_outside and near_edge[piece.label] > 0.9):
            kept.append(piece)
    return kept


def _rim(shape: tuple[int, int]) -> Mask:
    height, width = shape
    rim = np.ones(shape, dtype=bool)
    depth = round(_RIM * min(height, width))
    rim[depth : height - depth, depth : width - depth] = False
    return rim


def _touches_edge(box: Box, shape: tuple[int, int]) -> bool:
    return box.left <= 1 or box.top <= 1 or box.right >= shape[1] - 1 or box.bottom >= shape[0] - 1


def _is_bar_across(piece: Component, shape: tuple[int, int]) -> bool:
    """Whether the piece runs flat from the left edge to the right: a line of the paper, the edge of a table."""
    return piece.box.left <= 1 and piece.box.right >= shape[1] - 1 and piece.box.height < 0.25 * shape[0]


def _is_sheet(piece: Component, shape: tuple[int, int]) -> bool:
    """Whether the piece is a filled area over most of the picture."""
    box = piece.box
    extent = box.width * box.height
    return extent > 0.5 * shape[0] * shape[1] and piece.area > 0.78 * extent


def _without_specks(components: list[Component]) -> list[Component]:
    """Without pieces that are tiny beside the largest: dust, noise, the dots of a texture."""
    if not components:
        return []
    longest = max(piece.box.longest for piece in components)
    largest = max(piece.area for piece in components)
    return [
        piece for piece in components if piece.area >= 0.012 * largest and piece.box.longest >= max(3, 0.06 * longest)
    ]


def outline(pieces: Pieces, labels: list[int]) -> NDArray[np.bool_]:
    """Mask [h,w] of the pieces with these labels and the soft edge of two pixels round them."""
    return _grown(np.isin(pieces.labels, labels))
