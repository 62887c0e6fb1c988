import dataclasses
import gzip
import hashlib

import msgspec
import pytest

from tests.helpers.cifar_batches import binary_files, digests
from tests.helpers.class_folders import write_tar
from tests.helpers.file_server import FileServer, serving
from tests.helpers.skips import skip_for_want_of
from trainer import data_command
from trainer.contract.errors import WorkshopError
from trainer.data_command import DataEntry, fetch_data, list_data
from trainer.datasets import cifar10, known_datasets
from trainer.datasets.mnist import sample_path
from trainer.datasets.sources import Access

EMBEDDED = {"customer-messages", "phrase-pairs", "python-reference"}
"""Texts that come with the program."""


@pytest.fixture
def empty(tmp_path) -> Access:
    return Access(tmp_path, sample=tmp_path / "none.csv.gz")


def test_what_is_missing_says_how_to_get_it(empty):
    entries = {entry.name: entry for entry in list_data(empty)}
    assert set(entries) == set(known_datasets.KNOWN_DATASETS)
    assert {name for name, entry in entries.items() if entry.state == "ready"} == EMBEDDED
    mnist = entries["mnist"]
    assert (mnist.state, mnist.sha256) == ("missing", "")
    assert mnist.download_bytes == 11_594_722
    assert "--download" in mnist.hint.en
    assert mnist.licence_class == "share-alike"
    colour = entries["cifar10"]
    assert (colour.state, colour.download_bytes, colour.licence_class) == ("missing", 170_052_171, "research")
    assert "--download to fetch cifar10" in colour.hint.en
    plays, reviews = entries["tiny-shakespeare"], entries["sentiment-en"]
    assert (plays.download_bytes, plays.licence_class) == (1_115_394, "free")
    assert "--download" not in reviews.hint.en
    assert "datasets/rt-polarity, datasets/sst2, datasets/review-polarity" in reviews.hint.en


def test_what_is_here_is_checked(test_data, tmp_path):
    if not sample_path().is_file():
        skip_for_want_of("tool", "the embedded sample is not installed; packaging/setup_env.py puts it in place")
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "mnist").symlink_to(test_data / "mnist")
    entries = list_data(Access(tmp_path))
    ready = [entry for entry in entries if entry.state == "ready"]
    assert {entry.name for entry in ready} == {"mnist", "mnist-sample"} | EMBEDDED
    assert all(len(entry.sha256) == 64 for entry in ready)
    assert {entry.state for entry in entries if entry not in ready} == {"missing"}
    assert entries[0].counts == {"train": 55_000, "validation": 5_000, "test": 10_000}
    assert msgspec.json.decode(msgspec.json.encode(entries), type=list[DataEntry]) == entries


def test_damage_is_said(empty):
    folder = empty.folder_of("mnist")
    folder.mkdir(parents=True)
    for known in known_datasets.MNIST.files:
        (folder / known.name).write_bytes(gzip.compress(b"not MNIST"))
    assert list_data(empty)[0].state == "damaged"
    assert "train-images" in list_data(empty)[0].hint.en


def test_a_data_set_is_fetched(test_data, empty, monkeypatch):
    files = {file.name: file.read_bytes() for file in (test_data / "mnist").glob("*.gz")}
    told = []
    with serving(FileServer(files)) as server:
        local = known_datasets.KnownDataset(**{**vars(known_datasets.MNIST), "mirrors": (server.address,)})
        monkeypatch.setattr(data_command, "known_dataset", {"mnist": local}.__getitem__)
        entry = fetch_data("mnist", empty, lambda done, total: told.append(done) or True)
    assert entry.state == "ready"
    assert told


def test_cifar10_is_fetched_as_the_archive_it_was_published_as(empty, tmp_path, monkeypatch):
    name = "cifar-10-binary.tar.gz"
    content = write_tar(tmp_path / name, binary_files()).read_bytes()
    sums = {"md5": hashlib.md5(content).hexdigest(), "sha256": hashlib.sha256(content).hexdigest()}
    files = (dataclasses.replace(known_datasets.CIFAR10.files[0], packed_size=len(content), **sums),)
    with serving(FileServer({name: content})) as server:
        local = dataclasses.replace(known_datasets.CIFAR10, files=files, mirrors=(server.address,))
        monkeypatch.setattr(data_command, "known_dataset", {"cifar10": local}.__getitem__)
        assert fetch_data("cifar10", empty).state == "damaged"  # the checksums of its pictures are others
        monkeypatch.setattr(cifar10, "_ROWS_SHA256", digests())
        entry = fetch_data("cifar10", empty)
    assert (entry.state, len(entry.sha256)) == ("ready", 64)
    assert server.requested == [(f"/{name}", None)]
    assert (empty.folder_of("cifar10") / name).read_bytes() == content


@pytest.mark.parametrize("name", ["mnist-sample", "no-such-data"])
def test_what_cannot_be_fetched_is_an_error(empty, name):
    with pytest.raises(WorkshopError) as caught:
        fetch_data(name, empty)
    assert caught.value.kind == "data-missing"
