"""A sheet of sample pictures as one PNG file."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from trainer.contract.writing import write_by_rename

COLUMNS = 10


def save_sheet(pictures: np.ndarray, path: Path) -> int:
    """Writes uint8 [N,H,W] or [N,H,W,3] as a sheet of ten columns; returns the number of its rows."""
    rows = -(-len(pictures) // COLUMNS)
    height, width, *channels = pictures.shape[1:]
    cells = np.zeros((rows * COLUMNS, height, width, *channels), dtype=np.uint8)
    cells[: len(pictures)] = pictures
    grid = cells.reshape(rows, COLUMNS, height, width, *channels).swapaxes(1, 2)
    sheet = grid.reshape(rows * height, COLUMNS * width, *channels)
    content = io.BytesIO()
    Image.fromarray(sheet).save(content, format="PNG")
    write_by_rename(path, content.getvalue())
    return rows
