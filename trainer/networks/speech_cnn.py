"""A small depthwise-separable network that hears which of several words was spoken.

The log-mel spectrogram is made inside (`log_mel`). On it work a 5x5 convolution and six separable ones, each a 3x3 of
every map by itself and a 1x1 over all maps, with batch normalisation and, where the shape stays, a residual way around
(Zhang and others 2017, "Hello Edge: Keyword Spotting on Microcontrollers", arXiv 1711.07128). While it trains, the
spectrogram is stretched along both axes, as by another throat (vocal tract length perturbation, Jaitly and Hinton
2013), and bands and times are hidden (SpecAugment, Park and others 2019, arXiv 1904.08779).

Shapes: B sounds of a batch, n samples, M mel bands, T frames, W the width, K classes.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import Activation, SoundClassifierHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.dropout import Dropout
from trainer.networks.facts import SoundFacts
from trainer.networks.log_mel import LogMel

MASKS = 2
SCALE = 0.25
"""Brings logarithms of power, from 0 to about -14, to what layers like."""


class SpeechCNN(nn.Module):
    """float32 [B,n] to logits [B,K]; `changes` are the settings of what is done to spectrograms while it trains."""

    def __init__(
        self,
        *,
        classes: int,
        rate: int,
        width: int = 32,
        activation: Activation = "relu",
        dropout: float = 0.0,
        changes: "SpectrogramChanges | None" = None,
    ) -> None:
        super().__init__()
        self.log_mel = LogMel(rate)
        self.changes = changes
        self.body = nn.Sequential(
            nn.Conv2d(1, width, 5, stride=2, padding=2, bias=False),  # [B,W,M/2,T/2]
            nn.BatchNorm2d(width),
            activation_module(activation),
            Separable(width, width, activation),
            Separable(width, 2 * width, activation, stride=2),  # [B,2W,M/4,T/4]
            Separable(2 * width, 2 * width, activation),
            Separable(2 * width, 2 * width, activation),
            Separable(2 * width, 4 * width, activation, stride=2),  # [B,4W,M/8,T/8]
            Separable(4 * width, 4 * width, activation),
        )
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(8 * width, classes)

    def forward(self, waves: Tensor) -> Tensor:
        """float32 [B,n] to logits [B,K]."""
        return self.classify(self.features(waves))

    def features(self, waves: Tensor) -> Tensor:
        """float32 [B,n] to [B,8W]: over time the mean and the maximum of what is found at any frequency."""
        spectrogram = self.log_mel(waves).unsqueeze(1)  # [B,1,M,T]
        if self.training and self.changes is not None:
            spectrogram = self.changes(spectrogram)
        spectrogram = (SCALE * spectrogram + 1).contiguous(memory_format=torch.channels_last)
        maps = self.body(spectrogram).mean(dim=2)  # [B,4W,T/8]
        return torch.cat([maps.mean(dim=2), maps.amax(dim=2)], dim=1)

    def classify(self, features: Tensor) -> Tensor:
        """[B,8W] to logits [B,K]."""
        return self.output(self.dropout(features))


class Separable(nn.Module):
    """A depthwise and a pointwise convolution, [B,C,H,W] to [B,D,H/s,W/s], with a way around them where it fits."""

    def __init__(self, channels: int, width: int, activation: Activation, stride: int = 1) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels, channels, 3, stride=stride, padding=1, groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            activation_module(activation),
            nn.Conv2d(channels, width, 1, bias=False),
            nn.BatchNorm2d(width),
        )
        self.activation = activation_module(activation)
        self.is_residual = channels == width and stride == 1

    def forward(self, maps: Tensor) -> Tensor:
        """[B,C,H,W] to [B,D,H/s,W/s]."""
        found = self.layers(maps)
        return self.activation(found + maps if self.is_residual else found)


class SpectrogramChanges(nn.Module):
    """Other voices and gaps: stretches spectrograms [B,1,M,T] by up to `warp`, and hides bands and times of them."""

    def __init__(self, warp: float, masked_bands: int, masked_time: float) -> None:
        super().__init__()
        self.warp, self.masked_bands, self.masked_time = warp, masked_bands, masked_time

    def forward(self, spectrogram: Tensor) -> Tensor:
        """[B,1,M,T] to the same; draws from PyTorch's own random numbers."""
        if self.warp:
            spectrogram = self._stretched(spectrogram)
        for _ in range(MASKS):
            if self.masked_bands:
                spectrogram = _masked(spectrogram, 2, self.masked_bands)
            if self.masked_time:
                spectrogram = _masked(spectrogram, 3, math.ceil(self.masked_time * spectrogram.shape[3]))
        return spectrogram

    def _stretched(self, spectrogram: Tensor) -> Tensor:
        """Frequencies from the lowest upwards, times around the middle."""
        count = len(spectrogram)
        scales = torch.exp(math.log1p(self.warp) * (2 * torch.rand(2, count, device=spectrogram.device) - 1))
        matrix = torch.zeros(count, 2, 3, device=spectrogram.device)
        matrix[:, 0, 0] = scales[0]
        matrix[:, 1, 1] = scales[1]
        matrix[:, 1, 2] = scales[1] - 1  # the lowest band, at -1, stays where it is
        grid = functional.affine_grid(matrix, list(spectrogram.shape), align_corners=True)
        return functional.grid_sample(spectrogram, grid, padding_mode="border", align_corners=True)


def _masked(spectrogram: Tensor, axis: int, most: int) -> Tensor:
    """Up to `most` neighbouring rows of an axis set to the mean of their spectrogram, of each another place."""
    size, device = spectrogram.shape[axis], spectrogram.device
    length = torch.rand(len(spectrogram), 1, device=device) * min(most, size)
    start = torch.rand(len(spectrogram), 1, device=device) * (size - length)
    places = torch.arange(size, device=device)[None, :] + 0.5
    is_hidden = (places >= start) & (places < start + length)  # [B,size]
    shape = [len(spectrogram), 1, 1, 1]
    shape[axis] = size
    mean = spectrogram.mean(dim=(1, 2, 3), keepdim=True)
    return torch.where(is_hidden.view(shape), mean, spectrogram)


def heard_by(
    network: Callable[..., nn.Module], hyperparameters: SoundClassifierHyperparameters, facts: SoundFacts
) -> nn.Module:
    """A network that hears, as the hyperparameters want it."""
    return network(
        classes=facts.classes,
        rate=facts.rate,
        width=hyperparameters.width,
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
        changes=SpectrogramChanges(hyperparameters.warp, hyperparameters.masked_bands, hyperparameters.masked_time),
    )


def build(hyperparameters: SoundClassifierHyperparameters, facts: SoundFacts) -> dict[str, nn.Module]:
    """The network `classifier`."""
    return {"classifier": heard_by(SpeechCNN, hyperparameters, facts)}
