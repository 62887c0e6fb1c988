"""Ones as many people write and all fonts print them: with a flag, with a foot. MNIST has hardly any.

Without them a classifier reads a one with a flag as a seven.
"""

import numpy as np
from PIL import Image, ImageDraw

from trainer.contract.preprocessing.normalise import SIDE, normalise

SCALE, MARGIN = 4, 44
Point = tuple[float, float]


def flagged_ones(ones: np.ndarray, seed: int) -> np.ndarray:
    """The ones (uint8 [N,28,28]) with a flag, a foot or both drawn on, brought to 28x28 again."""
    random = np.random.default_rng(seed)
    return np.stack([_flagged(picture, random) for picture in ones])


def _flagged(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    stroke = Image.fromarray(picture).resize((SIDE * SCALE, SIDE * SCALE), Image.Resampling.BICUBIC)
    rows, columns = np.nonzero(np.asarray(stroke) > 127)
    top, bottom = float(rows.min()), float(rows.max())
    head = (float(columns[rows <= top + SCALE].mean()) + MARGIN, top + MARGIN)
    sole = (float(columns[rows >= bottom - SCALE].mean()) + MARGIN, bottom + MARGIN)
    height = bottom - top
    length = float(np.hypot(height, head[0] - sole[0]))
    width = float(np.clip(len(rows) / max(length, 1.0), 5, 16) * random.uniform(0.8, 1.05))
    sheet = Image.new("L", (SIDE * SCALE + 2 * MARGIN,) * 2)
    sheet.paste(stroke, (MARGIN, MARGIN))
    choice = random.random()
    if choice < 0.85:
        angle, reach = np.deg2rad(random.uniform(22, 65)), height * random.uniform(0.18, 0.5)
        start = (head[0], head[1] + 0.45 * width)
        _line(sheet, start, (start[0] - reach * np.cos(angle), start[1] + reach * np.sin(angle)), width)
    if choice > 0.65:
        half, lean = height * random.uniform(0.15, 0.35), random.normal(0, 2)
        level = sole[1] - 0.4 * width
        _line(sheet, (sole[0] - half, level + lean), (sole[0] + half * random.uniform(0.7, 1.1), level - lean), width)
    return normalise(np.asarray(sheet, dtype=np.float32) / np.float32(255))


def _line(sheet: Image.Image, start: Point, end: Point, width: float) -> None:
    pen = ImageDraw.Draw(sheet)
    pen.line([*start, *end], fill=255, width=round(width))
    for x, y in (start, end):
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
