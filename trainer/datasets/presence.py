"""Whether a catalogued data set is on this computer; looks for files only, so that a window may ask."""

from pathlib import Path

from trainer.datasets.cifar10 import find_cifar10
from trainer.datasets.known import KnownDataset
from trainer.datasets.known_datasets import CIFAR10, CIFAR10_JPEG, MNIST
from trainer.datasets.mnist import find_mnist
from trainer.datasets.sound_sources import sounds_place
from trainer.datasets.text_sources import texts_are_here


def is_here(known: KnownDataset, place: Path) -> bool:
    """Whether the training examples of `known` are at `place`, its folder or the file of a built-in sample."""
    if known.kind == "labelled-sounds":
        return sounds_place(place) is not None
    if known.kind != "pictures":
        return texts_are_here(known, place)
    if known.name == MNIST.name:
        return find_mnist(place, "train") is not None
    if known.name == CIFAR10.name:
        return place.is_dir() and find_cifar10(place) is not None
    if known.name == CIFAR10_JPEG.name:
        return packed_or_not(place) is not None
    return place.is_file()


def packed_or_not(folder: Path) -> Path | None:
    """The pictures in the folder of a data set that is a folder for each class: its one archive, or the folder."""
    if (folder / "train").is_dir():
        return folder
    archives = sorted(each for each in folder.glob("*") if each.suffix in (".zip", ".tar", ".gz", ".tgz"))
    return archives[0] if len(archives) == 1 else None
