"""Small made-up recordings: each label a tone of its own, each speaker a pitch of its own, in silence."""

import io
import zipfile
from pathlib import Path

import numpy as np
import soundfile

from trainer.datasets.dataset import Dataset, Origin
from trainer.datasets.sounds import Sounds

RATE = 8000
LABELS = ("0", "1", "2")
SPEAKERS = ("ann", "bob", "cy")
ORIGIN = Origin(name="own-sounds", licence="MIT", licence_class="free", source="")


def tone(frequency: float, seconds: float, rate: int = RATE, loudness: float = 0.5) -> np.ndarray:
    """A tone that swells and fades, float32 [n]."""
    times = np.arange(round(seconds * rate)) / rate
    swell = np.sin(np.pi * (np.arange(len(times)) + 0.5) / len(times)) ** 0.5
    return np.asarray(loudness * swell * np.sin(2 * np.pi * frequency * times), dtype=np.float32)


def word(label: int, speaker: int, random: np.random.Generator) -> np.ndarray:
    """What a speaker says for a label: a tone of 0.25 to 0.5 seconds with a little noise."""
    frequency = (400, 900, 1900)[label] * (1 + 0.04 * speaker) * random.uniform(0.98, 1.02)
    found = tone(frequency, random.uniform(0.25, 0.5), loudness=random.uniform(0.2, 0.8))
    return np.asarray(found + random.normal(0, 0.002, len(found)), dtype=np.float32)


def tiny_sounds(each: int = 4, seed: int = 0) -> Sounds:
    """`each` recordings of every label and speaker."""
    random = np.random.default_rng(seed)
    said = [(label, who) for label in range(len(LABELS)) for who in range(len(SPEAKERS)) for _ in range(each)]
    waves = tuple(word(label, who, random) for label, who in said)
    labels, speakers = (np.array(column, dtype=np.int64) for column in zip(*said, strict=True))
    return Sounds(waves, labels, RATE, speakers=speakers, speaker_names=SPEAKERS)


def tiny_sound_dataset(each: int = 8) -> Dataset:
    """A data set in memory."""
    return Dataset(ORIGIN, tiny_sounds(each), tiny_sounds(2, 1), LABELS, "0" * 64)


def wav_bytes(samples: np.ndarray, rate: int = RATE, **kind: str) -> bytes:
    """The samples as a file, WAV of 16 bit unless `kind` says otherwise."""
    stream = io.BytesIO()
    soundfile.write(stream, samples, rate, **{"format": "WAV", **kind})
    return stream.getvalue()


def write_class_folders(folder: Path, each: int = 6) -> str:
    """A folder a label, with a recording a file; what `--data` would name."""
    sounds = tiny_sounds(each)
    for number, (wave, label) in enumerate(zip(sounds.waves, sounds.labels, strict=True)):
        path = folder / ("low", "middle", "high")[label] / f"{number}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav_bytes(wave))
    return str(folder)


def write_spoken_digits(path: Path, each: int = 20) -> str:
    """A zip laid out as that of the Free Spoken Digit Dataset: numbers 0 to 4 are the test part."""
    sounds = tiny_sounds(each)
    counts: dict[tuple[int, int], int] = {}
    with zipfile.ZipFile(path, "w") as archive:
        for wave, label, speaker in zip(sounds.waves, sounds.labels, sounds.speakers, strict=True):
            index = counts.get((label, speaker), 0)
            counts[label, speaker] = index + 1
            archive.writestr(f"recordings/{LABELS[label]}_{SPEAKERS[speaker]}_{index}.wav", wav_bytes(wave))
    return str(path)
