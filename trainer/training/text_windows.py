"""Batches of windows of running text, for networks that write."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from trainer.contract.sampling import generator_of_sample


@dataclass(frozen=True)
class WindowBatch:
    """Tokens int64 [B,T+1], each window but its first token to be foretold, of the step that follows `step` steps."""

    tokens: Tensor
    step: int


class TextWindows:
    """Cuts the stream of tokens into windows that do not overlap, elsewhere in each epoch, and shuffles them.

    Where an epoch cuts, and in which order its windows come, depends on the seed and its number alone. Of each batch
    every rank of a data-parallel training takes its own part.
    """

    def __init__(
        self,
        stream: np.ndarray,
        *,
        context: int,
        batch_size: int,
        seed: int,
        device: torch.device,
        rank: int = 0,
        ranks: int = 1,
    ) -> None:
        """`stream` are the tokens of the training part, int64 [N] with N of at least 2."""
        self._stream = torch.from_numpy(stream).to(device)
        self._length = min(context, len(stream) - 1)
        self._windows = max(1, (len(stream) - 1) // self._length - 1)
        self._slack = len(stream) - 1 - self._windows * self._length
        self._seed = seed
        self._rank = rank
        self.share = max(1, min(batch_size, self._windows) // ranks)
        self.batch_size = self.share * ranks
        self.steps_per_epoch = max(1, self._windows // self.batch_size)

    def epoch(self, number: int, first: int = 0) -> Iterator[WindowBatch]:
        """The batches of epoch `number`, which counts from 0, from batch `first` on."""
        random = generator_of_sample(self._seed, number)
        offset = int(random.integers(0, self._slack + 1))
        starts = torch.from_numpy(offset + random.permutation(self._windows) * self._length).to(self._stream.device)
        places = torch.arange(self._length + 1, device=self._stream.device)
        for position in range(first, self.steps_per_epoch):
            begin = position * self.batch_size + self._rank * self.share
            chosen = starts[begin : begin + self.share]
            yield WindowBatch(self._stream[chosen[:, None] + places], number * self.steps_per_epoch + position)
