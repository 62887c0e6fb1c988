"""`translate` as a real process."""

import hashlib
from pathlib import Path

import pytest

from desktop_app.inference.known import KnownFiles
from tests.helpers.command_line import Finished, run_verb
from tests.helpers.tiny_models import tiny_vae
from tests.helpers.tiny_translator import tiny_translator


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder to work in; the data folder has the trusted models `tiny-translator` and `tiny-vae`."""
    models = data_dir / "models"
    models.mkdir()
    tiny_translator(models)
    tiny_vae(models)
    known = KnownFiles(data_dir / "none", models)
    known.remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in models.glob("*.onnx")})
    folder = data_dir.parent / "work"
    folder.mkdir()
    return folder


def translate(folder: Path, *words: str | bytes, stdin: bytes = b"") -> Finished:
    return run_verb("translate", "tiny-translator", *words, folder=folder, stdin=stdin)


def test_texts(folder) -> None:
    done = translate(folder, "a big cab", "dad. hi!")
    assert (done.status, done.output.decode()) == (0, "b cjh dbc\nebe. ij!\n"), done.messages


def test_lines_of_standard_input(folder) -> None:
    done = translate(folder, "--beam", "1", stdin="\ufeffabc\r\n\n是。\ndad".encode())
    assert (done.status, done.output.decode()) == (0, "bcd\n\n是。\nebe\n"), done.messages


def test_json(folder) -> None:
    done = translate(folder, "cab a", "", "--json")
    assert done.status == 1
    good, bad = done.documents("translate")
    assert (good["translation"], good["model"]) == ("dbc b", "mine/tiny-translator")
    letters = [each for each in good["alignment"] if each["target"][0] < each["target"][1]]
    assert (
        [each["target"] for each in letters] == [each["source"] for each in letters] == [[0, 1], [1, 2], [2, 3], [4, 5]]
    )
    assert {each["share"] for each in letters} == {1.0}
    assert bad["error"]["kind"] == "empty"


def test_a_bad_line_does_not_stop_the_rest(folder) -> None:
    done = translate(folder, "--json", stdin=b"abc\n\xff\xfe\ndad\n")
    first, bad, last = done.documents("translate")
    assert (first["translation"], last["translation"]) == ("bcd", "ebe")
    assert bad["error"]["kind"] == "unreadable"
    assert done.status == 1


def test_a_model_of_another_task_is_refused(folder) -> None:
    done = run_verb("translate", "tiny-vae", "abc", folder=folder)
    assert (done.status, done.output) == (1, b"")
    assert "does not do translation" in done.messages


def test_an_unknown_model_translates_the_same(folder, data_dir) -> None:
    (data_dir / "models" / "known.json").unlink()
    done = translate(folder, "a big cab. dad")
    assert (done.status, done.output.decode()) == (0, "b cjh dbc. ebe\n"), done.messages
