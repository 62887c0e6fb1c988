"""Pictures that a program must survive."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from tests.helpers.hostile_models import pickle_bytes


def bad_pictures(folder: Path) -> dict[str, str]:
    """Writes one of each kind into `folder`; the names and the kind of error each must give."""
    folder.mkdir(parents=True, exist_ok=True)
    good = png(drawn_digit())
    contents = {
        "truncated.png": (good[: len(good) // 2], "unreadable"),
        "empty.png": (b"", "empty"),
        "text.png": (b"just words\n" * 20, "wrong-kind"),
        "giant.png": (declared_png(30_000, 30_000), "too-large"),
        "animated.gif": (animation(), "wrong-kind"),
        "pickle.png": (pickle_bytes(folder / "executed"), "wrong-kind"),
        "blank.png": (png(np.full((60, 60), 255, np.uint8)), "nothing-found"),
    }
    for name, (content, _) in contents.items():
        (folder / name).write_bytes(content)
    return {name: kind for name, (_, kind) in contents.items()}


def drawn_digit() -> np.ndarray:
    """A one: a thick dark stroke on a light ground, uint8 [80,60]."""
    picture = np.full((80, 60), 245, np.uint8)
    picture[12:68, 27:35] = 15
    return picture


def png(picture: np.ndarray) -> bytes:
    """A PNG file of a picture."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


def declared_png(width: int, height: int) -> bytes:
    """A PNG that declares a size and holds next to nothing of it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def animation() -> bytes:
    """A GIF of three frames."""
    frames = [Image.fromarray(np.full((20, 20), level, np.uint8)) for level in (0, 100, 200)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
