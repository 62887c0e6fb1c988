"""Texts as examples: with labels, in pairs, or running on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from trainer.datasets.dataset import Digest
from trainer.datasets.splits import cut_parts


@dataclass(frozen=True)
class Texts:
    """Texts and their labels, int64 [N]. `wordings`, where they are given, are numbers, int64 [N], of which equal ones
    say the same in almost the same words: they are never parted when something is held out.
    """

    texts: tuple[str, ...]
    labels: np.ndarray
    wordings: np.ndarray | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if self.labels.dtype != np.int64 or self.labels.shape != (len(self.texts),):
            raise ValueError(f"labels are int64 [{len(self.texts)}], not {self.labels.dtype} {self.labels.shape}")
        if self.wordings is not None and self.wordings.shape != self.labels.shape:
            raise ValueError(f"wordings are int64 [{len(self.texts)}], not {self.wordings.shape}")

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def strata(self) -> np.ndarray:
        """The labels, int64 [N]."""
        return self.labels

    @property
    def together(self) -> np.ndarray:
        """The wordings, or else equal numbers for equal texts, int64 [N]."""
        return numbered(self.texts) if self.wordings is None else self.wordings

    def take(self, indices: np.ndarray) -> "Texts":
        """Those at `indices`, in that order."""
        wordings = None if self.wordings is None else self.wordings[indices]
        return Texts(_at(self.texts, indices), self.labels[indices], wordings=wordings)

    def and_then(self, others: "Texts") -> "Texts":
        """These and the others, one after the other; wordings count on."""
        labels = np.concatenate([self.labels, others.labels])
        if self.wordings is None or others.wordings is None:
            return Texts(self.texts + others.texts, labels)
        further = others.wordings + 1 + self.wordings.max(initial=-1)
        return Texts(self.texts + others.texts, labels, wordings=np.concatenate([self.wordings, further]))

    def hash_into(self, digest: Digest) -> None:
        """Feeds texts and labels to a digest."""
        _hash_texts(self.texts, digest)
        digest.update(np.ascontiguousarray(self.labels.astype("<i8")).data)


@dataclass(frozen=True)
class SentencePairs:
    """Sentences and their translations."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.sources) != len(self.targets):
            raise ValueError(f"{len(self.sources)} sentences cannot have {len(self.targets)} translations")

    def __len__(self) -> int:
        return len(self.sources)

    @property
    def strata(self) -> np.ndarray:
        """All alike, int64 [N]."""
        return np.zeros(len(self), dtype=np.int64)

    @property
    def together(self) -> np.ndarray:
        """Equal numbers, int64 [N], for pairs that are linked by equal sentences on either side."""
        return linked(numbered(self.sources), numbered(self.targets))

    def take(self, indices: np.ndarray) -> "SentencePairs":
        """Those at `indices`, in that order."""
        return SentencePairs(_at(self.sources, indices), _at(self.targets, indices))

    def and_then(self, others: "SentencePairs") -> "SentencePairs":
        """These and the others, one after the other."""
        return SentencePairs(self.sources + others.sources, self.targets + others.targets)

    def hash_into(self, digest: Digest) -> None:
        """Feeds both sides to a digest."""
        _hash_texts(self.sources, digest)
        _hash_texts(self.targets, digest)


@dataclass(frozen=True)
class RunningText:
    """Text to learn to write from, in parts that stand by themselves: documents, poems, or one long text."""

    parts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def strata(self) -> np.ndarray:
        """All alike, int64 [N]."""
        return np.zeros(len(self), dtype=np.int64)

    @property
    def together(self) -> None:
        """Each part stands for itself."""

    @property
    def characters(self) -> int:
        """Of all parts."""
        return sum(map(len, self.parts))

    def take(self, indices: np.ndarray) -> "RunningText":
        """The parts at `indices`, in that order."""
        return RunningText(_at(self.parts, indices))

    def and_then(self, others: "RunningText") -> "RunningText":
        """These and the others, one after the other."""
        return RunningText(self.parts + others.parts)

    def hash_into(self, digest: Digest) -> None:
        """Feeds all parts to a digest."""
        _hash_texts(self.parts, digest)


class CutTexts(NamedTuple):
    """The three parts of a data set of running text."""

    train: RunningText
    validation: RunningText
    test: RunningText


def cut_running_text(text: RunningText, held_out_share: int, *, has_test: bool) -> CutTexts:
    """One in `held_out_share` of the text for validation, and as much for a test unless the data have one.

    Of many parts, whole ones are drawn. One long text is cut by characters: its end is the test, what comes before
    that the validation, so that neither follows anything which is trained on. There the validation has half as much:
    it tells one training from another, and the text is short.
    """
    if len(text) >= 2 * held_out_share:
        chosen = cut_parts(text.strata, len(text) // held_out_share, has_test=has_test)
        return CutTexts(*(text.take(part) for part in chosen))
    whole = "\n\n".join(text.parts)
    held_out = len(whole) // held_out_share
    end = len(whole) - (0 if has_test else held_out)
    start = end - held_out // 2
    return CutTexts(*(RunningText((part,) if part else ()) for part in (whole[:start], whole[start:end], whole[end:])))


def numbered(texts: Sequence[str]) -> np.ndarray:
    """Numbers, int64 [N], equal for texts that differ in spaces and capitals alone."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(_plain(text), len(numbers)) for text in texts], dtype=np.int64)


def linked(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Numbers, int64 [N], equal for all that are linked, also by way of others, by an equal number in either array."""
    found = np.arange(len(first))
    while True:
        before = found
        for numbers in (first, second):
            least = np.full(int(numbers.max(initial=-1)) + 1, len(found))
            np.minimum.at(least, numbers, found)
            found = least[numbers]
        if np.array_equal(found, before):
            return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _at(texts: Sequence[str], indices: np.ndarray) -> tuple[str, ...]:
    return tuple(texts[index] for index in indices)


def _hash_texts(texts: Sequence[str], digest: Digest) -> None:
    for text in texts:
        content = text.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8, "little") + content)
