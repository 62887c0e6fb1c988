"""Which data there are for a training, and how to get those that are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.places import Places
from desktop_app.services.tasks import Tasks
from trainer.catalog import DocumentedModel
from trainer.contract.errors import Cancelled
from trainer.contract.text import Text
from trainer.datasets.download import download_dataset
from trainer.datasets.known import KnownDataset
from trainer.datasets.known_datasets import KNOWN_DATASETS, MNIST_SAMPLE
from trainer.datasets.mnist import sample_path
from trainer.datasets.presence import is_here

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class DataState:
    """One catalogued data set as it stands on this computer."""

    name: str
    title: Text
    pictures: int
    is_ready: bool
    download_megabytes: float


class DataSets(QObject):
    """`changed` comes when a data set arrived, `progressed` with the bytes done of the bytes in all while one is
    fetched, `failed` with the WorkshopError of a download that could not be finished.
    """

    changed = Signal()
    progressed = Signal(object, object)  # bytes may exceed what a C int holds
    failed = Signal(object)

    def __init__(self, places: Places, known: Mapping[str, KnownDataset] = KNOWN_DATASETS) -> None:
        super().__init__()
        self._places, self._known = places, known
        self._tasks = Tasks(threads=1)
        self._is_cancelled = False
        self.downloading = ""

    def state(self, name: str) -> DataState:
        """What is known of the data set called `name`. Raises KeyError for a name that is not catalogued."""
        known = self._known[name]
        pictures = known.counts["train"] + known.counts["validation"]
        return DataState(name, known.title, pictures, self.is_ready(known), known.download_size / MEGABYTE)

    def is_ready(self, known: KnownDataset) -> bool:
        """Whether the pictures to train on are on this computer."""
        is_sample = known.name == MNIST_SAMPLE.name
        return is_here(known, sample_path() if is_sample else self._places.datasets / known.name)

    def best_for(self, model: DocumentedModel) -> str:
        """The data set that a training takes if nobody chooses: the model's own, or while that is missing its stand-in.

        Empty for a model of a person's own pictures.
        """
        names = [name for name in (model.data, model.sample_data) if name]
        return next((name for name in names if self.state(name).is_ready), model.data)

    def download(self, name: str) -> None:
        """Fetches a data set beside the window; what has arrived stays when this breaks off."""
        known = self._known[name]
        folder: Path = self._places.datasets / name
        self._is_cancelled, self.downloading = False, name
        self.progressed.emit(0, known.download_size)
        self._tasks.run(lambda: download_dataset(known, folder, self._tell), self._finish, self._fail)

    def cancel(self) -> None:
        """Ends the download at the next piece."""
        self._is_cancelled = True

    def close(self) -> None:
        """Ends what runs."""
        self.cancel()
        self._tasks.wait()

    def _tell(self, done: int, total: int) -> bool:
        self.progressed.emit(done, total)  # from the pool's thread; Qt carries it over
        return not self._is_cancelled

    def _finish(self, _: object) -> None:
        self.downloading = ""
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self.downloading = ""
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
        self.changed.emit()
