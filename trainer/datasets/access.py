"""How data are reached, and what is known of data that were found but not read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from trainer.contract.preprocessing.step_names import FIND_DIGITS
from trainer.datasets.dataset import Announce, Origin, Progress, always_continue, say_nothing
from trainer.datasets.mnist import sample_path
from trainer.datasets.needs import DataKind
from trainer.datasets.prepared import Prepared

PartName = Literal["train", "test"]
SplitName = Literal["train", "validation", "test"]


@dataclass(frozen=True)
class Access:
    """How data are reached: the data folder, whether a download was agreed to, and who hears of it.

    `sample` is the embedded sample's file, `columns` the names of columns of own tables by role (`text`, `label`,
    `source`, `target`), where they are not guessed.
    """

    data_dir: Path
    download: bool = False
    announce: Announce = say_nothing
    progress: Progress = always_continue
    sample: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def sample_file(self) -> Path:
        """The embedded sample's file."""
        return self.sample or sample_path()

    def folder_of(self, name: str) -> Path:
        """Where the files of the catalogued data set `name` belong."""
        return self.data_dir / "datasets" / name


@dataclass(frozen=True)
class Source:
    """Data that were found but not read. One in `held_out_share` pictures is cut off for validation, and again for a
    test where the data have no test part of their own. `kind` says what the examples are, `step` how pictures are
    prepared.
    """

    origin: Origin
    read: Callable[[PartName], Prepared[Any]]
    has_test: bool
    held_out_share: int
    test_description: str
    step: str = FIND_DIGITS
    kind: DataKind = "pictures"
