"""`write` as a real process."""

import hashlib
from pathlib import Path

import pytest

from desktop_app.inference.known import KnownFiles
from tests.helpers.command_line import Finished, run_verb
from tests.helpers.tiny_models import tiny_vae
from tests.helpers.tiny_writer import tiny_writer


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder to work in; the data folder has the trusted models `tiny-writer` and `tiny-vae`."""
    models = data_dir / "models"
    models.mkdir()
    tiny_writer(models)
    tiny_vae(models)
    known = KnownFiles(data_dir / "none", models)
    known.remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in models.glob("*.onnx")})
    folder = data_dir.parent / "work"
    folder.mkdir()
    return folder


def write(folder: Path, *words: str) -> Finished:
    return run_verb("write", "tiny-writer", *words, folder=folder)


def test_goes_on_with_the_prompt(folder) -> None:
    done = write(folder, "--prompt", "cd", "--tokens", "30", "--temperature", "0")
    assert (done.status, done.output.decode()) == (0, "efghijabcd" * 3 + "\n"), done.messages
    assert "30 tokens of seed" in done.messages
    assert write(folder, "--tokens", "3", "--temperature", "0", "--quiet").output == b"abc\n"


def test_json(folder) -> None:
    words = ("--prompt", "Xa.", "--tokens", "9", "--seed", "7", "--json")
    done = write(folder, *words)
    (document,) = done.documents("write")
    assert (document["text"], document["ending"], document["tokens"]) == ("", "end", 0)
    assert (document["unknown"], document["seed"], document["model"]) == (1, 7, "mine/tiny-writer")
    (document,) = write(folder, "--prompt", "a", "--tokens", "9", "--json").documents("write")
    assert (document["ending"], document["tokens"], len(document["text"])) == ("length", 9, 9)


def test_the_same_seed_writes_the_same(folder) -> None:
    words = ("--temperature", "10", "--top-p", "1", "--tokens", "40", "--quiet")
    first, again, other = (write(folder, *words, "--seed", seed).output for seed in ("3", "3", "4"))
    assert first == again != other
    assert write(folder, *words, "--seed", "3", "--top-k", "1").output == b"abcdefghij" * 4 + b"\n"


def test_a_model_that_does_not_write(folder) -> None:
    done = run_verb("write", "tiny-vae", "--json", folder=folder)
    assert done.status == 1
    assert done.documents("error")[0]["error"]["kind"] == "wrong-kind"


def test_an_unknown_file_writes_the_same(folder, data_dir) -> None:
    (data_dir / "models" / "known.json").unlink()
    done = write(folder, "--tokens", "12", "--temperature", "0")
    assert (done.status, done.output) == (0, b"abcdefghijab\n"), done.messages
