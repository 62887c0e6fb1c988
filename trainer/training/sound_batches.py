"""Batches of labelled recordings, of each a piece about as long as the window of the network."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from trainer.contract.utterances import Span, levels, utterances
from trainer.datasets.sounds import Sounds
from trainer.training.augmentation.sounds import SoundChanges
from trainer.training.dealing import Dealing

ROOM = 1.5
"""Times the window: so long are the stretches that pieces lie in the middle of, so that they can be played faster."""


@dataclass(frozen=True)
class SoundBatch:
    """Windows float32 [B,n] and labels int64 [B] of the step that follows `step` steps."""

    waves: Tensor
    labels: Tensor
    step: int


class SoundBatches:
    """Shuffles the recordings anew for each epoch and deals out batches of equal size.

    Half of the time a recording is seen whole, half of the time what was found in it, as it will be read later; of one
    longer than fits, each epoch hears another piece. Order and pieces depend on the seed and the number of the epoch
    alone; what is left over waits for another epoch. Every rank takes its own part of each batch.
    """

    def __init__(
        self,
        sounds: Sounds,
        *,
        batch_size: int,
        window: int,
        seed: int,
        changes: SoundChanges,
        device: torch.device,
        rank: int = 0,
        ranks: int = 1,
    ) -> None:
        self._waves = sounds.waves
        self._found = [span_of_all(wave, sounds.rate) for wave in sounds.waves]
        self._labels = torch.from_numpy(sounds.labels)
        self._room = round(ROOM * window)
        self._seed, self._changes, self._device, self._rank = seed, changes, device, rank
        self.share = max(1, min(batch_size, len(sounds)) // ranks)
        self._batch_size = self.share * ranks
        self.steps_per_epoch = max(1, len(sounds) // self._batch_size)

    @property
    def batch_size(self) -> int:
        """Recordings per step, over all ranks."""
        return self._batch_size

    def epoch(self, number: int, first: int = 0) -> Iterator[SoundBatch]:
        """The batches of epoch `number`, which counts from 0, from batch `first` on."""
        random = np.random.Generator(np.random.Philox(key=np.array([self._seed, number], dtype=np.uint64)))
        order = random.permutation(len(self._waves))
        is_whole, places = random.random(len(self._waves)) < 0.5, random.random(len(self._waves))
        for position in range(first, self.steps_per_epoch):
            start = position * self._batch_size + self._rank * self.share
            chosen = order[start : start + self.share]
            pieces = [self._piece(each, bool(is_whole[each]), places[each]) for each in chosen]
            stretches = torch.from_numpy(np.stack([in_the_middle(piece, self._room) for piece in pieces]))
            lengths = torch.tensor([len(piece) for piece in pieces])
            yield SoundBatch(
                self._changes(stretches.to(self._device), lengths.to(self._device)),
                self._labels[chosen].to(self._device, non_blocking=True),
                number * self.steps_per_epoch + position,
            )

    def _piece(self, number: int, is_whole: bool, place: float) -> np.ndarray:
        wave = self._waves[number]
        if not is_whole:
            wave = wave[self._found[number].start : self._found[number].end]
        start = int(place * (max(len(wave) - self._room, 0) + 1))
        return wave[start : start + self._room]


def span_of_all(wave: np.ndarray, rate: int) -> Span:
    """From the first to the last that was found in a recording; all of it where nothing was."""
    found = utterances(*levels([wave], rate), rate)
    return Span(found[0].start, found[-1].end) if found else Span(0, len(wave))


def in_the_middle(piece: np.ndarray, size: int) -> np.ndarray:
    """float32 [n] in the middle of silence, [size]."""
    before = (size - len(piece)) // 2
    return np.pad(piece, (before, size - len(piece) - before))


def sound_batches(dealing: Dealing) -> SoundBatches:
    """Batches of the recordings of a data set, changed as the hyperparameters say."""
    settings = dealing.hyperparameters
    return SoundBatches(
        dealing.train,
        batch_size=settings.batch_size,
        window=settings.window,
        seed=settings.seed,
        changes=SoundChanges(settings, dealing.facts.rate, dealing.randomness.generator("augmentation")),
        device=dealing.device,
        rank=dealing.rank,
        ranks=dealing.ranks,
    )
