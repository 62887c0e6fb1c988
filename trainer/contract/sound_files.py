"""Files of sound in whatever common format, as one channel of samples at the rate that is wanted.

libsndfile decodes (WAV of 8 to 64 bit, FLAC, OGG, MP3, AIFF and others), soxr resamples, band-limited; both are loaded
when they are first used. A recording goes through in blocks, so that hours of it need no more memory than seconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from trainer.contract import sound_errors
from trainer.contract.files import NotAFile, cannot_be_opened, size_of_file

LOWEST_RATE, HIGHEST_RATE = 1000, 768_000
LONGEST = 12 * 3600.0
"""Seconds; what is longer is refused, however small its file is."""
LOUDEST = 1e6
"""Larger numbers, which a file of floats may hold, are cut off."""
START = 64
"""Bytes from the start of a file that tell whether it is a sound."""

_BLOCK = 2**19
"""Numbers that are decoded at once, over all channels."""
_STARTS = (b"fLaC", b"OggS", b"ID3", b".snd", b"caff")


@dataclass(frozen=True)
class SoundInfo:
    """What a file says of itself: samples a second, channels, seconds, and the name of its format."""

    rate: int
    channels: int
    seconds: float
    format: str


def is_sound(start: bytes) -> bool:
    """Whether a file that starts with these bytes is a sound, be it a damaged one."""
    if start.startswith(_STARTS):
        return True
    if start[:4] in (b"RIFF", b"RF64", b"RIFX") and start[8:12] == b"WAVE":
        return True
    if start[:4] == b"FORM" and start[8:12] in (b"AIFF", b"AIFC"):
        return True
    is_mpeg = len(start) > 2 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2  # a sync word of MPEG audio, layer III
    return is_mpeg and start[2] & 0xF0 not in (0x00, 0xF0) and start[2] & 0x0C != 0x0C


def sound_info(source: Path | bytes) -> SoundInfo:
    """What the sound says of itself. Raises WorkshopError as `sound_blocks`."""
    with _opened(source) as file:
        return SoundInfo(file.samplerate, file.channels, file.frames / file.samplerate, file.format)


def sound_blocks(source: Path | bytes, rate: int) -> Iterator[np.ndarray]:
    """The sound in blocks, float32 [n], at `rate` samples a second; its channels are averaged.

    Raises WorkshopError: `wrong-kind` (no sound), `unreadable` (damaged, cut short, a rate that no sound has), `empty`
    (no bytes or no samples), `too-large` beyond `LONGEST`.
    """
    with _opened(source) as file:
        resample = _resampler(file.samplerate, rate)
        seen = 0
        while len(block := _decoded(file, _BLOCK // file.channels)):
            seen += len(block)
            if seen > LONGEST * file.samplerate:
                raise sound_errors.too_long(LONGEST / 3600)
            yield resample(mono(block), False)
        if not seen:
            raise sound_errors.no_samples()
        yield resample(np.empty(0, dtype=np.float32), True)


def read_sound(source: Path | bytes, rate: int, longest: float) -> np.ndarray:
    """At most the first `longest` seconds, float32 [n]; errors as of `sound_blocks`."""
    most = round(longest * rate)
    blocks: list[np.ndarray] = []
    for block in sound_blocks(source, rate):
        blocks.append(block)
        if sum(map(len, blocks)) >= most:
            break
    return np.concatenate(blocks)[:most]


def resampled(samples: np.ndarray, old_rate: int, rate: int) -> np.ndarray:
    """Samples of one channel at another rate, float32 [n]."""
    return np.asarray(_resampler(old_rate, rate)(np.asarray(samples, dtype=np.float32), True))


def mono(samples: np.ndarray) -> np.ndarray:
    """[n] or [n, channels] as one channel, float32 [n], of finite numbers."""
    one = samples.mean(axis=1, dtype=np.float32) if samples.ndim == 2 else samples.astype(np.float32)
    return np.asarray(np.clip(np.nan_to_num(one, nan=0.0), -LOUDEST, LOUDEST))


def _resampler(old_rate: int, rate: int) -> Any:
    """A function of a block and whether it is the last one."""
    if old_rate == rate:
        return lambda block, last: block
    import soxr

    return soxr.ResampleStream(old_rate, rate, 1, dtype="float32").resample_chunk


def _decoded(file: Any, frames: int) -> np.ndarray:
    """At most so many frames, float32 [n, channels]."""
    import soundfile

    try:
        return np.asarray(file.read(max(1, frames), dtype="float32", always_2d=True))
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise sound_errors.damaged(_reason(error)) from error


@contextmanager
def _opened(source: Path | bytes) -> Iterator[Any]:
    """A `soundfile.SoundFile`, opened by its content alone: a name could make it raw samples."""
    try:
        import soundfile
    except (ImportError, OSError) as error:  # OSError: libsndfile does not load
        raise sound_errors.no_decoder() from error
    with _stream(source) as stream:
        start = stream.read(START)
        stream.seek(0)
        if not start:
            raise sound_errors.no_bytes()
        try:
            file = soundfile.SoundFile(stream)
        except (soundfile.SoundFileError, RuntimeError, TypeError, ValueError) as error:
            raise (sound_errors.damaged(_reason(error)) if is_sound(start) else sound_errors.not_a_sound()) from error
        with file:
            if not LOWEST_RATE <= file.samplerate <= HIGHEST_RATE:
                raise sound_errors.strange_rate(file.samplerate, LOWEST_RATE, HIGHEST_RATE)
            yield file


def _stream(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    try:
        size_of_file(source)
        return source.open("rb")
    except NotAFile as error:
        raise sound_errors.not_a_file(is_folder=error.is_folder) from error
    except OSError as error:
        raise cannot_be_opened(error) from error


def _reason(error: Exception) -> str:
    return str(getattr(error, "error_string", "") or error)
