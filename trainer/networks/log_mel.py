"""The front end of networks of sound: a log-mel spectrogram made of convolutions, so that it is part of the graph."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.log_mel import DYNAMIC_RANGE, FRAME, HOP, fourier_kernels, mel_bands, smoothing

_SMALLEST = 1e-12


class LogMel(nn.Module):
    """Samples float32 [B,n] to [B,BANDS,T]: logarithms of the power in mel bands, 0 for the loudest of each sound.

    Nothing in it is learnt, and how loud a sound is does not matter.
    """

    def __init__(
        self, rate: int, *, dynamic_range: float = DYNAMIC_RANGE, smooth: int = 0, centred: bool = False
    ) -> None:
        super().__init__()
        self.smooth, self.centred = smooth, centred
        if smooth:
            self.register_buffer("smoothing", torch.from_numpy(smoothing(smooth)).unsqueeze(2), persistent=False)
        self.dynamic_range = dynamic_range
        self.register_buffer("kernels", torch.from_numpy(fourier_kernels()).unsqueeze(1), persistent=False)  # [2F,1,n]
        self.register_buffer("bands", torch.from_numpy(mel_bands(rate)).unsqueeze(2), persistent=False)  # [M,F,1]

    def forward(self, waves: Tensor) -> Tensor:
        """[B,n] to [B,BANDS,T]."""
        centred = waves - waves.mean(dim=1, keepdim=True)
        scaled = centred / centred.abs().amax(dim=1, keepdim=True).clamp(min=_SMALLEST)
        parts = functional.conv1d(scaled.unsqueeze(1), self.kernels, stride=HOP, padding=FRAME // 2)  # type: ignore[arg-type]
        real, imaginary = parts.chunk(2, dim=1)
        power = functional.conv1d(real.square() + imaginary.square(), self.bands)  # type: ignore[arg-type]
        loudest = power.amax(dim=(1, 2), keepdim=True).clamp(min=_SMALLEST)
        logarithms = torch.log(power / loudest + self.dynamic_range)
        if self.smooth:
            logarithms = functional.conv1d(logarithms, self.smoothing)  # type: ignore[arg-type]
        if self.centred:
            loudness = (logarithms - math.log(self.dynamic_range)).mean(dim=1, keepdim=True).clamp(min=0)
            mean = (loudness * logarithms).sum(dim=2, keepdim=True) / loudness.sum(dim=2, keepdim=True).clamp(min=1e-3)
            logarithms = logarithms - mean
        return logarithms
