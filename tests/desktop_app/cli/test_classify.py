"""`classify` as a real process: one line for each picture whatever it is."""

import base64
import hashlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from desktop_app.inference.known import KnownFiles
from tests.helpers import hostile_models
from tests.helpers.bad_pictures import bad_pictures, drawn_digit, png
from tests.helpers.command_line import VERB, Finished, interrupt, run_verb, start_verb, validate
from tests.helpers.tiny_models import tiny_classifier, tiny_generator
from trainer.contract.errors import ERROR_KINDS, ITEM_ERROR_KINDS


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder with pictures; the data folder has the trusted model `tiny-digits`."""
    models = data_dir / "models"
    models.mkdir()
    path = tiny_classifier(models)
    known = KnownFiles(data_dir / "none", models)
    known.remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name})
    pictures = data_dir.parent / "pictures"
    pictures.mkdir()
    return pictures


def classify(folder: Path, *words: str | bytes, stdin: bytes = b"") -> Finished:
    return run_verb("classify", *words, folder=folder, stdin=stdin)


def test_a_line_for_each_picture(folder: Path) -> None:
    (folder / "one.png").write_bytes(png(drawn_digit()))
    done = classify(folder, "tiny-digits", "one.png", "./one.png", "--top", "2")
    first, second = done.documents("classify")
    assert done.status == 0, done.messages
    assert [first["path"], second["path"]] == ["one.png", "./one.png"]
    assert first["model"] == "mine/tiny-digits"
    assert first["provider"] == "CPUExecutionProvider"
    assert len(first["labels"]) == 2
    assert first["label"] == first["labels"][0]["label"]


def test_bad_pictures_do_not_stop_the_rest(folder: Path) -> None:
    kinds = bad_pictures(folder)
    (folder / "zz.png").write_bytes(png(drawn_digit()))
    (folder / "loop").symlink_to(folder)
    done = classify(folder, "tiny-digits", str(folder), "absent.png")
    assert done.status == 1
    lines = {Path(line["path"]).name: line for line in done.documents("classify")}
    assert {name: lines[name]["error"]["kind"] for name in kinds} == kinds
    assert lines["absent.png"]["error"]["kind"] == "unreadable"
    assert lines["zz.png"]["label"] in "0123456789"
    assert not (folder / "executed").exists()
    assert "Traceback" not in done.messages


def test_several_digits_give_their_readings(folder: Path) -> None:
    import numpy as np

    (folder / "two.png").write_bytes(png(np.hstack([drawn_digit(), drawn_digit()])))
    done = classify(folder, "tiny-digits", "two.png")
    (line,) = done.documents("classify")
    assert done.status == 1
    assert line["error"]["kind"] == "several-objects"
    assert len(line["parts"]) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="want of platform: other systems refuse some of these names")
def test_odd_names_survive(folder: Path) -> None:
    names = [b"with space.png", b"new\nline.png", "数字 七.png".encode(), b"caf\xe9.png", b"-dash.png", b'quote".png']
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(png(drawn_digit()))
    walked = classify(folder, "tiny-digits", str(folder))
    assert walked.status == 0, walked.messages
    assert [_bytes_of(line).rpartition(b"/")[2] for line in walked.documents("classify")] == sorted(names)
    piped = classify(folder, "tiny-digits", "-", stdin=b"\0".join(names))
    assert [_bytes_of(line) for line in piped.documents("classify")] == names
    given = classify(folder, "tiny-digits", "--", *names)
    assert given.output.count(b"\n") == len(names)
    assert given.status == 0


def _bytes_of(line: dict[str, Any]) -> bytes:
    """How a script finds the file of a line."""
    return base64.b64decode(line["path_base64"]) if "path_base64" in line else line["path"].encode()


@pytest.mark.parametrize("make", hostile_models.REFUSED, ids=lambda make: make.__name__)
def test_hostile_models_are_told(make: object, folder: Path) -> None:
    (folder / "one.png").write_bytes(png(drawn_digit()))
    (folder / "model").mkdir()
    path = make(folder / "model")  # type: ignore[operator]
    done = classify(folder, str(path), "one.png", "one.png")
    assert done.status == 1
    for line in done.documents("classify"):
        assert line["error"]["kind"] in ("unsupported-model", "model-invalid", "too-large", "empty")
    assert len(done.output.splitlines()) == 2
    assert not (folder / "model" / "executed").exists()
    assert "Traceback" not in done.messages


def test_foreign_model_answers_too(folder: Path) -> None:
    (folder / "one.png").write_bytes(png(drawn_digit()))
    path = tiny_classifier(folder, "foreign", seed=9)
    done = classify(folder, str(path), "one.png")
    assert done.status == 0, done.messages
    assert done.document("classify")["model"] == str(path)


def test_model_of_another_task(folder: Path) -> None:
    path = tiny_generator(folder)
    done = classify(folder, str(path), "one.png")
    assert done.status == 1
    assert done.document("classify")["error"]["kind"] == "wrong-kind"


def test_unknown_model_and_device(folder: Path) -> None:
    done = classify(folder, "digits-cmn", "one.png", "--json")
    assert done.status == 1
    assert done.document("error")["error"]["kind"] == "not-found"
    assert classify(folder, "tiny-digits", "one.png", "--device", "gpu").status == 1


def test_graphics_card_that_is_not_there_is_said(folder: Path) -> None:
    (folder / "one.png").write_bytes(png(drawn_digit()))
    done = classify(folder, "tiny-digits", "one.png", "--device", "cuda:7")
    line = done.document("classify")
    if line["provider"] == "CPUExecutionProvider":
        assert "the CPU is used" in done.messages or "no device cuda:7" in done.messages


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: Ctrl-C cannot be sent to one process on Windows")
def test_ctrl_c_ends_with_130_after_whole_lines(folder: Path) -> None:
    (folder / "one.png").write_bytes(png(drawn_digit()))
    process = start_verb("classify", "tiny-digits", "-", folder=folder)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"one.png\0" * 3)
    process.stdin.flush()
    first = process.stdout.readline()
    validate(json.loads(first), "classify")
    done = interrupt(process)
    assert done.status == 130
    assert all(json.loads(line) for line in done.output.splitlines())
    assert "Traceback" not in done.messages


@pytest.mark.skipif(sys.platform != "linux", reason="want of platform: reads the peak of a child's memory")
def test_memory_stays_bounded(folder: Path) -> None:
    bad_pictures(folder)
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    words = [sys.executable, "-c", code, *VERB, "classify", "tiny-digits", str(folder), "--quiet"]
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(words, capture_output=True, text=True, cwd=root, check=True)
    assert int(done.stdout) * 1024 < 600 * 1024**2
    assert resource.getpagesize() > 0


@pytest.mark.parametrize("schema", ["classify", "transform"])
def test_lines_of_items_hold_the_closed_list_of_kinds(schema: str) -> None:
    line = {"path": "a", "error": {"message": "m", "hint": ""}}
    for kind in ITEM_ERROR_KINDS:
        validate({**line, "error": {**line["error"], "kind": kind}}, schema)
    for kind in set(ERROR_KINDS) - set(ITEM_ERROR_KINDS):
        with pytest.raises(jsonschema.ValidationError):
            validate({**line, "error": {**line["error"], "kind": kind}}, schema)


@pytest.mark.parametrize("words", [["nowhere.onnx", "one.png"], ["tiny-digits", "one.png", "--device", "gpu"]])
def test_what_concerns_no_item_ends_the_verb(words: list[str], folder: Path) -> None:
    done = classify(folder, *words, "--json")
    assert done.status == 1
    assert done.document("error")["error"]["kind"] in ("not-found", "invalid-setting")
