"""What can be asked of a model of sounds: one sound with all that is shown of it, or many."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from desktop_app.services.inference_requests import REPORT_SECONDS, BatchItem, Watch
from trainer.contract.card import Task

if TYPE_CHECKING:
    import numpy as np

    from desktop_app.services.sound_overview import SoundOverview
    from trainer.contract.pipelines.audio_classification import AudioClassification
    from trainer.contract.results import Refusal, SoundReading


@dataclass(frozen=True)
class HeardSound:
    """What a sound reads as, and what is seen of it; nothing is seen of one that cannot be read."""

    result: "SoundReading | Refusal"
    overview: "SoundOverview | None"


@dataclass(frozen=True)
class ReadSound:
    """What a classifier reads in one sound: a file, or samples, float32 [n], at `rate` a second."""

    task: ClassVar[Task] = "audio-classification"
    source: "Path | np.ndarray"
    rate: int = 0

    def run(self, pipeline: "AudioClassification", watch: Watch) -> HeardSound:
        """Reads, then looks."""
        from desktop_app.services.sound_overview import overview_of
        from trainer.contract.errors import WorkshopError
        from trainer.contract.sound_files import resampled, sound_blocks

        source: Path | np.ndarray = self.source
        if not isinstance(source, Path):
            source = resampled(source, self.rate, pipeline.rate)
        result = pipeline.classify_source(source)
        try:
            blocks = sound_blocks(source, pipeline.rate) if isinstance(source, Path) else iter([source])
            return HeardSound(result, overview_of(blocks, pipeline.rate))
        except WorkshopError:  # the result says so already
            return HeardSound(result, None)


@dataclass(frozen=True)
class ReadSounds:
    """What a classifier reads in many files and folders; the items come as reports, the result is their number."""

    task: ClassVar[Task] = "audio-classification"
    paths: tuple[Path, ...]

    def run(self, pipeline: "AudioClassification", watch: Watch) -> int:
        """Reads file by file; says how many it got to."""
        from desktop_app.inference.items import items_of
        from trainer.contract.results import Refusal

        files = list(items_of(map(str, self.paths)))
        watch.report(0, len(files), ())
        done, last_report = 0, time.monotonic()
        waiting: list[BatchItem] = []
        for file in files:
            if not watch.goes_on():
                break
            path = Path(file.path)
            waiting.append(BatchItem(path, Refusal(file.error) if file.error else pipeline.classify_source(path)))
            done += 1
            if time.monotonic() - last_report >= REPORT_SECONDS:
                watch.report(done, len(files), tuple(waiting))
                last_report = time.monotonic()
                waiting.clear()
        if waiting:
            watch.report(done, len(files), tuple(waiting))
        return done
