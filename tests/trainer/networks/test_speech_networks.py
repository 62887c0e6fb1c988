import pytest
import torch

from trainer.contract.hyperparameters import SoundClassifierHyperparameters, SpeechAdversarialHyperparameters
from trainer.contract.speech_pictures import SIDE
from trainer.networks import speech_gan, speech_judge
from trainer.networks.facts import SoundFacts

FACTS = SoundFacts(3, 8000, 8192)


@pytest.mark.parametrize("generator", ["convolutional", "lstm"])
@pytest.mark.parametrize("conditional", [True, False])
def test_spectrograms_are_drawn_and_judged(generator, conditional) -> None:
    settings = SpeechAdversarialHyperparameters(generator=generator, conditional=conditional, width=4, latent_size=7)
    networks = speech_gan.build(settings, FACTS)
    labels = (torch.eye(3)[[0, 1, 2, 0]],) if conditional else ()
    pictures = networks["generator"](torch.randn(4, 7), *labels)
    assert pictures.shape == (4, 1, SIDE, SIDE)
    assert pictures.abs().max() <= 1
    assert networks["discriminator"](pictures, *labels).shape == (4,)


def test_the_article_has_its_layers() -> None:
    networks = speech_gan.build(SpeechAdversarialHyperparameters(generator="lstm", latent_size=128), FACTS)
    generator = networks["generator"]
    assert generator.lstm.hidden_size == 256
    shapes = [layer.out_features for layer in generator.body if isinstance(layer, torch.nn.Linear)]
    assert shapes == [512, 128]
    discriminator = [layer.out_features for layer in networks["discriminator"].body if hasattr(layer, "out_features")]
    assert discriminator == [512, 1]


@torch.no_grad()
def test_noise_and_word_both_change_what_an_lstm_says() -> None:
    torch.manual_seed(0)
    generator = speech_gan.LSTMGenerator(5, 3)
    latent, labels = torch.randn(2, 5), torch.eye(3)
    usual, other_noise = generator(latent, labels[[0, 0]])
    other_word = generator(latent[:1], labels[[1]])[0]
    assert not torch.allclose(usual, other_noise)
    assert not torch.allclose(usual, other_word)
    assert not torch.allclose(usual[..., 0], usual[..., -1])  # it goes on in time


def test_the_judge_has_the_features_of_a_classifier() -> None:
    network = speech_judge.build(SoundClassifierHyperparameters(width=8), FACTS)["classifier"].eval()
    features = network.features(torch.randn(2, 8192))
    assert features.shape == (2, network.output.in_features)
    assert network(torch.randn(2, 8192)).shape == (2, 3)
