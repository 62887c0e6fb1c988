"""Sounds of every kind, written as real files and read again."""

import io
import struct
import tracemalloc

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.tiny_sounds import tone, wav_bytes
from trainer.contract import sound_files
from trainer.contract.errors import WorkshopError
from trainer.contract.sound_files import is_sound, read_sound, resampled, sound_blocks, sound_info

KINDS = (("WAV", "PCM_U8"), ("WAV", "PCM_16"), ("WAV", "PCM_24"), ("WAV", "PCM_32"), ("WAV", "FLOAT"),
         ("WAV", "DOUBLE"), ("FLAC", "PCM_16"), ("FLAC", "PCM_24"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III"),
         ("AIFF", "PCM_16"))  # fmt: skip


def loudest_frequency(samples: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax() * rate / len(samples))


@pytest.mark.parametrize(("container", "subtype"), KINDS)
def test_every_common_format_gives_the_tone_that_was_written(tmp_path, container, subtype) -> None:
    path = tmp_path / "sound with any name.txt"
    path.write_bytes(wav_bytes(tone(440, 0.8, 22_050), 22_050, format=container, subtype=subtype))
    samples = read_sound(path, 8000, 10)
    assert samples.dtype == np.float32
    assert abs(len(samples) - 6400) <= 0.06 * 8000  # MP3 pads
    assert loudest_frequency(samples, 8000) == pytest.approx(440, abs=3)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.03)
    assert is_sound(path.read_bytes()[: sound_files.START])


@settings(max_examples=40, deadline=None)
@given(
    rate=st.sampled_from([1000, 8000, 11_025, 12_345, 16_000, 44_100, 48_000, 96_000, 192_000]),
    channels=st.integers(1, 9),
    length=st.integers(1, 3000),
    subtype=st.sampled_from(["PCM_U8", "PCM_16", "PCM_24", "FLOAT"]),
)
def test_any_rate_length_and_number_of_channels(rate: int, channels: int, length: int, subtype: str) -> None:
    samples = np.full((length, channels), 0.25, dtype=np.float32)
    content = wav_bytes(samples, rate, subtype=subtype)
    info = sound_info(content)
    assert (info.rate, info.channels) == (rate, channels)
    found = read_sound(content, 8000, 60)
    assert abs(len(found) - length * 8000 / rate) <= 2
    assert np.isfinite(found).all()
    assert np.abs(found).max(initial=0) < 0.5


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=200), start=st.sampled_from([b"", b"RIFF\x24\0\0\0WAVEfmt ", b"fLaC", b"OggS", b"ID3"])
)
def test_garbage_is_an_error_in_words_and_nothing_else(content: bytes, start: bytes) -> None:
    try:
        assert read_sound(start + content, 8000, 1).dtype == np.float32
    except WorkshopError as error:
        assert error.kind in ("wrong-kind", "unreadable", "empty")
        assert error.hint.en


def test_channels_are_averaged(tmp_path) -> None:
    channels = np.stack([tone(500, 0.5)] * 7, axis=1) * np.arange(7, dtype=np.float32) / 3
    found = read_sound(wav_bytes(channels, subtype="FLOAT"), 8000, 1)
    assert np.allclose(found, tone(500, 0.5), atol=1e-4)


def test_what_lies_above_half_the_new_rate_is_taken_away_not_folded_down() -> None:
    both = tone(1000, 1.0, 48_000) + tone(6500, 1.0, 48_000)
    found = resampled(both, 48_000, 8000)
    spectrum = np.abs(np.fft.rfft(found * np.hanning(len(found))))
    assert loudest_frequency(found, 8000) == pytest.approx(1000, abs=2)
    folded = round(1500 * len(found) / 8000)  # where 6,500 Hz would come down
    assert spectrum[folded - 5 : folded + 6].max() < 1e-4 * spectrum.max()


def test_blocks_together_are_the_whole(monkeypatch) -> None:
    content = wav_bytes(tone(700, 2.0, 44_100), 44_100)
    whole = read_sound(content, 8000, 10)
    monkeypatch.setattr(sound_files, "_BLOCK", 1000)
    pieces = list(sound_blocks(content, 8000))
    assert len(pieces) > 50
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-5)


def test_a_long_recording_takes_no_more_memory_than_its_blocks(tmp_path) -> None:
    path = tmp_path / "long.flac"
    with soundfile.SoundFile(path, "w", 8000, 2, format="FLAC") as file:
        for _ in range(60):
            file.write(np.zeros((8000 * 60, 2), dtype=np.int16))  # an hour of silence
    tracemalloc.start()
    count = sum(len(block) for block in sound_blocks(path, 8000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3600 * 8000
    assert peak < 30e6  # all of it would be 115 MB


def test_too_long_a_sound_is_refused_however_small_its_file_is(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sound_files, "LONGEST", 1.0)
    with pytest.raises(WorkshopError, match="longer") as caught:
        read_sound(wav_bytes(np.zeros(9000), format="FLAC", subtype="PCM_16"), 8000, 100)
    assert caught.value.kind == "too-large"


def test_numbers_that_are_none_are_silence() -> None:
    samples = np.array([np.nan, np.inf, -np.inf, 0.5] * 100, dtype=np.float32)
    found = read_sound(wav_bytes(samples, subtype="FLOAT"), 8000, 1)
    assert np.isfinite(found).all()
    assert found[0] == 0
    assert found[3] == 0.5


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", "empty", "holds no sound"),
        (b"Dear diary, nobody will take this for a sound.\n" * 20, "wrong-kind", "not a sound"),
        (wav_bytes(np.zeros(0)), "empty", "no length"),
        (wav_bytes(tone(400, 0.5))[:30], "unreadable", "cut short"),
        (wav_bytes(tone(400, 0.5), format="FLAC", subtype="PCM_16")[:40], "unreadable", "cut short"),
        (b"RIFF" + struct.pack("<I", 36) + b"WAVE" + b"\xff" * 60, "unreadable", "damaged"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, content: bytes, kind: str, words: str) -> None:
    path = tmp_path / "recording.wav"
    path.write_bytes(content)
    with pytest.raises(WorkshopError, match=words) as caught:
        read_sound(path, 8000, 1)
    assert caught.value.kind == kind


def test_a_strange_rate_is_told_with_the_numbers() -> None:
    content = bytearray(wav_bytes(tone(400, 0.1)))
    content[24:28] = struct.pack("<I", 7)
    with pytest.raises(WorkshopError, match="7 samples a second"):
        read_sound(bytes(content), 8000, 1)


def test_a_sound_that_breaks_off_gives_what_is_there() -> None:
    content = wav_bytes(tone(400, 1.0))
    assert len(read_sound(content[: len(content) // 2], 8000, 2)) == pytest.approx(4000, abs=30)


def test_places_that_hold_no_file(tmp_path) -> None:
    with pytest.raises(WorkshopError) as caught:
        read_sound(tmp_path, 8000, 1)
    assert caught.value.kind == "wrong-kind"
    with pytest.raises(WorkshopError) as caught:
        read_sound(tmp_path / "none.wav", 8000, 1)
    assert caught.value.kind == "unreadable"


def test_one_sample_is_read() -> None:
    assert len(read_sound(wav_bytes(np.array([0.5])), 8000, 1)) == 1


def test_other_starts_are_no_sounds() -> None:
    for start in (
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"%PDF-1.7",
        b"PK\3\4",
        b"RIFF\0\0\0\0WEBP",
        "\ufeffa".encode("utf-16"),
    ):
        assert not is_sound(start.ljust(64, b"\0"))
    stream = io.BytesIO()
    soundfile.write(stream, tone(400, 1.0), 8000, format="MP3")
    assert is_sound(stream.getvalue()[:64])
