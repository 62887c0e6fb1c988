"""Turns pictures of spectrograms back into sound, with operations that any graph can hold.

A picture says how loud each mel band is at each time. Loudness between the centres of bands, and between frames, is
interpolated in decibels. Phases are found by the iteration of Griffin and Lim (1984): a wave is made of loudness and
phases, and the phases are taken from that wave anew. Both directions are convolutions with windowed cosines and sines.
The momentum of Perraudin, Balazs and Sondergaard (2013) would come 2 dB nearer, but enlarges what differs between
processors too. The iteration starts from phases that sweep evenly (Schroeder 1970), so the same picture
always gives the same sound.

Shapes: B pictures, M mel bands and as many frames, T frames of the finer grid, F frequencies, n samples.
"""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.log_mel import FRAME, HOP, fourier_kernels, mel_centres
from trainer.contract.speech_pictures import DECIBELS, SIDE, WINDOW

FINE_HOP = HOP // 2
"""Frames overlap by three quarters, without which phases are hardly determined."""
ITERATIONS = 16
HESITATION = 0.6
"""Where a wave has less of a frequency than this share of what it should have, its phase there is hardly taken over:
what decides it are digits that differ from one processor to the next."""
LOUDNESS = 0.12
"""Root mean square of a finished sound, where it is loud."""
PEAK = 0.95
FAINTEST = 1e-3
"""What is fainter before it is evened stays so: silence must not become noise."""
FADE = 0.01
"""Seconds at either end."""
_SMALLEST = 1e-7
"""ONNX Runtime takes a summand of 1e-8 or less for nothing and leaves it out, and silence would be 0/0."""
_MARGIN = (FRAME - FINE_HOP) // 2


class Waveform(nn.Module):
    """Pictures [B,1,M,M] from -1 (silent) to 1 to samples float32 [B,n] at `rate` a second. Nothing in it is learnt."""

    def __init__(self, rate: int, iterations: int = ITERATIONS) -> None:
        super().__init__()
        self.iterations = iterations
        kernels = torch.from_numpy(fourier_kernels()).unsqueeze(1)  # [2F,1,FRAME]
        self._add("kernels", kernels)
        self._add("synthesis", inverse_kernels())
        self._add("overlap", _overlap(kernels.shape[2]))
        self._add("spread", torch.from_numpy(spread_of_bands(rate)).unsqueeze(2))  # [F,M,1]
        self._add("start", start_phases())
        self._add("fade", _fade(round(FADE * rate)))

    def forward(self, pictures: Tensor) -> Tensor:
        """[B,1,M,M] to [B,n]."""
        return self.evened(self.inverted(self.magnitudes(pictures)))

    def magnitudes(self, pictures: Tensor) -> Tensor:
        """Of each frequency and frame of the finer grid, [B,F,T]; black is silence."""
        levels = (pictures.flip(2).squeeze(1) - 1) / 2  # [B,M,M], from -1 to 0
        finer = functional.interpolate(levels, scale_factor=HOP / FINE_HOP, mode="linear")  # [B,M,T]
        decibels = DECIBELS * functional.conv1d(finer, self.spread)  # type: ignore[arg-type]
        return (torch.exp(decibels * (math.log(10) / 20)) - 10 ** (-DECIBELS / 20)).clamp(min=0)

    def inverted(self, magnitudes: Tensor) -> Tensor:
        """A wave whose spectrogram is nearly `magnitudes` [B,F,T], [B,n]."""
        parts = torch.cat([magnitudes, magnitudes], dim=1) * self.start  # type: ignore[operator]  # [B,2F,T]
        for _ in range(self.iterations):
            real, imaginary = self._analysed(self._synthesised(parts)).chunk(2, dim=1)
            least = (HESITATION * magnitudes).square() + _SMALLEST
            scale = magnitudes / torch.sqrt(real.square() + imaginary.square() + least)
            parts = torch.cat([real * scale, imaginary * scale], dim=1)
        return self._synthesised(parts)

    def evened(self, waves: Tensor) -> Tensor:
        """[B,n] as loud as each other where they are loud, never cut off, with silent ends."""
        squares = waves.square()
        loud = (squares.square().sum(dim=1) / squares.sum(dim=1).clamp(min=_SMALLEST)).clamp(min=FAINTEST**2).sqrt()
        peak = waves.abs().amax(dim=1).clamp(min=FAINTEST)
        return waves * torch.minimum(LOUDNESS / loud, PEAK / peak)[:, None] * self.fade  # type: ignore[operator]

    def _analysed(self, waves: Tensor) -> Tensor:
        """[B,n] to real and imaginary parts [B,2F,T]."""
        return functional.conv1d(waves.unsqueeze(1), self.kernels, stride=FINE_HOP, padding=_MARGIN)  # type: ignore[arg-type]

    def _synthesised(self, parts: Tensor) -> Tensor:
        """The wave that comes nearest to parts [B,2F,T], [B,n]."""
        added = functional.conv_transpose1d(parts, self.synthesis, stride=FINE_HOP, padding=_MARGIN)  # type: ignore[arg-type]
        return added.squeeze(1) / self.overlap  # type: ignore[operator]

    def _add(self, name: str, values: Tensor) -> None:
        self.register_buffer(name, values, persistent=False)


def inverse_kernels() -> Tensor:
    """What takes parts of a windowed frame back to it, windowed once more, [2F,1,FRAME]."""
    weights = torch.full((FRAME // 2 + 1,), 2.0 / FRAME)
    weights[0] = weights[-1] = 1.0 / FRAME  # these two frequencies stand once in a real spectrum, all others twice
    return torch.from_numpy(fourier_kernels()).unsqueeze(1) * weights.repeat(2)[:, None, None]


def spread_of_bands(rate: int) -> np.ndarray:
    """Weights float32 [F,M] that interpolate between the centres of bands; beyond the outer ones theirs holds."""
    centres = mel_centres(rate, SIDE)
    frequencies = np.arange(FRAME // 2 + 1) * rate / FRAME
    columns = [np.interp(frequencies, centres, unit) for unit in np.eye(SIDE)]
    return np.stack(columns, axis=1).astype(np.float32)


def start_phases() -> Tensor:
    """Cosines and sines [2F,T] of phases that advance as tones do, each tone with its own beginning."""
    frequencies, frames = torch.arange(FRAME // 2 + 1).double(), torch.arange(WINDOW // FINE_HOP).double()
    phases = 2 * math.pi * FINE_HOP / FRAME * torch.outer(frequencies, frames)
    phases = phases + (math.pi / len(frequencies)) * frequencies.square()[:, None]
    return torch.cat([torch.cos(phases), torch.sin(phases)]).float()


def _overlap(frame: int) -> Tensor:
    """The sum of the squared windows that lie over each sample, [n]."""
    window = torch.from_numpy(fourier_kernels()[:1]).square().unsqueeze(1)  # the cosine of frequency 0 is the window
    ones = torch.ones(1, 1, WINDOW // FINE_HOP)
    total = functional.conv_transpose1d(ones, window, stride=FINE_HOP, padding=_MARGIN)
    assert window.shape[2] == frame
    return total.flatten().clamp(min=1e-3)


def _fade(length: int) -> Tensor:
    """1 but for the ends, where it rises and falls like a cosine, [n]."""
    rise = torch.sin(torch.linspace(0, math.pi / 2, length)).square()
    fade = torch.ones(WINDOW)
    fade[:length], fade[-length:] = rise, rise.flip(0)
    return fade
