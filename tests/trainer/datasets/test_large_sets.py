"""Pictures that are too many for memory: everything as with few, but in a file."""

import shutil
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.cifar_batches import binary_files, digests
from tests.helpers.class_folders import write_folder, write_tar, write_zip
from tests.helpers.idx_files import write_idx_pair
from tests.helpers.photographs import photograph, photograph_files
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.run_folder import RunLock
from trainer.datasets import cifar10, own_pictures, prepared, rows
from trainer.datasets.needs import PictureNeeds
from trainer.datasets.sources import Access, load_split, load_training_data

NEEDS = PictureNeeds("", "", "square-32")
BYTES = 32 * 32 * 3
FILES = photograph_files(kinds=3, each=30)


@pytest.fixture
def access(tmp_path) -> Access:
    return Access(tmp_path / "data")


@pytest.fixture
def little_memory(monkeypatch) -> None:
    """Room for twenty pictures."""
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", 20 * BYTES)


def load(path: Path, access: Access, step: str = NEEDS.step):
    return load_training_data(str(path), access, PictureNeeds("", "", step))


def kept_files(access: Access) -> list[str]:
    return sorted(path.name for path in (access.data_dir / "cache").rglob("*") if path.is_file())


def same(first, second) -> bool:
    return np.array_equal(first.images, second.images) and np.array_equal(first.labels, second.labels)


@pytest.mark.parametrize("layout", ["folder", "zip", "tar"])
@pytest.mark.parametrize("has_test", [False, True])
def test_many_pictures_are_the_same_as_few(tmp_path, access, monkeypatch, layout, has_test):
    write = {"folder": write_folder, "zip": write_zip, "tar": write_tar}[layout]
    before = "train/" if has_test else ""
    files = photograph_files(3, 30, before) | (photograph_files(3, 5, "test/", first=500) if has_test else {})
    path = write(tmp_path / "pictures", files)
    few = load(path, access)
    few_tested = load_split(str(path), access, "test", NEEDS)
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", 20 * BYTES)
    shutil.rmtree(access.data_dir / "cache")
    many = load(path, access)
    many_tested = load_split(str(path), access, "test", NEEDS)
    assert isinstance(many.train.images, np.memmap)
    assert not isinstance(few.train.images, np.memmap)
    assert (many.counts, many.label_names, many.warnings) == (few.counts, few.label_names, few.warnings)
    assert same(many.train, few.train)
    assert same(many.validation, few.validation)
    assert same(many_tested.examples, few_tested.examples)
    assert many_tested.sha256 == few_tested.sha256
    assert len(many_tested.examples) == (15 if has_test else 9)


def test_the_second_time_nothing_is_decoded(tmp_path, access, little_memory, monkeypatch):
    folder = write_folder(tmp_path / "pictures", FILES)
    first = load(folder, access)
    monkeypatch.setattr(own_pictures, "prepare", None)
    second = load(folder, access)
    assert second.sha256 == first.sha256
    assert isinstance(second.train.images, np.memmap)
    assert same(second.train, first.train)


def test_only_whole_files_are_left(tmp_path, access, little_memory):
    folder = write_folder(tmp_path / "pictures", FILES)
    load(folder, access)
    parts = [f"{part}{end}" for part in ("test", "train") for end in ("-images.npy", "-labels.npy", ".json")]
    assert kept_files(access) == [".lock", *parts]


@pytest.mark.parametrize("after", [1, 50, 91])
def test_cancelled_at_any_time_nothing_is_left(tmp_path, access, little_memory, after):
    told = []

    def progress(done, total):
        told.append(done)
        return len(told) < after

    with pytest.raises(Cancelled):
        load(write_folder(tmp_path / "pictures", FILES), Access(access.data_dir, progress=progress))
    assert kept_files(access) == [".lock"]


def test_a_damaged_file_is_made_again(tmp_path, access, little_memory):
    folder = write_folder(tmp_path / "pictures", FILES)
    sha256 = load(folder, access).sha256
    (path,) = (access.data_dir / "cache").rglob("train-images.npy")
    path.write_bytes(path.read_bytes()[:-1])
    again = load(folder, access)
    assert (again.sha256, again.counts) == (sha256, {"train": 72, "validation": 9})


def test_a_changed_picture_changes_the_hash(tmp_path, access, little_memory):
    folder = write_folder(tmp_path / "pictures", FILES)
    sha256 = load(folder, access).sha256
    (folder / "kind0" / "00000.png").write_bytes(photograph_files(1, 1, first=7000)["kind0/00000.png"])
    assert load(folder, access).sha256 != sha256


def test_unusable_files_are_named_and_left_out(tmp_path, access, little_memory):
    tiny = photograph_files(1, 1, side=5)["kind0/00000.png"]
    odd = {
        "kind1/again.png": FILES["kind1/00004.png"],
        "kind1/cut.png": FILES["kind1/00004.png"][:60],
        "kind2/notes.txt": b"not a picture",
        "kind2/empty.png": b"",
        "kind2/tiny.png": tiny,
        "stray.png": FILES["kind0/00001.png"],
    }
    data = load(write_folder(tmp_path / "pictures", FILES | odd), access)
    told = "\n".join(warning.en for warning in data.warnings)
    assert len(data.warnings) == len(odd)
    assert all(name in told for name in odd)
    assert sum(data.counts.values()) == 81


def test_no_more_is_held_out_than_memory_takes(tmp_path, access, monkeypatch):
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", 5 * BYTES)
    folder = write_folder(tmp_path / "pictures", FILES)
    data = load(folder, access)
    assert data.counts == {"train": 80, "validation": 5}
    assert not isinstance(data.validation.images, np.memmap)
    assert len(load_split(str(folder), access, "test", NEEDS).examples) == 5


def test_a_disk_without_room_is_told_before_the_work_begins(tmp_path, access, little_memory, monkeypatch):
    monkeypatch.setattr(rows, "free_bytes", lambda folder: 2 * 90 * BYTES - 1)
    monkeypatch.setattr(own_pictures, "prepare", None)
    with pytest.raises(WorkshopError) as caught:
        load(write_folder(tmp_path / "pictures", FILES), access)
    assert caught.value.kind == "no-space"


def test_a_data_folder_that_cannot_be_written_to_is_told(tmp_path, little_memory):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WorkshopError) as caught:
        load(write_folder(tmp_path / "pictures", FILES), Access(tmp_path / "file"))
    assert caught.value.kind == "not-writable"


def test_memory_does_not_grow_with_the_pictures(tmp_path, access, monkeypatch):
    """450 pictures of 128 x 128 are 22 MB; the limit is 2."""
    limit = 2 * 1024**2
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", limit)
    monkeypatch.setattr(rows, "_CHUNK", limit)
    folder = write_folder(tmp_path / "pictures", photograph_files(3, 150, side=128))
    tracemalloc.start()
    data = load(folder, access, "square-128")
    load_split(str(folder), access, "test", PictureNeeds("", "", "square-128"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert data.train.images.nbytes > 16 * 1024**2
    assert peak < 6 * limit


def test_idx_files_that_grow_when_they_are_prepared(tmp_path, access, monkeypatch):
    folder = tmp_path / "idx"
    folder.mkdir()
    random = np.random.default_rng(0)
    write_idx_pair(folder, "train", random.integers(0, 256, (60, 10, 12), np.uint8), np.arange(60) % 3)
    few = load(folder, access)
    shutil.rmtree(access.data_dir / "cache")
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", 20 * BYTES)
    many = load(folder, access)
    assert isinstance(many.train.images, np.memmap)
    assert same(many.train, few.train)
    assert same(many.validation, few.validation)


def test_a_catalogued_set_that_grows_when_it_is_resized(tmp_path, monkeypatch):
    monkeypatch.setattr(cifar10, "_ROWS_SHA256", digests())
    access = Access(tmp_path)
    (tmp_path / "datasets" / "cifar10").mkdir(parents=True)
    write_tar(access.folder_of("cifar10") / "cifar-10-binary.tar.gz", binary_files())
    needs = PictureNeeds("cifar10", "", "square-64")
    few = load_training_data(None, access, needs)
    shutil.rmtree(tmp_path / "cache")
    monkeypatch.setattr(rows, "LARGEST_IN_MEMORY", 15 * 64 * 64 * 3)
    for _ in ("made", "kept"):
        many = load_training_data(None, access, needs)
        assert isinstance(many.train.images, np.memmap)
        assert (many.name, many.counts) == ("cifar10", {"train": 90, "validation": 10})
        assert same(many.train, few.train)
        assert same(many.validation, few.validation)
    assert len(load_split(None, access, "test", needs).examples) == 10


def test_two_at_once_do_the_work_once(tmp_path, access, little_memory, monkeypatch):
    folder = write_folder(tmp_path / "pictures", FILES)
    sha256 = load(folder, access).sha256
    (kept,) = (access.data_dir / "cache").iterdir()
    (kept / "train.json").rename(kept / "not-yet.json")
    lock = RunLock(kept / ".lock")
    assert lock.acquire()
    waited = []

    def progress(done, total):
        waited.append((done, total))
        if len(waited) == 3:
            (kept / "not-yet.json").rename(kept / "train.json")
            lock.release()
        return True

    monkeypatch.setattr(own_pictures, "prepare", None)
    monkeypatch.setattr(prepared, "_PATIENCE", 0.01)
    assert load(folder, Access(access.data_dir, progress=progress)).sha256 == sha256
    assert waited == [(0, 0)] * 3


def test_waiting_for_another_can_be_cancelled(tmp_path, access, monkeypatch):
    folder = write_folder(tmp_path / "pictures", FILES)
    load(folder, access)
    (kept,) = (access.data_dir / "cache").iterdir()
    (kept / "train.json").unlink()
    lock = RunLock(kept / ".lock")
    assert lock.acquire()
    try:
        with pytest.raises(Cancelled):
            load(folder, Access(access.data_dir, progress=lambda done, total: False))
    finally:
        lock.release()


def test_what_was_used_longest_ago_makes_room(tmp_path, access, monkeypatch):
    sets = [
        write_folder(tmp_path / name, photograph_files(2, 10, first=100 * number))
        for number, name in enumerate(("first", "second", "third", "fourth"))
    ]
    size = 20 * BYTES
    monkeypatch.setattr(prepared, "MOST_KEPT", 2 * size + size // 2)
    for path in sets[:3]:
        load(path, access)
    load(sets[0], access)  # so that the second was used longest ago
    monkeypatch.setattr(own_pictures, "prepare", _counting(counted := []))
    load(sets[3], access)
    assert len(counted) == 20
    for path in (sets[0], sets[2], sets[3]):
        load(path, access)
    assert len(counted) == 20
    load(sets[1], access)
    assert len(counted) == 40


def _counting(counted):
    original = own_pictures.prepare

    def prepare(*arguments):
        counted.append(arguments)
        return original(*arguments)

    return prepare


def test_photographs_differ():
    """What the tests above rest on."""
    assert len({photograph(kind, number).tobytes() for kind in range(3) for number in range(200)}) == 600
