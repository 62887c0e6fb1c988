"""Two digits, drawn for this project as a person would with a pen on white paper."""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE = 240
FINER = 4  # drawn larger and reduced, for smooth edges
PEN_WIDTH = 17
INK, PAPER = (32, 44, 84), (250, 249, 245)

Point = tuple[float, float]

# Smooth lines through points, in shares of the picture's side.
SEVEN: list[list[Point]] = [
    [(0.25, 0.24), (0.45, 0.22), (0.74, 0.24)],
    [(0.74, 0.24), (0.62, 0.43), (0.50, 0.63), (0.42, 0.84)],
]
THREE: list[list[Point]] = [
    [(0.29, 0.27), (0.37, 0.19), (0.49, 0.16), (0.61, 0.19), (0.66, 0.28), (0.62, 0.38), (0.52, 0.45), (0.43, 0.47)],
    [(0.43, 0.47), (0.55, 0.48), (0.66, 0.54), (0.70, 0.65), (0.66, 0.76), (0.55, 0.83), (0.41, 0.83), (0.29, 0.76)],
]
DRAWINGS = {"3": THREE, "7": SEVEN}


def smooth(points: list[Point], parts: int = 12) -> list[Point]:
    """A Catmull-Rom curve through the points, `parts` pieces between two of them."""
    ends = [points[0], *points, points[-1]]
    curve = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in (part / parts for part in range(parts)):
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3)
            four = (before, start, end, after)
            curve.append(tuple(sum(w * p[axis] for w, p in zip(weights, four, strict=True)) / 2 for axis in (0, 1)))
    return [*curve, points[-1]]


def draw(strokes: list[list[Point]]) -> Image.Image:
    """The strokes as a picture, with a round pen."""
    side, radius = SIZE * FINER, PEN_WIDTH * FINER / 2
    picture = Image.new("RGB", (side, side), PAPER)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        places = [(x * side, y * side) for x, y in smooth(stroke)]
        pen.line(places, fill=INK, width=round(2 * radius))
        for x, y in places:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=INK)
    return picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def save_all(folder: Path) -> dict[str, Path]:
    """Write both pictures; returns the file of each digit."""
    files = {digit: folder / f"drawn-{digit}.png" for digit in DRAWINGS}
    for digit, file in files.items():
        draw(DRAWINGS[digit]).save(file)
    return files
