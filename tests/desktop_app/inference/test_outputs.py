"""Files of generated pictures."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.inference.outputs import output_form, picture_grid, picture_notes, save_pictures
from tests.helpers.small_disk import BLOCK, fill, small_disk
from trainer.contract.errors import WorkshopError

PICTURES = np.arange(7 * 28 * 28, dtype=np.uint32).astype(np.uint8).reshape(7, 28, 28)
NOTES = picture_notes(seed=2**64 - 1, model_id="ab12", model_name="mine/数字", version="0.1.0", truncation=0.8)


def test_grid_holds_all_pictures_in_order(tmp_path: Path) -> None:
    (file,) = save_pictures(PICTURES, tmp_path / "new" / "grid.png", NOTES, "x")
    grid = np.asarray(Image.open(file))
    assert grid.shape == (3 * 28, 3 * 28)
    assert np.array_equal(grid[28:56, 56:84], PICTURES[5])
    assert not grid[56:, 28:].any()


def test_grid_of_colour_pictures() -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (4, 8, 6, 3), dtype=np.uint8)
    grid = picture_grid(pictures)
    assert grid.shape == (16, 12, 3)
    assert np.array_equal(grid[8:, :6], pictures[2])


def test_png_says_how_to_make_it_again(tmp_path: Path) -> None:
    (file,) = save_pictures(PICTURES, tmp_path / "grid.png", NOTES, "x")
    with Image.open(file) as picture:
        assert picture.text == {
            "Software": "Model Workshop 0.1.0",
            "seed": str(2**64 - 1),
            "model": "mine/数字",
            "model_id": "ab12",
            "truncation": "0.8",
        }


def test_array_is_what_was_drawn(tmp_path: Path) -> None:
    (file,) = save_pictures(PICTURES, tmp_path / "all.npy", NOTES, "x")
    loaded = np.load(file, allow_pickle=False)
    assert loaded.dtype == np.uint8
    assert np.array_equal(loaded, PICTURES)


def test_folder_gets_one_file_a_sample(tmp_path: Path) -> None:
    files = save_pictures(PICTURES, tmp_path / "out", NOTES, "digits-seed1")
    assert [file.name for file in files][:2] == ["digits-seed1-0000.png", "digits-seed1-0001.png"]
    assert len(list((tmp_path / "out").iterdir())) == 7
    with Image.open(files[3]) as picture:
        assert picture.text["sample"] == "3"
        assert np.array_equal(np.asarray(picture), PICTURES[3])


def test_existing_files_are_replaced_and_folders_are_not(tmp_path: Path) -> None:
    target = tmp_path / "grid.png"
    target.write_bytes(b"old")
    save_pictures(PICTURES, target, NOTES, "x")
    assert target.read_bytes().startswith(b"\x89PNG")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(WorkshopError):
        save_pictures(PICTURES, tmp_path / "folder.png", NOTES, "x")


@pytest.mark.parametrize("name", ["out.wav", "out.jpg", "out.onnx"])
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(WorkshopError) as caught:
        output_form(Path(name))
    assert caught.value.kind == "wrong-kind"


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorkshopError) as caught:
        save_pictures(PICTURES, tmp_path / "file" / "grid.png", NOTES, "x")
    assert "cannot be written" in caught.value.message.en
    assert caught.value.kind == "not-writable"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_no_part_of_a_folder(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        fill(disk, leaving=4 * BLOCK)
        with pytest.raises(WorkshopError) as caught:
            save_pictures(PICTURES, disk, NOTES, "x")
        assert caught.value.kind == "no-space"
        assert [path.name for path in disk.iterdir()] == ["filling"]


def test_endings_count_in_any_case(tmp_path: Path) -> None:
    assert output_form(Path("A.PNG")) == "grid"
    assert output_form(Path("a.Npy")) == "array"
    (tmp_path / "v1.0").mkdir()
    assert output_form(tmp_path / "v1.0") == "folder"
