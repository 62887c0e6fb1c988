"""Pictures of digits as people make them, made up for tests: ink on paper under many conditions, seeded.

`paint` puts ink (coverage 0..1) on a sheet under a named condition; `drawn_picture`, `rendered_picture` and
`row_picture` go from a label to a Pillow picture; `encode` goes on to bytes of a format with an EXIF orientation.
"""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.helpers.digit_strokes import Glyph, draw_glyph, hand_written_digit

Ink = NDArray[np.float32]
Sheet = NDArray[np.float32]
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
_INVERSE_TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def _plain(sheet_colour: tuple[int, int, int], ink_colour: tuple[int, int, int], ink: Ink) -> Sheet:
    """Float RGB [H,W,3], 0..255."""
    sheet, colour = np.asarray(sheet_colour, np.float32), np.asarray(ink_colour, np.float32)
    return sheet + (colour - sheet) * ink[..., None]


def _light(shape: tuple[int, int], rng: np.random.Generator, kind: str) -> Ink:
    """Uneven light as a factor [H,W]: `gradient`, `vignette`, `spot` or `shadow` (a straight edge, soft or hard)."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    y, x = y / max(height - 1, 1) - 0.5, x / max(width - 1, 1) - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    if kind == "gradient":
        return 1 - rng.uniform(0.3, 0.65) * (along / 1.42 + 0.5)
    if kind == "vignette":
        return 1 - rng.uniform(0.5, 1.1) * (x**2 + y**2)
    if kind == "spot":
        centre_x, centre_y = rng.uniform(-0.4, 0.4, 2)
        return 0.45 + 0.55 * np.exp(-((x - centre_x) ** 2 + (y - centre_y) ** 2) / rng.uniform(0.15, 0.5))
    depth, softness = rng.uniform(0.25, 0.5), rng.uniform(0.005, 0.12)
    return 1 - depth / (1 + np.exp(-np.clip((along - rng.uniform(-0.25, 0.25)) / softness, -30, 30)))


def _noise(shape: tuple[int, ...], rng: np.random.Generator, sigma: float) -> NDArray[np.float32]:
    return rng.normal(0, sigma, shape).astype(np.float32)


def _dark_on_light(ink: Ink, rng: np.random.Generator) -> Sheet:
    paper, pen = int(rng.integers(225, 256)), int(rng.integers(0, 60))
    return _plain((paper,) * 3, (pen,) * 3, ink)


def _light_on_dark(ink: Ink, rng: np.random.Generator) -> Sheet:
    return _plain((int(rng.integers(0, 50)),) * 3, (int(rng.integers(190, 256)),) * 3, ink)


def _coloured(ink: Ink, rng: np.random.Generator) -> Sheet:
    """Any two colours that a person can tell apart well, also ones of equal lightness."""
    while True:
        paper, pen = rng.integers(0, 256, 3), rng.integers(0, 256, 3)
        if np.abs(paper - pen).sum() > 220:
            return _plain(tuple(paper), tuple(pen), ink)  # type: ignore[arg-type]


def _photograph(kind: str) -> Callable[[Ink, np.random.Generator], Sheet]:
    def paint_photograph(ink: Ink, rng: np.random.Generator) -> Sheet:
        tint = rng.integers(-18, 1, 3)
        paper = tuple(int(rng.integers(195, 245) + t) for t in tint)
        pen = (int(rng.integers(10, 80)), int(rng.integers(10, 70)), int(rng.integers(20, 110)))
        sheet = _plain(paper, pen, ink) * _light(ink.shape, rng, kind)[..., None]  # type: ignore[arg-type]
        return _camera(sheet, rng)

    return paint_photograph


def _camera(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Slight blur, then noise of the sensor."""
    radius = rng.uniform(0.0, 0.004) * max(sheet.shape[:2])
    blurred = Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred, np.float32) + _noise(sheet.shape, rng, float(rng.uniform(2, 9)))


def _blackboard(ink: Ink, rng: np.random.Generator) -> Sheet:
    chalk = ink * np.clip(1 + _noise(ink.shape, rng, 0.25), 0.3, 1)
    sheet = _plain((45, 62, 52), (225, 225, 215), chalk) * _light(ink.shape, rng, "gradient")[..., None]
    return _camera(sheet, rng)


def _pencil(ink: Ink, rng: np.random.Generator) -> Sheet:
    grain = np.clip(1 + _noise(ink.shape, rng, 0.2), 0.4, 1)
    return _camera(_plain((236, 234, 228), (150, 150, 152), ink * grain), rng)


def _noisy(ink: Ink, rng: np.random.Generator) -> Sheet:
    sheet = _dark_on_light(ink, rng) if rng.random() < 0.5 else _light_on_dark(ink, rng)
    return np.clip(sheet, 30, 225) + _noise(sheet.shape, rng, float(rng.uniform(12, 28)))


def _ruled(ink: Ink, rng: np.random.Generator, squared: bool = False) -> Sheet:
    """Paper with pale blue lines under the ink."""
    height, width = ink.shape
    step = max(6, round(min(height, width) * rng.uniform(0.09, 0.2)))
    thick = max(1, round(min(height, width) / 220))
    lines = np.zeros_like(ink)
    start = int(rng.integers(0, step))
    for shift in range(thick):
        lines[start + shift :: step] = 1
        if squared:
            lines[:, start + shift :: step] = 1
    sheet = _plain((250, 250, 246), (165, 190, 225), lines)
    return sheet + (np.asarray((30, 30, 60), np.float32) - sheet) * ink[..., None]


def _squared(ink: Ink, rng: np.random.Generator) -> Sheet:
    return _ruled(ink, rng, squared=True)


def _framed(ink: Ink, rng: np.random.Generator) -> Sheet:
    """A frame of the ink's colour at or near the edge of the sheet."""
    sheet = Image.fromarray(_dark_on_light(ink, rng).astype(np.uint8))
    height, width = ink.shape
    gap = round(min(width, height) * rng.choice([0.0, 0.02, 0.04]))
    thick = max(1, round(min(width, height) * rng.uniform(0.005, 0.04)))
    frame = [gap, gap, width - 1 - gap, height - 1 - gap]
    ImageDraw.Draw(sheet).rectangle(frame, outline=(40, 40, 40), width=thick)
    return np.asarray(sheet, np.float32)


def _on_a_table(ink: Ink, rng: np.random.Generator) -> Sheet:
    """The sheet lies on a darker table that is seen at the picture's edges; the sheet may be turned a little."""
    height, width = ink.shape
    colour = tuple(int(c) for c in rng.integers(40, 120, 3))
    paper = Image.new("L", (width, height), 0)
    margin = rng.uniform(0.02, 0.05, 4) * np.asarray([width, height, width, height])
    left, top, right, bottom = margin[0], margin[1], width - margin[2], height - margin[3]
    lean = rng.normal(0, 0.01) * width
    corners = [(left + lean, top), (right, top + lean), (right - lean, bottom), (left, bottom - lean)]
    ImageDraw.Draw(paper).polygon(corners, fill=255)
    on_paper = np.asarray(paper, np.float32)[..., None] / 255
    table = _plain(colour, (0, 0, 0), np.zeros_like(ink)) + _noise((*ink.shape, 1), rng, 6)  # type: ignore[arg-type]
    sheet = table + (_plain((238, 236, 230), (35, 35, 60), ink) - table) * on_paper
    return _camera(sheet * _light(ink.shape, rng, "gradient")[..., None], rng)


CONDITIONS: dict[str, Callable[[Ink, np.random.Generator], Sheet]] = {
    "dark-on-light": _dark_on_light,
    "light-on-dark": _light_on_dark,
    "coloured": _coloured,
    "gradient": _photograph("gradient"),
    "vignette": _photograph("vignette"),
    "spot": _photograph("spot"),
    "shadow": _photograph("shadow"),
    "blackboard": _blackboard,
    "pencil": _pencil,
    "noisy": _noisy,
    "ruled": _ruled,
    "squared": _squared,
    "framed": _framed,
    "on-a-table": _on_a_table,
}
"""Opaque sheets by name."""

TRANSPARENT_CONDITIONS: dict[str, tuple[int, int, int]] = {
    "black-on-transparent": (0, 0, 0),
    "white-on-transparent": (255, 255, 255),
    "red-on-transparent": (210, 30, 40),
}
"""Ink on a fully transparent ground, by name."""


def paint(ink: Ink, condition: str, rng: np.random.Generator) -> Image.Image:
    """A picture (RGB, or RGBA on transparency) of ink coverage [H,W] under a named condition."""
    if condition in TRANSPARENT_CONDITIONS:
        pixels = np.zeros((*ink.shape, 4), np.uint8)
        pixels[..., :3] = np.where(ink[..., None] > 0, np.asarray(TRANSPARENT_CONDITIONS[condition], np.uint8), 0)
        pixels[..., 3] = np.rint(ink * 255)
        return Image.fromarray(pixels)
    return Image.fromarray(np.clip(np.rint(CONDITIONS[condition](ink, rng)), 0, 255).astype(np.uint8))


def place(
    size: tuple[int, int], rng: np.random.Generator, fill: tuple[float, float] = (0.4, 0.75)
) -> tuple[float, ...]:
    """A box (left, top, right, bottom) inside a picture of `size`; its height a share of the shorter side."""
    side = min(size) * rng.uniform(*fill)
    left = rng.uniform(0.06, 0.94 - side / size[0]) * size[0] if side < 0.88 * size[0] else (size[0] - side) / 2
    top = rng.uniform(0.06, 0.94 - side / size[1]) * size[1] if side < 0.88 * size[1] else (size[1] - side) / 2
    return left, top, left + side, top + side


def drawn_ink(
    label: int,
    size: tuple[int, int],
    rng: np.random.Generator,
    thickness: tuple[float, float] = (0.05, 0.14),
    fill: tuple[float, float] = (0.4, 0.75),
    glyph: Glyph | None = None,
) -> Ink:
    """Ink of a hand-drawn digit (or of `glyph`); the pen's width is a share of the digit's height."""
    box = place(size, rng, fill)
    width = max(1.0, rng.uniform(*thickness) * (box[3] - box[1]))
    return draw_glyph(glyph or hand_written_digit(label, rng), size, box, width, rng)  # type: ignore[arg-type]


def row_ink(labels: list[int], size: tuple[int, int], rng: np.random.Generator) -> Ink:
    """Ink of several hand-drawn digits beside each other, of about one height, with air between them."""
    cell = size[0] / len(labels)
    height = min(size[1] * 0.7, cell * rng.uniform(0.9, 1.25))
    width = max(1.5, height * rng.uniform(0.06, 0.12))
    ink = np.zeros((size[1], size[0]), np.float32)
    for place_in_row, label in enumerate(labels):
        top = (size[1] - height) / 2 + rng.normal(0, 0.04) * height
        left = place_in_row * cell
        box = (left + 0.14 * cell, top, left + 0.86 * cell, top + height)
        ink = np.maximum(ink, draw_glyph(hand_written_digit(label, rng), size, box, width, rng))
    return ink


@cache
def digit_fonts() -> tuple[str, ...]:
    """Files of plain text fonts on this computer that have digits; none where no known font is installed."""
    folders = ("/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
    names = (
        "DejaVu*.ttf",
        "Nimbus*.otf",
        "C059*.otf",
        "P052*.otf",
        "URW*.otf",
        "Z003*.otf",
        "arial*.ttf",
        "times*.ttf",
    )
    found = (path for folder in folders if Path(folder).is_dir() for name in names for path in Path(folder).rglob(name))
    return tuple(sorted(str(path) for path in found if "Math" not in path.name))


def rendered_ink(
    text: str, size: tuple[int, int], rng: np.random.Generator, fill: tuple[float, float] = (0.4, 0.75)
) -> Ink:
    """Ink of printed text in one of this computer's fonts (Pillow's own where there is none)."""
    box = place(size, rng, fill)
    height = max(8, round((box[3] - box[1]) * 1.3))
    fonts = digit_fonts()
    font = ImageFont.truetype(fonts[int(rng.integers(len(fonts)))], height) if fonts else ImageFont.load_default(height)
    canvas = Image.new("L", size, 0)
    pen = ImageDraw.Draw(canvas)
    left, top, right, bottom = pen.textbbox((0, 0), text, font=font)
    corner = ((box[0] + box[2] - left - right) / 2, (box[1] + box[3] - top - bottom) / 2)
    pen.text(corner, text, fill=255, font=font)
    return np.asarray(canvas, np.float32) / 255


def encode(picture: Image.Image, picture_format: str, orientation: int = 1, quality: int = 85) -> bytes:
    """The picture as bytes of a file; `orientation` 1 to 8 stores it turned, with the EXIF tag that turns it back."""
    turn = _INVERSE_TURNS[orientation]
    stored = picture.transpose(turn) if turn is not None else picture
    if picture_format in ("JPEG", "BMP") and stored.mode == "RGBA":
        raise ValueError(f"{picture_format} has no transparency")
    options: dict[str, object] = {"quality": quality} if picture_format in ("JPEG", "WEBP") else {}
    if orientation != 1:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    buffer = io.BytesIO()
    stored.save(buffer, picture_format, **options)
    return buffer.getvalue()
