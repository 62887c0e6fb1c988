"""Which pictures the words of a command line mean."""

import io
import os
import sys
from pathlib import Path

import pytest

from desktop_app.inference.items import MOST_VISITS, items_of
from trainer.contract.errors import WorkshopError


def paths_of(*arguments: str, stdin: bytes = b"") -> list[str]:
    return [item.path for item in items_of(arguments, io.BytesIO(stdin))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.png", "a.png", "10.png", "sub/z.png", "sub/y.png", ".hidden.png", ".git/x.png", "sub/.DS_Store"):
        path = tmp_path / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path / "pictures"


def test_folders_are_sorted_and_walked_without_what_is_hidden(folder: Path) -> None:
    names = ["10.png", "a.png", "b.png", "sub/y.png", "sub/z.png"]
    assert paths_of("pictures") == [f"pictures/{name}" for name in names]
    assert paths_of("pictures/") == [f"pictures/{name}" for name in names]
    assert paths_of("./pictures/sub") == ["./pictures/sub/y.png", "./pictures/sub/z.png"]
    assert paths_of(str(folder)) == [f"{folder}/{name}" for name in names]


def test_arguments_keep_their_words_and_order(folder: Path) -> None:
    words = ["pictures//b.png", "absent.png", "./pictures/a.png", "pictures/.hidden.png"]
    assert paths_of(*words) == words


def test_relative_part_mirrors_the_folder(folder: Path) -> None:
    assert [item.relative for item in items_of(["pictures/sub", "pictures/a.png"])] == ["y.png", "z.png", "a.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: links need a right on Windows")
def test_link_cycles_end(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "sub" / "self").symlink_to(folder / "sub")
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "broken").symlink_to(folder / "nowhere")
    assert paths_of("pictures") == [
        "pictures/10.png", "pictures/a.png", "pictures/b.png", "pictures/broken", "pictures/circle",
        "pictures/sub/y.png", "pictures/sub/z.png",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: links need a right on Windows")
def test_linked_folders_are_followed(folder: Path) -> None:
    (folder / "again").symlink_to(folder / "sub")
    assert "pictures/again/y.png" in paths_of("pictures")


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: links need a right on Windows")
def test_many_folders_that_link_to_each_other_end_too(tmp_path: Path) -> None:
    folders = [tmp_path / f"f{number}" for number in range(12)]
    for each in folders:
        each.mkdir()
        (each / "a.png").write_bytes(b"")
    for each in folders:
        for other in folders:
            if other != each:
                (each / other.name).symlink_to(other)
    assert len(paths_of(str(tmp_path))) <= MOST_VISITS * len(folders)


def test_empty_folder_is_an_item_with_an_error(tmp_path: Path) -> None:
    (item,) = items_of([str(tmp_path)])
    assert item.error is not None
    assert item.error.kind == "empty"


def test_folder_that_cannot_be_read_is_an_item_with_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listdir = os.listdir

    def refuse(path: str) -> list[str]:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    items = list(items_of(["pictures"]))
    assert items[-1].path == "pictures/sub"
    assert items[-1].error is not None
    assert items[-1].error.kind == "unreadable"
    assert len(items) == 4


def test_standard_input_is_separated_by_nul(folder: Path) -> None:
    assert paths_of("x", "-", "y", stdin=b"a b\0new\nline\0pictures/sub\0last") == [
        "x", "a b", "new\nline", "pictures/sub/y.png", "pictures/sub/z.png", "last", "y",
    ]  # fmt: skip
    assert paths_of("-", stdin=b"") == []
    assert paths_of("-", stdin=b"\0\0") == []


def test_paths_come_as_soon_as_they_are_whole() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb", buffering=0) as target:
        target.write(b"first\0sec")
        items = items_of(["-"], source)
        assert next(items).path == "first"
        target.write(b"ond\0")
        assert next(items).path == "second"


@pytest.mark.skipif(sys.platform != "linux", reason="want of platform: other systems have no undecodable names")
def test_undecodable_names_survive(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.png"
    Path(os.fsdecode(name)).write_bytes(b"")
    (item,) = items_of([str(tmp_path)])
    assert os.fsencode(item.path) == name
    assert os.fsencode(paths_of("-", stdin=name)[0]) == name


def test_a_process_without_standard_input_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(WorkshopError, match="no standard input"):
        next(items_of(["-"]))
