"""One working plane out of a colour picture: alpha, size and colour are dealt with here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trainer.contract.preprocessing.filters import Plane, ground_surface, noise_level, surface_values

WORKING_SIDE = 640
"""Pixels; larger pictures are averaged down by a whole factor until the longer side is at most this."""
SMALLEST_SIDE = 96
"""Pixels; smaller pictures are enlarged until the longer side is about this."""

_LUMA = np.asarray([0.299, 0.587, 0.114], dtype=np.float32)
_OPAQUE, _TRANSPARENT = 200, 55


@dataclass(frozen=True)
class WorkingPlane:
    """One value a pixel: float32 [h,w], about 0..255; `is_brightness` unless it is coverage or a mixture of colours."""

    values: Plane
    is_brightness: bool


def working_plane(pixels: NDArray[np.uint8]) -> WorkingPlane | None:
    """The plane in which ink and ground differ most; None for a fully transparent picture.

    `pixels` is RGBA [H,W,4]. Which of the two is the lighter is not decided here.
    """
    reduced = _to_working_size(pixels)
    alpha = reduced[..., 3]
    if int(alpha.max()) < 16:
        return None
    if int(alpha.max()) - int(alpha.min()) < 16:
        return _most_telling_colour(reduced[..., :3].astype(np.float32))
    sheet = _sheet_colour(reduced)
    if sheet is None:
        return WorkingPlane(alpha.astype(np.float32), is_brightness=False)
    share = alpha[..., None].astype(np.float32) / 255
    return _most_telling_colour((reduced[..., :3] * share + sheet * (1 - share)).astype(np.float32))


def _to_working_size(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    longest = max(height, width)
    if SMALLEST_SIDE <= longest <= WORKING_SIDE:
        return pixels
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if longest > WORKING_SIDE:
        return np.asarray(image.reduce(-(-longest // WORKING_SIDE)))
    factor = -(-SMALLEST_SIDE // longest)
    return np.asarray(image.resize((width * factor, height * factor), Image.Resampling.BILINEAR))


def _sheet_colour(pixels: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Colour of an opaque sheet that carries the ink; None where the ink itself is what is opaque."""
    opaque = pixels[..., 3] >= _OPAQUE
    solid = pixels[opaque][:, :3].astype(np.float32)
    if len(solid) < 16:
        return None
    low, high = np.percentile(solid[:: max(1, len(solid) // 20_000)], (1, 99), axis=0)
    has_drawing = float((high - low).max()) > 50
    rows, columns = np.flatnonzero(opaque.any(axis=1)), np.flatnonzero(opaque.any(axis=0))
    extent = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1)
    is_sheet = len(solid) > 0.7 * extent and len(solid) > 0.3 * opaque.size
    if not (has_drawing and is_sheet):
        return None
    return np.asarray(np.median(solid, axis=0), dtype=np.float32)


def _most_telling_colour(colours: NDArray[np.float32]) -> WorkingPlane:
    """Brightness, or another mixture of the three channels where ink and ground are about equally bright."""
    grey = colours @ _LUMA
    thumbnail = colours[:: max(1, colours.shape[0] // 96), :: max(1, colours.shape[1] // 96)]
    if float(np.ptp(thumbnail, axis=2).max()) < 24:
        return WorkingPlane(grey, is_brightness=True)
    direction = _ink_direction(thumbnail)
    if abs(float(direction.sum())) > 0.75 * np.sqrt(3.0):
        return WorkingPlane(grey, is_brightness=True)
    return WorkingPlane(colours @ direction, is_brightness=False)


def _ink_direction(thumbnail: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vector in colour space along which the strongest deviations from the ground lie."""
    channels = [thumbnail[..., channel] for channel in range(3)]
    rest = np.stack([plane - surface_values(ground_surface(plane), plane.shape) for plane in channels], axis=2)
    rest -= np.median(rest, axis=(0, 1))
    flat = rest.reshape(-1, 3)
    strength = (flat**2).sum(axis=1)
    noise = max(noise_level(plane) for plane in channels)
    strong = flat[strength >= max(float(np.quantile(strength, 0.95)), 9 * noise**2)]
    if len(strong) < 4:
        return np.asarray(np.ones(3) / np.sqrt(3.0), dtype=np.float32)
    direction = np.linalg.eigh(strong.T.astype(np.float64) @ strong)[1][:, -1]
    return np.asarray(direction, dtype=np.float32)
