"""Trains networks that speak: an adversarial training on pictures of spectrograms, and a waveform behind it.

Recordings are cut to what was found in them and drawn as pictures; from there on this is the recipe `adversarial`. The
exported graph takes the generator's pictures on to sound (`networks/waveform`).
"""

from dataclasses import replace

import torch
from torch import Tensor, nn

from trainer.contract.card import TensorSpec
from trainer.contract.hyperparameters import SpeechAdversarialHyperparameters
from trainer.contract.pipelines.unconditional_image_generation import LABEL_WEIGHTS
from trainer.contract.speech_pictures import speech_pictures
from trainer.datasets.dataset import Pictures
from trainer.datasets.sounds import Sounds
from trainer.networks.facts import SoundFacts
from trainer.networks.speech_gan import SpectrogramFacts
from trainer.networks.waveform import Waveform
from trainer.recipes.adversarial import WEIGHTS_MEANING, Adversarial
from trainer.recipes.workbench import Workbench
from trainer.training.batches import Batches, plain_pictures
from trainer.training.dealing import Dealing
from trainer.training.recipe import Graph, Networks
from trainer.training.sound_batches import span_of_all


def speech_synthesis(workbench: Workbench) -> Adversarial:
    """The recipe of `generator` and `discriminator`, whose pictures are spectrograms."""
    facts = SpectrogramFacts(workbench.facts.classes)
    return Adversarial(replace(workbench, validation=drawn_sounds(workbench.validation), facts=facts))


def spectrograms(dealing: Dealing) -> Batches:
    """Batches of the pictures of all recordings."""
    return plain_pictures(replace(dealing, train=drawn_sounds(dealing.train)))


def drawn_sounds(sounds: Sounds) -> Pictures:
    """The pictures of what was found in each recording."""
    spans = [span_of_all(wave, sounds.rate) for wave in sounds.waves]
    found = tuple(wave[span.start : span.end] for wave, span in zip(sounds.waves, spans, strict=True))
    return Pictures(speech_pictures(found, sounds.rate), sounds.labels)


class SpeechGraph(nn.Module):
    """Latent vectors in, sound out."""

    def __init__(self, generator: nn.Module, waveform: Waveform) -> None:
        super().__init__()
        self.generator = generator
        self.waveform = waveform

    def forward(self, latent: Tensor) -> Tensor:
        """[B,Z] to samples float32 [B,n]."""
        return self.waveform(self.generator(latent))


class ConditionalSpeechGraph(SpeechGraph):
    """The same with a second input; the exporter takes inputs by their names, not as a list of any length."""

    def forward(self, latent: Tensor, label_weights: Tensor) -> Tensor:  # type: ignore[override]
        """[B,Z] and [B,K] to samples float32 [B,n]."""
        return self.waveform(self.generator(latent, label_weights))


def graphs(
    networks: Networks, hyperparameters: SpeechAdversarialHyperparameters, facts: SoundFacts
) -> tuple[Graph, ...]:
    """The generator and what makes sound of its spectrograms, in one."""
    size, waveform = hyperparameters.latent_size, Waveform(facts.rate, hyperparameters.iterations)
    inputs = [TensorSpec(name="latent", type="float32", shape=("batch", size), meaning="standard normal noise")]
    if hyperparameters.conditional:
        shape = ("batch", facts.classes)
        inputs.append(TensorSpec(name=LABEL_WEIGHTS, type="float32", shape=shape, meaning=WEIGHTS_MEANING))
    graph = ConditionalSpeechGraph if hyperparameters.conditional else SpeechGraph
    meaning = f"{facts.rate} samples a second of one channel, a word in the middle of silence"
    return (
        Graph(
            role="main",
            module=graph(networks["generator"], waveform),
            examples={spec.name: torch.zeros((2, int(spec.shape[1]))) for spec in inputs},
            inputs=tuple(inputs),
            outputs=(TensorSpec(name="waves", type="float32", shape=("batch", facts.window), meaning=meaning),),
        ),
    )
