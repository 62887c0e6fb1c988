"""Makes pictures of 28x28 pixels that show no digit, to learn when a classifier ought to be unsure."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE = 28
DESCRIPTION = "letters, scribbles, two digits in one, digits cut to pieces or lying on their side, noise"

LETTERS = "ABCDEFGHKLMNPQRTUVWXYabcdefhkmnprtuvwxy"
"""Without those that many people write like a digit: I l O o S s Z z g q i j J."""

Random = np.random.Generator


def unknown_pictures(digits: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Pictures without a digit, uint8 [count,28,28], made of `digits` (uint8 [N,28,28]) or drawn anew.

    The kinds take turns, letters and scribbles most often.
    """
    random = np.random.default_rng(seed)
    kinds = (_letter, _scribble, _letter, _two_digits, _letter, _pieces, _scribble, _on_its_side, _letter, _noise)
    pictures = [kinds[number % len(kinds)](digits, random) for number in range(count)]
    return np.stack(pictures).astype(np.uint8) if pictures else np.empty((0, SIDE, SIDE), np.uint8)


def centred(ink: np.ndarray) -> np.ndarray:
    """Ink, uint8 [H,W], fitted into 20x20 and centred by mass in 28x28, as the pictures of MNIST were."""
    rows, columns = np.nonzero(ink > 20)
    if not len(rows):
        return np.zeros((SIDE, SIDE), np.uint8)
    cut = Image.fromarray(ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])
    factor = 20 / max(cut.size)
    size = (max(1, round(cut.width * factor)), max(1, round(cut.height * factor)))
    small = np.asarray(cut.resize(size, Image.Resampling.BOX), dtype=np.float64)
    mass = max(small.sum(), 1e-9)
    row = float((small.sum(axis=1) * np.arange(small.shape[0])).sum() / mass)
    column = float((small.sum(axis=0) * np.arange(small.shape[1])).sum() / mass)
    top = int(np.clip(round(13.5 - row), 0, SIDE - small.shape[0]))
    left = int(np.clip(round(13.5 - column), 0, SIDE - small.shape[1]))
    picture = np.zeros((SIDE, SIDE), np.uint8)
    picture[top : top + small.shape[0], left : left + small.shape[1]] = small
    return picture


def _letter(digits: np.ndarray, random: Random) -> np.ndarray:
    """A letter, turned, slanted and with a pen of some width."""
    canvas = Image.new("L", (96, 96))
    font = ImageFont.load_default(56)
    letter = LETTERS[int(random.integers(len(LETTERS)))]
    width = int(random.integers(0, 4))
    ImageDraw.Draw(canvas).text((48, 48), letter, fill=255, font=font, anchor="mm", stroke_width=width)
    slant = float(random.uniform(-0.3, 0.3))
    canvas = canvas.transform(canvas.size, Image.Transform.AFFINE, (1, slant, -48 * slant, 0, 1, 0))
    return centred(np.asarray(canvas.rotate(float(random.uniform(-15, 15)), Image.Resampling.BILINEAR)))


def _scribble(digits: np.ndarray, random: Random) -> np.ndarray:
    """A smooth line through some random points."""
    points = random.uniform(12, 84, (int(random.integers(5, 14)), 2))
    times = np.linspace(0, len(points) - 1, 16 * len(points))
    line = np.stack([np.interp(times, np.arange(len(points)), points[:, axis]) for axis in (0, 1)], axis=1)
    smooth = np.ones(9) / 9
    line = np.stack([np.convolve(line[:, axis], smooth, mode="valid") for axis in (0, 1)], axis=1)
    canvas = Image.new("L", (96, 96))
    pen = ImageDraw.Draw(canvas)
    pen.line([tuple(point) for point in line], fill=255, width=int(random.integers(4, 10)), joint="curve")
    return centred(np.asarray(canvas))


def _two_digits(digits: np.ndarray, random: Random) -> np.ndarray:
    """Two digits, one on or beside the other."""
    first, second = digits[random.integers(len(digits), size=2)]
    offset = int(random.integers(4, 20))
    canvas = np.zeros((SIDE, SIDE + offset), np.uint8)
    canvas[:, :SIDE] = first
    canvas[:, offset:] = np.maximum(canvas[:, offset:], second)
    return centred(canvas)


def _pieces(digits: np.ndarray, random: Random) -> np.ndarray:
    """A digit whose four quarters have changed places."""
    picture = digits[random.integers(len(digits))]
    quarters = [picture[top : top + 14, left : left + 14] for top in (0, 14) for left in (0, 14)]
    order = [(1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0)][int(random.integers(3))]
    rows = [np.concatenate([quarters[order[row * 2 + column]] for column in (0, 1)], axis=1) for row in (0, 1)]
    return np.concatenate(rows, axis=0)


def _on_its_side(digits: np.ndarray, random: Random) -> np.ndarray:
    """A digit that lies on its side, with a line through it so that a 1 is no dash and an 8 no infinity."""
    picture = Image.fromarray(np.rot90(digits[random.integers(len(digits))]).copy())
    ends = random.uniform(2, 26, 4)
    ImageDraw.Draw(picture).line(list(ends), fill=255, width=int(random.integers(1, 4)))
    return centred(np.asarray(picture))


def _noise(digits: np.ndarray, random: Random) -> np.ndarray:
    """Spots of random size and strength."""
    side = int(random.integers(4, SIDE + 1))
    spots = random.integers(0, 256, (side, side)).astype(np.uint8) * (
        random.random((side, side)) < random.uniform(0.1, 0.9)
    )
    return np.asarray(Image.fromarray(spots.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BILINEAR))
