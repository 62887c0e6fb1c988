"""The pipeline of sounds on a graph that tells tones apart."""

import numpy as np
import pytest
import soundfile

from tests.helpers.tiny_models import tiny_classifier
from tests.helpers.tiny_sound_models import WINDOW, said, tiny_hearer
from tests.helpers.tiny_sounds import RATE, tone, wav_bytes
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.audio_classification import AudioClassification, cut
from trainer.contract.results import Refusal, SoundReading, whole_fields
from trainer.contract.utterances import Span
from trainer.export.session import GraphRunner


@pytest.fixture
def pipeline(tmp_path) -> AudioClassification:
    path = tiny_hearer(tmp_path)
    return AudioClassification(read_card(path), GraphRunner(path))


@pytest.mark.parametrize("kind", [("WAV", "PCM_16"), ("WAV", "PCM_U8"), ("FLAC", "PCM_24"), ("MP3", "MPEG_LAYER_III")])
def test_a_row_of_tones_is_read_as_a_number_from_any_file(tmp_path, pipeline, kind) -> None:
    path = tmp_path / "row"
    soundfile.write(path, np.repeat(said("2013"), 2), 2 * RATE, format=kind[0], subtype=kind[1])
    reading = pipeline.classify_source(path)
    assert isinstance(reading, SoundReading)
    assert (reading.number, reading.label) == ("2013", "2013")
    assert reading.score == min(part.score for part in reading.parts)
    assert whole_fields(reading)["number"] == "2013"
    starts = [part.start for part in reading.parts]
    assert starts == pytest.approx([0.25, 0.8, 1.35, 1.9], abs=0.1)
    assert all(part.end - part.start == pytest.approx(0.4, abs=0.1) for part in reading.parts)


@pytest.mark.parametrize("loudness", [1e-4, 0.01, 1.0, 100.0])
def test_one_word_is_one_part_however_loud(pipeline, loudness: float) -> None:
    reading = pipeline.classify_source(said("3") * np.float32(loudness))
    assert (reading.label, len(reading.parts), reading.number) == ("3", 1, "")
    assert reading.seconds == pytest.approx(0.8)


def test_a_long_sound_is_read_in_windows(tmp_path) -> None:
    names = ("low", "b", "c", "high", "e")
    other = tiny_hearer(tmp_path, labels=names)
    pipeline = AudioClassification(read_card(other), GraphRunner(other))
    reading = pipeline.classify_source(np.concatenate([tone(300, 2.0), tone(1900, 2.0)]))
    assert reading.number == ""
    assert [part.label for part in reading.parts][:3] == ["low"] * 3
    assert [part.label for part in reading.parts][-3:] == ["high"] * 3
    scores = {each.label: each.score for each in reading.labels}
    assert scores["low"] == pytest.approx(scores["high"], abs=0.1)
    assert reading.parts[0].end - reading.parts[0].start == pytest.approx(WINDOW / RATE)


def test_recordings_together_are_read_as_each_alone(pipeline) -> None:
    waves = [said("1"), said("40"), tone(300, 3.0), np.zeros(900, dtype=np.float32)]
    together = pipeline.probabilities(waves)
    assert together.shape == (4, 5)
    assert np.allclose(together, np.concatenate([pipeline.probabilities([wave]) for wave in waves]), atol=1e-6)
    assert together[0].argmax() == 1
    assert np.allclose(together.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (np.zeros(RATE, dtype=np.float32), "nothing-found"),
        (np.ones(1, dtype=np.float32), "empty"),
        (b"words", "wrong-kind"),
        (wav_bytes(np.zeros(0)), "empty"),
    ],
)
def test_what_cannot_be_heard_is_refused_in_words(pipeline, source, kind: str) -> None:
    result = pipeline.classify_source(source)
    assert isinstance(result, Refusal)
    assert result.error.kind == kind


def test_pieces_are_cut_out_of_blocks_of_any_size() -> None:
    samples = np.arange(1000, dtype=np.float32)
    spans = [Span(0, 40), Span(35, 300), Span(500, 501), Span(990, 1000)]
    for count in (1, 3, 100):
        pieces = list(cut(np.array_split(samples, count), spans))
        assert [piece.tolist() for piece in pieces] == [samples[span.start : span.end].tolist() for span in spans]


def test_a_card_without_a_rate_is_refused(tmp_path) -> None:
    with pytest.raises(WorkshopError) as caught:
        AudioClassification(read_card(tiny_classifier(tmp_path)), None)
    assert caught.value.kind == "model-invalid"
