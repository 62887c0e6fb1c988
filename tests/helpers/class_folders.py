"""Folders of drawn digits, one folder a class, and archives of them."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from tests.helpers.digit_strokes import draw_glyph, hand_written_digit


def digit_png(label: int, seed: int, side: int = 48) -> bytes:
    """A drawn digit, black on white, as PNG."""
    margin = side / 6
    box = (margin, margin, side - margin, side - margin)
    glyph = hand_written_digit(label, np.random.default_rng([label, seed]))
    ink = draw_glyph(glyph, (side, side), box, side / 12)
    stream = io.BytesIO()
    Image.fromarray((255 - 255 * ink).astype(np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def digit_files(labels: tuple[int, ...] = (3, 7), each: int = 10, before: str = "", seed: int = 0) -> dict[str, bytes]:
    """Names such as `<before>3/0.png` with their contents."""
    return {
        f"{before}{label}/{number}.png": digit_png(label, seed + number) for label in labels for number in range(each)
    }


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Writes the files under `folder`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """Writes the files into a zip; names are kept as they are, however odd."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_tar(path: Path, files: Mapping[str, bytes], packing: str = "gz") -> Path:
    """Writes the files into a tar, packed with `gz`, `bz2`, `xz` or not at all (empty)."""
    with tarfile.open(path, f"w:{packing}") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path
