import io
import pickle
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.helpers.cifar_batches import (
    binary_batch,
    binary_files,
    colour_pictures,
    digests,
    pickled_batch,
    pickled_files,
    planes,
    whole_part,
    write_odd_tar,
)
from tests.helpers.class_folders import digit_files, write_folder, write_tar, write_zip
from trainer.contract.errors import WorkshopError
from trainer.datasets import cifar10, file_collections
from trainer.datasets.cifar10 import LABELS, find_cifar10

BINARY = "cifar-10-batches-bin"


@pytest.fixture(scope="module")
def layouts(tmp_path_factory) -> dict[str, Path]:
    """The same pictures in every layout."""
    folder = tmp_path_factory.mktemp("cifar10")
    binary, pickled = binary_files(), pickled_files()
    flat = {Path(name).name: content for name, content in binary.items()}
    for name in ("published", "published-python"):
        (folder / name).mkdir()
    return {
        "binary archive": write_tar(folder / "own-name.tar.gz", binary),
        "python archive": write_tar(folder / "own-name-2.tar.gz", pickled),
        "tar": write_tar(folder / "plain.tar", binary, packing=""),
        "zip": write_zip(folder / "a.zip", pickled),
        "batches": write_folder(folder / "flat", flat),
        "binary folder": write_folder(folder / "unpacked", binary),
        "python folder": write_folder(folder / "unpacked-python", pickled),
        "dotted": write_tar(folder / "dotted.tar.gz", {f"./{name}": content for name, content in binary.items()}),
        "both": write_folder(folder / "both", {**pickled, **binary}),
        "published": write_tar(folder / "published" / "cifar-10-binary.tar.gz", binary).parent,
        "published python": write_tar(folder / "published-python" / "cifar-10-python.tar.gz", pickled).parent,
    }


@pytest.mark.parametrize("part", ["train", "test"])
@pytest.mark.parametrize(
    "layout",
    ["binary archive", "python archive", "tar", "zip", "batches", "binary folder", "python folder", "both",
     "dotted", "published", "published python"],
)  # fmt: skip
def test_every_layout_gives_the_same_pictures_in_order(layouts, layout, part):
    found = find_cifar10(layouts[layout])
    images, labels, is_original = found.read(part)
    expected_images, expected_labels = whole_part(part)
    np.testing.assert_array_equal(images, expected_images)
    np.testing.assert_array_equal(labels, expected_labels)
    assert (images.dtype, labels.dtype) == (np.uint8, np.int64)
    assert images.flags.c_contiguous
    assert not is_original


def test_the_real_samples_hold_the_pictures_of_the_jpeg_files(test_data):
    folder = test_data / "cifar10"
    jpegs = set()
    with zipfile.ZipFile(folder / "cifar10_jpg.zip") as archive:
        for name in archive.namelist():
            if name.startswith("test/") and name.endswith(".jpg"):
                picture = np.asarray(Image.open(io.BytesIO(archive.read(name))).convert("RGB"))
                jpegs.add((name.split("/")[1], picture.tobytes()))
    for layout in ("binary", "python"):
        found = find_cifar10(folder / f"cifar-10-{layout}-sample.tar.gz")
        images, labels, _ = found.read("test")
        assert (images.shape, np.bincount(labels).tolist()) == ((100, 32, 32, 3), [10] * 10)
        assert all((LABELS[label], image.tobytes()) in jpegs for image, label in zip(images, labels, strict=True))
        assert len(found.read("train")[0]) == 500


def test_other_data_are_not_taken_for_cifar10(tmp_path, test_data):
    assert find_cifar10(write_zip(tmp_path / "a.zip", digit_files())) is None
    assert find_cifar10(write_folder(tmp_path / "folder", digit_files())) is None
    assert find_cifar10(test_data / "mnist" / "t10k-images-idx3-ubyte.gz") is None
    only_test = {name: content for name, content in binary_files().items() if "test" in name}
    assert find_cifar10(write_tar(tmp_path / "test.tar.gz", only_test)) is None


def test_pictures_that_are_not_the_published_ones_do_not_go_by_the_name(layouts, monkeypatch):
    found = find_cifar10(layouts["published"])
    with pytest.raises(WorkshopError, match="not the file of cifar10") as caught:
        found.read_original("test")
    assert caught.value.kind == "data-changed"
    monkeypatch.setattr(cifar10, "_ROWS_SHA256", digests())
    for layout in ("published", "published python"):
        np.testing.assert_array_equal(find_cifar10(layouts[layout]).read_original("train")[0], whole_part("train")[0])


def test_data_without_a_test_part(tmp_path):
    train = {name: content for name, content in binary_files().items() if "test" not in name}
    found = find_cifar10(write_tar(tmp_path / "a.tar.gz", train))
    assert (found.has("train"), found.has("test")) == (True, False)
    with pytest.raises(WorkshopError) as caught:
        found.read("test")
    assert caught.value.kind == "data-missing"


def test_ten_batches_are_read_by_number(tmp_path):
    pictures = colour_pictures(12, 0)
    files = {
        f"x/data_batch_{number + 1}.bin": binary_batch(*(part[number : number + 1] for part in pictures))
        for number in reversed(range(12))
    }
    images = find_cifar10(write_tar(tmp_path / "a.tar.gz", files)).read("train").images
    np.testing.assert_array_equal(images, pictures[0])


IMAGES, NUMBERS = colour_pictures(10, 0)


def pickled(**values) -> bytes:
    """A batch with other values."""
    return pickle.dumps({"data": planes(IMAGES), "labels": NUMBERS.tolist()} | values, 2)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("data_batch_1.bin", b"", "rows of 3073 bytes"),
        ("data_batch_1.bin", binary_batch(IMAGES, NUMBERS)[:-1], "rows of 3073 bytes"),
        ("data_batch_1.bin", binary_batch(IMAGES, NUMBERS + 1), "between 0 and 9"),
        ("data_batch_1", pickled(labels=(NUMBERS + 1).tolist()), "between 0 and 9"),
        ("data_batch_1", pickled(labels=(NUMBERS + 1000).tolist()), "one label for each"),
        ("data_batch_1", pickled(labels=NUMBERS.tolist()[:-1]), "one label for each"),
        ("data_batch_1", pickled(labels=["0"] * 10), "one label for each"),
        ("data_batch_1", pickled(labels=None), "one label for each"),
        ("data_batch_1", pickled(data=planes(IMAGES)[:, 1:]), "rows of 3072 bytes"),
        ("data_batch_1", pickled(data=planes(IMAGES).astype(np.int32)), "rows of 3072 bytes"),
        ("data_batch_1", pickled(data=planes(IMAGES)[:0], labels=[]), "rows of 3072 bytes"),
        ("data_batch_1", pickled(data=[1, 2]), "rows of 3072 bytes"),
        ("data_batch_1", pickled(data=print), "print"),
        ("data_batch_1", b"\x80\x02].", "rows of 3072 bytes"),
        ("data_batch_1", pickled_batch(IMAGES, NUMBERS)[:-2], "damaged or cut short"),
        ("data_batch_1", b"", "damaged or cut short"),
    ],
)
def test_a_broken_batch_is_named(tmp_path, name, content, message):
    found = find_cifar10(write_tar(tmp_path / "a.tar.gz", {f"x/{name}": content}))
    with pytest.raises(WorkshopError, match=message) as caught:
        found.read("train")
    assert caught.value.kind == "unreadable"
    assert name in caught.value.message.en
    assert name in caught.value.message.zh


def test_a_published_archive_that_lacks_a_batch_says_so(tmp_path):
    files = binary_files()
    del files[f"{BINARY}/data_batch_3.bin"]
    write_tar(tmp_path / "cifar-10-binary.tar.gz", files)
    with pytest.raises(WorkshopError, match=r"data_batch_3\.bin is missing"):
        find_cifar10(tmp_path).read("train")


def test_an_archive_cut_short_is_an_error(tmp_path):
    whole = write_tar(tmp_path / "whole.tar.gz", binary_files()).read_bytes()
    (tmp_path / "cifar-10-binary.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WorkshopError) as caught:
        find_cifar10(tmp_path).read("train")
    assert caught.value.kind == "unreadable"
    with pytest.raises(WorkshopError) as caught:
        find_cifar10(tmp_path / "cifar-10-binary.tar.gz")
    assert caught.value.kind == "unreadable"


def test_members_that_lead_elsewhere_are_passed_over(tmp_path):
    link, hard, device = (tarfile.TarInfo(f"{BINARY}/data_batch_{number}.bin") for number in (6, 7, 8))
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard.type, hard.linkname = tarfile.LNKTYPE, "../../etc/passwd"
    device.type = tarfile.CHRTYPE
    outside = {"../../data_batch_9.bin": b"x", **binary_files()}
    found = find_cifar10(write_odd_tar(tmp_path / "a.tar.gz", outside, link, hard, device))
    np.testing.assert_array_equal(found.read("train")[0], whole_part("train")[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar.gz"]


def test_a_part_that_is_too_large_is_refused(layouts, monkeypatch):
    monkeypatch.setattr(cifar10, "LARGEST_PART", 100_000)
    with pytest.raises(WorkshopError) as caught:
        find_cifar10(layouts["binary archive"]).read("train")
    assert caught.value.kind == "too-large"


def test_a_batch_that_is_too_large_is_refused(layouts, monkeypatch):
    monkeypatch.setattr(file_collections, "LARGEST_FILE", 50_000)
    for layout in ("zip", "binary folder", "tar"):
        with pytest.raises(WorkshopError) as caught:
            find_cifar10(layouts[layout]).read("train")
        assert caught.value.kind == "too-large"


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(file_collections, "SMALLEST_BOMB", 1_000_000)
    path = write_tar(tmp_path / "bomb.tar.gz", {"zeros": bytes(30_000_000), **binary_files()})
    assert path.stat().st_size * file_collections.MOST_TIMES > 30_000_000  # not for its zeros alone
    find_cifar10(path).read("train")
    path = write_tar(tmp_path / "bomb.tar.gz", {"zeros": bytes(30_000_000), "x/data_batch_1.bin": bytes(3073)})
    with pytest.raises(WorkshopError, match="100 times") as caught:
        find_cifar10(path)
    assert caught.value.kind == "too-large"


@settings(max_examples=100, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=5),
    packed=st.booleans(),
    pickles=st.booleans(),
)
def test_a_changed_archive_gives_pictures_or_a_clear_error(tmp_path_factory, changes, packed, pickles):
    batch = {"x/data_batch_1": pickled_batch(IMAGES[:1], NUMBERS[:1])}
    batch = batch if pickles else {"x/data_batch_1.bin": binary_batch(IMAGES[:1], NUMBERS[:1])}
    path = write_tar(tmp_path_factory.mktemp("a") / "a", batch, packing="gz" if packed else "")
    content = bytearray(path.read_bytes())
    for place, value in changes:
        content[place % len(content)] = value
    path.write_bytes(content)
    try:
        found = find_cifar10(path)
        if found is not None:
            images, labels, _ = found.read("train")
            assert images.shape == (len(labels), 32, 32, 3)
    except WorkshopError as error:
        assert error.kind in ("unreadable", "too-large")
