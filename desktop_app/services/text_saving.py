"""Reads and writes the texts of a person."""

from pathlib import Path

from trainer.contract.text_files import read_text
from trainer.contract.writing import write_errors_told, write_whole

LARGEST_TEXT = 256 * 1024 * 1024
"""Bytes of a file that is read; editors take fewer characters."""


def save_text(text: str, target: Path) -> Path:
    """Writes UTF-8. Raises WorkshopError where it cannot be written."""
    with write_errors_told(target):
        write_whole(target, text.encode("utf-8", "replace"))
    return target


def load_text(path: Path) -> str:
    """The text of a file in whatever common encoding. Raises WorkshopError where it is no text or too long."""
    return read_text(path, LARGEST_TEXT).text
