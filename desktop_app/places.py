"""Where the program keeps and finds its files."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from trainer.data_place import DATA_DIR_VARIABLE
from trainer.data_place import data_dir as found_data_dir

GPU_FOLDER = "runtime-gpu"


@dataclass(frozen=True)
class Places:
    """The folders of one data folder, and the models that came with the program. None of them need exist."""

    data: Path
    shipped_models: Path
    can_move: bool = False
    """Whether the data folder may be moved from the window: nobody named one for this start."""

    @property
    def models(self) -> Path:
        """The person's own models."""
        return self.data / "models"

    @property
    def runs(self) -> Path:
        """One folder for each training."""
        return self.data / "runs"

    @property
    def datasets(self) -> Path:
        """One folder for each data set."""
        return self.data / "datasets"

    @property
    def gpu_parts(self) -> Path:
        """What a packaged program has added for graphics cards."""
        return self.data / GPU_FOLDER

    @property
    def logs(self) -> Path:
        """What the program noted down."""
        return self.data / "logs"


def find_places(data_dir: Path | None = None) -> Places:
    """The places for `data_dir`, else for the environment's MODEL_WORKSHOP_DATA_DIR, else for the user's own folder."""
    data = (data_dir or found_data_dir()).expanduser().absolute()
    can_move = data_dir is None and not os.environ.get(DATA_DIR_VARIABLE)
    return Places(data, _shipped_models(), can_move)


def _shipped_models() -> Path:
    if getattr(sys, "frozen", False):
        inside = Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "exported_models"
        return inside if inside.exists() else Path(sys.executable).parent / "exported_models"
    return Path(__file__).parents[1] / "exported_models"
