import numpy as np
import pytest
import torch
from torch import nn

from trainer.catalog import CATALOG
from trainer.networks.activations import MaxPooledActivation, activation_module
from trainer.networks.denoiser import Denoiser
from trainer.networks.digits_gan import Discriminator, Generator
from trainer.networks.digits_vae import DigitsVAE
from trainer.networks.small_cnn import SmallCNN


def count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def test_parameters_are_those_of_the_articles() -> None:
    assert count(SmallCNN()) == CATALOG["digits-cnn"].parameters == 93_322
    assert count(SmallCNN(channels=3, side=32)) == 122_570
    assert count(DigitsVAE()) == CATALOG["digits-vae"].parameters == 1_082_680
    assert count(Generator()) == CATALOG["digits-gan"].parameters == 1_506_448
    assert count(Discriminator()) == 566_273
    assert count(Denoiser()) == CATALOG["digits-denoiser"].parameters == 259_044


def test_shapes() -> None:
    assert SmallCNN(classes=7)(torch.zeros(3, 1, 28, 28)).shape == (3, 7)
    assert SmallCNN().features(torch.zeros(3, 1, 28, 28)).shape == (3, 64)
    logits, mean, log_variance = DigitsVAE()(torch.zeros(2, 784), torch.zeros(2, 20))
    assert (logits.shape, mean.shape, log_variance.shape) == ((2, 784), (2, 20), (2, 20))
    pictures = Generator(batch_norm=True)(torch.randn(4, 100))
    assert pictures.shape == (4, 1, 28, 28)
    assert pictures.abs().max() <= 1
    assert Discriminator(spectral_normalisation=True)(pictures).shape == (4,)


@pytest.mark.parametrize("name", ["relu", "leaky-relu", "elu", "gelu", "silu", "tanh"])
def test_pooling_before_or_after_the_activation_gives_the_same(name) -> None:
    maps = torch.randn(2, 3, 8, 8)
    expected = nn.functional.max_pool2d(activation_module(name)(maps), 2)
    assert torch.equal(MaxPooledActivation(name)(maps), expected)


def test_vae_starts_at_the_mean_picture() -> None:
    mean = np.linspace(0.01, 0.9, 784, dtype=np.float32).reshape(28, 28)
    network = DigitsVAE(mean_picture=mean)
    assert torch.allclose(torch.sigmoid(network.decoder.output.bias), torch.from_numpy(mean.ravel()), atol=1e-5)


def test_two_encodings_with_different_noise_differ() -> None:
    network, pixels = DigitsVAE(), torch.rand(2, 784)
    first, *_ = network(pixels, torch.randn(2, 20))
    second, *_ = network(pixels, torch.randn(2, 20))
    assert not torch.equal(first, second)


@pytest.mark.parametrize("shape", [(2, 1, 28, 28), (1, 3, 28, 28), (1, 1, 29, 45), (1, 3, 1, 2)])
def test_denoiser_takes_pictures_of_any_size_and_begins_by_changing_nothing(shape) -> None:
    pictures = torch.rand(shape)
    assert torch.equal(Denoiser(channels=shape[1])(pictures), pictures)


def test_denoiser_sees_half_the_picture_around_a_pixel() -> None:
    network, pictures = Denoiser(), torch.rand(1, 1, 28, 28, requires_grad=True)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.1)
    network(pictures)[0, 0, 14, 14].backward()
    rows = pictures.grad[0, 0].abs().sum(dim=1).nonzero().flatten()
    assert rows[-1] - rows[0] + 1 >= 14
