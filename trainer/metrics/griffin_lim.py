"""Makes sound of speech pictures without a network, for baselines: the iteration of Griffin and Lim (1984)."""

import numpy as np

from trainer.contract.log_mel import FRAME, HOP, mel_centres
from trainer.contract.speech_pictures import DECIBELS, SIDE, WINDOW

ITERATIONS = 16
_FINE_HOP = HOP // 2


def sounds_of_pictures(pictures: np.ndarray, rate: int, seed: int = 0) -> np.ndarray:
    """Samples float32 [N,WINDOW] of pictures uint8 [N,SIDE,SIDE]; phases start by chance."""
    random = np.random.default_rng(seed)
    return np.stack([_sound(picture, rate, random) for picture in pictures])


def _sound(picture: np.ndarray, rate: int, random: np.random.Generator) -> np.ndarray:
    magnitudes = _magnitudes(picture, rate)
    phases = np.exp(2j * np.pi * random.random(magnitudes.shape))
    for _ in range(ITERATIONS):
        found = _analysed(_synthesised(magnitudes * phases))
        phases = found / np.maximum(np.abs(found), 1e-8)
    wave = _synthesised(magnitudes * phases)
    return np.asarray(wave / max(float(np.abs(wave).max()), 1e-8) * 0.5, dtype=np.float32)


def _magnitudes(picture: np.ndarray, rate: int) -> np.ndarray:
    """Of each frame of the finer grid and frequency, float64 [T,F]."""
    decibels = (picture[::-1].T / 255.0 - 1) * DECIBELS  # [frames, bands]
    frequencies = np.arange(FRAME // 2 + 1) * rate / FRAME
    spectra = np.stack([np.interp(frequencies, mel_centres(rate, SIDE), row) for row in decibels])
    fine = (np.arange(WINDOW // _FINE_HOP) + 0.5) * _FINE_HOP / HOP - 0.5
    columns = [np.interp(fine, np.arange(SIDE), column) for column in spectra.T]
    return np.maximum(10 ** (np.stack(columns, axis=1) / 20) - 10 ** (-DECIBELS / 20), 0)


def _analysed(wave: np.ndarray) -> np.ndarray:
    """[n] to the spectra of frames, complex [T,F]."""
    before = (FRAME - _FINE_HOP) // 2
    framed = np.lib.stride_tricks.sliding_window_view(np.pad(wave, before), FRAME)[::_FINE_HOP]
    return np.fft.rfft(framed * _window(), axis=1)


def _synthesised(spectra: np.ndarray) -> np.ndarray:
    """The wave that comes nearest to spectra [T,F], [n]."""
    frames = np.fft.irfft(spectra, n=FRAME, axis=1) * _window()
    before = (FRAME - _FINE_HOP) // 2
    total, weight = (np.zeros(WINDOW + 2 * before) for _ in range(2))
    for number, frame in enumerate(frames):
        place = slice(number * _FINE_HOP, number * _FINE_HOP + FRAME)
        total[place] += frame
        weight[place] += _window() ** 2
    return (total / np.maximum(weight, 1e-3))[before : before + WINDOW]


def _window() -> np.ndarray:
    return np.asarray(np.sin(np.pi * (np.arange(FRAME) + 0.5) / FRAME) ** 2)
