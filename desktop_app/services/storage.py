"""How much room the program's files take."""

import os
from collections.abc import Mapping
from pathlib import Path


def folder_size(folder: Path) -> int:
    """Bytes of all files below `folder`; links are not followed, what cannot be read counts as nothing."""
    total = 0
    for parent, _, names in os.walk(folder, onerror=None, followlinks=False):
        for name in names:
            try:
                total += (Path(parent) / name).lstat().st_size
            except OSError:
                continue  # vanished meanwhile: a training writes and removes files as it goes
    return total


def folder_sizes(folders: Mapping[str, Path]) -> dict[str, int]:
    """The same for several folders by name."""
    return {name: folder_size(folder) for name, folder in folders.items()}
