"""Finds the data that a person means and reads the part that is asked for.

Order: `--data`, else the data folder, else a download if the person agreed, else the embedded sample, else an error
that names the ways to get data. A data set called by name is never replaced by the sample.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.dataset import (
    Announce,
    Dataset,
    Origin,
    Pictures,
    Progress,
    Split,
    always_continue,
    content_hash,
    say_nothing,
)
from trainer.datasets.download import download_dataset
from trainer.datasets.known_datasets import MNIST, MNIST_SAMPLE, OWN_PICTURES, unknown_name
from trainer.datasets.mnist import DIGITS, find_mnist, read_mnist, read_sample, sample_path
from trainer.datasets.prepared import Prepared
from trainer.datasets.splits import cut_off

SplitName = Literal["train", "validation", "test"]


@dataclass(frozen=True)
class Access:
    """How data are reached: the data folder, whether a download was agreed to, and who hears of it.

    `sample` is the embedded sample's file.
    """

    data_dir: Path
    download: bool = False
    announce: Announce = say_nothing
    progress: Progress = always_continue
    sample: Path | None = None

    @property
    def sample_file(self) -> Path:
        """The embedded sample's file."""
        return self.sample or sample_path()

    @property
    def mnist_folder(self) -> Path:
        """Where MNIST's four files belong."""
        return self.data_dir / "datasets" / MNIST.name


@dataclass(frozen=True)
class Source:
    """Data that were found but not read. One in `held_out_share` pictures is cut off for validation, and again for a
    test where the data have no test part of their own.
    """

    origin: Origin
    read: Callable[[Literal["train", "test"]], Prepared]
    has_test: bool
    held_out_share: int
    test_description: str


def load_training_data(where: str | None, access: Access) -> Dataset:
    """The pictures to train on and to validate with; the test part stays unread.

    `where` is a catalogued name, a path, or None (or an empty text) for MNIST or what stands in for it.
    Raises WorkshopError (`data-missing`, `data-changed`, `unreadable`, `empty`, `too-large`, `wrong-kind`,
    `download-failed`, `no-space`, `busy`) and Cancelled.
    """
    source = find_source(where, access)
    pool = source.read("train")
    train, validation, _ = _parts(source, pool.pictures)
    sha256 = content_hash(pool.pictures, pool.label_names)
    return Dataset(source.origin, train, validation, pool.label_names, sha256, pool.warnings)


def load_split(where: str | None, access: Access, split: SplitName) -> Split:
    """One part by itself, for evaluation; `where` and errors as for `load_training_data`."""
    source = find_source(where, access)
    if split == "test" and source.has_test:
        read = source.read("test")
        pictures = read.pictures
    else:
        read = source.read("train")
        pictures = _parts(source, read.pictures)[("train", "validation", "test").index(split)]
    description = source.test_description if split == "test" else split
    return Split(source.origin, description, pictures, read.label_names, content_hash(pictures, read.label_names))


def find_source(where: str | None, access: Access) -> Source:
    """The data that `where` means. Reads no picture, but downloads if that is needed and was agreed to."""
    if not where or where == MNIST.name:
        if find_mnist(access.mnist_folder, "train") is None and access.download:
            download_dataset(MNIST, access.mnist_folder, access.progress)
        if find_mnist(access.mnist_folder, "train") is not None:
            return _mnist(access)
        return _stand_in(where, access)
    if where == MNIST_SAMPLE.name:
        if not access.sample_file.is_file():
            raise data_errors.dataset_missing(MNIST_SAMPLE.name)
        return _sample(access)
    path = Path(where).expanduser()
    if not path.exists():
        raise unknown_name(where)
    return _own(path, access)


def _stand_in(where: str | None, access: Access) -> Source:
    if where:
        raise data_errors.dataset_missing(where)
    if not access.sample_file.is_file():
        raise data_errors.no_data()
    access.announce(
        Text(
            "MNIST is not on this computer, so its built-in sample of 5,000 pictures is used.",
            "本机上没有 MNIST，改用内置的 5,000 张样本。",
        )
    )
    return _sample(access)


def _mnist(access: Access) -> Source:
    def read(part: Literal["train", "test"]) -> Prepared:
        return Prepared(read_mnist(access.mnist_folder, part), DIGITS)

    return Source(MNIST.origin, read, has_test=True, held_out_share=12, test_description="test")


def _sample(access: Access) -> Source:
    def read(part: Literal["train", "test"]) -> Prepared:
        return Prepared(read_sample(access.sample_file), DIGITS)

    description = "sample test, drawn from training pictures"
    return Source(MNIST_SAMPLE.origin, read, has_test=False, held_out_share=10, test_description=description)


def _own(path: Path, access: Access) -> Source:
    from trainer.datasets.own_pictures import read_own_pictures  # decoders, not needed for MNIST

    read, has_test = read_own_pictures(path, access.data_dir / "cache", access.progress)
    description = "test" if has_test else "held out, one picture in ten"
    return Source(OWN_PICTURES, read, has_test, held_out_share=10, test_description=description)


def _parts(source: Source, pool: Pictures) -> tuple[Pictures, Pictures, Pictures]:
    """(train, validation, test cut off the same pool, empty where the data have a test part)."""
    held_out = len(pool) // source.held_out_share
    rest, test = cut_off(pool, 0 if source.has_test else held_out)
    train, validation = cut_off(rest, held_out)
    return train, validation, test
