"""The picture formats that are read, each known by its first bytes and opened by exactly one of Pillow's plugins.

Going to the plugin directly, instead of `Image.open`, keeps the choice of decoders closed, and the size checks ours:
Pillow's own check works through process-wide settings and warnings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    PpmImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from trainer.contract.preprocessing import picture_errors

HEADER_BYTES = 64
"""Enough of a file to know its format."""

DeclaredSize = tuple[int, int]


def _no_declared_size(header: bytes) -> DeclaredSize | None:
    return None


@dataclass(frozen=True)
class PictureFormat:
    """One readable format.

    `declared_size(header)` gives (width, height) for formats whose plugin makes room for the pixels as soon as it
    opens; for the others the opened picture is asked.
    """

    name: str
    matches: Callable[[bytes], bool]
    open: Callable[[BinaryIO], Image.Image]
    may_be_animated: bool = False
    declared_size: Callable[[bytes], DeclaredSize | None] = _no_declared_size


def _webp_size(header: bytes) -> DeclaredSize | None:
    """Canvas size of the three kinds of WebP (RFC 9649, sections 2.5 to 2.7)."""
    kind, body = header[12:16], header[20:]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return None


def _is_avif(header: bytes) -> bool:
    return header[4:8] == b"ftyp" and header[8:12] in (b"avif", b"avis", b"mif1", b"msf1") and b"avi" in header


def _is_netpbm(header: bytes) -> bool:
    return header[:1] == b"P" and header[1:2] in b"123456" and header[2:3].isspace()


READABLE_FORMATS = (
    PictureFormat("PNG", lambda header: header.startswith(b"\x89PNG"), PngImagePlugin.PngImageFile, True),
    PictureFormat("JPEG", lambda header: header.startswith(b"\xff\xd8\xff"), JpegImagePlugin.jpeg_factory),
    PictureFormat("GIF", lambda header: header[:6] in (b"GIF87a", b"GIF89a"), GifImagePlugin.GifImageFile, True),
    PictureFormat("BMP", lambda header: header.startswith(b"BM"), BmpImagePlugin.BmpImageFile),
    PictureFormat(
        "TIFF",
        lambda header: header[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
        TiffImagePlugin.TiffImageFile,
        True,
    ),
    PictureFormat(
        "WebP",
        lambda header: header[:4] == b"RIFF" and header[8:12] == b"WEBP",
        WebPImagePlugin.WebPImageFile,
        True,
        _webp_size,
    ),
    PictureFormat("AVIF", _is_avif, AvifImagePlugin.AvifImageFile, True),
    PictureFormat("PNM", _is_netpbm, PpmImagePlugin.PpmImageFile),
)


def recognise_format(header: bytes) -> PictureFormat:
    """The format that a file starting with `header` is of; WorkshopError `wrong-kind` if it is none of them."""
    for picture_format in READABLE_FORMATS:
        if picture_format.matches(header):
            return picture_format
    if header[4:8] == b"ftyp" and header[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        raise picture_errors.heic()
    raise picture_errors.not_a_picture()
