"""Recordings as examples: a folder per class, archives, and the layout of the Free Spoken Digit Dataset."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.tiny_sounds import (
    LABELS,
    RATE,
    SPEAKERS,
    tiny_sound_dataset,
    tiny_sounds,
    tone,
    wav_bytes,
    write_class_folders,
    write_spoken_digits,
)
from trainer.contract.errors import WorkshopError
from trainer.cross_validation import speakers_left_out, without_part
from trainer.datasets import sound_files_found
from trainer.datasets.dataset import content_hash
from trainer.datasets.needs import DIGITS, SoundNeeds
from trainer.datasets.sources import Access, load_split, load_training_data

NEEDS = SoundNeeds("spoken-digits", "")


@pytest.fixture
def access(tmp_path) -> Access:
    return Access(tmp_path / "data")


def test_parts_keep_wave_label_and_speaker_together() -> None:
    sounds = tiny_sounds(2)
    chosen = sounds.take(np.array([5, 0]))
    assert np.array_equal(chosen.waves[0], sounds.waves[5])
    assert chosen.labels.tolist() == [sounds.labels[5], sounds.labels[0]]
    both = chosen.and_then(sounds.take(np.array([5])))
    assert both.speakers.tolist() == [*chosen.speakers.tolist(), sounds.speakers[5]]
    assert content_hash(both, LABELS) != content_hash(both.take(np.array([0, 1, 1])), LABELS)
    assert len(np.unique(sounds.strata)) == len(LABELS) * len(SPEAKERS)


def test_the_layout_of_the_spoken_digits(access, tmp_path) -> None:
    where = write_spoken_digits(tmp_path / "any.zip", 20)
    data = load_training_data(where, access, NEEDS)
    assert data.counts == {"train": 9 * 13, "validation": 9 * 2}
    assert (data.label_names, data.train.speaker_names, data.warnings) == (LABELS, SPEAKERS, ())
    cells = np.bincount(data.validation.labels * 3 + data.validation.speakers)
    assert cells.tolist() == [2] * 9
    test = load_split(where, access, "test", NEEDS)
    assert (len(test.examples), test.description) == (45, "test")


def test_the_catalogued_set_is_found_packed_or_not_and_told_how_to_get(access, tmp_path) -> None:
    with pytest.raises(WorkshopError) as caught:
        load_training_data(None, access, NEEDS)
    assert caught.value.kind == "data-missing"
    assert "datasets/spoken-digits" in caught.value.hint.en
    folder = access.folder_of("spoken-digits")
    folder.mkdir(parents=True)
    write_spoken_digits(folder / "handed out.zip")
    packed = load_training_data(None, access, NEEDS)
    shutil.unpack_archive(folder / "handed out.zip", folder)
    (folder / "handed out.zip").unlink()
    loose = load_training_data("spoken-digits", access, NEEDS)
    assert packed.sha256 == loose.sha256
    assert packed.origin.licence_class == "share-alike"


def test_a_folder_per_class_leaves_out_what_is_no_use_and_says_so(access, tmp_path) -> None:
    where = Path(write_class_folders(tmp_path / "sounds", 6))
    (where / "low" / "words.wav").write_text("nothing to hear here", encoding="utf-8")
    (where / "low" / "click.wav").write_bytes(wav_bytes(tone(400, 0.01)))
    (where / "low" / "silence.wav").write_bytes(wav_bytes(np.zeros(RATE)))
    shutil.copy(where / "low" / "0.wav", where / "high" / "copy of 0.wav")
    data = load_training_data(str(where), access, NEEDS)
    assert data.label_names == ("high", "low", "middle")
    assert len(data.train) + len(data.validation) + len(load_split(str(where), access, "test", NEEDS).examples) == 54
    told = "\n".join(warning.en for warning in data.warnings)
    for words in ("words.wav: This is not a sound", "click.wav: The sound is 10", "silence.wav", "the same as"):
        assert words in told
    assert data.origin.licence_class == "research"


def test_other_rates_and_channels_come_as_they_are_needed(access, tmp_path) -> None:
    for number in range(12):
        path = tmp_path / "sounds" / ("low", "high")[number % 2] / f"{number}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        wave = tone((400, 2000)[number % 2] + 10 * number, 0.4, 44_100)
        path.write_bytes(wav_bytes(np.stack([wave, wave], axis=1), 44_100))
    data = load_training_data(str(tmp_path / "sounds"), access, NEEDS)
    assert data.train.rate == RATE
    assert all(len(wave) == pytest.approx(3200, abs=2) for wave in data.train.waves)


def test_too_few_too_many_and_the_wrong_kind_are_told(access, tmp_path, monkeypatch) -> None:
    where = write_class_folders(tmp_path / "few", 1)
    with pytest.raises(WorkshopError, match="9 usable sounds") as caught:
        load_training_data(where, access, NEEDS)
    assert caught.value.kind == "empty"
    monkeypatch.setattr(sound_files_found, "MOST_HOURS", 0)
    with pytest.raises(WorkshopError) as caught:
        load_training_data(write_class_folders(tmp_path / "many", 4), access, NEEDS)
    assert caught.value.kind == "too-large"
    folder = access.folder_of("spoken-digits")
    folder.mkdir(parents=True)
    write_spoken_digits(folder / "digits.zip")
    with pytest.raises(WorkshopError, match="sounds with labels"):
        load_training_data("spoken-digits", access, DIGITS)


def test_cross_validation_by_as_many_parts_as_speakers_leaves_each_out_once() -> None:
    data = tiny_sound_dataset(4)
    assert speakers_left_out(data.train, 3) == SPEAKERS
    assert speakers_left_out(data.train, 4) == ()
    for number in range(3):
        part = without_part(data, number, 3)
        assert set(part.validation.speakers) == {number}
        assert set(part.train.speakers) == {0, 1, 2} - {number}
    mixed = without_part(data, 0, 4)
    assert set(mixed.validation.speakers) == {0, 1, 2}


def test_the_real_recordings(test_data, access) -> None:
    folder = access.folder_of("spoken-digits")
    folder.mkdir(parents=True)
    (folder / "fsdd.zip").symlink_to(test_data / "speech" / "free-spoken-digit-dataset_5speakers.zip")
    data = load_training_data(None, access, NEEDS)
    assert data.counts == {"train": 2000, "validation": 250}
    assert data.label_names == tuple("0123456789")
    assert np.unique(data.validation.strata, return_counts=True)[1].tolist() == [5] * 50
    assert data.warnings == ()
