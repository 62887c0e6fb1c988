import dataclasses
import gzip
import hashlib
from pathlib import Path

import pytest

from desktop_app.places import find_places
from desktop_app.services.data_sets import DataSets
from tests.helpers.file_server import FileServer, serving
from tests.helpers.patience import MILLISECONDS
from trainer.catalog import documented_model
from trainer.datasets.known import KnownDataset
from trainer.datasets.known_datasets import KNOWN_DATASETS, MNIST

PATIENCE = MILLISECONDS
CONTENT = b"pictures" * 100_000


@pytest.fixture
def make_data_sets(qtbot, data_dir: Path):
    made: list[DataSets] = []

    def make(known: KnownDataset = MNIST) -> DataSets:
        made.append(DataSets(find_places(data_dir), {**KNOWN_DATASETS, "mnist": known}))
        return made[-1]

    yield make
    for data_sets in made:
        data_sets.close()


def served(server: FileServer) -> KnownDataset:
    """MNIST with small files from a local server."""
    packed = gzip.compress(CONTENT, compresslevel=0)
    sums = {"md5": hashlib.md5(CONTENT).hexdigest(), "sha256": hashlib.sha256(CONTENT).hexdigest()}
    files = tuple(dataclasses.replace(file, packed_size=len(packed), **sums) for file in MNIST.files)
    server.files.update({file.name: packed for file in files})
    return dataclasses.replace(MNIST, files=files, mirrors=(server.address,))


def test_what_is_missing_is_said_with_its_size(make_data_sets):
    state = make_data_sets().state("mnist")
    assert (state.is_ready, state.pictures) == (False, 60_000)
    assert 11 < state.download_megabytes < 12


def test_a_stand_in_is_taken_only_where_it_is_here(make_data_sets, data_dir):
    data_sets = make_data_sets()
    assert data_sets.best_for(documented_model("digits-cnn")) == "mnist-sample"
    assert data_sets.best_for(documented_model("cifar-cnn")) == "cifar10"
    assert data_sets.best_for(documented_model("pictures-classifier")) == ""
    copy = data_dir / "datasets" / "cifar10-jpeg" / "cifar10_jpg.zip"
    copy.parent.mkdir(parents=True)
    copy.touch()
    assert data_sets.best_for(documented_model("cifar-cnn")) == "cifar10-jpeg"


def test_a_download_makes_the_data_ready(qtbot, make_data_sets):
    with serving(FileServer({})) as server:
        data_sets = make_data_sets(served(server))
        assert data_sets.best_for(documented_model("digits-cnn")) == "mnist-sample"
        told = []
        data_sets.progressed.connect(lambda done, total: told.append((done, total)))
        with qtbot.waitSignal(data_sets.changed, timeout=PATIENCE):
            data_sets.download("mnist")
            assert data_sets.downloading == "mnist"
    assert not data_sets.downloading
    assert data_sets.state("mnist").is_ready
    assert data_sets.best_for(documented_model("digits-cnn")) == "mnist"
    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told)


def test_a_cancelled_download_is_no_failure(qtbot, make_data_sets):
    with serving(FileServer({})) as server:
        data_sets = make_data_sets(served(server))
        failures = []
        data_sets.failed.connect(failures.append)
        with qtbot.waitSignal(data_sets.changed, timeout=PATIENCE):
            data_sets.download("mnist")
            data_sets.cancel()
    assert not failures
    assert not data_sets.state("mnist").is_ready


def test_a_failed_download_says_why(qtbot, make_data_sets):
    with serving(FileServer({}, status=503)) as server:
        data_sets = make_data_sets(served(server))
        with qtbot.waitSignal(data_sets.failed, timeout=PATIENCE) as failed:
            data_sets.download("mnist")
    assert "could not be downloaded" in str(failed.args[0])


def test_cifar10_is_ready_as_either_archive_or_unpacked(make_data_sets, data_dir):
    data_sets = make_data_sets()
    state = data_sets.state("cifar10")
    assert (state.is_ready, state.pictures) == (False, 50_000)
    assert 170 < state.download_megabytes < 171
    folder = data_dir / "datasets" / "cifar10"
    for name in ("cifar-10-binary.tar.gz", "cifar-10-python.tar.gz", "cifar-10-batches-bin/data_batch_1.bin"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        assert data_sets.state("cifar10").is_ready
        path.unlink()
    assert not data_sets.state("cifar10").is_ready
