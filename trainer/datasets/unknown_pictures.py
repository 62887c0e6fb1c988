"""Makes pictures of 28x28 pixels that show no digit, so that a classifier can learn to be unsure.

Everything is drawn by rule or cut from given digits; no other data set is needed. The kinds are letters and signs drawn
with a pen, lines without meaning, digits mistreated, and noise.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from trainer.contract.preprocessing.normalise import SIDE, normalise

DESCRIPTION = "letters, signs, scribbles, two digits in one, digits cut to pieces or crossed out, noise"

CANVAS = 112
"""Pixels of the sheet on which strokes are drawn before they are brought to 28x28."""

Random = np.random.Generator
Stroke = tuple[tuple[float, float], ...]
Kind = Callable[[np.ndarray, Random], np.ndarray]

PRINTED = "ABCEFHKLMNPQRTUVWXYacdefhkmnprtuvwx&@#%?+*="
"""Without those that look like a digit: D G I J O S Z b g i j l o q s y z."""

_ROUND = tuple((0.5 + 0.5 * np.sin(a), 0.5 - 0.5 * np.cos(a)) for a in np.linspace(0.0, 2 * np.pi, 13))
_WRITTEN: tuple[tuple[Stroke, ...], ...] = (
    (((0.0, 1.0), (0.5, 0.0), (1.0, 1.0)), ((0.2, 0.6), (0.8, 0.6))),  # A
    (
        ((0.1, 0.0), (0.1, 1.0)),
        ((0.1, 0.0), (0.8, 0.1), (0.8, 0.4), (0.1, 0.5), (0.9, 0.6), (0.9, 0.9), (0.1, 1.0)),
    ),  # B
    (((0.9, 0.1), (0.5, 0.0), (0.1, 0.3), (0.1, 0.7), (0.5, 1.0), (0.9, 0.9)),),  # C
    (((0.9, 0.0), (0.1, 0.0), (0.1, 1.0), (0.9, 1.0)), ((0.1, 0.5), (0.7, 0.5))),  # E
    (((0.9, 0.0), (0.1, 0.0), (0.1, 1.0)), ((0.1, 0.5), (0.7, 0.5))),  # F
    (((0.1, 0.0), (0.1, 1.0)), ((0.9, 0.0), (0.9, 1.0)), ((0.1, 0.5), (0.9, 0.5))),  # H
    (((0.1, 0.0), (0.1, 1.0)), ((0.9, 0.0), (0.1, 0.5), (0.9, 1.0))),  # K
    (((0.1, 0.0), (0.1, 1.0), (0.8, 1.0)),),  # L
    (((0.0, 1.0), (0.1, 0.0), (0.5, 0.6), (0.9, 0.0), (1.0, 1.0)),),  # M
    (((0.1, 1.0), (0.1, 0.0), (0.9, 1.0), (0.9, 0.0)),),  # N
    (((0.1, 1.0), (0.1, 0.0), (0.7, 0.05), (0.8, 0.3), (0.6, 0.5), (0.1, 0.5)),),  # P
    (_ROUND, ((0.6, 0.6), (1.0, 1.05))),  # Q
    (((0.1, 1.0), (0.1, 0.0), (0.7, 0.05), (0.8, 0.3), (0.6, 0.5), (0.1, 0.5), (0.9, 1.0)),),  # R
    (((0.0, 0.0), (1.0, 0.0)), ((0.5, 0.0), (0.5, 1.0))),  # T
    (((0.1, 0.0), (0.1, 0.7), (0.5, 1.0), (0.9, 0.7), (0.9, 0.0)),),  # U
    (((0.0, 0.0), (0.5, 1.0), (1.0, 0.0)),),  # V
    (((0.0, 0.0), (0.25, 1.0), (0.5, 0.3), (0.75, 1.0), (1.0, 0.0)),),  # W
    (((0.0, 0.0), (1.0, 1.0)), ((1.0, 0.0), (0.0, 1.0))),  # X
    (((0.0, 0.0), (0.5, 0.5), (1.0, 0.0)), ((0.5, 0.5), (0.5, 1.0))),  # Y
    (((0.1, 0.55), (0.9, 0.5), (0.7, 0.1), (0.3, 0.1), (0.1, 0.5), (0.3, 0.9), (0.8, 0.9)),),  # e
    (((0.9, 0.1), (0.6, 0.0), (0.5, 0.3), (0.5, 1.0)), ((0.2, 0.4), (0.8, 0.4))),  # f
    (((0.1, 0.0), (0.1, 1.0), (0.1, 0.6), (0.5, 0.4), (0.8, 0.6), (0.8, 1.0)),),  # h
    (((0.1, 0.0), (0.1, 1.0)), ((0.7, 0.4), (0.1, 0.7), (0.8, 1.0))),  # k
    (((0.0, 0.2), (0.05, 1.0), (0.1, 0.3), (0.4, 0.2), (0.5, 1.0), (0.55, 0.3), (0.85, 0.2), (1.0, 1.0)),),  # m
    (((0.1, 0.1), (0.1, 1.0), (0.15, 0.4), (0.5, 0.1), (0.8, 0.3), (0.9, 1.0)),),  # n
    (((0.1, 0.1), (0.1, 1.0), (0.1, 0.5), (0.5, 0.1), (0.9, 0.2)),),  # r
    (((0.5, 0.0), (0.5, 0.9), (0.8, 1.0)), ((0.2, 0.3), (0.8, 0.3))),  # t
    (((0.0, 0.1), (0.1, 0.8), (0.4, 1.0), (0.8, 0.7), (0.85, 0.1), (0.85, 1.0)),),  # u
    (((0.5, 0.0), (0.5, 1.0)), ((0.0, 0.5), (1.0, 0.5))),  # plus
    (((0.0, 0.3), (1.0, 0.3)), ((0.0, 0.7), (1.0, 0.7))),  # equals
    (((0.3, 0.0), (0.2, 1.0)), ((0.8, 0.0), (0.7, 1.0)), ((0.0, 0.35), (1.0, 0.35)), ((0.0, 0.7), (1.0, 0.7))),  # hash
    (((0.0, 0.6), (0.35, 1.0), (1.0, 0.0)),),  # tick
    (((0.5, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.0)),),  # triangle
    (((0.0, 0.0), (1.0, 0.05), (0.95, 1.0), (0.0, 0.95), (0.0, 0.0)),),  # square
    (((0.5, 0.25), (0.2, 0.0), (0.0, 0.3), (0.5, 1.0), (1.0, 0.3), (0.8, 0.0), (0.5, 0.25)),),  # heart
    (((0.2, 1.0), (0.5, 0.0), (0.8, 1.0), (0.0, 0.4), (1.0, 0.4), (0.2, 1.0)),),  # star
    (((0.0, 0.5), (1.0, 0.5)), ((0.6, 0.1), (1.0, 0.5), (0.6, 0.9))),  # arrow
    (_ROUND, ((0.3, 0.35), (0.32, 0.42)), ((0.7, 0.35), (0.68, 0.42)), ((0.3, 0.65), (0.5, 0.8), (0.7, 0.65))),  # face
    (_ROUND, ((0.5, 0.0), (0.5, 1.0)), ((0.0, 0.5), (1.0, 0.5))),  # wheel
)


def unknown_pictures(digits: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Pictures without a digit, uint8 [count,28,28], drawn or made of `digits` (uint8 [N,28,28]).

    The kinds take turns, letters and scribbles most often.
    """
    random = np.random.default_rng(seed)
    pictures = np.zeros((count, SIDE, SIDE), np.uint8)
    for number in range(count):
        pictures[number] = _KINDS[number % len(_KINDS)](digits, random)
    return pictures


def made_pictures(group: str, count: int, seed: int) -> np.ndarray:
    """`count` pictures of one of `GROUPS`, uint8 [count,28,28]; nothing in them comes from any data set."""
    random = np.random.default_rng(seed)
    kinds, nothing = GROUPS[group], np.empty((0, SIDE, SIDE), np.uint8)
    return np.stack([kinds[number % len(kinds)](nothing, random) for number in range(count)])


def _written(digits: np.ndarray, random: Random) -> np.ndarray:
    """A letter or sign, as an unsteady hand writes it."""
    return _drawn(_WRITTEN[int(random.integers(len(_WRITTEN)))], random, unsteadiness=0.06)


def _invented(digits: np.ndarray, random: Random) -> np.ndarray:
    """A sign that nobody uses: three to five strokes between random places."""
    strokes = []
    for _ in range(int(random.integers(3, 6))):
        points = random.uniform(0.0, 1.0, (int(random.integers(2, 4)), 2))
        strokes.append(tuple((float(x), float(y)) for x, y in points))
    return _drawn(tuple(strokes), random, unsteadiness=0.0)


def _scribble(digits: np.ndarray, random: Random) -> np.ndarray:
    """One long line that crosses itself."""
    points = random.uniform(0.0, 1.0, (int(random.integers(8, 30)), 2))
    return _drawn((tuple((float(x), float(y)) for x, y in points),), random, unsteadiness=0.0)


def _printed(digits: np.ndarray, random: Random) -> np.ndarray:
    """A printed letter or sign, turned a little."""
    sheet = Image.new("L", (CANVAS, CANVAS))
    letter = PRINTED[int(random.integers(len(PRINTED)))]
    pen = ImageDraw.Draw(sheet)
    middle = CANVAS / 2
    font = ImageFont.load_default(64)
    pen.text((middle, middle), letter, fill=255, font=font, anchor="mm", stroke_width=int(random.integers(0, 4)))
    turned = sheet.rotate(float(random.uniform(-15, 15)), Image.Resampling.BILINEAR)
    return normalise(np.asarray(turned, dtype=np.float32) / 255.0)


def _two_digits(digits: np.ndarray, random: Random) -> np.ndarray:
    """Two digits that touch."""
    first, second = digits[random.integers(len(digits), size=2)]
    offset = int(random.integers(8, 20))
    sheet = np.zeros((SIDE, SIDE + offset), np.float32)
    sheet[:, :SIDE] = first
    sheet[:, offset:] = np.maximum(sheet[:, offset:], second)
    return normalise(sheet / 255.0)


def _in_pieces(digits: np.ndarray, random: Random) -> np.ndarray:
    """A digit whose four quarters have changed places."""
    picture = digits[random.integers(len(digits))]
    quarters = [picture[top : top + 14, left : left + 14] for top in (0, 14) for left in (0, 14)]
    order = ((1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0))[int(random.integers(3))]
    top = np.concatenate([quarters[order[0]], quarters[order[1]]], axis=1)
    bottom = np.concatenate([quarters[order[2]], quarters[order[3]]], axis=1)
    return np.concatenate([top, bottom], axis=0)


def _crossed_out(digits: np.ndarray, random: Random) -> np.ndarray:
    """A digit with a cross through it; one line would not do, as many people write 0 and 7 with one."""
    sheet = Image.fromarray(digits[random.integers(len(digits))].copy())
    pen = ImageDraw.Draw(sheet)
    left, top, right, bottom = (float(x) for x in (*random.uniform(3, 9, 2), *random.uniform(19, 25, 2)))
    pen.line((left, top, right, bottom), fill=255, width=2)
    pen.line((left, bottom, right, top), fill=255, width=2)
    return np.asarray(sheet)


def _noise(digits: np.ndarray, random: Random) -> np.ndarray:
    """Spots of random size and strength."""
    side = int(random.integers(5, SIDE + 1))
    dark = random.random((side, side)) < random.uniform(0.1, 0.9)
    spots = Image.fromarray(np.where(dark, 0, random.integers(0, 256, (side, side))).astype(np.uint8))
    return np.asarray(spots.resize((SIDE, SIDE), Image.Resampling.BILINEAR))


def _drawn(strokes: tuple[Stroke, ...], random: Random, unsteadiness: float) -> np.ndarray:
    """Strokes in the unit square, drawn with a round pen; turned, slanted and stretched as a whole."""
    angle, slant = random.normal(0, 0.1), random.normal(0, 0.15)
    stretch = float(np.exp(random.normal(0, 0.2)))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shape = turn @ np.array([[stretch, slant], [0.0, 1.0]])
    width = float(random.uniform(5, 14))
    sheet = Image.new("L", (CANVAS, CANVAS))
    pen = ImageDraw.Draw(sheet)
    bends = random.random() < 0.7
    for stroke in strokes:
        points = (
            np.asarray(stroke) + random.normal(0, unsteadiness, (len(stroke), 2))
            if unsteadiness
            else np.asarray(stroke)
        )
        line = _rounded(points) if bends and len(points) > 2 else points
        line = (line - 0.5) @ shape.T * 64 + CANVAS / 2
        pen.line([(float(x), float(y)) for x, y in line], fill=255, width=round(width), joint="curve")
        for x, y in (line[0], line[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return normalise(np.asarray(sheet, dtype=np.float32) / 255.0)


def _rounded(points: np.ndarray, steps: int = 10) -> np.ndarray:
    """Points on the Catmull-Rom curve through `points` [n,2] (Catmull and Rom 1974)."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0.0, 1.0, steps)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True)
    ]
    return np.concatenate(parts)


_KINDS: tuple[Kind, ...] = (
    _written, _scribble, _invented, _written, _two_digits, _written, _printed, _scribble, _written, _in_pieces,
    _invented, _written, _crossed_out, _written, _scribble, _noise,
)  # fmt: skip

GROUPS: dict[str, tuple[Kind, ...]] = {
    "letters": (_written, _written, _printed),
    "scribbles": (_scribble, _invented),
    "noise": (_noise,),
}
"""What is made by rule alone, to hold digits against."""
