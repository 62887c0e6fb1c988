"""Writes sounds as WAV files of 16 bit, which every program plays."""

import io
import wave

import numpy as np

LOUDEST = 32_767


def wav_bytes(samples: np.ndarray, rate: int) -> bytes:
    """The file of one channel, float32 [n] from -1 to 1; what is louder is cut off."""
    numbers = np.rint(np.clip(np.nan_to_num(samples), -1, 1) * LOUDEST).astype("<i2")
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(numbers.tobytes())
    return stream.getvalue()
