"""Small data sets in the layouts of CIFAR-10, written independently of the reader."""

import hashlib
import io
import pickle
import tarfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

PARTS = {"data_batch_1": 20, "data_batch_2": 20, "data_batch_3": 20, "data_batch_4": 20, "data_batch_5": 20,
         "test_batch": 10}  # fmt: skip


def colour_pictures(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Noise, uint8 [N,32,32,3], and labels 0 to 9 in turn, int64 [N]."""
    generator = np.random.default_rng(seed)
    return generator.integers(0, 256, (count, 32, 32, 3), np.uint8), np.arange(count) % 10


def planes(images: np.ndarray) -> np.ndarray:
    """uint8 [N,3072]: all red, then all green, then all blue."""
    return np.stack([images[..., colour].reshape(len(images), -1) for colour in range(3)], axis=1).reshape(-1, 3072)


def binary_batch(images: np.ndarray, labels: np.ndarray) -> bytes:
    """A label byte and the planes, picture after picture."""
    rows = (bytes([label]) + row.tobytes() for label, row in zip(labels, planes(images), strict=True))
    return b"".join(rows)


def pickled_batch(images: np.ndarray, labels: np.ndarray, protocol: int = 2) -> bytes:
    """A pickle as Python 3 writes it."""
    names = [f"picture_{number}.png" for number in range(len(images))]
    batch = {"batch_label": "a batch", "data": planes(images), "labels": labels.tolist(), "filenames": names}
    return pickle.dumps(batch, protocol)


def binary_files() -> dict[str, bytes]:
    """All batches in the binary layout, with the names in the published archive."""
    files = {f"cifar-10-batches-bin/{name}.bin": binary_batch(*pictures) for name, pictures in batches().items()}
    return files | {"cifar-10-batches-bin/batches.meta.txt": b"airplane\n", "cifar-10-batches-bin/readme.html": b"<p>"}


def pickled_files() -> dict[str, bytes]:
    """All batches in the Python layout, with the names in the published archive."""
    return {f"cifar-10-batches-py/{name}": pickled_batch(*pictures) for name, pictures in batches().items()}


def batches() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Pictures and labels of every batch."""
    return {name: colour_pictures(count, seed) for seed, (name, count) in enumerate(PARTS.items())}


def whole_part(part: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures and labels of `train` or `test`."""
    chosen = [pictures for name, pictures in batches().items() if name.startswith("test") == (part == "test")]
    images, labels = zip(*chosen, strict=True)
    return np.concatenate(images), np.concatenate(labels)


def digests() -> dict[str, tuple[str, ...]]:
    """SHA-256 of each batch of each part, as the published ones are known by."""
    sums: dict[str, tuple[str, ...]] = {"train": (), "test": ()}
    for name, pictures in batches().items():
        part = "test" if name.startswith("test") else "train"
        sums[part] += (hashlib.sha256(binary_batch(*pictures)).hexdigest(),)
    return sums


def write_odd_tar(path: Path, files: Mapping[str, bytes], *others: tarfile.TarInfo) -> Path:
    """A tar.gz of the files with members of other kinds before them."""
    with tarfile.open(path, "w:gz") as archive:
        for member in others:
            archive.addfile(member)
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path
