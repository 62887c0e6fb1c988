"""A plain convolutional network that hears which of several words was spoken.

Another way to hear than that of `speech_cnn`: full convolutions and pooling in place of depthwise ones with strides and
ways around them, and at the end groups of frequencies told apart and averaged over time. Spectrograms are changed
while it trains as for `speech_cnn`.

Source: Sainath, Parada 2015, Convolutional Neural Networks for Small-footprint Keyword Spotting,
isca-archive.org/interspeech_2015/sainath15b_interspeech.html.

Shapes: B sounds of a batch, n samples, M mel bands, T frames, W the width, K classes.
"""

import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import Activation, SoundClassifierHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.dropout import Dropout
from trainer.networks.facts import SoundFacts
from trainer.networks.log_mel import LogMel
from trainer.networks.speech_cnn import SCALE, SpectrogramChanges, heard_by

POOLED = 4
"""Groups of neighbouring frequencies that are told apart at the end."""


class SpeechJudge(nn.Module):
    """float32 [B,n] to logits [B,K]; `changes` are what is done to spectrograms while it trains."""

    def __init__(
        self,
        *,
        classes: int,
        rate: int,
        width: int = 16,
        activation: Activation = "relu",
        dropout: float = 0.0,
        changes: SpectrogramChanges | None = None,
    ) -> None:
        super().__init__()
        self.log_mel = LogMel(rate)
        self.changes = changes
        self.body = nn.Sequential(
            *_convolution(1, width, activation, side=5),
            nn.MaxPool2d(2),  # [B,W,M/2,T/2]
            *_convolution(width, 2 * width, activation),
            nn.MaxPool2d(2),
            *_convolution(2 * width, 3 * width, activation),
            nn.MaxPool2d((1, 2)),  # [B,3W,M/4,T/8]
            *_convolution(3 * width, 4 * width, activation),
            nn.AdaptiveAvgPool2d((POOLED, None)),
            nn.Flatten(1, 2),  # [B,4W*4,T/8]
        )
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(POOLED * 4 * width, classes)

    def forward(self, waves: Tensor) -> Tensor:
        """float32 [B,n] to logits [B,K]."""
        return self.classify(self.features(waves))

    def features(self, waves: Tensor) -> Tensor:
        """float32 [B,n] to [B,16W]: over time the mean of what is found in each of four groups of frequencies."""
        spectrogram = self.log_mel(waves).unsqueeze(1)  # [B,1,M,T]
        if self.training and self.changes is not None:
            spectrogram = self.changes(spectrogram)
        return self.body((SCALE * spectrogram + 1).contiguous(memory_format=torch.channels_last)).mean(dim=2)

    def classify(self, features: Tensor) -> Tensor:
        """[B,16W] to logits [B,K]."""
        return self.output(self.dropout(features))


def _convolution(channels: int, width: int, activation: Activation, side: int = 3) -> list[nn.Module]:
    """A convolution with normalisation, [B,C,H,W] to [B,D,H,W]."""
    convolution = nn.Conv2d(channels, width, side, padding=side // 2, bias=False)
    return [convolution, nn.BatchNorm2d(width), activation_module(activation)]


def build(hyperparameters: SoundClassifierHyperparameters, facts: SoundFacts) -> dict[str, nn.Module]:
    """The network `classifier`."""
    return {"classifier": heard_by(SpeechJudge, hyperparameters, facts)}
