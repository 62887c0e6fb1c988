import io

import numpy as np
import pytest
import soundfile

from tests.helpers.tiny_sound_models import tiny_hearer
from tests.helpers.tiny_speech_models import LABELS, SECONDS, tiny_speaker
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.audio_classification import AudioClassification
from trainer.contract.pipelines.text_to_audio import PAUSE, TextToAudio, trimmed, words_of
from trainer.contract.wav_files import wav_bytes
from trainer.evaluation import open_on_cpu


@pytest.fixture
def speaker(tmp_path) -> TextToAudio:
    path = tiny_speaker(tmp_path)
    return TextToAudio(read_card(path), open_on_cpu(path, read_card(path)))


@pytest.mark.parametrize(
    ("text", "words"),
    [("42", "42"), (" 4  2\n", "42"), ("4, 2; 0-1/3", "42013"), ("４２", "42"), ("1.3", "13")],
)
def test_digits_are_found_however_they_are_written(text, words) -> None:
    assert words_of(text, LABELS) == list(words)


def test_words_of_several_letters_are_not_taken_apart() -> None:
    assert words_of("yes no yes", ("yes", "no")) == ["yes", "no", "yes"]
    with pytest.raises(WorkshopError, match="'yesno'"):
        words_of("yesno", ("yes", "no"))


@pytest.mark.parametrize(
    ("text", "labels", "kind"),
    [
        ("", LABELS, "empty"),
        (" ,- ", LABELS, "empty"),
        ("4x", LABELS, "invalid-setting"),
        ("1" * 1001, LABELS, "too-large"),
        ("1", (), "wrong-kind"),
    ],
)
def test_what_cannot_be_said_is_told(text, labels, kind) -> None:
    with pytest.raises(WorkshopError) as caught:
        words_of(text, labels)
    assert caught.value.kind == kind


def test_what_is_said_is_heard_as_that_number(speaker, tmp_path) -> None:
    path = tiny_hearer(tmp_path)
    hearer = AudioClassification(read_card(path), open_on_cpu(path, read_card(path)))
    spoken = speaker.speak("3 0 1 4", seed=5)
    assert hearer.classify_source(spoken.samples).number == "3014"
    assert [word.label for word in spoken.words] == list("3014")
    gaps = [after.start - before.end for before, after in zip(spoken.words, spoken.words[1:], strict=False)]
    assert gaps == pytest.approx([PAUSE] * 3, abs=1e-3)
    assert all(SECONDS - 0.1 < word.end - word.start < SECONDS + 0.2 for word in spoken.words)


def test_a_word_does_not_depend_on_those_behind_it(speaker) -> None:
    short, long = speaker.speak("31", seed=5), speaker.speak("31" * 20, seed=5)
    same = round(short.words[1].end * short.rate)
    assert np.array_equal(short.samples[:same], long.samples[:same])
    assert not np.array_equal(short.samples, speaker.speak("31", seed=6).samples)


def test_nothing_clicks(speaker) -> None:
    for word in speaker.words(list("01234"), seed=1):
        assert word[0] == word[-1] == 0
        assert np.abs(word[:3]).max() < 0.05 * np.abs(word).max()


def test_silence_is_left_as_it_is() -> None:
    assert not trimmed(np.zeros(4096, np.float32), 8000).any()


def test_wav_files_are_read_back_by_others() -> None:
    samples = np.array([0.0, 0.5, -0.5, 2.0, -2.0, np.nan], dtype=np.float32)
    back, rate = soundfile.read(io.BytesIO(wav_bytes(samples, 8000)), dtype="float32")
    assert rate == 8000
    assert back == pytest.approx([0, 0.5, -0.5, 1, -1, 0], abs=1e-3)
    assert soundfile.info(io.BytesIO(wav_bytes(samples, 8000))).subtype == "PCM_16"
