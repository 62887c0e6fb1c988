"""Checkpoints of a run: the last and the best are kept, each whole or not at all."""

import os
import pickle
import re
from pathlib import Path
from typing import Any

import torch

from trainer.contract.writing import fsync_folder, remove_quietly

FORMAT = 1
_NAME = re.compile(r"step-(\d{9})\.pt")


class Checkpoints:
    """The files `step-<step>.pt` in the folder `checkpoints` of a run.

    They are read with `weights_only=True`, so that no checkpoint can run code.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def save(self, state: dict[str, Any], keep: str = "") -> str:
        """Writes the state of `state["step"]`, then removes all other checkpoints but `keep`; returns the name.

        The file appears under its name when it is on the disk. Raises OSError, on a full disk also what torch makes
        of it, where it cannot be written; nothing is left of it then.
        """
        name = f"step-{state['step']:09d}.pt"
        temporary = self._folder / f"{name}.part"
        try:
            with temporary.open("wb") as file:
                torch.save({"format": FORMAT, **state}, file)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._folder / name)
        except BaseException:
            remove_quietly(temporary)
            raise
        fsync_folder(self._folder)
        self._remove_all_but({name, keep or name})
        return name

    def names(self) -> list[str]:
        """The checkpoints there are, oldest first."""
        return sorted(path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name))

    def load(self, name: str) -> dict[str, Any]:
        """The state in one checkpoint, on the CPU. Raises OSError or ValueError where it cannot be used."""
        try:
            state = torch.load(self._folder / name, map_location="cpu", weights_only=True)
        except (RuntimeError, EOFError, pickle.UnpicklingError, KeyError) as error:
            raise ValueError(f"the checkpoint {name} is damaged") from error
        if not isinstance(state, dict) or state.get("format") != FORMAT:
            raise ValueError(f"the checkpoint {name} has another format")
        return state

    def load_last(self) -> dict[str, Any] | None:
        """The newest state that can be read, or None where there is none."""
        for name in reversed(self.names()):
            try:
                return self.load(name)
            except (OSError, ValueError):
                continue
        return None

    def _remove_all_but(self, kept: set[str]) -> None:
        for path in self._folder.iterdir():
            if path.name not in kept and (_NAME.fullmatch(path.name) or path.suffix == ".part"):
                path.unlink(missing_ok=True)
