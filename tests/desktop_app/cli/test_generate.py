"""`generate` and `transform` as real processes."""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.inference.known import KnownFiles
from tests.helpers.bad_pictures import bad_pictures, drawn_digit, png
from tests.helpers.command_line import Finished, run_verb
from tests.helpers.small_disk import fill, read_only, small_disk
from tests.helpers.tiny_models import tiny_conditional_generator, tiny_denoiser, tiny_vae


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder to work in; the data folder has the trusted models `tiny-vae` and `tiny-denoiser`."""
    models = data_dir / "models"
    models.mkdir()
    tiny_vae(models)
    tiny_denoiser(models)
    tiny_conditional_generator(models)
    known = KnownFiles(data_dir / "none", models)
    known.remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in models.glob("*.onnx")})
    folder = data_dir.parent / "work"
    folder.mkdir()
    return folder


def generate(folder: Path, *words: str) -> Finished:
    return run_verb("generate", "tiny-vae", *words, folder=folder)


def test_grid(folder: Path) -> None:
    done = generate(folder, "--count", "9", "--seed", "4", "--out", "grid.png")
    assert (done.status, done.output) == (0, b"grid.png\n"), done.messages
    with Image.open(folder / "grid.png") as picture:
        assert picture.size == (84, 84)
        assert picture.text["seed"] == "4"
        assert picture.text["model"] == "mine/tiny-vae"
        assert picture.text["model_id"] == "0" * 32


def test_same_seed_same_pictures_in_any_number(folder: Path) -> None:
    few = generate(folder, "--count", "3", "--seed", "11", "--out", "few.npy", "--json").document("generate")
    generate(folder, "--count", "300", "--seed", "11", "--out", "many.npy")
    generate(folder, "--count", "3", "--seed", "12", "--out", "other.npy")
    first = np.load(folder / "few.npy")
    assert first.shape == (3, 28, 28)
    assert np.array_equal(np.load(folder / "many.npy")[:3], first)
    assert not np.array_equal(np.load(folder / "other.npy"), first)
    assert few["files"] == ["few.npy"]
    assert few["seed"] == 11


def test_folder_and_chance(folder: Path) -> None:
    done = generate(folder, "--count", "2", "--out", "new folder", "--json")
    result = done.document("generate")
    assert [Path(file).name for file in result["files"]] == [
        f"tiny-vae-seed{result['seed']}-0000.png", f"tiny-vae-seed{result['seed']}-0001.png",
    ]  # fmt: skip
    assert all((folder / file).is_file() for file in result["files"])


def test_a_label_is_asked_for(folder: Path) -> None:
    words = ["generate", "tiny-conditional", "--count", "4", "--seed", "1", "--json"]
    plain = run_verb(*words, "--out", "all.npy", folder=folder).document("generate")
    sevens = run_verb(*words, "--out", "sevens.npy", "--label", "7", folder=folder).document("generate")
    assert "label" not in plain
    assert sevens["label"] == "7"
    rows = [np.load(folder / name).mean(axis=2).argmax(axis=1).tolist() for name in ("all.npy", "sevens.npy")]
    assert rows == [[0, 1, 2, 3], [7, 7, 7, 7]]
    files = run_verb(*words, "--out", "sevens", "--label", "7", folder=folder).document("generate")["files"]
    with Image.open(folder / files[3]) as picture:
        assert (picture.text["label"], picture.text["sample"]) == ("7", "3")
        assert np.array_equal(np.asarray(picture), np.load(folder / "sevens.npy")[3])


def test_an_unknown_label_names_those_there_are(folder: Path) -> None:
    words = ["generate", "tiny-conditional", "--label", "cat", "--out", "x.png", "--json"]
    error = run_verb(*words, folder=folder).document("error")["error"]
    assert error["kind"] == "invalid-setting"
    assert "0, 1, 2, 3, 4, 5, 6, 7, 8, 9" in error["hint"]
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["--count", "1", "--out", "x.wav"], "wrong-kind"),
        (["--count", "1", "--out", "x.jpg"], "wrong-kind"),
        (["--count", "1", "--label", "7", "--out", "x.png"], "wrong-kind"),
    ],
)
def test_what_cannot_be_had(words: list[str], kind: str, folder: Path) -> None:
    done = generate(folder, *words, "--json")
    assert done.status == 1
    assert done.document("error")["error"]["kind"] == kind
    assert not list(folder.iterdir())


@pytest.mark.parametrize("words", [["--count", "0"], ["--seed", "-1"], ["--seed", str(2**64)], ["--truncation", "9"]])
def test_numbers_out_of_range(words: list[str], folder: Path) -> None:
    assert generate(folder, *words, "--out", "x.png").status == 2


def test_transform_writes_and_scores(folder: Path) -> None:
    (folder / "in" / "sub").mkdir(parents=True)
    for name in ("a.png", "a.bmp.png", "sub/a.png"):
        (folder / "in" / name).write_bytes(png(drawn_digit()))
    done = run_verb("transform", "tiny-vae", "in", "--out", "out", "--score", "--json", folder=folder)
    assert done.status == 0, done.messages
    lines = done.documents("transform")
    assert [line["file"] for line in lines] == ["out/a.bmp.png", "out/a.png", "out/sub/a.png"]
    assert all(line["score"] > 0 for line in lines)
    with Image.open(folder / "out" / "a.png") as picture:
        assert picture.size == (28, 28)
        assert picture.text["model"] == "mine/tiny-vae"


def test_transform_repairs_a_picture_as_it_is(folder: Path) -> None:
    noisy = np.random.default_rng(0).integers(0, 100, (28, 28), dtype=np.uint8)
    (folder / "noisy.png").write_bytes(png(noisy))
    (folder / "paper.png").write_bytes(png(255 - noisy))
    done = run_verb("transform", "tiny-denoiser", "noisy.png", "paper.png", "--out", "out", "--json", folder=folder)
    assert done.status == 0, done.messages
    assert all("score" not in line for line in done.documents("transform"))
    with Image.open(folder / "out" / "noisy.png") as picture, Image.open(folder / "out" / "paper.png") as paper:
        repaired = np.asarray(picture)
        assert np.array_equal(np.asarray(paper), 255 - repaired)
        assert "anomaly_score" not in picture.text
    assert repaired[10, 10] == pytest.approx(noisy[9:12, 9:12].mean(), abs=0.51)


def test_a_score_that_the_model_cannot_give_is_an_error(folder: Path) -> None:
    (folder / "a.png").write_bytes(png(drawn_digit()))
    done = run_verb("transform", "tiny-denoiser", "a.png", "--out", "out", "--score", "--json", folder=folder)
    assert done.status == 1
    (line,) = done.documents("transform")
    assert line["error"]["kind"] == "unsupported-model"
    assert "no anomaly score" in line["error"]["message"]
    assert not (folder / "out").exists()


def test_transform_goes_on_after_bad_pictures(folder: Path) -> None:
    kinds = bad_pictures(folder / "in")
    (folder / "in" / "zz.png").write_bytes(png(drawn_digit()))
    (folder / "zz.png").write_bytes(png(drawn_digit()))
    done = run_verb("transform", "tiny-vae", "in", "zz.png", "--out", "out", folder=folder)
    assert done.status == 1
    assert done.output.decode().splitlines() == ["out/zz.png", "out/zz-2.png"]
    assert done.messages.count("in/") == len(kinds)
    assert "Traceback" not in done.messages


def test_transform_into_a_file_is_refused(folder: Path) -> None:
    (folder / "file").write_bytes(b"")
    done = run_verb("transform", "tiny-vae", "x.png", "--out", "file", "--json", folder=folder)
    assert done.document("error")["error"]["kind"] == "wrong-kind"


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: Windows allows no such names")
def test_results_beside_the_pictures_replace_none_and_long_names_fit(folder: Path) -> None:
    original = png(drawn_digit())
    names = ["a.png", "数" * 83 + ".png"]
    for name in names:
        (folder / name).write_bytes(original)
    done = run_verb("transform", "tiny-vae", ".", "--out", ".", "--json", folder=folder)
    assert done.status == 0, done.messages
    assert [Path(line["file"]).name for line in done.documents("transform")] == ["a-2.png", "数" * 80 + ".png"]
    assert all((folder / name).read_bytes() == original for name in names)


@pytest.mark.parametrize("words", [["generate", "--count", "300"], ["transform", "in"]], ids=["generate", "transform"])
def test_results_that_cannot_be_written_end_the_verb(words: list[str], folder: Path) -> None:
    (folder / "in").mkdir()
    for number in range(3):
        (folder / "in" / f"{number}.png").write_bytes(png(drawn_digit()))
    with small_disk(folder / "disk", 64) as disk:
        fill(disk)
        line = [words[0], "tiny-vae", *words[1:], "--out", "disk/out", "--json"]
        assert run_verb(*line, folder=folder).document("error")["error"]["kind"] == "no-space"
        with read_only(disk):
            assert run_verb(*line, folder=folder).document("error")["error"]["kind"] == "not-writable"
        assert not [path for path in disk.rglob("*") if path.is_file() and path.name != "filling"]
