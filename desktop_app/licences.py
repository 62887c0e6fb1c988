"""The licences of what the packaged program carries, as `make package` wrote them beside it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = "licences"


@dataclass(frozen=True)
class Component:
    """One thing that somebody else wrote, with the file that holds its licence."""

    name: str
    version: str
    licence: str
    file: Path

    def text(self) -> str:
        """The licence, the notices and the authors; says so if the file has gone."""
        try:
            return self.file.read_text(encoding="utf-8")
        except OSError as error:
            return f"{self.file}: {error.strerror}"


def licences_folder() -> Path | None:
    """Where the licences lie; None where the program runs from a checkout and carries nothing."""
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable).parent
    places = (program / FOLDER, Path(getattr(sys, "_MEIPASS", program)) / FOLDER)
    return next((folder for folder in places if folder.is_dir()), None)


def read_components(folder: Path) -> list[Component]:
    """The components that `folder`/index.json lists, by name; empty if it cannot be read."""
    try:
        entries = json.loads((folder / "index.json").read_bytes())
        found = [
            Component(entry["name"], entry["version"], entry["licence"], folder / entry["file"]) for entry in entries
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return sorted(found, key=lambda component: component.name.lower())
