"""How the pictures of a data set are prepared, where they are kept, and what is held out of them."""

import hashlib
from dataclasses import dataclass

import numpy as np

from trainer.contract.errors import Cancelled
from trainer.contract.preprocessing.step_names import picture_shape
from trainer.contract.text import Text
from trainer.datasets.dataset import Pictures, Progress
from trainer.datasets.prepared import Prepared, PreparedCache
from trainer.datasets.rows import Rows, RowsInMemory, most_in_memory, open_rows
from trainer.datasets.splits import Parts, cut_parts

_NONE = np.empty(0, np.int64)


@dataclass(frozen=True)
class Preparation:
    """`step` prepares each picture; `kept` is where they go. One in `held_out_share` pictures is held out, as in
    `Source`; of many more than memory takes, only as many as it does take.
    """

    step: str
    kept: PreparedCache
    held_out_share: int
    has_test: bool
    progress: Progress

    @property
    def shape(self) -> tuple[int, ...]:
        """(H,W) or (H,W,3) of a prepared picture."""
        return picture_shape(self.step)

    def rows(self, count: int) -> Rows:
        """Room for `count` pictures at most. Raises WorkshopError `no-space` or `not-writable`."""
        return open_rows(count, self.shape, self.kept.folder)

    def part(
        self,
        name: str,
        rows: Rows,
        numbers: np.ndarray,
        labels: np.ndarray,
        label_names: tuple[str, ...],
        warnings: tuple[Text, ...] = (),
    ) -> Prepared:
        """The part `name`, made of the rows with `numbers`, which have these `labels`, int64 [N].

        Raises WorkshopError `no-space` or `not-writable`, and Cancelled.
        """
        if isinstance(rows, RowsInMemory):
            return Prepared(Pictures(rows.take(numbers), labels), label_names, warnings)
        parts = self._cut(labels) if name == "train" else Parts(_NONE, _NONE, np.arange(len(labels)))
        order = np.concatenate(parts)
        path = self.kept.images(name)
        image_sum = rows.save(numbers[order], path, lambda: self._tell(len(numbers)))
        labels = labels[order]
        text = "\n".join((str(len(labels)), *label_names, image_sum))
        sha256 = hashlib.sha256(text.encode() + labels.astype("<i8").tobytes()).hexdigest()
        pictures = Pictures(np.load(path, mmap_mode="r", allow_pickle=False), labels)
        return Prepared(pictures, label_names, warnings, tuple(len(part) for part in parts), sha256)

    def _cut(self, labels: np.ndarray) -> Parts:
        held_out = min(len(labels) // self.held_out_share, most_in_memory(self.shape))
        return cut_parts(labels, held_out, has_test=self.has_test)

    def _tell(self, total: int) -> None:
        if not self.progress(total, total):
            raise Cancelled
