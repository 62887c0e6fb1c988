"""Writes generated speech: a WAV file, or a folder with one file a word."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.contract.wav_files import wav_bytes
from trainer.contract.writing import cannot_write, remove_quietly, write_errors_told, write_whole


def sound_form(target: Path) -> Literal["file", "folder"]:
    """How speech is written to `target`: `.wav` is one file, no ending or a folder one file a word.

    Raises WorkshopError `wrong-kind` for any other ending.
    """
    is_file = target.suffix.lower() == ".wav"
    if target.is_dir() and is_file:
        raise cannot_write(target, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    if is_file:
        return "file"
    if target.is_dir() or not target.suffix:
        return "folder"
    raise WorkshopError(
        "wrong-kind",
        Text(f"Speech cannot be written as {target.suffix}.", f"语音不能保存为 {target.suffix}。"),
        Text("Use a name that ends in .wav, or a folder.", "请使用以 .wav 结尾的名称，或文件夹。"),
    )


def save_sound(samples: np.ndarray, rate: int, target: Path) -> Path:
    """Writes float32 [n] as WAV. Raises WorkshopError where it cannot be written."""
    with write_errors_told(target):
        write_whole(target, wav_bytes(samples, rate))
    return target


def save_sounds(sounds: Sequence[np.ndarray], rate: int, folder: Path, name: str) -> list[Path]:
    """Writes each as `name-0000.wav` and so on; none of them where one cannot be written. Raises WorkshopError."""
    files: list[Path] = []
    with write_errors_told(folder):
        try:
            for number, samples in enumerate(sounds):
                file = folder / f"{name}-{number:04d}.wav"
                write_whole(file, wav_bytes(samples, rate))
                files.append(file)
        except OSError:
            for file in files:
                remove_quietly(file)
            raise
    return files
