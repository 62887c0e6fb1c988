"""Decoding: every common format and mode, EXIF turns, and files that are broken, hostile or no pictures."""

import contextlib
import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.helpers.digit_pictures import FORMATS, encode
from trainer.contract.errors import WorkshopError
from trainer.contract.preprocessing.decode import COMFORTABLE_SIDE, decode_picture


def _picture(mode: str = "RGB") -> Image.Image:
    """40 x 60 pixels, black with a light bar near the top left."""
    grey = np.zeros((40, 60), np.uint8)
    grey[8:16, 4:40] = 255
    return Image.fromarray(grey).convert(mode)


def _file(picture: Image.Image, picture_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, picture_format, **options)
    return buffer.getvalue()


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png_that_declares(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + _chunk(b"IEND", b"")
    )


def _kind(source: Path | bytes) -> str:
    with pytest.raises(WorkshopError) as caught:
        decode_picture(source)
    assert caught.value.message.en
    assert caught.value.message.zh
    assert caught.value.hint.en
    return caught.value.kind


@pytest.mark.parametrize("picture_format", [*FORMATS, "AVIF", "PPM"])
def test_every_common_format_gives_the_same_pixels(picture_format: str) -> None:
    pixels = decode_picture(_file(_picture(), picture_format))
    assert pixels.shape == (40, 60, 4)
    assert pixels.dtype == np.uint8
    assert pixels[12, 20, 0] > 240
    assert pixels[30, 20, 0] < 15
    assert (pixels[..., 3] == 255).all()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F"])
def test_every_mode_keeps_its_light_and_dark(mode: str) -> None:
    pixels = decode_picture(_file(_picture(mode), "TIFF"))
    assert pixels[12, 20, 0] > 240
    assert pixels[30, 20, 0] < 15


def test_sixteen_bits_are_reduced_to_eight() -> None:
    grey = np.asarray(_picture("L")).astype(np.uint16) * 257
    for picture_format in ("PNG", "TIFF"):
        pixels = decode_picture(_file(Image.fromarray(grey), picture_format))
        assert pixels[12, 20, 0] == 255
        assert pixels[30, 20, 0] == 0


def test_transparency_of_a_palette_is_kept() -> None:
    picture = _picture("L").convert("P")
    pixels = decode_picture(_file(picture, "PNG", transparency=0))
    assert pixels[30, 20, 3] == 0
    assert pixels[12, 20, 3] == 255


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_undone(picture_format: str, orientation: int) -> None:
    pixels = decode_picture(encode(_picture(), picture_format, orientation))
    assert pixels.shape == (40, 60, 4)
    assert pixels[12, 20, 0] > 240
    assert pixels[30, 20, 0] < 15


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    mislabelled = tmp_path / "picture.jpg"
    mislabelled.write_bytes(_file(_picture(), "PNG"))
    assert decode_picture(mislabelled).shape == (40, 60, 4)
    text = tmp_path / "text.png"
    text.write_text("not a picture")
    assert _kind(text) == "wrong-kind"


def test_names_may_hold_spaces_newlines_and_chinese(tmp_path: Path) -> None:
    path = tmp_path / "数字 7\n.png"
    path.write_bytes(_file(_picture(), "PNG"))
    assert decode_picture(path).shape == (40, 60, 4)


def test_large_pictures_are_reduced_by_a_whole_factor() -> None:
    picture = Image.new("RGB", (2 * COMFORTABLE_SIDE + 100, 900), (200, 10, 10))
    for picture_format in ("PNG", "JPEG"):
        height, width = decode_picture(_file(picture, picture_format)).shape[:2]
        assert (height, width) == (450, COMFORTABLE_SIDE + 50)


@pytest.mark.parametrize("picture_format", [*FORMATS, "AVIF"])
def test_files_cut_short_are_unreadable(picture_format: str) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    whole = _file(noise, picture_format)
    assert _kind(whole[: len(whole) // 2]) == "unreadable"
    assert _kind(whole[:40]) == "unreadable"


def test_nothing_is_empty(tmp_path: Path) -> None:
    assert _kind(b"") == "empty"
    (tmp_path / "empty.png").touch()
    assert _kind(tmp_path / "empty.png") == "empty"


def test_giant_declared_sizes_are_refused_before_decoding() -> None:
    assert _kind(_png_that_declares(30_000, 30_000)) == "too-large"
    giant_webp = b"RIFF\x64\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0" * 4 + (16_000).to_bytes(3, "little") * 2 + b"\0" * 60
    assert _kind(giant_webp) == "too-large"
    progressive = _file(Image.new("L", (9000, 9000)), "JPEG", progressive=True)
    assert _kind(progressive) == "too-large"


def test_large_sequential_jpegs_are_reduced_while_they_are_decoded() -> None:
    pixels = decode_picture(_file(Image.new("L", (10_000, 8000), 200), "JPEG"))
    assert pixels.shape[1] <= 2 * COMFORTABLE_SIDE


@pytest.mark.parametrize("picture_format", ["GIF", "PNG", "WEBP", "TIFF"])
def test_animations_and_pages_are_of_the_wrong_kind(picture_format: str) -> None:
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 100, 200)]
    assert _kind(_file(frames[0], picture_format, save_all=True, append_images=frames[1:])) == "wrong-kind"


def test_photographs_of_telephones_with_a_second_picture_are_read() -> None:
    second = Image.new("RGB", (60, 40))
    assert decode_picture(_file(_picture(), "MPO", save_all=True, append_images=[second])).shape == (40, 60, 4)


def test_folders_missing_files_and_link_cycles(tmp_path: Path) -> None:
    assert _kind(tmp_path) == "wrong-kind"
    assert _kind(tmp_path / "missing.png") == "unreadable"
    assert _kind(Path("nul\0character.png")) == "unreadable"
    link = tmp_path / "link.png"
    try:
        link.symlink_to(link)
    except OSError:
        pytest.skip("links cannot be made here")
    assert _kind(link) == "unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX systems")
def test_a_named_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert _kind(tmp_path / "pipe.png") == "wrong-kind"


def test_programs_and_pickles_are_not_pictures() -> None:
    for content in (b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\x80\x04\x95", b"#!/bin/sh\n", b"MZ\x90\0", b"PK\x03\x04"):
        assert _kind(content + b"\0" * 100) == "wrong-kind"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_nothing_but_workshop_errors(content: bytes) -> None:
    with contextlib.suppress(WorkshopError):
        decode_picture(content)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([*FORMATS, "AVIF", "PPM"]), st.data())
def test_damaged_pictures_raise_nothing_but_workshop_errors(picture_format: str, data: st.DataObject) -> None:
    content = bytearray(_file(_picture(), picture_format))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WorkshopError):
        assert decode_picture(bytes(content)).ndim == 3
