"""Where the data folder is: the environment's MODEL_WORKSHOP_DATA_DIR, else where the person moved it, else the usual.

A moved folder is noted in a file beside the usual one. Standard library and platformdirs only: every start reads it.
"""

import json
import os
from pathlib import Path

DATA_DIR_VARIABLE = "MODEL_WORKSHOP_DATA_DIR"


def data_dir() -> Path:
    """The data folder; it need not exist."""
    if chosen := os.environ.get(DATA_DIR_VARIABLE):
        return Path(chosen).expanduser().absolute()
    return noted_place() or usual_data_dir()


def usual_data_dir() -> Path:
    """The user's own folder, as the system has it."""
    import platformdirs

    return Path(platformdirs.user_data_dir("model-workshop", appauthor=False))


def place_file() -> Path:
    """The file that notes where the data folder was moved."""
    usual = usual_data_dir()
    return usual.with_name(f"{usual.name}.place.json")


def noted_place() -> Path | None:
    """Where the person moved the data folder; None while it lies where it usually does."""
    try:
        place = json.loads(place_file().read_text(encoding="utf-8"))["data"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Path(place) if isinstance(place, str) and Path(place).is_absolute() else None
