"""Writes generated pictures: a grid as PNG, an array as .npy, or a folder with one file a sample."""

import errno
import io
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.contract.writing import cannot_write, remove_quietly, write_errors_told, write_whole

Form = Literal["grid", "array", "folder"]


def output_form(target: Path) -> Form:
    """How pictures are written to `target`: `.png` is a grid, `.npy` an array, no ending or a folder one file a sample.

    Raises WorkshopError `wrong-kind` for an ending that these pictures cannot have.
    """
    forms: dict[str, Form] = {".png": "grid", ".npy": "array", "": "folder"}
    form = forms.get(target.suffix.lower())
    if target.is_dir() and form in ("grid", "array"):
        raise cannot_write(target, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    if target.is_dir():
        return "folder"
    if form is not None:
        return form
    raise WorkshopError(
        "wrong-kind",
        Text(f"Pictures cannot be written as {target.suffix}.", f"图片不能保存为 {target.suffix}。"),
        Text("Use a name that ends in .png or .npy, or a folder.", "请使用以 .png 或 .npy 结尾的名称，或文件夹。"),
    )


def save_pictures(pictures: np.ndarray, target: Path, notes: Mapping[str, str], name: str) -> list[Path]:
    """Writes uint8 [N,H,W] or [N,H,W,3] to `target` and returns the files.

    `notes` go into the metadata of every PNG; files in a folder are called `name-0000.png` and so on, and note their
    `sample` too. Raises WorkshopError where the files cannot be written.
    """
    form = output_form(target)
    with write_errors_told(target):
        if form == "grid":
            write_whole(target, png_bytes(picture_grid(pictures), notes))
            return [target]
        if form == "array":
            write_whole(target, _npy_bytes(pictures))
            return [target]
        return _save_each(pictures, target, notes, name)


def _save_each(pictures: np.ndarray, folder: Path, notes: Mapping[str, str], name: str) -> list[Path]:
    """One file a picture; none of them where one cannot be written."""
    files: list[Path] = []
    try:
        for sample, picture in enumerate(pictures):
            file = folder / f"{name}-{sample:04d}.png"
            write_whole(file, png_bytes(picture, {**notes, "sample": str(sample)}))
            files.append(file)
    except OSError:
        for file in files:
            remove_quietly(file)
        raise
    return files


def picture_grid(pictures: np.ndarray) -> np.ndarray:
    """All pictures in one, row by row without gaps, nearly square: uint8 [N,H,W(,3)] -> [rows*H, columns*W(,3)]."""
    count, height, width = pictures.shape[:3]
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    cells = np.zeros((rows * columns, *pictures.shape[1:]), np.uint8)
    cells[:count] = pictures
    grid = cells.reshape(rows, columns, *pictures.shape[1:]).swapaxes(1, 2)  # [rows, H, columns, W(,3)]
    return grid.reshape(rows * height, columns * width, *pictures.shape[3:])


def png_bytes(picture: np.ndarray, notes: Mapping[str, str]) -> bytes:
    """A PNG file of uint8 [H,W] or [H,W,3] with `notes` as its text metadata."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, value in notes.items():
        info.add_itxt(key, value)
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def picture_notes(
    seed: int, model_id: str, model_name: str, version: str, truncation: float = 1.0, label: str | None = None
) -> dict[str, str]:
    """The metadata from which a generated picture can be made again; `label` where one was asked for."""
    notes = {"Software": f"Model Workshop {version}", "seed": str(seed), "model": model_name, "model_id": model_id}
    notes |= {"truncation": f"{truncation:g}"} if truncation != 1.0 else {}
    return notes if label is None else notes | {"label": label}


def _npy_bytes(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()
