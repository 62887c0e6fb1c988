"""Remembers how much faster a smaller file is than its original on this computer, measured once."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from trainer.contract.card import ModelCard, variant_of
from trainer.contract.writing import write_whole
from trainer.processor import processor_kind

if TYPE_CHECKING:
    from desktop_app.inference.library import LibraryEntry

FASTER = 1.1
"""From this on it is called faster; less could be chance."""
LARGEST_LOSS = 0.01
"""Of a share where more is better, such as the accuracy; a file that loses more is not taken by itself."""


class VariantSpeeds:
    """Times faster, by content of the file, device and kind of processor; kept in one small file."""

    def __init__(
        self, path: Path, device: Callable[[], str], compare: "Callable[[LibraryEntry, LibraryEntry], float]"
    ) -> None:
        """`device` is the one that models are to run on; `compare` runs a file beside its original."""
        self._path, self._device, self._compare = path, device, compare
        self._times = self._read()
        self._writing = Lock()

    def of(self, sha256: str) -> float | None:
        """How many times faster the file with this content is here; None where it was not measured yet."""
        return self._times.get(self._key(sha256))

    def measure(self, sha256: str, entry: "LibraryEntry", original: "LibraryEntry") -> float:
        """Runs both in turns, for about a second, and keeps the outcome. Raises WorkshopError."""
        key, faster = self._key(sha256), self._compare(entry, original)
        with self._writing:
            self._times[key] = round(faster, 3)
            with suppress(OSError):  # it is measured again another day
                write_whole(self._path, msgspec.json.encode(self._times))
        return faster

    def _key(self, sha256: str) -> str:
        return f"{sha256} {self._device()} {processor_kind()}"

    def _read(self) -> dict[str, float]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, float])
        except (OSError, msgspec.DecodeError):
            return {}


def helps(card: ModelCard, faster: float | None) -> bool:
    """Whether a smaller file is to be taken in place of its original: it is faster here, and reads as well."""
    variant = variant_of(card)
    if variant is None or faster is None or faster < FASTER or not card.metrics:
        return False
    shares = [metric for metric in card.metrics if (metric.unit, metric.direction) == ("share", "higher")]
    losses = [variant.original_metrics.get(metric.name, metric.value) - metric.value for metric in shares]
    return max(losses, default=0.0) <= LARGEST_LOSS
