"""Finds the data that a person means and reads the part that is asked for.

Order: `--data`, else the data folder, else a download if the person agreed, else the embedded sample, else an error
that names the ways to get data. A data set called by name is never replaced by the sample.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from trainer.contract.preprocessing.step_names import FIND_DIGITS, GREY
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.access import Access, PartName, Source, SplitName
from trainer.datasets.cifar10 import LABELS as CIFAR10_LABELS
from trainer.datasets.cifar10 import find_cifar10
from trainer.datasets.class_folders import ANY_PICTURE
from trainer.datasets.dataset import Dataset, Examples, Pictures, Split, content_hash
from trainer.datasets.download import download_dataset
from trainer.datasets.known_datasets import (
    CIFAR10,
    CIFAR10_JPEG,
    KNOWN_DATASETS,
    MNIST,
    MNIST_SAMPLE,
    OWN_PICTURES,
    unknown_name,
)
from trainer.datasets.mnist import DIGITS as DIGIT_LABELS
from trainer.datasets.mnist import find_mnist, read_mnist, read_sample
from trainer.datasets.needs import DIGITS, Needs, PictureNeeds, SoundNeeds, TextNeeds
from trainer.datasets.preparation import Preparation
from trainer.datasets.prepared import Prepared, PreparedCache
from trainer.datasets.presence import is_here, packed_or_not
from trainer.datasets.resized import resized
from trainer.datasets.sound_sources import find_sounds, own_sounds
from trainer.datasets.splits import cut_parts
from trainer.datasets.text_sources import find_texts, own_texts
from trainer.datasets.texts import RunningText, cut_running_text


def load_training_data(where: str | None, access: Access, needs: Needs = DIGITS) -> Dataset:
    """The examples to train on and to validate with; the test part stays unread.

    `where` is a catalogued name, a path, or None (or an empty text) for the model's own data or what stands in.
    Raises WorkshopError (`data-missing`, `data-changed`, `unreadable`, `empty`, `too-large`, `wrong-kind`,
    `download-failed`, `no-space`, `busy`) and Cancelled.
    """
    source = find_source(where, access, needs)
    pool = source.read("train")
    train, validation, _ = _parts(source, pool)
    sha256 = pool.sha256 or content_hash(pool.examples, pool.label_names)
    return Dataset(pool.origin or source.origin, train, validation, pool.label_names, sha256, pool.warnings)


def load_split(where: str | None, access: Access, split: SplitName, needs: Needs = DIGITS) -> Split:
    """One part by itself, for evaluation; `where` and errors as for `load_training_data`."""
    source = find_source(where, access, needs)
    if split == "test" and source.has_test:
        read = source.read("test")
        examples = read.examples
    else:
        read = source.read("train")
        examples = _parts(source, read)[("train", "validation", "test").index(split)]
    description = source.test_description if split == "test" else split
    sha256 = content_hash(examples, read.label_names)
    return Split(read.origin or source.origin, description, examples, read.label_names, sha256)


def find_source(where: str | None, access: Access, needs: Needs = DIGITS) -> Source:
    """The data that `where` means. Reads no example, but downloads if that is needed and was agreed to."""
    if where and where not in KNOWN_DATASETS:
        path = Path(where).expanduser()
        if not path.exists():
            raise unknown_name(where)
        if isinstance(needs, SoundNeeds):
            return own_sounds(path, needs.rate)
        if isinstance(needs, TextNeeds):
            return own_texts(path, needs.kind, access.columns)
        return _as_needed(_own(path, access, needs.step, labelled=needs.labelled), needs)
    source = _catalogued(where or needs.data, access)
    if source is None and not where:
        source = _stand_in(access, needs)
    if source is None:
        raise data_errors.dataset_missing(where or needs.data)
    if source.kind != needs.kind:
        raise data_errors.other_kind(source.origin.name, source.kind, needs.kind)
    return _as_needed(_fitted(source, needs.step, access), needs) if isinstance(needs, PictureNeeds) else source


def _catalogued(name: str, access: Access) -> Source | None:
    """A catalogued data set that is on this computer, or can be fetched and may be."""
    if name and KNOWN_DATASETS[name].kind == "labelled-sounds":
        return find_sounds(KNOWN_DATASETS[name], access)
    if name and KNOWN_DATASETS[name].kind != "pictures":
        return find_texts(KNOWN_DATASETS[name], access)
    return _FINDERS[name](access) if name else None


def _stand_in(access: Access, needs: Needs) -> Source:
    sample = _catalogued(needs.sample_data, access)
    if sample is None:
        raise data_errors.no_data(needs.data, labelled=needs.labelled)
    title = KNOWN_DATASETS[needs.sample_data].title
    access.announce(
        Text(
            f"{needs.data} is not on this computer, so {title.en} is used.",
            f"本机上没有 {needs.data}，改用{title.zh}。",
        )
    )
    return sample


def _fitted(source: Source, step: str, access: Access) -> Source:
    """The data set with its pictures prepared by `step`. Raises WorkshopError `wrong-kind` where that cannot be."""
    if source.step == step:
        return source
    if (source.step, step) == (FIND_DIGITS, GREY):  # digits that were found are what that step would make of them
        return replace(source, step=step)
    if step == FIND_DIGITS:
        raise data_errors.no_digits(source.origin.name)

    def read(part: PartName) -> Prepared:
        found = source.read(part)
        key = f"{source.origin.name}-{content_hash(found.examples, found.label_names)[:16]}-{step}"
        kept = PreparedCache(access.data_dir / "cache", key)
        preparation = Preparation(step, kept, source.held_out_share, source.has_test, access.progress)
        return resized(found, part, preparation)

    return replace(source, read=read, step=step)


def _as_needed(source: Source, needs: PictureNeeds) -> Source:
    """The data set with one label for all its pictures where they need none."""
    if needs.labelled:
        return source

    def read(part: PartName) -> Prepared:
        found = source.read(part)
        alike = replace(found.examples, labels=np.zeros(len(found.examples), np.int64))
        return replace(found, examples=alike, label_names=(ANY_PICTURE,))

    return replace(source, read=read)


def _mnist(access: Access) -> Source | None:
    folder = access.folder_of(MNIST.name)
    if find_mnist(folder, "train") is None and access.download:
        download_dataset(MNIST, folder, access.progress)
    if find_mnist(folder, "train") is None:
        return None

    def read(part: PartName) -> Prepared:
        return Prepared(read_mnist(folder, part), DIGIT_LABELS)

    return Source(MNIST.origin, read, has_test=True, held_out_share=12, test_description="test")


def _sample(access: Access) -> Source | None:
    if not access.sample_file.is_file():
        return None

    def read(part: PartName) -> Prepared:
        return Prepared(read_sample(access.sample_file), DIGIT_LABELS)

    description = "sample test, drawn from training pictures"
    return Source(MNIST_SAMPLE.origin, read, has_test=False, held_out_share=10, test_description=description)


def _cifar10(access: Access) -> Source | None:
    folder = access.folder_of(CIFAR10.name)
    if not is_here(CIFAR10, folder) and access.download:
        download_dataset(CIFAR10, folder, access.progress)
    batches = find_cifar10(folder) if folder.is_dir() else None
    if batches is None:
        return None

    def read(part: PartName) -> Prepared:
        images, labels, _ = batches.read_original(part)
        return Prepared(Pictures(images, labels), CIFAR10_LABELS)

    return Source(CIFAR10.origin, read, True, held_out_share=10, test_description="test", step=CIFAR10.step)


def _cifar10_jpeg(access: Access) -> Source | None:
    place = packed_or_not(access.folder_of(CIFAR10_JPEG.name))
    if place is None:
        return None
    own = _own(place, access, CIFAR10_JPEG.step)
    return replace(own, origin=CIFAR10_JPEG.origin, test_description="test" if own.has_test else own.test_description)


def _own(path: Path, access: Access, step: str, *, labelled: bool = True) -> Source:
    from trainer.datasets.own_pictures import HELD_OUT_SHARE, read_own_pictures  # decoders, not needed for MNIST

    cache = access.data_dir / "cache"
    read, has_test = read_own_pictures(path, step, cache, access.progress, labelled=labelled)
    description = "test" if has_test else "held out, one picture in ten"
    return Source(OWN_PICTURES, read, has_test, HELD_OUT_SHARE, test_description=description, step=step)


def _parts(source: Source, pool: Prepared[Any]) -> tuple[Examples, Examples, Examples]:
    """(train, validation, test cut off the same pool, empty where the data have a test part)."""
    examples = pool.examples
    if pool.lengths is not None:
        return _in_their_order(examples, pool.lengths)
    if isinstance(examples, RunningText):
        return cut_running_text(examples, source.held_out_share, has_test=source.has_test)
    held_out = len(examples) // source.held_out_share
    train, validation, test = cut_parts(examples.strata, held_out, has_test=source.has_test, together=examples.together)
    return examples.take(train), examples.take(validation), examples.take(test)


def _in_their_order(examples: Any, lengths: tuple[int, ...]) -> tuple[Examples, Examples, Examples]:
    first, second = lengths[0], sum(lengths[:2])
    if not isinstance(examples, Pictures):
        numbers = np.split(np.arange(len(examples)), [first, second])
        return examples.take(numbers[0]), examples.take(numbers[1]), examples.take(numbers[2])
    in_memory = np.arange(first, second)  # a training needs them all at once
    return examples.between(0, first), examples.take(in_memory), examples.between(second, len(examples))


_FINDERS: dict[str, Callable[[Access], Source | None]] = {
    MNIST.name: _mnist,
    MNIST_SAMPLE.name: _sample,
    CIFAR10.name: _cifar10,
    CIFAR10_JPEG.name: _cifar10_jpeg,
}
"""One a catalogued data set; each gives None where the files are not here."""
