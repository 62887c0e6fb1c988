"""Digits, letters and scribbles as pen strokes, drawn for this project: no data set is behind them.

A glyph is a list of strokes, a stroke a list of smooth pieces that meet in corners, a piece a list of control points
(x to the right, y down, both about 0 to 1), joined by a Catmull-Rom curve.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Point = tuple[float, float]
Piece = list[Point]
Stroke = list[Piece]
Glyph = list[Stroke]


def _oval(x: float, y: float, width: float, height: float, start: float = -100.0, turn: float = -360.0) -> Piece:
    """An oval round (x, y), drawn from angle `start` (degrees, clockwise from the right) over `turn` degrees."""
    angles = np.deg2rad(start + np.linspace(0.0, turn, 10))
    return [(x + width / 2 * float(np.cos(a)), y + height / 2 * float(np.sin(a))) for a in angles]


DIGIT_GLYPHS: dict[int, list[Glyph]] = {
    0: [
        [[_oval(0.5, 0.5, 0.7, 1.0)]],
        [[_oval(0.5, 0.5, 0.62, 1.0, -80, -345)]],
        [[_oval(0.5, 0.5, 0.9, 1.0, -60, -380)]],
    ],
    1: [
        [[[(0.5, 0.0), (0.5, 0.5), (0.5, 1.0)]]],
        [[[(0.25, 0.24), (0.42, 0.12), (0.52, 0.0)], [(0.52, 0.0), (0.5, 0.5), (0.5, 1.0)]]],
        [[[(0.22, 0.28), (0.52, 0.0)], [(0.52, 0.0), (0.52, 1.0)]], [[(0.2, 1.0), (0.82, 1.0)]]],
        [[[(0.12, 0.42), (0.35, 0.2), (0.58, 0.0)], [(0.58, 0.0), (0.56, 1.0)]]],
    ],
    2: [
        [[[(0.12, 0.26), (0.4, 0.0), (0.82, 0.16), (0.7, 0.5), (0.35, 0.8), (0.08, 1.0)], [(0.08, 1.0), (0.92, 0.98)]]],
        [
            [
                [(0.15, 0.2), (0.5, 0.0), (0.8, 0.22), (0.55, 0.62), (0.2, 0.95), (0.1, 0.85), (0.28, 0.82)],
                [(0.28, 0.82), (0.6, 1.0), (0.95, 0.9)],
            ]
        ],
        [[[(0.1, 0.1), (0.5, 0.0), (0.85, 0.2), (0.6, 0.6), (0.1, 0.98)], [(0.1, 0.98), (0.5, 0.97), (0.9, 1.0)]]],
    ],
    3: [
        [
            [
                [(0.12, 0.14), (0.48, 0.0), (0.82, 0.2), (0.66, 0.4), (0.38, 0.47)],
                [(0.38, 0.47), (0.75, 0.54), (0.9, 0.75), (0.6, 0.98), (0.1, 0.9)],
            ]
        ],
        [
            [
                [(0.12, 0.02), (0.85, 0.02)],
                [(0.85, 0.02), (0.42, 0.4)],
                [(0.42, 0.4), (0.9, 0.6), (0.6, 1.0), (0.08, 0.9)],
            ]
        ],
        [
            [
                [(0.15, 0.1), (0.6, 0.0), (0.78, 0.22), (0.45, 0.45)],
                [(0.45, 0.45), (0.82, 0.62), (0.7, 0.95), (0.3, 1.0), (0.05, 0.84)],
            ]
        ],
    ],
    4: [
        [
            [[(0.3, 0.0), (0.18, 0.3), (0.08, 0.6)], [(0.08, 0.6), (0.92, 0.58)]],
            [[(0.7, 0.08), (0.66, 0.5), (0.64, 1.0)]],
        ],
        [[[(0.66, 1.0), (0.66, 0.0)], [(0.66, 0.0), (0.04, 0.68)], [(0.04, 0.68), (0.96, 0.68)]]],
        [[[(0.15, 0.02), (0.14, 0.3), (0.2, 0.52), (0.5, 0.55), (0.8, 0.5)]], [[(0.8, 0.0), (0.78, 0.5), (0.74, 1.0)]]],
        [[[(0.55, 0.0), (0.05, 0.65)], [(0.05, 0.65), (0.9, 0.65)]], [[(0.62, 0.35), (0.6, 1.0)]]],
    ],
    5: [
        [
            [[(0.26, 0.02), (0.2, 0.44)], [(0.2, 0.44), (0.55, 0.36), (0.9, 0.64), (0.62, 0.98), (0.08, 0.92)]],
            [[(0.26, 0.02), (0.86, 0.0)]],
        ],
        [
            [
                [(0.85, 0.02), (0.28, 0.03)],
                [(0.28, 0.03), (0.18, 0.46)],
                [(0.18, 0.46), (0.6, 0.38), (0.88, 0.68), (0.5, 1.0), (0.1, 0.88)],
            ]
        ],
        [
            [[(0.22, 0.1), (0.2, 0.45)], [(0.2, 0.45), (0.6, 0.4), (0.85, 0.7), (0.5, 1.0), (0.08, 0.88)]],
            [[(0.28, 0.03), (0.9, 0.0)]],
        ],
    ],
    6: [
        [[[(0.76, 0.0), (0.4, 0.26), (0.13, 0.66), (0.4, 1.0), (0.82, 0.82), (0.7, 0.54), (0.36, 0.58), (0.14, 0.78)]]],
        [[[(0.55, 0.0), (0.22, 0.4), (0.15, 0.8), (0.5, 1.0), (0.82, 0.75), (0.5, 0.52), (0.18, 0.72)]]],
        [[[(0.82, 0.1), (0.5, 0.02), (0.15, 0.4), (0.16, 0.82), (0.52, 1.0), (0.84, 0.74), (0.52, 0.52), (0.15, 0.7)]]],
    ],
    7: [
        [[[(0.06, 0.03), (0.92, 0.0)], [(0.92, 0.0), (0.6, 0.45), (0.4, 1.0)]]],
        [[[(0.06, 0.03), (0.92, 0.0)], [(0.92, 0.0), (0.6, 0.5), (0.42, 1.0)]], [[(0.3, 0.52), (0.82, 0.48)]]],
        [[[(0.1, 0.16), (0.1, 0.02)], [(0.1, 0.02), (0.9, 0.02)], [(0.9, 0.02), (0.35, 1.0)]]],
        [[[(0.05, 0.08), (0.4, 0.02), (0.88, 0.04)], [(0.88, 0.04), (0.56, 0.4), (0.46, 0.7), (0.44, 1.0)]]],
    ],
    8: [
        [
            [
                [
                    (0.78, 0.14),
                    (0.45, 0.0),
                    (0.2, 0.2),
                    (0.48, 0.46),
                    (0.84, 0.76),
                    (0.5, 1.0),
                    (0.14, 0.78),
                    (0.48, 0.48),
                    (0.78, 0.24),
                    (0.76, 0.1),
                ]
            ]
        ],
        [[_oval(0.5, 0.23, 0.56, 0.46)], [_oval(0.5, 0.72, 0.72, 0.54)]],
        [
            [
                [
                    (0.5, 0.46),
                    (0.22, 0.22),
                    (0.5, 0.0),
                    (0.78, 0.2),
                    (0.5, 0.48),
                    (0.18, 0.76),
                    (0.5, 1.0),
                    (0.82, 0.78),
                    (0.52, 0.46),
                ]
            ]
        ],
    ],
    9: [
        [[[(0.8, 0.16), (0.48, 0.0), (0.16, 0.24), (0.42, 0.5), (0.8, 0.2)], [(0.8, 0.2), (0.76, 0.6), (0.68, 1.0)]]],
        [[_oval(0.48, 0.27, 0.62, 0.52, -20, -350), [(0.78, 0.2), (0.8, 0.6), (0.6, 0.96), (0.2, 0.96)]]],
        [[_oval(0.45, 0.28, 0.66, 0.54, -25, -345), [(0.78, 0.12), (0.76, 1.0)]]],
    ],
}
"""Several ways of writing each digit: 1 with and without foot, 7 with and without bar, open and closed 4, ..."""

LETTER_GLYPHS: dict[str, Glyph] = {
    "A": [[[(0.05, 1.0), (0.5, 0.0)], [(0.5, 0.0), (0.95, 1.0)]], [[(0.22, 0.65), (0.78, 0.65)]]],
    "E": [
        [[(0.85, 0.0), (0.15, 0.0)], [(0.15, 0.0), (0.15, 1.0)], [(0.15, 1.0), (0.85, 1.0)]],
        [[(0.15, 0.5), (0.7, 0.5)]],
    ],
    "H": [[[(0.1, 0.0), (0.1, 1.0)]], [[(0.9, 0.0), (0.9, 1.0)]], [[(0.1, 0.5), (0.9, 0.5)]]],
    "K": [[[(0.15, 0.0), (0.15, 1.0)]], [[(0.85, 0.0), (0.15, 0.55)], [(0.15, 0.55), (0.9, 1.0)]]],
    "M": [[[(0.0, 1.0), (0.1, 0.0)], [(0.1, 0.0), (0.5, 0.7)], [(0.5, 0.7), (0.9, 0.0)], [(0.9, 0.0), (1.0, 1.0)]]],
    "N": [[[(0.1, 1.0), (0.1, 0.0)], [(0.1, 0.0), (0.9, 1.0)], [(0.9, 1.0), (0.9, 0.0)]]],
    "R": [
        [[(0.15, 1.0), (0.15, 0.0)], [(0.15, 0.0), (0.7, 0.02), (0.8, 0.3), (0.5, 0.5), (0.15, 0.5)]],
        [[(0.4, 0.5), (0.9, 1.0)]],
    ],
    "T": [[[(0.05, 0.0), (0.95, 0.0)]], [[(0.5, 0.0), (0.5, 1.0)]]],
    "W": [[[(0.0, 0.0), (0.25, 1.0)], [(0.25, 1.0), (0.5, 0.3)], [(0.5, 0.3), (0.75, 1.0)], [(0.75, 1.0), (1.0, 0.0)]]],
    "X": [[[(0.1, 0.0), (0.9, 1.0)]], [[(0.9, 0.0), (0.1, 1.0)]]],
    "Y": [[[(0.1, 0.0), (0.5, 0.5)], [(0.5, 0.5), (0.9, 0.0)]], [[(0.5, 0.5), (0.5, 1.0)]]],
    "a": [[_oval(0.45, 0.6, 0.7, 0.8, -30, -350), [(0.82, 0.25), (0.8, 0.9), (0.95, 1.0)]]],
    "e": [[[(0.1, 0.55), (0.85, 0.5)], [(0.85, 0.5), (0.5, 0.1), (0.1, 0.5), (0.45, 1.0), (0.9, 0.85)]]],
    "k": [[[(0.2, 0.0), (0.2, 1.0)]], [[(0.75, 0.4), (0.2, 0.7)], [(0.2, 0.7), (0.8, 1.0)]]],
    "m": [
        [
            [(0.05, 1.0), (0.05, 0.3)],
            [(0.05, 0.3), (0.3, 0.2), (0.48, 0.45), (0.48, 1.0)],
            [(0.48, 1.0), (0.5, 0.4), (0.75, 0.2), (0.95, 0.45), (0.95, 1.0)],
        ]
    ],
    "w": [[[(0.0, 0.2), (0.25, 1.0)], [(0.25, 1.0), (0.5, 0.4)], [(0.5, 0.4), (0.75, 1.0)], [(0.75, 1.0), (1.0, 0.2)]]],
}


def hand_written_digit(label: int, rng: np.random.Generator, wobble: float = 0.035) -> Glyph:
    """One of the ways to write `label`, with the unevenness of a hand: jittered points, slant, turn, proportions."""
    glyphs = DIGIT_GLYPHS[label]
    return by_hand(glyphs[int(rng.integers(len(glyphs)))], rng, wobble)


def hand_written_letter(letter: str, rng: np.random.Generator) -> Glyph:
    """A letter that is not easily taken for a digit, written by hand."""
    return by_hand(LETTER_GLYPHS[letter], rng, 0.035)


def scribble(rng: np.random.Generator) -> Glyph:
    """A long line without meaning that crosses itself many times."""
    count = int(rng.integers(12, 30))
    return [[[(float(x), float(y)) for x, y in rng.uniform(0, 1, (count, 2))]]]


def by_hand(glyph: Glyph, rng: np.random.Generator, wobble: float) -> Glyph:
    """The glyph with jittered control points, then slanted, turned and stretched as a whole; corners stay joined."""
    angle, slant = rng.normal(0, 0.09), rng.normal(0.08, 0.14)
    stretch = float(np.exp(rng.normal(-0.12, 0.14)))
    cosine, sine = np.cos(angle), np.sin(angle)
    moved: dict[Point, Point] = {}

    def move(point: Point, jitter: float) -> Point:
        if point not in moved:
            x, y = np.asarray(point) + rng.normal(0, jitter, 2) - 0.5
            x = (x - slant * y) * stretch
            moved[point] = (float(x * cosine - y * sine + 0.5), float(x * sine + y * cosine + 0.5))
        return moved[point]

    # A hand deviates from a long round line smoothly: points that lie close together are moved less.
    return [
        [[move(point, wobble * min(1.0, 5 / len(piece))) for point in piece] for piece in stroke] for stroke in glyph
    ]


def curve(piece: Piece, steps: int = 24) -> NDArray[np.float64]:
    """Points [n,2] of the Catmull-Rom curve through the control points."""
    points = np.asarray([piece[0], *piece, piece[-1]], dtype=np.float64)
    if len(piece) == 2:
        return np.linspace(points[1], points[2], steps)
    t = np.linspace(0.0, 1.0, steps)[:, None]
    parts = []
    for before, start, end, after in zip(points[:-3], points[1:-2], points[2:-1], points[3:], strict=True):
        parts.append(
            0.5
            * (
                2 * start
                + (end - before) * t
                + (2 * before - 5 * start + 4 * end - after) * t**2
                + (3 * start - before - 3 * end + after) * t**3
            )
        )
    return np.concatenate(parts)


def draw_glyph(
    glyph: Glyph,
    size: tuple[int, int],
    box: tuple[float, float, float, float],
    width: float,
    rng: np.random.Generator | None = None,
) -> NDArray[np.float32]:
    """Ink coverage float32 [H,W] in 0..1 of the glyph, drawn with a round pen.

    `size` is (width, height) in pixels; the glyph's extent is fitted into `box` (left, top, right, bottom), keeping
    its proportions; `width` is the pen's in pixels; with `rng` the pen's pressure varies along the way.
    """
    scale = max(1, min(8, 1600 // max(size)))
    canvas = Image.new("L", (size[0] * scale, size[1] * scale), 0)
    pen = ImageDraw.Draw(canvas)
    for line in _fitted(glyph, box):
        _draw_line(pen, line * scale, width * scale, rng)
    ink = canvas.reduce(scale) if scale > 1 else canvas
    return np.asarray(ink, dtype=np.float32) / 255.0


def _fitted(glyph: Glyph, box: tuple[float, float, float, float]) -> list[NDArray[np.float64]]:
    lines = [np.concatenate([curve(piece) for piece in stroke]) for stroke in glyph]
    every = np.concatenate(lines)
    low, high = every.min(axis=0), every.max(axis=0)
    start, room = np.asarray(box[:2]), np.asarray(box[2:]) - np.asarray(box[:2])
    scale = float((room / np.maximum(high - low, 1e-6)).min())
    offset = start + (room - (high - low) * scale) / 2
    return [(line - low) * scale + offset for line in lines]


def _draw_line(
    pen: ImageDraw.ImageDraw, line: NDArray[np.float64], width: float, rng: np.random.Generator | None
) -> None:
    pressure = np.ones(len(line))
    if rng is not None:
        knots = np.clip(rng.normal(1.0, 0.13, 6), 0.6, 1.4)
        pressure = np.interp(np.linspace(0, 5, len(line)), np.arange(6), knots)
    for start, end, force in zip(line[:-1], line[1:], pressure, strict=False):
        thick = max(1.0, width * force)
        pen.line([*start, *end], fill=255, width=round(thick))
        if thick > 2:
            radius = thick / 2
            pen.ellipse([end[0] - radius, end[1] - radius, end[0] + radius, end[1] + radius], fill=255)
            pen.ellipse([start[0] - radius, start[1] - radius, start[0] + radius, start[1] + radius], fill=255)
