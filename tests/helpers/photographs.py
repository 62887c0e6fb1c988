"""Small pictures in colour, one folder a class, that pack well and are all different."""

import io

import numpy as np
from PIL import Image


def photograph(kind: int, number: int, side: int = 48) -> np.ndarray:
    """A patch of a kind's colour on a ground that tells every picture from all others, uint8 [side,side,3]."""
    picture = np.empty((side, side, 3), np.uint8)
    picture[:] = (number % 251, number // 251 % 251, 40 * kind)
    picture[side // 4 : side // 2, side // 4 :] = (250 - 30 * kind, 20 * kind, 200)
    return picture


def photograph_files(kinds: int, each: int, before: str = "", first: int = 0, side: int = 48) -> dict[str, bytes]:
    """Names such as `<before>kind0/00000.png` with their contents."""
    files = {}
    for kind in range(kinds):
        for number in range(each):
            stream = io.BytesIO()
            picture = photograph(kind, first + kind * each + number, side)
            Image.fromarray(picture).save(stream, "PNG", compress_level=1)
            files[f"{before}kind{kind}/{number:05}.png"] = stream.getvalue()
    return files
