import gzip

import msgspec
import pytest

from tests.helpers.file_server import FileServer, serving
from tests.helpers.skips import skip_for_want_of
from trainer import data_command
from trainer.contract.errors import WorkshopError
from trainer.data_command import DataEntry, fetch_data, list_data
from trainer.datasets import known_datasets
from trainer.datasets.mnist import sample_path
from trainer.datasets.sources import Access


@pytest.fixture
def empty(tmp_path) -> Access:
    return Access(tmp_path, sample=tmp_path / "none.csv.gz")


def test_what_is_missing_says_how_to_get_it(empty):
    entries = {entry.name: entry for entry in list_data(empty)}
    assert set(entries) == {"mnist", "mnist-sample"}
    mnist = entries["mnist"]
    assert (mnist.state, mnist.sha256) == ("missing", "")
    assert mnist.download_bytes == 11_594_722
    assert "--download" in mnist.hint.en
    assert mnist.licence_class == "share-alike"


def test_what_is_here_is_checked(test_data, tmp_path):
    if not sample_path().is_file():
        skip_for_want_of("tool", "the embedded sample is not installed; packaging/setup_env.py puts it in place")
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "mnist").symlink_to(test_data / "mnist")
    entries = list_data(Access(tmp_path))
    assert [entry.state for entry in entries] == ["ready", "ready"]
    assert all(len(entry.sha256) == 64 for entry in entries)
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


@pytest.mark.parametrize("name", ["mnist-sample", "no-such-data"])
def test_what_cannot_be_fetched_is_an_error(empty, name):
    with pytest.raises(WorkshopError) as caught:
        fetch_data(name, empty)
    assert caught.value.kind == "data-missing"
