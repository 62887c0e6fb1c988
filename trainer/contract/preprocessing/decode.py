"""Decode one picture file or its bytes, whatever is in it, within bounded memory.

Content decides what a file is, not its name. Sizes are read from the header and checked before a pixel is decoded.
Only the plain decoders listed in `picture_formats` are used; formats that start other programs (EPS) are not.
"""

import io
import os
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trainer.contract.errors import WorkshopError
from trainer.contract.files import NotAFile, cannot_be_opened, size_of_file
from trainer.contract.preprocessing import picture_errors
from trainer.contract.preprocessing.picture_formats import HEADER_BYTES, PictureFormat, recognise_format

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a larger file is refused unread."""
LARGEST_PICTURE = 64_000_000
"""Pixels declared in the header; a larger picture is refused before it is decoded."""
LARGEST_JPEG = 256_000_000
"""Pixels; a sequential JPEG is reduced while it is decoded, so that larger ones fit the same memory."""
LARGEST_SLOW_PICTURE = 4_000_000
"""Pixels, for the variants that Pillow decodes in Python, a pixel or a run at a time."""
COMFORTABLE_SIDE = 1600
"""Pixels; larger pictures are reduced by a whole factor while the longer side stays at least this long."""

_SLOW_DECODERS = frozenset({"bmp_rle", "ppm", "ppm_plain"})
_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TIFF_TILE_WIDTH, _TIFF_TILE_LENGTH = 322, 323


def decode_picture(source: Path | bytes) -> NDArray[np.uint8]:
    """The pixels of a still picture as RGBA [H,W,4], turned as its EXIF orientation says.

    A picture whose longer side is at least twice `COMFORTABLE_SIDE` is reduced by a whole factor.
    Raises WorkshopError of kind `empty` (no bytes), `wrong-kind` (not a still picture), `too-large` (file or
    declared size over the limits above) or `unreadable` (missing, forbidden, truncated, damaged).
    """
    if isinstance(source, bytes):
        return _decode_stream(io.BytesIO(source), len(source))
    try:
        size = size_of_file(source)
    except NotAFile as error:
        raise picture_errors.not_a_file(is_folder=error.is_folder) from error
    try:
        with source.open("rb") as stream:
            return _decode_stream(stream, size)
    except OSError as error:
        raise cannot_be_opened(error) from error


def _decode_stream(stream: BinaryIO, size: int) -> NDArray[np.uint8]:
    if size == 0:
        raise picture_errors.no_bytes()
    if size > LARGEST_FILE:
        raise picture_errors.file_too_large(size, LARGEST_FILE)
    header = stream.read(HEADER_BYTES)
    stream.seek(0, os.SEEK_SET)
    picture_format = recognise_format(header)
    try:
        return _decode_known_format(stream, header, picture_format)
    except WorkshopError:
        raise
    except MemoryError as error:
        raise picture_errors.out_of_memory() from error
    except Exception as error:  # damaged bytes make Pillow's decoders raise nearly every built-in exception
        raise picture_errors.damaged(picture_format.name, error) from error


def _decode_known_format(stream: BinaryIO, header: bytes, picture_format: PictureFormat) -> NDArray[np.uint8]:
    declared = picture_format.declared_size(header)
    if declared is not None:
        _check_size(declared, LARGEST_PICTURE)
    with picture_format.open(stream) as image:
        _check_size(image.size, _pixel_limit(image))
        if picture_format.may_be_animated and getattr(image, "is_animated", False):
            raise picture_errors.several_frames(picture_format.name)
        if isinstance(declared := _tile_size(image), tuple):
            _check_size(declared, LARGEST_PICTURE)
        if image.format in ("JPEG", "MPO"):
            image.draft(None, (max(1, image.width // _factor(image)), max(1, image.height // _factor(image))))
        image.load()
        return _to_pixels(image)


def _pixel_limit(image: Image.Image) -> int:
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        return LARGEST_JPEG
    decoders = {tile[0] for tile in getattr(image, "tile", [])}
    return LARGEST_SLOW_PICTURE if decoders & _SLOW_DECODERS else LARGEST_PICTURE


def _check_size(size: tuple[int, int], limit: int) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise ValueError(f"declared size {width} x {height}")
    if width * height > limit:
        raise picture_errors.picture_too_large(width, height, limit)


def _tile_size(image: Image.Image) -> tuple[int, int] | None:
    """Size of a TIFF's tiles: a small picture may declare giant ones, for which the decoder would make room."""
    tags = getattr(image, "tag_v2", {})
    if _TIFF_TILE_WIDTH not in tags or _TIFF_TILE_LENGTH not in tags:
        return None
    return int(tags[_TIFF_TILE_WIDTH]), int(tags[_TIFF_TILE_LENGTH])


def _factor(image: Image.Image) -> int:
    return max(1, max(image.size) // COMFORTABLE_SIDE)


def _to_pixels(image: Image.Image) -> NDArray[np.uint8]:
    orientation = _orientation(image)
    factor = _factor(image)
    plain = _to_plain_mode(image)
    if factor > 1:
        plain = plain.reduce(factor)
    if orientation in _TURNS:
        plain = plain.transpose(_TURNS[orientation])
    return np.asarray(plain.convert("RGBA"))


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 where the EXIF block is missing or damaged, which does not harm the pixels."""
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001 - a damaged EXIF block raises nearly everything
        return 1


def _to_plain_mode(image: Image.Image) -> Image.Image:
    """The picture in one of the modes L, LA, RGB, RGBA, which can be averaged and converted without loss of meaning."""
    mode = image.mode
    if "transparency" in image.info and mode in ("1", "L", "P", "RGB"):
        return image.convert("RGBA")
    if mode in ("L", "RGB", "RGBA"):
        return image
    if mode == "1":
        return image.convert("L")
    if mode == "LAB":
        return image.getchannel(0)  # lightness
    if mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image).astype(np.uint16) >> 8).astype(np.uint8))
    if mode in ("I", "F"):
        return Image.fromarray(_stretch_to_bytes(np.asarray(image, dtype=np.float64)))
    if mode in ("LA", "PA", "La", "RGBa"):
        return image.convert("RGBA")
    return image.convert("RGB")


def _stretch_to_bytes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Grey values of unknown range as uint8: 0 to 1, 0 to 255 and 0 to 65,535 are kept, others stretched."""
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if low >= 0:
        low, high = 0.0, next((top for top in (1.0, 255.0, 65_535.0) if high <= top), high)
    scaled = (values - low) * (255.0 / max(high - low, 1e-30))
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
