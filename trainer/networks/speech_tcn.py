"""A small network of convolutions over time that hears which of several words was spoken.

The mel bands are channels from the first layer on, so that nothing moves along the frequencies: another way to hear
than that of `speech_cnn`, and less work. Behind a convolution over three frames come residual blocks of
two convolutions over nine frames, each at half the rate of the one before (Choi and others 2019, "Temporal Convolution
for Real-time Keyword Spotting on Mobile Devices", arXiv 1904.03814). Spectrograms are changed while it trains as for
`speech_cnn`.

Shapes: B sounds of a batch, n samples, M mel bands, T frames, W the width, K classes.
"""

import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import Activation, SoundClassifierHyperparameters
from trainer.contract.log_mel import BANDS
from trainer.networks.activations import activation_module
from trainer.networks.dropout import Dropout
from trainer.networks.facts import SoundFacts
from trainer.networks.log_mel import LogMel
from trainer.networks.speech_cnn import SCALE, SpectrogramChanges

KERNEL = 9


class SpeechTCN(nn.Module):
    """float32 [B,n] to logits [B,K]; `changes` are done to spectrograms while it trains."""

    def __init__(
        self,
        *,
        classes: int,
        rate: int,
        width: int = 32,
        activation: Activation = "relu",
        dropout: float = 0.0,
        changes: SpectrogramChanges | None = None,
    ) -> None:
        super().__init__()
        self.log_mel = LogMel(rate)
        self.changes = changes
        self.body = nn.Sequential(
            nn.Conv1d(BANDS, width, 3, padding=1, bias=False),  # [B,W,T]
            nn.BatchNorm1d(width),
            activation_module(activation),
            Block(width, 3 * width // 2, activation),  # [B,3W/2,T/2]
            Block(3 * width // 2, 2 * width, activation),
            Block(2 * width, 3 * width, activation),  # [B,3W,T/8]
        )
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(6 * width, classes)

    def forward(self, waves: Tensor) -> Tensor:
        """float32 [B,n] to logits [B,K]."""
        return self.classify(self.features(waves))

    def features(self, waves: Tensor) -> Tensor:
        """float32 [B,n] to [B,6W]: over time the mean and the maximum of what is found."""
        spectrogram = self.log_mel(waves)  # [B,M,T]
        if self.training and self.changes is not None:
            spectrogram = self.changes(spectrogram.unsqueeze(1)).squeeze(1)
        maps = self.body(SCALE * spectrogram + 1)  # [B,3W,T/8]
        return torch.cat([maps.mean(dim=2), maps.amax(dim=2)], dim=1)

    def classify(self, features: Tensor) -> Tensor:
        """[B,6W] to logits [B,K]."""
        return self.output(self.dropout(features))


class Block(nn.Module):
    """Two convolutions over time with a way around them, [B,C,T] to [B,D,T/2]."""

    def __init__(self, channels: int, width: int, activation: Activation) -> None:
        super().__init__()
        half = KERNEL // 2
        self.layers = nn.Sequential(
            nn.Conv1d(channels, width, KERNEL, stride=2, padding=half, bias=False),
            nn.BatchNorm1d(width),
            activation_module(activation),
            nn.Conv1d(width, width, KERNEL, padding=half, bias=False),
            nn.BatchNorm1d(width),
        )
        self.around = nn.Sequential(nn.Conv1d(channels, width, 1, stride=2, bias=False), nn.BatchNorm1d(width))
        self.activation = activation_module(activation)

    def forward(self, maps: Tensor) -> Tensor:
        """[B,C,T] to [B,D,T/2]."""
        return self.activation(self.layers(maps) + self.around(maps))


def build(hyperparameters: SoundClassifierHyperparameters, facts: SoundFacts) -> dict[str, nn.Module]:
    """The network `classifier`."""
    changes = SpectrogramChanges(hyperparameters.warp, hyperparameters.masked_bands, hyperparameters.masked_time)
    return {
        "classifier": SpeechTCN(
            classes=facts.classes,
            rate=facts.rate,
            width=hyperparameters.width,
            activation=hyperparameters.activation,
            dropout=hyperparameters.dropout,
            changes=changes,
        )
    }
