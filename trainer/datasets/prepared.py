"""Examples that are ready for a network; pictures are kept as `.npy` files so that they are prepared only once.

Those that are too many for memory stay there: their `images` are a `numpy.memmap`, whose pages come and go.
"""

import contextlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

import numpy as np

from trainer.contract.errors import Cancelled
from trainer.contract.run_folder import RunLock
from trainer.contract.text import Text
from trainer.contract.writing import write_by_rename
from trainer.datasets.dataset import E, Origin, Pictures, Progress

MOST_KEPT = 20 * 1024**3
"""Bytes of prepared pictures beyond which those that were used longest ago make room for new ones."""

_LOCK = ".lock"
_PATIENCE = 0.2


@dataclass(frozen=True)
class Prepared(Generic[E]):
    """One part of a data set as read; `warnings` names what was left out.

    Where `lengths` are given, train, validation and test part follow one another, so many examples each: of pictures in
    a file, whose `sha256` was taken when they were written, and of texts that must not be cut apart just anywhere.
    `origin` is told where the examples themselves show where they come from.
    """

    examples: E
    label_names: tuple[str, ...]
    warnings: tuple[Text, ...] = ()
    lengths: tuple[int, ...] | None = None
    sha256: str = ""
    origin: Origin | None = None


class PreparedCache:
    """A folder `<cache>/<key>/` with the parts of one data set; the key changes when its files do."""

    def __init__(self, cache: Path, key: str) -> None:
        self._cache = cache
        self.folder = cache / key

    def read_or_make(
        self, part: str, make: Callable[[], Mapping[str, Prepared[Pictures]]], progress: Progress
    ) -> Prepared[Pictures]:
        """The part as it was kept, else as `make` makes it, in one process at a time. Raises Cancelled or as `make`."""
        prepared = self.read(part)
        if prepared is not None:
            return prepared
        with self._alone(progress):
            prepared = self.read(part)  # another process may have made it meanwhile
            if prepared is None:
                with contextlib.suppress(OSError):  # of what vanishes meanwhile
                    self._make_room()
                parts = make()
                self.write(parts)
                prepared = parts[part]
        return prepared

    def read(self, part: str) -> Prepared | None:
        """The part if it was kept whole, else None. Other parts are not touched."""
        try:
            about = json.loads(self._about(part).read_text(encoding="utf-8"))
            lengths = tuple(about["lengths"]) if about.get("lengths") else None
            images = np.load(self.images(part), mmap_mode="r" if lengths else None, allow_pickle=False)
            labels = np.load(self.folder / f"{part}-labels.npy", allow_pickle=False)
            pictures, names = Pictures(images, labels), tuple(about["label_names"])
            prepared = Prepared(pictures, names, _texts(about), lengths, about.get("sha256", ""))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError):
            return None  # missing or damaged: it is prepared again
        with contextlib.suppress(OSError):
            self._about(part).touch()  # it was used just now: see `_make_room`
        return prepared

    def write(self, parts: Mapping[str, Prepared]) -> bool:
        """Keeps the parts; says whether it worked. A full disk or a read-only folder only costs time later."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for part, prepared in parts.items():
                self._write_part(part, prepared)
        except OSError:
            return False
        return True

    def images(self, part: str) -> Path:
        """The file of the pictures of a part."""
        return self.folder / f"{part}-images.npy"

    def _about(self, part: str) -> Path:
        return self.folder / f"{part}.json"

    def _write_part(self, part: str, prepared: Prepared) -> None:
        """The description last: without it, or with a wrong length, the part counts as missing."""
        if prepared.lengths is None:
            _save(prepared.examples.images, self.images(part))
        _save(prepared.examples.labels, self.folder / f"{part}-labels.npy")
        about = {
            "label_names": list(prepared.label_names),
            "warnings": [{"en": text.en, "zh": text.zh} for text in prepared.warnings],
            "lengths": prepared.lengths,
            "sha256": prepared.sha256,
        }
        write_by_rename(self._about(part), json.dumps(about).encode())

    @contextlib.contextmanager
    def _alone(self, progress: Progress) -> Iterator[None]:
        """Waits for another process that prepares the same; where nothing can be kept, for nobody."""
        lock = RunLock(self.folder / _LOCK)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            while not lock.acquire():
                if not progress(0, 0):
                    raise Cancelled
                time.sleep(_PATIENCE)
        try:
            yield
        finally:
            lock.release()

    def _make_room(self) -> None:
        """Removes the data sets that were used longest ago, as many as are too many."""
        others = [path for path in self._cache.iterdir() if path.is_dir() and path != self.folder]
        total = 0
        for folder in sorted(others, key=_last_used, reverse=True):
            total += sum(path.stat().st_size for path in folder.iterdir())
            if total > MOST_KEPT and not RunLock(folder / _LOCK).is_held():
                shutil.rmtree(folder, ignore_errors=True)


def _save(array: np.ndarray, path: Path) -> None:
    temporary = path.with_name(f".{path.stem}.part.npy")
    np.save(temporary, array)
    temporary.replace(path)


def _last_used(folder: Path) -> float:
    return max((path.stat().st_mtime for path in folder.iterdir()), default=0.0)


def _texts(about: dict[str, Any]) -> tuple[Text, ...]:
    return tuple(Text(each["en"], each["zh"]) for each in about["warnings"])
