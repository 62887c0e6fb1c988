"""A short recording as a picture of its log-mel spectrogram: what generators of speech learn from.

Rows are mel bands, the highest first; columns are frames. The loudest is white; what lies `DECIBELS` below it, black.
SpecGAN (Donahue, McAuley, Puckette 2018, arXiv 1802.04208) has such pictures too, of linear frequencies.
"""

import numpy as np

from trainer.contract.log_mel import FRAME, HOP, fourier_kernels, mel_bands
from trainer.contract.utterances import fitted

SIDE = 64
"""Bands, and frames."""
WINDOW = SIDE * HOP
"""Samples of a recording that are drawn: about a second at 8 kHz."""
DECIBELS = 50.0
_MARGIN = (FRAME - HOP) // 2
"""Samples before the first and behind the last, so that frames lie in the middle of their hops."""
_SMALLEST = 1e-30


def speech_picture(samples: np.ndarray, rate: int) -> np.ndarray:
    """The picture of float32 [n], which lies in the middle of silence if it is short: uint8 [SIDE,SIDE]."""
    framed = np.lib.stride_tricks.sliding_window_view(np.pad(fitted(samples, WINDOW), _MARGIN), FRAME)[::HOP]
    real, imaginary = np.split(framed @ fourier_kernels().T, 2, axis=1)  # each [T,F]
    power = (real**2 + imaginary**2) @ mel_bands(rate, FRAME, SIDE).T
    decibels = 10 * np.log10(power / max(float(power.max()), _SMALLEST) + _SMALLEST)
    levels = np.clip(decibels / DECIBELS + 1, 0, 1)
    return np.ascontiguousarray(np.rint(levels * 255).astype(np.uint8).T[::-1])


def speech_pictures(waves: tuple[np.ndarray, ...], rate: int) -> np.ndarray:
    """Those of many, uint8 [N,SIDE,SIDE]."""
    return np.stack([speech_picture(wave, rate) for wave in waves])
