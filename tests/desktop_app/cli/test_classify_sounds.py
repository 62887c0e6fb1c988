"""`classify` with a model that hears, as a real process."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from desktop_app.inference.known import KnownFiles
from tests.helpers.command_line import Finished, run_verb
from tests.helpers.tiny_sound_models import said, tiny_hearer
from tests.helpers.tiny_sounds import RATE, wav_bytes


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder for sounds; the data folder has the trusted model `tiny-tones`."""
    models = data_dir / "models"
    models.mkdir()
    path = tiny_hearer(models)
    KnownFiles(data_dir / "none", models).remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name})
    sounds = data_dir.parent / "sounds"
    sounds.mkdir()
    return sounds


def classify(folder: Path, *words: str) -> Finished:
    return run_verb("classify", *words, folder=folder, stdin=b"")


def test_a_sound_is_a_line_and_a_row_of_digits_a_line_for_each(folder: Path) -> None:
    (folder / "a.bin").write_bytes(wav_bytes(said("3"), format="FLAC", subtype="PCM_16"))
    (folder / "b.wav").write_bytes(wav_bytes(np.repeat(said("2014"), 2)[:, None].repeat(7, axis=1), 2 * RATE))
    done = classify(folder, "tiny-tones", str(folder), "--top", "2", "--json")
    one, *row = done.documents("classify")
    assert (one["label"], one["task"], len(one["labels"])) == ("3", "audio-classification", 2)
    assert "part" not in one
    assert [line["label"] for line in row] == list("2014")
    assert {line["number"] for line in row} == {"2014"}
    assert {line["whole"]["label"] for line in row} == {"2014"}
    starts = [line["part"]["start"] for line in row]
    assert starts == sorted(starts)
    assert all(line["part"]["end"] - line["part"]["start"] == pytest.approx(0.4, abs=0.1) for line in row)
    assert done.status == 0


def test_what_cannot_be_heard_has_a_line_that_says_why(folder: Path) -> None:
    (folder / "empty.wav").write_bytes(b"")
    (folder / "silent.wav").write_bytes(wav_bytes(np.zeros(RATE)))
    (folder / "text.wav").write_text("not a sound at all\n" * 9, encoding="utf-8")
    (folder / "whole.wav").write_bytes(wav_bytes(said("1")))
    done = classify(folder, "tiny-tones", str(folder), str(folder / "missing.mp3"))
    found = [line.get("label") or line["error"]["kind"] for line in done.documents("classify")]
    assert found == ["empty", "nothing-found", "wrong-kind", "1", "unreadable"]
    assert done.status == 1
