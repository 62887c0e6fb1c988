"""What can be asked of a model: one class per kind of request, each saying which task's pipeline it needs."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from trainer.contract.card import Task

if TYPE_CHECKING:
    import numpy as np

    from desktop_app.inference.items import Item
    from desktop_app.inference.text_items import TableHead
    from trainer.contract.pipelines.image_classification import ImageClassification
    from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
    from trainer.contract.results import PictureReading, Refusal, SoundReading, TextReading

REPORT_SECONDS = 0.2
"""Batches tell the window what they have done at most this often; each time the table is painted anew."""


@dataclass(frozen=True)
class BatchItem:
    """One file of a batch, or one text of it and which `row` of a table it is, with the table's `head` and the `cells`
    of the row; and what became of it.
    """

    path: Path
    result: "PictureReading | TextReading | SoundReading | Refusal"
    text: str = ""
    row: int | None = None
    head: "TableHead | None" = None
    cells: tuple[str, ...] = ()


@dataclass
class Watch:
    """A running request's link to whoever asked: whether to go on, and where to report parts of the result."""

    report: Callable[[int, int, Sequence[Any]], None]
    stopped: Event = field(default_factory=Event)

    def goes_on(self, done: int = 0) -> bool:
        """Whether the result is still wanted whole."""
        return not self.stopped.is_set()


class Request(Protocol):
    """Something to ask of the pipeline of `task`; `run` is called on a thread of the pool."""

    task: ClassVar[Task]

    def run(self, pipeline: Any, watch: Watch) -> Any:
        """The result. Raises WorkshopError."""


@runtime_checkable
class NeedsMore(Protocol):
    """A request that needs more than a model. `make_ready` is called before `run`, and its time is not the model's."""

    def make_ready(self) -> None:
        """Load what is needed. Raises WorkshopError."""


@dataclass(frozen=True)
class DrawPictures:
    """`count` pictures of `seed`, of one label or of all in turn: uint8 [count,H,W] or [count,H,W,3]."""

    task: ClassVar[Task] = "unconditional-image-generation"
    count: int
    seed: int
    truncation: float = 1.0
    label: str | None = None

    def run(self, pipeline: "UnconditionalImageGeneration", watch: Watch) -> "np.ndarray":
        """Draws until all are done or the watch says stop."""
        return pipeline.generate(self.count, self.seed, self.truncation, self.label, watch.goes_on)


@dataclass(frozen=True)
class MorphPictures:
    """`frames` pictures on the way from one (seed, sample) to another; `labels` as the ends were drawn."""

    task: ClassVar[Task] = "unconditional-image-generation"
    start: tuple[int, int]
    end: tuple[int, int]
    frames: int
    truncation: float = 1.0
    labels: tuple[str | None, str | None] = (None, None)

    def run(self, pipeline: "UnconditionalImageGeneration", watch: Watch) -> "np.ndarray":
        """Draws them all."""
        return pipeline.morph(self.start, self.end, self.frames, self.truncation, self.labels)


@dataclass(frozen=True)
class ReadPicture:
    """What a classifier reads in one picture: a file, its bytes, or pixels."""

    task: ClassVar[Task] = "image-classification"
    source: "Path | bytes | np.ndarray"

    def run(self, pipeline: "ImageClassification", watch: Watch) -> "PictureReading | Refusal":
        """Prepares the picture, then reads."""
        return pipeline.classify_source(self.source)


@dataclass(frozen=True)
class JudgePictures:
    """The probabilities of pictures at the network's size, uint8 [N,H,W]: float32 [N,labels]."""

    task: ClassVar[Task] = "image-classification"
    pictures: "np.ndarray"

    def run(self, pipeline: "ImageClassification", watch: Watch) -> "np.ndarray":
        """Reads them all."""
        return pipeline.probabilities(self.pictures)


@dataclass(frozen=True)
class ReadFiles:
    """What a classifier reads in many files and folders; the items come as reports, the result is their number."""

    task: ClassVar[Task] = "image-classification"
    paths: tuple[Path, ...]

    def run(self, pipeline: "ImageClassification", watch: Watch) -> int:
        """Reads file by file; says how many it got to."""
        from desktop_app.inference.items import items_of

        files = list(_until_stopped(items_of(map(str, self.paths)), watch))
        reported = done = 0
        items: list[BatchItem] = []
        watch.report(0, len(files), ())
        last_report = time.monotonic()
        for done, file in enumerate(_until_stopped(iter(files), watch), start=1):
            items.append(_read_file(pipeline, file))
            if time.monotonic() - last_report >= REPORT_SECONDS:
                watch.report(done, len(files), tuple(items))
                reported, last_report = done, time.monotonic()
                items.clear()
        if done > reported:
            watch.report(done, len(files), tuple(items))
        return done


def _read_file(pipeline: "ImageClassification", file: "Item") -> BatchItem:
    from trainer.contract.results import Refusal

    path = Path(file.path)
    return BatchItem(path, Refusal(file.error) if file.error else pipeline.classify_source(path))


def _until_stopped(files: "Iterator[Item]", watch: Watch) -> "Iterator[Item]":
    for file in files:
        if not watch.goes_on():
            return
        yield file
