"""`classify` with a model that reads texts, as a real process."""

import hashlib
from pathlib import Path

import pytest

from desktop_app.inference.known import KnownFiles
from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.command_line import Finished, run_verb
from tests.helpers.tiny_models import tiny_classifier, tiny_text_classifier


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder for texts; the data folder has the trusted models `tiny-texts` and `tiny-digits`."""
    models = data_dir / "models"
    models.mkdir()
    paths = [tiny_text_classifier(models), tiny_classifier(models)]
    known = KnownFiles(data_dir / "none", models)
    known.remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in paths})
    texts = data_dir.parent / "texts"
    texts.mkdir()
    return texts


def classify(folder: Path, *words: str, stdin: bytes = b"") -> Finished:
    return run_verb("classify", *words, folder=folder, stdin=stdin)


def test_texts_given_themselves(folder: Path) -> None:
    done = classify(folder, "tiny-texts", "--text", "GOOG", "--text", "bbb", "--text", "xyz", "--text", "  ")
    good, bad, unsure, empty = done.documents("classify")
    assert (good["text"], good["label"], good["task"]) == ("GOOG", "positive", "text-classification")
    assert bad["label"] == "negative"
    assert unsure["unsure"] is True
    assert empty["error"]["kind"] == "empty"
    assert done.status == 1


def test_a_file_is_one_text_and_a_table_one_a_row(folder: Path) -> None:
    (folder / "one.txt").write_text("gggg\nbb", encoding="utf-16")
    (folder / "table.csv").write_text("id,review,stars\n1,ggg,5\n2,bbb,1\n3,,2\n", encoding="gbk")
    (folder / "sub").mkdir()
    (folder / "sub" / "deep.md").write_text("b b b")
    done = classify(folder, "tiny-texts", str(folder))
    lines = done.documents("classify")
    found = [
        (Path(line["path"]).name, line.get("part", {}).get("row"), line.get("label") or line["error"]["kind"])
        for line in lines
    ]
    assert found == [
        ("one.txt", None, "positive"),
        ("deep.md", None, "negative"),
        ("table.csv", 1, "positive"),
        ("table.csv", 2, "negative"),
        ("table.csv", 3, "empty"),
    ]


def test_the_column_can_be_named(folder: Path) -> None:
    (folder / "table.tsv").write_text("a\tb\nggg\tbbb\nggg\tbbb\n")
    for column, label in (("a", "positive"), ("b", "negative")):
        lines = classify(folder, "tiny-texts", "table.tsv", "--column", column).documents("classify")
        assert [line["label"] for line in lines] == [label, label]
    done = classify(folder, "tiny-texts", "table.tsv", "--column", "c", "--json")
    assert done.status == 1
    assert "c" in done.messages + str(done.documents("error"))


def test_long_texts_are_read_in_windows_and_said_so(folder: Path) -> None:
    line = classify(folder, "tiny-texts", "--text", "g" * 8 + "b" * 3).documents("classify")[0]
    assert (line["windows"], line["label"]) == (2, "positive")


def test_a_picture_is_no_text_and_a_text_no_picture(folder: Path) -> None:
    (folder / "digit.txt").write_bytes(png(drawn_digit()))
    line = classify(folder, "tiny-texts", "digit.txt").documents("classify")[0]
    assert line["error"]["kind"] == "wrong-kind"
    (folder / "text.png").write_text("ggg")
    assert classify(folder, "tiny-texts", "text.png").documents("classify")[0]["label"] == "positive"
    line = classify(folder, "tiny-digits", "--text", "ggg").documents("classify")[0]
    assert (line["text"], line["error"]["kind"]) == ("ggg", "wrong-kind")


def test_nothing_given_is_told(folder: Path) -> None:
    done = classify(folder, "tiny-texts")
    assert done.status == 1
    assert "--text" in done.messages
