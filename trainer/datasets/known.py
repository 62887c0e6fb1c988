"""What is known of a catalogued data set and its files."""

from dataclasses import dataclass
from typing import Literal

from trainer.contract.preprocessing.step_names import FIND_DIGITS
from trainer.contract.text import Text
from trainer.datasets.dataset import Origin
from trainer.datasets.needs import DataKind


@dataclass(frozen=True)
class KnownFile:
    """One published file, `packed_size` bytes long. The checksums are of its unpacked content, which other packings
    have too, or of the `file` as it was published. The MD5 may be empty, where nobody published it.
    """

    name: str
    packed_size: int
    md5: str
    sha256: str
    checksums_of: Literal["content", "file"] = "content"


@dataclass(frozen=True)
class KnownDataset:
    """A data set that can be called by name; `mirrors` are folders that hold all its files.

    `kind` says what its examples are; `step` is the preparation that pictures have had already.
    `parts` names the sets that it is made of, where it has no files of its own; one that `is_embedded` comes with the
    program.
    """

    origin: Origin
    title: Text
    summary: Text
    counts: dict[str, int]
    files: tuple[KnownFile, ...] = ()
    mirrors: tuple[str, ...] = ()
    step: str = FIND_DIGITS
    kind: DataKind = "pictures"
    parts: tuple[str, ...] = ()
    is_embedded: bool = False

    @property
    def name(self) -> str:
        """The name that `--data` takes."""
        return self.origin.name

    @property
    def download_size(self) -> int:
        """Bytes to fetch."""
        return sum(file.packed_size for file in self.files)
