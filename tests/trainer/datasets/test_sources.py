import gzip
import hashlib
from dataclasses import replace

import numpy as np
import pytest

from tests.helpers.cifar_batches import binary_files, digests, whole_part
from tests.helpers.class_folders import write_tar
from tests.helpers.file_server import FileServer, serving
from tests.helpers.idx_files import write_idx_pair
from tests.helpers.skips import skip_for_want_of
from trainer.contract.errors import WorkshopError
from trainer.datasets import cifar10, sources
from trainer.datasets.known_datasets import CIFAR10, MNIST
from trainer.datasets.mnist import sample_path
from trainer.datasets.needs import PictureNeeds
from trainer.datasets.sources import Access, load_split, load_training_data

MNIST_SHA256 = "ac5f4bc1158b2f914d06b14400fb07f7c8d24438aa39e2818ffb294c0a9ef2d2"


@pytest.fixture
def mnist(test_data, tmp_path) -> Access:
    """The training files of MNIST, and a test file that cannot be read."""
    folder = tmp_path / "datasets" / "mnist"
    folder.mkdir(parents=True)
    for file in (test_data / "mnist").glob("train*"):
        (folder / file.name).symlink_to(file)
    (folder / "t10k-images-idx3-ubyte.gz").write_bytes(b"not to be opened by a training")
    return Access(tmp_path, sample=tmp_path / "none")


@pytest.fixture
def whole_mnist(test_data, tmp_path_factory) -> Access:
    data_dir = tmp_path_factory.mktemp("data")
    (data_dir / "datasets").mkdir()
    (data_dir / "datasets" / "mnist").symlink_to(test_data / "mnist")
    return Access(data_dir)


@pytest.fixture
def with_sample(tmp_path) -> Access:
    if not sample_path().is_file():
        skip_for_want_of("tool", "the embedded sample is not installed; packaging/setup_env.py puts it in place")
    return Access(tmp_path)


def test_training_sees_mnist_without_its_test_files(mnist):
    data = load_training_data(None, mnist)
    assert (data.name, data.counts) == ("mnist", {"train": 55_000, "validation": 5_000})
    assert data.sha256 == MNIST_SHA256
    assert data.label_names == tuple("0123456789")
    shares = np.bincount(data.validation.labels) / np.bincount(data.train.labels)
    assert np.ptp(shares) < 0.001


def test_the_test_pictures_are_mnists_own(whole_mnist):
    split = load_split("mnist", whole_mnist, "test")
    assert np.bincount(split.examples.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert split.description == "test"


def test_plain_files_count_as_well_as_packed_ones(mnist):
    folder = mnist.folder_of("mnist")
    for name in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        (folder / name.removesuffix(".gz")).write_bytes(gzip.decompress((folder / name).read_bytes()))
        (folder / name).unlink()
    assert load_training_data("mnist", mnist).sha256 == MNIST_SHA256


def test_another_data_set_under_mnists_names_is_refused(tmp_path):
    folder = tmp_path / "datasets" / "mnist"
    folder.mkdir(parents=True)
    write_idx_pair(folder, "train", np.zeros((30, 28, 28), np.uint8), np.arange(30) % 10)
    with pytest.raises(WorkshopError) as caught:
        load_training_data(None, Access(tmp_path))
    assert caught.value.kind == "data-changed"


def test_the_sample_stands_in_and_is_announced(with_sample):
    heard = []
    access = Access(with_sample.data_dir, announce=heard.append)
    data = load_training_data(None, access)
    assert (data.name, data.counts) == ("mnist-sample", {"train": 4_000, "validation": 500})
    assert "sample" in heard[0].en
    assert np.bincount(data.train.labels).tolist() == [400] * 10


def test_the_parts_of_the_sample_do_not_overlap(with_sample):
    parts = [load_split("mnist-sample", with_sample, part) for part in ("train", "validation", "test")]
    rows = np.concatenate([part.examples.images for part in parts]).reshape(5_000, -1)
    assert len(np.unique(rows, axis=0)) == 5_000
    assert parts[2].description == "sample test, drawn from training pictures"


def test_the_sample_comes_from_mnists_training_pictures(with_sample, whole_mnist):
    everything = load_training_data("mnist", whole_mnist)
    known = {image.tobytes(): label for image, label in _all(everything)}
    sample = load_training_data("mnist-sample", with_sample)
    assert all(known.get(image.tobytes()) == label for image, label in _all(sample))


def _all(data):
    for part in (data.train, data.validation):
        yield from zip(part.images, part.labels, strict=True)


def test_mnist_by_name_is_never_replaced_by_the_sample(with_sample):
    with pytest.raises(WorkshopError) as caught:
        load_training_data("mnist", with_sample)
    assert caught.value.kind == "data-missing"
    assert "--download" in caught.value.hint.en


def test_without_anything_the_error_names_the_ways(tmp_path):
    for where in (None, "mnist-sample", "no-such-place"):
        with pytest.raises(WorkshopError) as caught:
            load_training_data(where, Access(tmp_path, sample=tmp_path / "none"))
        assert caught.value.kind == "data-missing"
        assert "--download" in caught.value.hint.en
        assert "--download" in caught.value.hint.zh


def test_a_damaged_sample_is_refused(tmp_path):
    sample = tmp_path / "mnist_5k.csv.gz"
    for content in (b"", b"junk", gzip.compress(b"1,2,3\n")):
        sample.write_bytes(content)
        with pytest.raises(WorkshopError) as caught:
            load_training_data("mnist-sample", Access(tmp_path, sample=sample))
        assert caught.value.kind in ("unreadable", "data-changed")


def test_an_agreed_download_fills_the_data_folder(test_data, tmp_path, monkeypatch):
    files = {file.name: file.read_bytes() for file in (test_data / "mnist").glob("*.gz")}
    with serving(FileServer(files)) as server:
        local = MNIST.__class__(**{**vars(MNIST), "mirrors": (server.address,)})
        monkeypatch.setattr(sources, "MNIST", local)
        data = load_training_data(None, Access(tmp_path, download=True, sample=tmp_path / "none"))
    assert data.sha256 == MNIST_SHA256
    assert len(list((tmp_path / "datasets" / "mnist").glob("*.gz"))) == 4


def test_own_idx_files_of_any_number_of_classes(tmp_path):
    random = np.random.default_rng(0)
    labels = np.arange(60) % 12
    write_idx_pair(tmp_path, "train", random.integers(0, 256, (60, 28, 28), dtype=np.uint8), labels)
    data = load_training_data(str(tmp_path), Access(tmp_path))
    assert data.name == "own-pictures"
    assert len(data.label_names) == 12
    assert data.counts == {"train": 48, "validation": 6}
    assert load_split(str(tmp_path), Access(tmp_path), "test").description == "held out, one picture in ten"
    by_file = load_training_data(str(tmp_path / "train-images-idx3-ubyte.gz"), Access(tmp_path))
    assert by_file.sha256 == data.sha256


def test_own_idx_files_with_a_test_part(tmp_path):
    random = np.random.default_rng(0)
    for part, count in (("train", 40), ("t10k", 20)):
        write_idx_pair(tmp_path, part, random.integers(0, 256, (count, 28, 28), dtype=np.uint8), np.arange(count) % 2)
    data = load_training_data(str(tmp_path), Access(tmp_path))
    assert data.counts == {"train": 36, "validation": 4}
    split = load_split(str(tmp_path), Access(tmp_path), "test")
    assert (len(split.examples), split.description) == (20, "test")


@pytest.mark.parametrize(
    ("images", "labels", "words"),
    [
        (np.zeros((30, 28, 28), np.uint8), np.zeros(29), "one label for each"),
        (np.zeros((30, 28), np.uint8), np.zeros(30), "no pictures with one byte"),
        (np.zeros((30, 28, 28), np.float32), np.zeros(30), "no pictures with one byte"),
        (np.zeros((3, 28, 28), np.uint8), np.zeros(3), "Only 3 usable pictures were found"),
    ],
)
def test_own_idx_files_that_do_not_fit_are_refused(tmp_path, images, labels, words):
    write_idx_pair(tmp_path, "train", images, labels)
    with pytest.raises(WorkshopError, match=words):
        load_training_data(str(tmp_path), Access(tmp_path))


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("no pictures here" * 100)
    with pytest.raises(WorkshopError) as caught:
        load_training_data(str(path), Access(tmp_path))
    assert caught.value.kind == "wrong-kind"


def test_the_hash_does_not_depend_on_the_packing(tmp_path):
    images = np.random.default_rng(0).integers(0, 256, (30, 28, 28), dtype=np.uint8)
    write_idx_pair(tmp_path, "train", images, np.arange(30) % 3)
    packed = load_training_data(str(tmp_path), Access(tmp_path)).sha256
    path = tmp_path / "train-images-idx3-ubyte.gz"
    (tmp_path / "train-images-idx3-ubyte").write_bytes(gzip.decompress(path.read_bytes()))
    path.unlink()
    assert load_training_data(str(tmp_path), Access(tmp_path)).sha256 == packed


PHOTOGRAPHS = PictureNeeds("cifar10", "", "square-32")


@pytest.fixture
def small_cifar10(tmp_path, monkeypatch) -> Access:
    """A hundred and ten pictures that count as the original."""
    monkeypatch.setattr(cifar10, "_ROWS_SHA256", digests())
    folder = tmp_path / "datasets" / "cifar10"
    folder.mkdir(parents=True)
    write_tar(folder / "cifar-10-binary.tar.gz", binary_files())
    return Access(tmp_path, sample=tmp_path / "none")


@pytest.mark.parametrize("where", [None, "cifar10"])
def test_cifar10_as_its_authors_hand_it_out(small_cifar10, where):
    data = load_training_data(where, small_cifar10, PHOTOGRAPHS)
    assert (data.name, data.counts) == ("cifar10", {"train": 90, "validation": 10})
    assert data.train.shape == (32, 32, 3)
    assert data.label_names[0] == "airplane"
    assert np.bincount(data.validation.labels).tolist() == [1] * 10
    split = load_split(where, small_cifar10, "test", PHOTOGRAPHS)
    np.testing.assert_array_equal(split.examples.images, whole_part("test")[0])


def test_cifar10_in_another_size(small_cifar10):
    data = load_training_data("cifar10", small_cifar10, replace(PHOTOGRAPHS, step="square-48"))
    assert (data.name, data.train.shape, len(data.train)) == ("cifar10", (48, 48, 3), 90)


def test_cifar10_for_a_model_of_digits_is_refused(small_cifar10):
    with pytest.raises(WorkshopError) as caught:
        load_training_data("cifar10", small_cifar10)
    assert caught.value.kind == "wrong-kind"


def test_cifar10_is_fetched_where_that_was_agreed_to(small_cifar10, monkeypatch):
    path = small_cifar10.folder_of("cifar10") / "cifar-10-binary.tar.gz"
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(WorkshopError) as caught:
        load_training_data(None, small_cifar10, PHOTOGRAPHS)
    assert caught.value.kind == "data-missing"
    assert "--download to fetch cifar10" in caught.value.hint.en
    sums = {"md5": hashlib.md5(content).hexdigest(), "sha256": hashlib.sha256(content).hexdigest()}
    file = replace(CIFAR10.files[0], packed_size=len(content), **sums)
    with serving(FileServer({path.name: content})) as server:
        monkeypatch.setattr(sources, "CIFAR10", replace(CIFAR10, files=(file,), mirrors=(server.address,)))
        data = load_training_data(None, replace(small_cifar10, download=True), PHOTOGRAPHS)
    assert data.name == "cifar10"
    assert path.read_bytes() == content


def test_other_pictures_under_the_names_of_cifar10_are_refused(small_cifar10, monkeypatch):
    monkeypatch.setattr(cifar10, "_ROWS_SHA256", {"train": ("",), "test": ("",)})
    with pytest.raises(WorkshopError) as caught:
        load_training_data(None, small_cifar10, PHOTOGRAPHS)
    assert caught.value.kind == "data-changed"
