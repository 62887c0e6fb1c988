"""Batches of sentence pairs: each has pairs of similar length, so that little of it is padding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.contract.tokenization import Tokenizer, padded
from trainer.datasets.texts import SentencePairs
from trainer.training.dealing import Dealing
from trainer.training.text_batches import similar_lengths

SOURCES_BELOW = 2**16
"""No source has so many tokens."""

Rows = Sequence[Sequence[int]]


@dataclass(frozen=True)
class PairBatch:
    """Tokens of sources int64 [B,S] and of targets [B,T], padded behind, of the step that follows `step` steps.

    A source ends with the end token; a target stands between begin and end.
    """

    sources: Tensor
    targets: Tensor
    step: int


@dataclass(frozen=True)
class TokenPairs:
    """The token ids of sentence pairs."""

    sources: Rows
    targets: Rows

    def __len__(self) -> int:
        return len(self.sources)

    @property
    def lengths(self) -> np.ndarray:
        """By which pairs are sorted, int64 [N]: the target's length, then the source's."""
        both = zip(self.targets, self.sources, strict=True)
        return np.array([SOURCES_BELOW * len(target) + len(source) for target, source in both], dtype=np.int64)

    def batch(self, chosen: Sequence[int] | np.ndarray, device: torch.device, step: int = 0) -> PairBatch:
        """The pairs with these numbers, padded."""
        sources, targets = (
            torch.from_numpy(padded([rows[number] for number in chosen])).to(device, non_blocking=True)
            for rows in (self.sources, self.targets)
        )
        return PairBatch(sources, targets, step)


def source_row(tokenizer: Tokenizer, ids: Sequence[int], longest: int) -> list[int]:
    """The tokens of a source as the network takes them: at most `longest` with the end."""
    return [*ids[: longest - 1], tokenizer.end]


def token_pairs(pairs: SentencePairs, tokenizer: Tokenizer, longest: int, *, leave_out: bool) -> TokenPairs:
    """The tokens of `pairs`; those longer than `longest` are left out, or else cut.

    Raises WorkshopError `invalid-setting` where none is left.
    """
    sources, targets = tokenizer.encode_batch(pairs.sources), tokenizer.encode_batch(pairs.targets)
    both = zip(sources, targets, strict=True)
    kept = [pair for pair in both if not leave_out or max(map(len, pair)) < longest]
    if not kept:
        raise _all_too_long(longest)
    return TokenPairs(
        [source_row(tokenizer, source, longest) for source, _ in kept],
        [[tokenizer.begin, *target[: longest - 1], tokenizer.end] for _, target in kept],
    )


class PairBatches:
    """Deals out sentence pairs, in another order each epoch, which the seed and its number decide alone.

    What is left over after the last whole batch waits for another epoch. Of each batch every rank takes its own part.
    """

    def __init__(
        self, pairs: TokenPairs, *, batch_size: int, seed: int, device: torch.device, rank: int = 0, ranks: int = 1
    ) -> None:
        self._pairs = pairs
        self._lengths = pairs.lengths
        self._device = device
        self._seed = seed
        self._rank = rank
        self._ranks = ranks
        self.share = max(1, min(batch_size, len(pairs)) // ranks)
        self.steps_per_epoch = max(1, len(pairs) // self.batch_size)

    @property
    def batch_size(self) -> int:
        """Pairs per step, over all ranks."""
        return self.share * self._ranks

    def epoch(self, number: int, first: int = 0) -> Iterator[PairBatch]:
        """The batches of epoch `number`, which counts from 0, from batch `first` on."""
        random = np.random.Generator(np.random.Philox(key=np.array([self._seed, number], dtype=np.uint64)))
        batches = similar_lengths(self._lengths, self.batch_size, random)
        for position in range(first, self.steps_per_epoch):
            chosen = batches[position][self._rank :: self._ranks][: self.share]
            yield self._pairs.batch(chosen, self._device, number * self.steps_per_epoch + position)


def pair_batches(dealing: Dealing) -> PairBatches:
    """Batches of the training pairs that are not too long."""
    settings = dealing.hyperparameters
    pairs = token_pairs(dealing.train, dealing.facts.tokenizer, settings.longest, leave_out=True)
    return PairBatches(
        pairs,
        batch_size=settings.batch_size,
        seed=settings.seed,
        device=dealing.device,
        rank=dealing.rank,
        ranks=dealing.ranks,
    )


def _all_too_long(longest: int) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"Every sentence pair has more than {longest} tokens.", f"所有句对都超过 {longest} 个词元。"),
        Text("Raise the longest sentence, or enlarge the vocabulary.", "请增大最长句子的限制，或扩大词表。"),
    )
