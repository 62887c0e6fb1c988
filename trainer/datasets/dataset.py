"""What a data set is to the rest of the program: examples of one kind, labels, and where they come from."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

import numpy as np

from trainer.contract.card import LicenceClass
from trainer.contract.text import Text

Announce = Callable[[Text], None]
"""Is told what a person should know on the way, such as that the embedded sample is used."""

Progress = Callable[[int, int], bool]
"""Is told how much is done of how much (0 where that is unknown); False ends the work with `Cancelled`."""


class Digest(Protocol):
    """What `hashlib` makes, as far as it is used here."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Takes more content in."""
        ...


class Examples(Protocol):
    """Examples of one kind: `Pictures` here, texts in `texts`."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    @property
    def strata(self) -> np.ndarray:
        """The groups of which every part of the data gets its share, int64 [N]: labels, where there are any."""
        ...

    @property
    def together(self) -> np.ndarray | None:
        """int64 [N]: those with equal numbers are never parted when some are held out; None where all may be."""
        ...

    def take(self, indices: np.ndarray) -> Self:
        """Those at `indices`, in that order."""
        ...

    def and_then(self, others: Self) -> Self:
        """These and the others, one after the other."""
        ...

    def hash_into(self, digest: Digest) -> None:
        """Feeds their content to a digest; the same however the files were packed."""
        ...


E = TypeVar("E", bound=Examples)


@dataclass(frozen=True)
class Pictures:
    """Pictures of one size, uint8 [N,H,W] (light ink on dark ground) or [N,H,W,3], and their labels, int64 [N]."""

    images: np.ndarray
    labels: np.ndarray

    def __post_init__(self) -> None:
        axes = self.images.ndim
        if self.images.dtype != np.uint8 or axes not in (3, 4) or (axes == 4 and self.images.shape[3] != 3):
            raise ValueError(f"pictures are uint8 [N,H,W] or [N,H,W,3], not {self.images.dtype} {self.images.shape}")
        if self.labels.dtype != np.int64 or self.labels.shape != (len(self.images),):
            raise ValueError(f"labels are int64 [N], not {self.labels.dtype} {self.labels.shape}")

    def __len__(self) -> int:
        return len(self.images)

    @property
    def shape(self) -> tuple[int, ...]:
        """(H,W) or (H,W,3) of each picture."""
        return self.images.shape[1:]

    @property
    def strata(self) -> np.ndarray:
        """The labels, int64 [N]."""
        return self.labels

    @property
    def together(self) -> None:
        """Each picture stands for itself."""

    def take(self, indices: np.ndarray) -> "Pictures":
        """Copies of the pictures at `indices`, in that order."""
        return Pictures(self.images[indices], self.labels[indices])

    def and_then(self, others: "Pictures") -> "Pictures":
        """Copies of these and of the others, one after the other."""
        images = np.concatenate([self.images, others.images])
        return Pictures(images, np.concatenate([self.labels, others.labels]))

    @property
    def is_mapped(self) -> bool:
        """Whether they stay in a file, too many to be copied into memory."""
        return isinstance(self.images, np.memmap)

    def between(self, first: int, end: int) -> "Pictures":
        """Those from number `first` up to `end`, left where they are."""
        return Pictures(self.images[first:end], self.labels[first:end])

    def hash_into(self, digest: Digest) -> None:
        """Feeds pixels and labels to a digest."""
        digest.update(np.ascontiguousarray(self.images).data)
        digest.update(np.ascontiguousarray(self.labels.astype("<i8")).data)


@dataclass(frozen=True)
class Origin:
    """The name of a data set for the model card (never a path), its licence and where it was published."""

    name: str
    licence: str
    licence_class: LicenceClass
    source: str


@dataclass(frozen=True)
class Added:
    """Pictures to train on beside those of the data, their SHA-256, and in words where they come from."""

    pictures: Pictures
    sha256: str
    note: str


@dataclass(frozen=True)
class Dataset(Generic[E]):
    """What a training may see. Test examples are not in it: `load_split` reads them, for evaluation alone.

    `sha256` covers all examples and labels that train and validation were cut from, unpacked and prepared, so it does
    not depend on the packing of the files. `warnings` names the files that were left out. `added` are no part of it.
    """

    origin: Origin
    train: E
    validation: E
    label_names: tuple[str, ...]
    sha256: str
    warnings: tuple[Text, ...] = ()
    added: Added | None = None

    @property
    def to_train_on(self) -> E:
        """The training part, with what was added to it."""
        return self.train.and_then(self.added.pictures) if self.added else self.train  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """The catalogued name, or `own-pictures`, `own-texts`."""
        return self.origin.name

    @property
    def counts(self) -> dict[str, int]:
        """Examples in each part."""
        counts = {"train": len(self.train), "validation": len(self.validation)}
        return counts | ({"generated": len(self.added.pictures)} if self.added else {})


@dataclass(frozen=True)
class Split(Generic[E]):
    """One part of a data set by itself; `description` says in words what it is, for the figures made on it."""

    origin: Origin
    description: str
    examples: E
    label_names: tuple[str, ...]
    sha256: str


def content_hash(examples: Examples, label_names: Sequence[str]) -> str:
    """SHA-256 of the examples, labels and label names; the same however the files were packed."""
    digest = hashlib.sha256("\n".join((str(len(examples)), *label_names)).encode())
    examples.hash_into(digest)
    return digest.hexdigest()


def say_nothing(message: Text) -> None:
    """An `Announce` for callers that show nothing."""


def always_continue(done: int, total: int) -> bool:
    """A `Progress` for callers that show nothing and never cancel."""
    return True
