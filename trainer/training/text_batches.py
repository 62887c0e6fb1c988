"""Batches of labelled texts of similar length, so that little of a batch is padding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from trainer.contract.tokenization import PLAIN, Frame, padded
from trainer.training.dealing import Dealing

POOL = 50
"""Batches that are sorted by length together: more save padding, fewer leave more to chance."""


@dataclass(frozen=True)
class TextBatch:
    """Token ids int64 [B,T], filled up with padding, and labels int64 [B] of the step that follows `step` steps."""

    tokens: Tensor
    labels: Tensor
    step: int


class TextBatches:
    """Shuffles the texts anew for each epoch and deals out batches of equal size, each of texts of similar length.

    Of a text beyond `longest` tokens each epoch sees another window. The order depends on the seed and the number of
    the epoch alone; what is left over waits for another epoch. Every rank takes its own part of each batch.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[int]],
        labels: np.ndarray,
        *,
        batch_size: int,
        longest: int,
        seed: int,
        device: torch.device,
        frame: Frame = PLAIN,
        rank: int = 0,
        ranks: int = 1,
    ) -> None:
        self._rows = [np.asarray(row, dtype=np.int64) for row in rows]
        self._labels = torch.from_numpy(labels)
        self._frame = frame
        self._longest = max(longest - frame.width, 1)
        self._seed = seed
        self._device = device
        self._rank = rank
        self.share = max(1, min(batch_size, len(rows)) // ranks)
        self._batch_size = self.share * ranks
        self.steps_per_epoch = max(1, len(rows) // self._batch_size)

    @property
    def batch_size(self) -> int:
        """Texts per step, over all ranks."""
        return self._batch_size

    def epoch(self, number: int, first: int = 0) -> Iterator[TextBatch]:
        """The batches of epoch `number`, which counts from 0, from batch `first` on."""
        random = np.random.Generator(np.random.Philox(key=np.array([self._seed, number], dtype=np.uint64)))
        places = random.random(len(self._rows))
        batches = similar_lengths(np.minimum([len(row) for row in self._rows], self._longest), self._batch_size, random)
        for position in range(first, self.steps_per_epoch):
            start = self._rank * self.share
            chosen = batches[position][start : start + self.share]
            windows = [self._window(self._rows[each], places[each]) for each in chosen]
            tokens = padded(windows, padding=self._frame.padding)
            yield TextBatch(
                torch.from_numpy(tokens).to(self._device, non_blocking=True),
                self._labels[chosen].to(self._device, non_blocking=True),
                number * self.steps_per_epoch + position,
            )

    def _window(self, row: np.ndarray, place: float) -> list[int]:
        """At most `longest` tokens, the frame among them; of a longer row from a `place`, 0 to 1, on."""
        start = int(place * (max(len(row) - self._longest, 0) + 1))
        return self._frame.around(row[start : start + self._longest].tolist())


def similar_lengths(lengths: np.ndarray, batch_size: int, random: np.random.Generator) -> np.ndarray:
    """Numbers of the texts of each batch, int64 [batches, batch_size], in random order; of those with `lengths` [N]."""
    order = random.permutation(len(lengths))
    order = order[: max(1, len(lengths) // batch_size) * batch_size]
    pools = [order[start : start + POOL * batch_size] for start in range(0, len(order), POOL * batch_size)]
    sorted_pools = [pool[np.argsort(lengths[pool], kind="stable")] for pool in pools]
    batches = np.concatenate(sorted_pools).reshape(-1, batch_size)
    return batches[random.permutation(len(batches))]


def labelled_texts(dealing: Dealing) -> TextBatches:
    """Batches of the texts of a data set, by the tokenizer of its facts."""
    return TextBatches(
        dealing.facts.tokenizer.encode_batch(dealing.train.texts),
        dealing.train.labels,
        batch_size=dealing.hyperparameters.batch_size,
        longest=dealing.hyperparameters.longest,
        seed=dealing.hyperparameters.seed,
        device=dealing.device,
        frame=dealing.facts.tokenizer.frame,
        rank=dealing.rank,
        ranks=dealing.ranks,
    )
