"""`generate` with a model that speaks, as a real process."""

import hashlib
from pathlib import Path

import pytest
import soundfile

from desktop_app.inference.known import KnownFiles
from tests.helpers.command_line import Finished, run_verb
from tests.helpers.tiny_sound_models import tiny_hearer
from tests.helpers.tiny_speech_models import tiny_speaker


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A folder to work in; the data folder has trusted models that speak and hear tones."""
    models = data_dir / "models"
    models.mkdir()
    tiny_speaker(models)
    tiny_hearer(models)
    known = KnownFiles(data_dir / "none", models)
    known.remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in models.glob("*.onnx")})
    folder = data_dir.parent / "work"
    folder.mkdir()
    return folder


def generate(folder: Path, *words: str) -> Finished:
    return run_verb("generate", "tiny-speaker", *words, folder=folder)


def test_a_number_is_spoken_into_a_file_that_reads_as_it(folder: Path) -> None:
    done = generate(folder, "--text", "3 014", "--seed", "4", "--out", "number.wav", "--json")
    result = done.document("generate")
    assert (result["task"], result["count"], result["text"]) == ("text-to-audio", 4, "3 014")
    info = soundfile.info(str(folder / "number.wav"))
    assert (info.samplerate, info.channels, info.subtype) == (8000, 1, "PCM_16")
    assert info.duration == pytest.approx(result["seconds"], abs=1e-3)
    heard = run_verb("classify", "tiny-tones", "number.wav", "--json", folder=folder)
    assert b'"number":"3014"' in heard.output.replace(b" ", b"")


def test_a_folder_has_a_file_for_each_word(folder: Path) -> None:
    result = generate(folder, "--count", "3", "--label", "2", "--seed", "1", "--out", "words", "--json").document(
        "generate"
    )
    assert len(result["files"]) == 3
    assert sorted(path.name for path in (folder / "words").iterdir()) == [
        f"tiny-speaker-seed1-000{n}.wav" for n in range(3)
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--text", "9", "--out", "x.wav"), "cannot say '9'"),
        (("--text", "1", "--out", "x.png"), "cannot be written as .png"),
        (("--label", "7", "--out", "x.wav"), "knows no label 7"),
    ],
)
def test_what_cannot_be_done_is_told(folder: Path, words: tuple[str, ...], message: str) -> None:
    done = generate(folder, *words)
    assert done.status == 1
    assert message in done.messages
    assert not (folder / words[-1]).exists()
