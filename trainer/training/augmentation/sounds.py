"""Changes recordings while a network trains on them: other speeds, places, microphones, rooms, noises."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from trainer.contract.hyperparameters import SoundClassifierHyperparameters

LOUDEST_NOISE, WEAKEST_NOISE = 5.0, 45.0
"""Decibels below the mean power of the recording."""
TONE_POINTS, TONE_DECIBELS = 8, 8.0
"""The highs and lows of a microphone are a curve through so many points, of up to so many decibels either way."""
HIGHEST_CUT, LOWEST_CUT = 250.0, 2400.0
"""Hz: a narrow microphone loses at most what lies below the first, and what lies above the second."""
LONGEST_ECHO = 0.25
"""Seconds until an echo has lost 60 dB."""
LOUDEST_ECHO = 0.5
OVERDRIVE = 6.0
_SMALLEST = 1e-9


class SoundChanges:
    """Turns pieces of recordings, each in the middle of a longer stretch [B,m], into windows [B,n], as settings say."""

    def __init__(self, settings: SoundClassifierHyperparameters, rate: int, generator: torch.Generator) -> None:
        self._settings, self._rate, self._random = settings, rate, generator
        self._window = settings.window

    def __call__(self, pieces: Tensor, lengths: Tensor) -> Tensor:
        """[B,m] to [B,n]; `lengths` [B] are those of the pieces, in samples."""
        waves, is_piece = self._placed(pieces, lengths)
        settings = self._settings
        if settings.room:
            chosen = self._some(settings.room, len(waves))
            waves[chosen] = self._in_a_room(waves[chosen])
        if settings.gain:
            chosen = self._some(settings.gain, len(waves))
            waves[chosen] = self._overdriven(waves[chosen])
        if settings.noise:
            chosen = self._some(settings.noise, len(waves))
            waves[chosen] = self._with_noise(waves[chosen], is_piece[chosen])
        return waves

    def _placed(self, pieces: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Played faster or slower and moved; and which samples [B,n] are of the piece itself."""
        count, size = pieces.shape
        speeds = torch.exp(math.log1p(self._settings.speed) * self._even(count, 1))
        room = (self._window - lengths[:, None] / speeds).clamp(min=0) / 2
        moves = (self._even(count, 1) * room).clamp(
            -self._settings.shift * self._rate, self._settings.shift * self._rate
        )
        times = torch.arange(self._window, device=pieces.device)[None, :] - self._window / 2 - moves
        places = times * speeds + size / 2
        is_piece = (times * speeds).abs() <= lengths[:, None] / 2
        return (interpolated(pieces, places) if self._settings.speed else nearest(pieces, places)), is_piece

    def _in_a_room(self, waves: Tensor) -> Tensor:
        """Filtered by the curve of a microphone, cut at both ends, with a decaying echo; all of it in one product."""
        length = 2 * self._window
        frequencies = torch.fft.rfftfreq(length, 1 / self._rate, device=waves.device)[None, :]
        points = TONE_DECIBELS * self._even(len(waves), 1, TONE_POINTS)
        curve = functional.interpolate(points, size=frequencies.shape[1], mode="linear", align_corners=True)[:, 0]
        low = HIGHEST_CUT * self._share(len(waves), 1)
        high = LOWEST_CUT + (self._rate / 2 - LOWEST_CUT) * self._share(len(waves), 1) * 1.3
        passed = torch.sigmoid((frequencies - low) / 40) * torch.sigmoid((high - frequencies) / 100)
        echo = torch.fft.rfft(self._echoes(len(waves), waves.device), n=length)
        spectrum = torch.fft.rfft(waves, n=length) * (10 ** (curve / 20) * passed) * echo
        return torch.fft.irfft(spectrum, n=length)[:, : self._window]

    def _echoes(self, count: int, device: torch.device) -> Tensor:
        """The answer of a room to a clap, [B,LONGEST_ECHO]: itself, then decaying noise."""
        times = torch.arange(round(LONGEST_ECHO * self._rate), device=device)[None, :] / self._rate
        decay = 0.02 + (LONGEST_ECHO - 0.02) * self._share(count, 1)
        tail = self._normal(count, times.shape[1]) * torch.exp(-6.9 * times / decay)
        tail[:, 0] = 0
        loudness = LOUDEST_ECHO * self._share(count, 1)
        tail = loudness * tail / tail.square().sum(dim=1, keepdim=True).sqrt().clamp(min=_SMALLEST)
        tail[:, 0] = 1
        return tail

    def _overdriven(self, waves: Tensor) -> Tensor:
        peak = waves.abs().amax(dim=1, keepdim=True).clamp(min=_SMALLEST)
        return torch.tanh(waves / peak * (1 + OVERDRIVE * self._share(len(waves), 1)))

    def _with_noise(self, waves: Tensor, is_piece: Tensor) -> Tensor:
        """Between white and pink; half of the recordings have it in the silence around them too."""
        length = waves.shape[1]
        frequencies = torch.arange(1, length // 2 + 2, device=waves.device)[None, :]
        spectrum = torch.fft.rfft(self._normal(*waves.shape)) * frequencies ** (-0.5 * self._share(len(waves), 1) * 1.4)
        noise = torch.fft.irfft(spectrum, n=length)
        noise = noise / noise.square().mean(dim=1, keepdim=True).sqrt().clamp(min=_SMALLEST)
        spoken = is_piece.sum(dim=1, keepdim=True).clamp(min=1)
        power = (waves.square().sum(dim=1, keepdim=True) / spoken).sqrt()
        decibels = LOUDEST_NOISE + (WEAKEST_NOISE - LOUDEST_NOISE) * self._share(len(waves), 1)
        everywhere = (self._share(len(waves), 1) < 0.5) | is_piece
        return waves + noise * power * 10 ** (-decibels / 20) * everywhere

    def _some(self, share: float, count: int) -> Tensor:
        return self._share(count) < share

    def _share(self, *shape: int) -> Tensor:
        return torch.rand(shape, generator=self._random, device=self._random.device)

    def _even(self, *shape: int) -> Tensor:
        return 2 * self._share(*shape) - 1

    def _normal(self, *shape: int) -> Tensor:
        return torch.randn(shape, generator=self._random, device=self._random.device)


def interpolated(waves: Tensor, places: Tensor) -> Tensor:
    """Values of [B,m] between samples, at `places` [B,n], by cubics (Catmull and Rom 1974); 0 beyond the ends."""
    whole = places.floor()
    t = places - whole
    points = [nearest(waves, whole + offset) for offset in (-1, 0, 1, 2)]
    a = -0.5 * points[0] + 1.5 * points[1] - 1.5 * points[2] + 0.5 * points[3]
    b = points[0] - 2.5 * points[1] + 2 * points[2] - 0.5 * points[3]
    c = 0.5 * (points[2] - points[0])
    return ((a * t + b) * t + c) * t + points[1]


def nearest(waves: Tensor, places: Tensor) -> Tensor:
    """The samples of [B,m] at `places` [B,n], rounded; 0 beyond the ends."""
    numbers = places.round().long()
    is_inside = (numbers >= 0) & (numbers < waves.shape[1])
    return torch.gather(waves, 1, numbers.clamp(0, waves.shape[1] - 1)) * is_inside
