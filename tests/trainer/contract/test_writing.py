"""Files are there whole or not at all, and why they are not is told."""

import errno
import os
from pathlib import Path

import pytest

from tests.helpers.small_disk import fill, read_only, small_disk
from trainer.contract.errors import WorkshopError
from trainer.contract.writing import cannot_write, write_by_rename, write_errors_told, write_whole

LONG_NAME = "数" * 83 + ".png"  # 253 bytes of the 255 that a name may have


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_the_new_content_replaces_the_old(tmp_path: Path) -> None:
    write_by_rename(tmp_path / "a", b"old")
    write_by_rename(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_folders_are_made_and_long_names_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "b" / "c" / LONG_NAME, b"content")
    assert (tmp_path / "b" / "c" / LONG_NAME).read_bytes() == b"content"


def test_nothing_is_left_of_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(OSError, match="No space"):
        write_by_rename(tmp_path / "a", b"new")
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, "no-space"), (errno.EDQUOT, "no-space"), (errno.EACCES, "not-writable"),
        (errno.EEXIST, "not-writable"), (errno.EROFS, "not-writable"), (errno.ENAMETOOLONG, "not-writable"),
    ],
)  # fmt: skip
def test_errors_have_the_right_kind(number: int, kind: str) -> None:
    error = cannot_write(Path("a"), OSError(number, os.strerror(number)))
    assert error.kind == kind
    assert "a" in error.message.en
    assert error.message.zh
    assert error.hint.zh


def test_a_full_disk_and_a_read_only_one_are_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        fill(disk)
        with pytest.raises(WorkshopError) as caught, write_errors_told(disk / "a"):
            write_whole(disk / "a", b"x" * 5000)
        assert caught.value.kind == "no-space"
        assert names(disk) == ["filling"]
        with read_only(disk), pytest.raises(WorkshopError) as caught, write_errors_told(disk / "a"):
            write_whole(disk / "a", b"x")
        assert caught.value.kind == "not-writable"
