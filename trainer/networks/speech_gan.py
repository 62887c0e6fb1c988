"""Two networks that compete, of spectrograms of spoken words; both are told the word.

A spectrogram is a picture of one channel, so the convolutional networks of pictures draw and judge it (`dcgan`; as in
SpecGAN, Donahue, McAuley, Puckette 2018, arXiv 1802.04208).

The article's generator is an LSTM of 256 cells behind 128 random numbers, a layer of 512 and one of 128 with a sigmoid;
its discriminator has a layer of 512 and one of a single number. Here the LSTM makes steps in time: at each it is given
the same random numbers and the word, and what it gives is the loudness of 64 mel bands in two neighbouring frames,
which are 128 numbers. The discriminator sees the whole spectrogram at once: a frame says nothing of a word.

Shapes: B words of a batch, Z latent numbers, K classes (0 for none), M mel bands and as many frames, from -1 to 1.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import SpeechAdversarialHyperparameters
from trainer.contract.speech_pictures import SIDE
from trainer.networks import dcgan
from trainer.networks.facts import DataFacts, SoundFacts
from trainer.networks.text_lstm import remember_at_first

STEP = 2
"""Frames that a step of the LSTM writes."""
CELLS, HIDDEN = 256, 512


def _silence() -> Any:
    return np.zeros((SIDE, SIDE), dtype=np.float32)


@dataclass(frozen=True)
class SpectrogramFacts(DataFacts):
    """Spectrograms as pictures; most of each is silence, so that is what networks are centred on."""

    step: str = ""
    mean_picture: np.ndarray | None = field(default_factory=_silence)

    @property
    def shape(self) -> tuple[int, ...]:
        """(M,M)."""
        return (SIDE, SIDE)

    @property
    def meaning(self) -> str:
        """What a picture's bytes mean."""
        return "log-mel spectrograms, the highest band first"


class LSTMGenerator(nn.Module):
    """Latent vectors [B,Z], and label weights [B,K] where it knows classes, to spectrograms [B,1,M,M]."""

    def __init__(self, latent_size: int, classes: int = 0) -> None:
        super().__init__()
        self.lstm = nn.LSTM(latent_size + classes, CELLS, batch_first=True)
        remember_at_first(self.lstm)
        self.body = nn.Sequential(nn.Linear(CELLS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, STEP * SIDE), nn.Sigmoid())

    def forward(self, latent: Tensor, label_weights: Tensor | None = None) -> Tensor:
        """[B,Z] and [B,K] to [B,1,M,M]."""
        told = latent if label_weights is None else torch.cat([latent, label_weights], dim=1)
        state = told.new_zeros(1, told.shape[0], CELLS)
        written, _ = self.lstm(told.unsqueeze(1).expand(-1, SIDE // STEP, -1), (state, state))  # [B,M/2,CELLS]
        frames = self.body(written).reshape(-1, SIDE, SIDE)  # [B,frames,bands]
        return 2.0 * frames.transpose(1, 2).unsqueeze(1) - 1.0


class DenseDiscriminator(nn.Module):
    """Spectrograms [B,1,M,M], and label weights [B,K] where it knows classes, to logits [B]."""

    def __init__(self, classes: int = 0) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(SIDE * SIDE + classes, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1))

    def forward(self, pictures: Tensor, label_weights: Tensor | None = None) -> Tensor:
        """[B,1,M,M] and [B,K] to [B]."""
        flat = pictures.flatten(1)
        return self.body(flat if label_weights is None else torch.cat([flat, label_weights], dim=1)).squeeze(1)


def build(hyperparameters: SpeechAdversarialHyperparameters, facts: SoundFacts) -> dict[str, nn.Module]:
    """Both networks as the hyperparameters want them, under the names `generator` and `discriminator`."""
    if hyperparameters.generator == "convolutional":
        return dcgan.build(hyperparameters, SpectrogramFacts(facts.classes))
    classes = facts.classes if hyperparameters.conditional else 0
    generator = LSTMGenerator(hyperparameters.latent_size, classes)
    return {"generator": generator, "discriminator": DenseDiscriminator(classes)}
