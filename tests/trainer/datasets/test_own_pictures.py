import io
import os
import struct
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image

from tests.helpers.cifar_batches import digests, pickled_files
from tests.helpers.class_folders import digit_files, digit_png, write_folder, write_tar, write_zip
from tests.helpers.idx_files import write_idx_pair
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.datasets import cifar10, file_collections, left_out, own_pictures
from trainer.datasets.cifar10 import LABELS
from trainer.datasets.needs import PictureNeeds
from trainer.datasets.own_pictures import prepare
from trainer.datasets.sources import Access, load_split, load_training_data

FILES = digit_files()


@pytest.fixture
def access(tmp_path) -> Access:
    return Access(tmp_path / "data dir 数据")


def load(path, access):
    return load_training_data(str(path), access)


def test_folder_zip_and_tar_give_the_same_pictures(tmp_path, access):
    places = [
        write_folder(tmp_path / "my digits", FILES),
        write_zip(tmp_path / "a.zip", FILES),
        write_zip(tmp_path / "b.zip", {f"outer/{name}": content for name, content in FILES.items()}),
        *(write_tar(tmp_path / f"a.{packing or 'tar'}", FILES, packing) for packing in ("", "gz", "bz2", "xz")),
    ]
    loaded = [load(place, access) for place in places]
    assert {data.sha256 for data in loaded} == {loaded[0].sha256}
    first = loaded[0]
    assert (first.name, first.label_names, first.warnings) == ("own-pictures", ("3", "7"), ())
    assert first.counts == {"train": 16, "validation": 2}
    assert first.origin.licence_class == "research"


def test_pictures_are_prepared_as_mnist_was(tmp_path, access):
    data = load(write_folder(tmp_path / "digits", FILES), access)
    for image in data.train.images:
        assert image[0].max() == 0
        assert image.max() > 200
        assert np.ptp(np.argwhere(image > 40), axis=0).max() <= 20


def test_a_test_part_is_kept_apart(tmp_path, access):
    files = digit_files(before="train/") | digit_files(each=4, before="test/", seed=100)
    folder = write_folder(tmp_path / "digits", files)
    assert load(folder, access).counts == {"train": 18, "validation": 2}
    split = load_split(str(folder), access, "test")
    assert (len(split.examples), split.description) == (8, "test")


def test_the_second_time_comes_from_the_cache(tmp_path, access, monkeypatch):
    folder = write_folder(tmp_path / "digits", FILES)
    first = load(folder, access)
    monkeypatch.setattr(own_pictures, "prepare", None)
    assert load(folder, access).sha256 == first.sha256


def test_a_changed_file_is_read_again(tmp_path, access):
    folder = write_folder(tmp_path / "digits", FILES)
    first = load(folder, access)
    (folder / "3" / "0.png").write_bytes(digit_png(3, seed=999))
    assert load(folder, access).sha256 != first.sha256


def test_a_damaged_cache_is_made_again(tmp_path, access):
    folder = write_folder(tmp_path / "digits", FILES)
    first = load(folder, access)
    for file in (access.data_dir / "cache").rglob("train-images.npy"):
        file.write_bytes(file.read_bytes()[:200])
    assert load(folder, access).sha256 == first.sha256


def test_a_data_folder_that_cannot_be_written_to_does_no_harm(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert load(write_folder(tmp_path / "digits", FILES), Access(blocked)).counts["train"] == 16


def test_unusable_files_are_named_and_left_out(tmp_path, access):
    stream = io.BytesIO()
    Image.new("L", (5, 5), 255).save(stream, "PNG")
    odd = {
        "3/again.png": FILES["3/4.png"],
        "3/tiny.png": stream.getvalue(),
        "3/cut.png": FILES["3/0.png"][:60],
        "7/notes.txt": b"not a picture",
        "7/empty.png": b"",
        "7/same.png": FILES["3/4.png"],
        "stray.png": FILES["3/1.png"],
    }
    data = load(write_folder(tmp_path / "digits", FILES | odd), access)
    assert data.counts == {"train": 16, "validation": 2}
    told = "\n".join(warning.en for warning in data.warnings)
    assert all(name.split("/")[-1] in told for name in odd)
    assert len(data.warnings) == len(odd)


def test_many_warnings_are_cut_short(tmp_path, access):
    junk = {f"3/junk{number}.png": b"junk" for number in range(50)}
    warnings = load(write_folder(tmp_path / "digits", FILES | junk), access).warnings
    assert len(warnings) == left_out.MOST_WARNINGS + 1
    assert "and 30 more" in warnings[-1].en


def test_a_picture_of_the_test_part_is_not_trained_on(tmp_path, access):
    files = digit_files(before="train/") | digit_files(each=3, before="test/")
    folder = write_folder(tmp_path / "digits", files)
    data = load(folder, access)
    assert sum(data.counts.values()) == 14
    assert len(load_split(str(folder), access, "test").examples) == 6
    assert len(data.warnings) == 6


def test_too_few_pictures_are_refused(tmp_path, access):
    for number, files in enumerate(({}, {"a.png": FILES["3/0.png"]}, digit_files(each=2))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(WorkshopError) as caught:
            load(write_folder(folder, files), access)
        assert caught.value.kind == "empty"


def test_preparation_can_be_cancelled(tmp_path, access):
    told = []

    def progress(done, total):
        told.append((done, total))
        return done < 5

    with pytest.raises(Cancelled):
        load(write_folder(tmp_path / "digits", FILES), Access(access.data_dir, progress=progress))
    assert told[-1] == (5, 20)


def test_links_are_followed_but_cycles_end(tmp_path, access):
    folder = write_folder(tmp_path / "digits", digit_files(labels=(3,)))
    other = write_folder(tmp_path / "elsewhere", digit_files(labels=(7,)))
    (folder / "7").symlink_to(other / "7", target_is_directory=True)
    (folder / "3" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "3" / "gone.png").symlink_to(tmp_path / "nowhere")
    data = load(folder, access)
    assert (data.label_names, data.counts) == (("3", "7"), {"train": 16, "validation": 2})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="want of platform: needs named pipes")
def test_a_pipe_among_the_pictures_does_not_hang(tmp_path, access):
    folder = write_folder(tmp_path / "digits", FILES)
    os.mkfifo(folder / "3" / "pipe.png")
    assert load(folder, access).counts["train"] == 16


def test_names_in_archives_stay_names(tmp_path, access):
    evil = {"../../3/out.png": FILES["3/1.png"], "/3/abs.png": FILES["3/2.png"]}
    before = set(tmp_path.rglob("*"))
    data = load(write_zip(tmp_path / "a.zip", {f"set/{name}": each for name, each in FILES.items()} | evil), access)
    assert {path.name for path in set(tmp_path.rglob("*")) - before} & {"out.png", "abs.png"} == set()
    assert set(data.label_names) <= {"3", "7", "set"}


def test_links_and_devices_in_a_tar_are_left_out(tmp_path, access):
    path = write_tar(tmp_path / "a.tar", FILES, "")
    with tarfile.open(path, "a") as archive:
        for name, kind in (
            ("3/link.png", tarfile.SYMTYPE),
            ("3/hard.png", tarfile.LNKTYPE),
            ("3/dev", tarfile.CHRTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    data = load(path, access)
    assert (data.counts["train"], data.warnings) == (16, ())


def test_a_bomb_in_an_archive_is_one_unusable_file(tmp_path, access, monkeypatch):
    monkeypatch.setattr(file_collections, "LARGEST_FILE", 100_000)
    bomb = {"3/bomb.png": b"\0" * 5_000_000}
    for path in (write_zip(tmp_path / "a.zip", FILES | bomb), write_tar(tmp_path / "a.tgz", FILES | bomb)):
        data = load(path, access)
        assert data.counts["train"] == 16
        assert "too large" in data.warnings[0].en


def test_a_tar_header_that_declares_a_giant_length_is_refused(tmp_path, access):
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 2**40
    (tmp_path / "a.tar").write_bytes(header.tobuf() + b"\0" * 1024)
    with pytest.raises(WorkshopError) as caught:
        load(tmp_path / "a.tar", access)
    assert caught.value.kind in ("unreadable", "wrong-kind")


@pytest.mark.parametrize("keep", [10, 300, 2000])
def test_cut_archives_are_refused(tmp_path, access, keep):
    for path in (write_zip(tmp_path / "a.zip", FILES), write_tar(tmp_path / "a.tgz", FILES)):
        path.write_bytes(path.read_bytes()[:keep])
        with pytest.raises(WorkshopError) as caught:
            load(path, access)
        assert caught.value.kind in ("unreadable", "wrong-kind", "empty")


def test_a_locked_zip_names_its_files(tmp_path, access):
    path = write_zip(tmp_path / "a.zip", FILES)
    content = bytearray(path.read_bytes())
    for start, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.find(start)
        while place >= 0:
            content[place + offset : place + offset + 2] = struct.pack("<H", 1)
            place = content.find(start, place + 1)
    path.write_bytes(content)
    assert zipfile.is_zipfile(path)
    with pytest.raises(WorkshopError) as caught:
        load(path, access)
    assert caught.value.kind == "empty"


def test_too_many_files_are_refused(tmp_path, access, monkeypatch):
    monkeypatch.setattr(file_collections, "MOST_FILES", 5)
    for path in (
        write_folder(tmp_path / "digits", FILES),
        write_zip(tmp_path / "a.zip", FILES),
        write_tar(tmp_path / "a.tgz", FILES),
    ):
        with pytest.raises(WorkshopError) as caught:
            load(path, access)
        assert caught.value.kind == "too-large"


def test_idx_files_of_another_size_are_prepared(tmp_path, access):
    pictures = [Image.open(io.BytesIO(digit_png(label, seed, 32))) for label in (3, 7) for seed in range(12)]
    images = np.stack([255 - np.asarray(picture.convert("L")) for picture in pictures])
    folder = tmp_path / "idx"
    folder.mkdir()
    write_idx_pair(folder, "train", images, np.repeat([0, 1], 12))
    data = load(folder, access)
    assert data.train.images.shape[1:] == (28, 28)
    assert sum(data.counts.values()) + len(load_split(str(folder), access, "test").examples) == 24
    assert load(folder, access).sha256 == data.sha256


def test_idx_files_of_any_size_and_number_of_classes(tmp_path, access):
    """1,000 classes of pictures 64 high and 48 wide, grey and in colour."""
    labels = np.arange(2_000) % 1_000
    for name, channels in (("grey", ()), ("colour", (3,))):
        images = np.random.default_rng(0).integers(0, 256, (2_000, 64, 48, *channels), np.uint8)
        folder = tmp_path / name
        folder.mkdir()
        write_idx_pair(folder, "train", images, labels)
        data = load_training_data(str(folder), access, PictureNeeds("", "", "square-24"))
        assert data.train.shape == (24, 24, 3)
        assert data.label_names == tuple(str(label) for label in range(1_000))
        assert data.counts == {"train": 1_600, "validation": 200}
        made = {(prepare(image, "square-24").tobytes(), label) for image, label in zip(images, labels, strict=True)}
        pairs = zip(data.train.images, data.train.labels, strict=True)
        assert all((image.tobytes(), label) in made for image, label in pairs)


def test_labels_beyond_reason_are_refused(tmp_path, access):
    write_idx_pair(tmp_path, "train", np.zeros((20, 28, 28), np.uint8), np.arange(20) * 1_000)
    with pytest.raises(WorkshopError, match="between 0 and 9,999"):
        load(tmp_path, access)


@pytest.mark.parametrize("layout", ["binary", "python"])
def test_batches_in_the_layouts_of_cifar10(tmp_path, access, test_data, layout):
    path = test_data / "cifar10" / f"cifar-10-{layout}-sample.tar.gz"
    needs = PictureNeeds("", "", "square-32")
    data = load_training_data(str(path), access, needs)
    assert (data.name, data.counts) == ("own-pictures", {"train": 450, "validation": 50})
    assert data.label_names == LABELS
    assert np.bincount(data.train.labels).tolist() == [45] * 10
    assert len(load_split(str(path), access, "test", needs).examples) == 100
    larger = load_training_data(str(path), access, PictureNeeds("", "", "square-64"))
    assert (larger.train.shape, larger.counts) == ((64, 64, 3), data.counts)
    with pytest.raises(WorkshopError) as caught:
        load(path, access)  # a model of digits
    assert caught.value.kind == "wrong-kind"


def test_both_layouts_of_cifar10_are_the_same_data(access, test_data):
    needs = PictureNeeds("", "", "square-32")
    paths = [test_data / "cifar10" / f"cifar-10-{layout}-sample.tar.gz" for layout in ("binary", "python")]
    assert len({load_training_data(str(path), access, needs).sha256 for path in paths}) == 1


def test_cifar10_itself_is_recognised_wherever_it_lies(tmp_path, access, monkeypatch):
    path = write_tar(tmp_path / "downloaded.tar.gz", pickled_files())
    needs = PictureNeeds("", "", "square-32")
    assert load_training_data(str(path), access, needs).name == "own-pictures"
    monkeypatch.setattr(cifar10, "_ROWS_SHA256", digests())
    for each in (path, write_folder(tmp_path / "unpacked", pickled_files())):
        data = load_training_data(str(each), access, needs)
        assert (data.name, data.origin.licence_class) == ("cifar10", "research")
        assert load_split(str(each), access, "test", needs).origin.name == "cifar10"


def test_the_jpeg_files_of_cifar10_are_a_folder_for_each_class(access, test_data):
    """As many as fit into a test: the archive holds them class after class."""
    with zipfile.ZipFile(test_data / "cifar10" / "cifar10_jpg.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(("0007.jpg", "0099.jpg"))]
        path = write_zip(access.data_dir.parent / "some.zip", {name: archive.read(name) for name in names})
    data = load_training_data(str(path), access, PictureNeeds("", "", "square-32"))
    assert data.label_names == LABELS
    assert sum(data.counts.values()) == 20


UNLABELLED = PictureNeeds("", "", "square-32", labelled=False)


def test_pictures_without_labels_may_lie_in_any_folder(tmp_path, access):
    flat = {name.replace("/", "-"): content for name, content in FILES.items()}
    deep = {f"summer/{number % 3}/{name}": content for number, (name, content) in enumerate(flat.items())}
    places = [write_folder(tmp_path / "flat", flat), write_folder(tmp_path / "deep", deep)]
    places += [write_zip(tmp_path / "flat.zip", flat), write_tar(tmp_path / "flat.tar.gz", flat)]
    for place in places:
        data = load_training_data(str(place), access, UNLABELLED)
        assert (data.label_names, data.counts, data.warnings) == (("picture",), {"train": 16, "validation": 2}, ())
        assert len(load_split(str(place), access, "test", UNLABELLED).examples) == 2


def test_the_same_folder_is_read_with_labels_and_without(tmp_path, access):
    folder = write_folder(tmp_path / "digits", FILES)
    for needs, labels in (
        (PictureNeeds("", "", "square-32"), ("3", "7")),
        (UNLABELLED, ("picture",)),
        (PictureNeeds("", "", "square-32"), ("3", "7")),
    ):
        data = load_training_data(str(folder), access, needs)
        assert data.label_names == labels
        assert set(data.train.labels) == set(range(len(labels)))


def test_labels_that_archives_of_numbers_have_are_left_out_too(tmp_path, access):
    images = np.random.default_rng(0).integers(0, 256, (40, 32, 32, 3), np.uint8)
    write_idx_pair(tmp_path, "train", images, np.arange(40) % 4)
    data = load_training_data(str(tmp_path), access, UNLABELLED)
    assert (data.label_names, set(data.train.labels)) == (("picture",), {0})
    assert data.counts == {"train": 32, "validation": 4}
