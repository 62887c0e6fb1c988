"""The curves of a training as a picture, from the events that `train --json` prints."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FINER = 2  # drawn larger and reduced, for smooth lines
WIDTH, PANEL, LINE = 960 * FINER, 320 * FINER, 2 * FINER
MARGIN_LEFT, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM = 84 * FINER, 48 * FINER, 28 * FINER, 40 * FINER
COLOURS = ("#1C90DD", "#E16C10", "#005C41", "#A76A8D")
TEXT, GRID, CARD = "#1A2127", "#E0E5E9", "#FFFFFF"
POINTS_DRAWN = 400
PANELS = {"loss": "Loss by step", "quality": "Quality by step"}


@dataclass
class Curve:
    """The points (step, value) of one scalar, and how to name it."""

    title: str
    panel: str
    points: list[tuple[int, float]] = field(default_factory=list)

    def thinned(self) -> list[tuple[float, float]]:
        """Means of neighbouring points, at most `POINTS_DRAWN` of them."""
        group = max(1, math.ceil(len(self.points) / POINTS_DRAWN))
        parts = [self.points[start : start + group] for start in range(0, len(self.points), group)]
        return [(sum(x for x, _ in part) / len(part), sum(y for _, y in part) / len(part)) for part in parts]


def read_curves(lines: Iterable[str]) -> list[Curve]:
    """The curves that the events describe, those without points left out."""
    curves: dict[str, Curve] = {}
    points: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for line in lines:
        event = json.loads(line)
        if event["event"] == "run_started":
            for scalar in event["scalars"]:
                title = scalar["title"]
                name = title["en"] if isinstance(title, dict) else title
                curves[scalar["name"]] = Curve(name, scalar.get("chart", "loss"))
        elif event["event"] == "progress":
            for name, pairs in event.get("points", {}).items():
                points[name] += [(step, value) for step, value in pairs if value is not None]
        elif event["event"] == "epoch":
            for name, value in event["values"].items():
                if value is not None and name in curves:
                    points[name].append((event["step"], value))
    for name, curve in curves.items():
        curve.points = sorted(set(points[name]))
    return [curve for curve in curves.values() if curve.points]


def nice_steps(low: float, high: float) -> list[float]:
    """Four to eight round numbers between the two."""
    raw = max(high - low, 1e-9) / 5
    scale = 10 ** math.floor(math.log10(raw))
    step = next(scale * factor for factor in (1, 2, 5, 10) if scale * factor >= raw)
    return [index * step for index in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


class Panel:
    """One set of axes on the picture, its top at `top`."""

    def __init__(self, pen: ImageDraw.ImageDraw, top: int, curves: list[Curve]) -> None:
        self.pen, self.curves = pen, curves
        self.font = ImageFont.load_default(size=15 * FINER)
        self.left, self.right = MARGIN_LEFT, WIDTH - MARGIN_RIGHT
        self.top, self.bottom = top + MARGIN_TOP, top + PANEL - MARGIN_BOTTOM
        drawn = [point for curve in curves for point in curve.thinned()]
        self.last_step = max(x for x, _ in drawn) or 1
        low, high = min(y for _, y in drawn), max(y for _, y in drawn)
        space = (high - low) * 0.05 or 0.05
        self.low, self.high = low - space, high + space

    def place(self, step: float, value: float) -> tuple[float, float]:
        """Where a point lies on the picture."""
        x = self.left + (self.right - self.left) * step / self.last_step
        return x, self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)

    def draw(self, title: str) -> None:
        """Grid and numbers, then the lines, then what they are."""
        heading = ImageFont.load_default(size=18 * FINER)
        self.pen.text((self.left, self.top - 34 * FINER), title, fill=TEXT, font=heading)
        for value in nice_steps(self.low, self.high):
            y = self.place(0, value)[1]
            self.pen.line([(self.left, y), (self.right, y)], fill=GRID, width=FINER)
            self.pen.text((self.left - 8 * FINER, y), f"{value:.6g}", fill=TEXT, font=self.font, anchor="rm")
        for step in nice_steps(0, self.last_step):
            x = self.place(step, self.low)[0]
            self.pen.text((x, self.bottom + 8 * FINER), f"{step:.0f}", fill=TEXT, font=self.font, anchor="ma")
        right = self.right
        for curve, colour in reversed(list(zip(self.curves, COLOURS, strict=False))):
            places = [self.place(*point) for point in curve.thinned()]
            self.pen.line(places, fill=colour, width=LINE, joint="curve")
            for x, y in places if len(places) < 40 else []:
                self.pen.ellipse((x - 2 * LINE, y - 2 * LINE, x + 2 * LINE, y + 2 * LINE), fill=colour)
            self.pen.text((right, self.top - 30 * FINER), curve.title, fill=colour, font=self.font, anchor="ra")
            right -= self.font.getlength(curve.title) + 24 * FINER


def save_curves(curves: list[Curve], file: Path) -> None:
    """Draw losses above and qualities below, and write the picture; raises ValueError if there is no point."""
    panels = {title: found for key, title in PANELS.items() if (found := [c for c in curves if c.panel == key])}
    if not panels:
        raise ValueError("the training told no point of any curve")
    picture = Image.new("RGB", (WIDTH, PANEL * len(panels)), CARD)
    pen = ImageDraw.Draw(picture)
    for number, (title, found) in enumerate(panels.items()):
        Panel(pen, number * PANEL, found).draw(title)
    picture.resize((picture.width // FINER, picture.height // FINER), Image.Resampling.LANCZOS).save(file)
