"""What a log-mel spectrogram is made of: windowed Fourier kernels and mel bands, as matrices.

The front end of networks holds them as convolutions; baselines and the spectrogram that a person sees use them here.
"""

from functools import lru_cache

import numpy as np

FRAME, HOP = 256, 128
"""Samples of a frame and from frame to frame: 32 and 16 ms at 8 kHz."""
BANDS = 40
LOWEST_FREQUENCY = 60.0
DYNAMIC_RANGE = 1e-6
"""What is that much weaker than the loudest in a spectrogram, in power, is as good as silence: 60 dB."""
_SMALLEST = 1e-30
_AT_ONCE = 4096


@lru_cache
def fourier_kernels(frame: int = FRAME) -> np.ndarray:
    """Cosines and sines under a Hann window, float32 [2 * (frame // 2 + 1), frame]."""
    steps = np.arange(frame)
    window = np.sin(np.pi * (steps + 0.5) / frame) ** 2
    angles = 2 * np.pi * np.outer(np.arange(frame // 2 + 1), steps) / frame
    return np.concatenate([np.cos(angles) * window, -np.sin(angles) * window]).astype(np.float32)


@lru_cache
def mel_bands(rate: int, frame: int = FRAME, bands: int = BANDS) -> np.ndarray:
    """Triangles over the frequencies, evenly spaced in mel (O'Shaughnessy 1987), float32 [bands, frame // 2 + 1]."""
    edges = _edges(rate, bands)[:, None]
    frequencies = np.arange(frame // 2 + 1)[None, :] * rate / frame
    rising = (frequencies - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequencies) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(np.minimum(rising, falling), 0)
    # A band narrower than the grid of frequencies falls between two of them: it takes the nearest one.
    empty = triangles.sum(axis=1) == 0
    nearest = np.abs(frequencies - edges[1:-1]).argmin(axis=1)
    triangles[empty, nearest[empty]] = 1
    return np.asarray(triangles / triangles.sum(axis=1, keepdims=True), dtype=np.float32)


def mel_centres(rate: int, bands: int = BANDS) -> np.ndarray:
    """The frequencies in the middle of the bands, in Hz, float64 [bands]."""
    return _edges(rate, bands)[1:-1]


def power_spectrogram(samples: np.ndarray, frame: int = FRAME, hop: int = HOP) -> np.ndarray:
    """The power of float32 [n] by time and frequency, float32 [T, frame // 2 + 1]; the last frame is filled up."""
    padded = np.pad(samples.astype(np.float32), (0, max(0, frame - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, frame)[::hop]
    kernels = fourier_kernels(frame).T
    parts = []
    for start in range(0, len(frames), _AT_ONCE):
        waves = frames[start : start + _AT_ONCE] @ kernels
        real, imaginary = np.split(waves, 2, axis=1)
        parts.append(real**2 + imaginary**2)
    return np.concatenate(parts)


def log_mel(samples: np.ndarray, rate: int) -> np.ndarray:
    """The natural logarithm of the power in each mel band, from 0 for the loudest downwards, float32 [T, BANDS]."""
    power = power_spectrogram(samples) @ mel_bands(rate).T
    relative = power / max(float(power.max(initial=0.0)), _SMALLEST)
    return np.asarray(np.log(relative + DYNAMIC_RANGE), dtype=np.float32)


def _edges(rate: int, bands: int) -> np.ndarray:
    return _frequency(np.linspace(_mel(LOWEST_FREQUENCY), _mel(rate / 2), bands + 2))


def _mel(frequency: float) -> float:
    return float(2595 * np.log10(1 + frequency / 700))


def _frequency(mel: np.ndarray) -> np.ndarray:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))
