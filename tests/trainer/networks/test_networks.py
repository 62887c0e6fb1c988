from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from torch import nn

from trainer.catalog import CATALOG, DocumentedModel, PresetName
from trainer.contract.hyperparameters import (
    ConvolutionalAdversarialHyperparameters,
    OwnPicturesAdversarialHyperparameters,
)
from trainer.contract.speech_pictures import WINDOW
from trainer.datasets.needs import PictureNeeds, SoundNeeds
from trainer.networks import dcgan
from trainer.networks.activations import MaxPooledActivation, activation_module
from trainer.networks.compact_transformer import CompactTransformer
from trainer.networks.denoiser import Denoiser
from trainer.networks.digits_gan import Discriminator, Generator
from trainer.networks.digits_vae import DigitsVAE
from trainer.networks.facts import DataFacts, SoundFacts, TextFacts
from trainer.networks.fast_resnet import FastResNet
from trainer.networks.perceptron import Perceptron
from trainer.networks.small_cnn import SmallCNN
from trainer.networks.table import NETWORKS


def count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def test_parameters_are_those_of_the_articles() -> None:
    assert count(SmallCNN()) == CATALOG["digits-cnn"].parameters == 93_322
    assert count(SmallCNN(batch_norm=True)) == 93_322 + 2 * (32 + 64 + 64)
    assert count(SmallCNN(channels=3, side=32)) == 122_570
    assert count(Perceptron()) == CATALOG["digits-mlp"].parameters == 407_050
    assert count(DigitsVAE()) == CATALOG["digits-vae"].parameters == 1_082_680
    assert count(Generator()) == CATALOG["digits-gan"].parameters == 1_506_448
    assert count(Discriminator()) == 566_273
    assert count(Denoiser()) == CATALOG["digits-denoiser"].parameters == 259_044


def test_shapes() -> None:
    assert SmallCNN(classes=7)(torch.zeros(3, 1, 28, 28)).shape == (3, 7)
    assert SmallCNN().features(torch.zeros(3, 1, 28, 28)).shape == (3, 64)
    assert Perceptron(pixels=3072, classes=7)(torch.zeros(3, 3, 32, 32)).shape == (3, 7)
    logits, mean, log_variance = DigitsVAE()(torch.zeros(2, 784), torch.zeros(2, 20))
    assert (logits.shape, mean.shape, log_variance.shape) == ((2, 784), (2, 20), (2, 20))
    pictures = Generator(batch_norm=True)(torch.randn(4, 100))
    assert pictures.shape == (4, 1, 28, 28)
    assert pictures.abs().max() <= 1
    assert Discriminator(spectral_normalisation=True)(pictures).shape == (4,)


def test_batch_normalisation_leaves_the_names_of_the_weights() -> None:
    plain, normalised = SmallCNN().state_dict(), SmallCNN(batch_norm=True).state_dict()
    assert plain.keys() < normalised.keys()
    assert all(plain[name].shape == normalised[name].shape for name in plain)


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


def test_the_first_layer_of_the_fast_resnet_whitens_patches() -> None:
    random = np.random.default_rng(0)
    smooth = random.normal(128, 40, (200, 8, 8, 3)).repeat(2, axis=1).repeat(2, axis=2)
    pictures = np.clip(smooth + random.normal(0, 5, smooth.shape), 0, 255).astype(np.uint8)
    network = FastResNet(side=16, pictures=pictures)
    inputs = torch.from_numpy(pictures).permute(0, 3, 1, 2) / 255
    white = nn.functional.conv2d(inputs - network.mean, network.whitening.weight[:12])
    flat = white.permute(1, 0, 2, 3).flatten(1)
    covariance = flat @ flat.T / flat.shape[1]
    variances = covariance.diag()
    assert (covariance - torch.diag(variances)).abs().max() < 0.02
    assert 0.9 < float(variances[0]) <= 1.0
    assert not network.whitening.weight.requires_grad


@pytest.mark.parametrize("side", [16, 32, 64, 96, 224])
def test_the_fast_resnet_takes_any_side_and_keeps_the_shapes_of_its_groups(side: int) -> None:
    network = FastResNet(classes=3, side=side, widths=(8, 16, 16))
    assert network(torch.zeros(2, 3, side, side)).shape == (2, 3)
    usual = {name: tuple(value.shape) for name, value in FastResNet(widths=(8, 16, 16)).groups.state_dict().items()}
    assert {name: tuple(value.shape) for name, value in network.groups.state_dict().items()} == usual


def test_patches_of_the_transformer_attend_to_each_other() -> None:
    network = CompactTransformer(width=32, layers=2).eval()
    assert count(CompactTransformer()) == CATALOG["pictures-transformer"].parameters
    assert count(FastResNet()) == CATALOG["cifar-resnet"].parameters
    torch.manual_seed(0)
    patches = torch.randn(1, 64, 32)
    changed = patches.clone()
    changed[0, 5] = torch.randn(32)  # not the same added to all: the normalisation would take that away
    for layer in network.layers:
        (patches, _), (changed, _) = layer(patches), layer(changed)
    assert ((patches - changed).abs().amax(dim=2)[0] > 1e-4).all()


def facts_for(model: DocumentedModel, settings: Any) -> DataFacts | TextFacts | SoundFacts:
    """What a network of the catalog must know of its own data, whose vocabulary is as large as it may be."""
    needs = model.needs(msgspec.structs.asdict(settings))
    if isinstance(needs, PictureNeeds):
        return DataFacts(10 if model.data else 3, needs.step)
    if isinstance(needs, SoundNeeds):
        return SoundFacts(10, needs.rate, getattr(settings, "window", WINDOW))
    classes = {"customer-messages": 10, "ag-news": 4}.get(model.data, 2)
    return TextFacts(classes, SimpleNamespace(size=settings.vocabulary))


OF_UNKNOWN_SIZE = ("running-text", "bert_classifier")
OF_KNOWN_SIZE = [each for each in CATALOG.values() if not {each.data_kind, each.network} & set(OF_UNKNOWN_SIZE)]
"""How many characters there are to learn to write is found out from the data; a pretrained body is of any size."""


@pytest.mark.parametrize(("model", "preset"), [(m, p) for m in OF_KNOWN_SIZE for p in m.presets])
def test_every_preset_has_the_parameters_that_the_catalog_says(model: DocumentedModel, preset: PresetName) -> None:
    settings = model.presets[preset].hyperparameters
    networks = NETWORKS[model.network](settings, facts_for(model, settings))
    deployed = count(networks.get("generator") or next(iter(networks.values())))
    assert deployed == (model.presets[preset].parameters or model.parameters)


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


def dcgan_pair(step: str = "find-digits-28x28", classes: int = 10, **settings) -> dict[str, nn.Module]:
    return dcgan.build(ConvolutionalAdversarialHyperparameters(width=8, **settings), DataFacts(classes, step))


@pytest.mark.parametrize(
    ("step", "start", "doublings"),
    [("find-digits-28x28", 7, 2), ("square-32", 4, 3), ("square-64", 4, 4)],
)
@pytest.mark.parametrize("widening", [1, 2])
def test_dcgan_doubles_up_to_any_side(step, start, doublings, widening) -> None:
    facts = DataFacts(3, step)
    networks = dcgan_pair(step, classes=3, widening=widening)
    latent, labels = torch.randn(4, 100), torch.eye(3)[[0, 1, 2, 0]]
    pictures = networks["generator"](latent, labels)
    assert pictures.shape == (4, facts.channels, facts.side, facts.side)
    assert pictures.abs().max() <= 1
    assert networks["discriminator"](pictures, labels).shape == (4,)
    widths = dcgan.widths_of(facts.side, 8, widening)
    assert widths == [8 * widening**number for number in range(doublings)]
    assert networks["generator"].project.out_features == start**2 * widths[-1]


def test_dcgan_refuses_a_side_that_it_could_not_reach() -> None:
    assert dcgan.widths_of(50, 8, 2) == [8]  # 25 maps, doubled once
    with pytest.raises(ValueError, match="51"):
        dcgan.widths_of(51, 8, 1)


def test_dcgan_of_the_article_has_its_layers() -> None:
    networks = dcgan.build(
        CATALOG["digits-dcgan"].presets["article"].hyperparameters, DataFacts(10, "find-digits-28x28")
    )
    kernel = 25 * 128
    assert count(networks["generator"]) == 101 * 49 * 128 + (128 * kernel + 128) + (kernel + 1)
    assert count(networks["discriminator"]) == (kernel + 128) + (128 * kernel + 128) + (49 * 128 + 1)
    assert networks["generator"](torch.randn(2, 100)).shape == (2, 1, 28, 28)


@torch.no_grad()
def test_dcgan_begins_with_pictures_in_which_noise_and_class_show_alike() -> None:
    torch.manual_seed(0)
    generator = dcgan_pair(generator_batch_norm=False)["generator"]
    latent, labels = torch.randn(200, 100), torch.eye(10).repeat(20, 1)
    by_noise = generator.project(latent).var()
    by_class = generator.embed(labels).var()
    assert float(by_noise / by_class) == pytest.approx(1.0, abs=0.25)
    assert 0.2 < float(generator(latent, labels).std()) < 0.9


@torch.no_grad()
def test_dcgan_judges_picture_and_class_together() -> None:
    discriminator = dcgan_pair(spectral_normalisation=True)["discriminator"].eval()
    picture = torch.rand(1, 1, 28, 28).repeat(10, 1, 1, 1)
    logits = discriminator(picture, torch.eye(10))
    assert len(set(logits.tolist())) == 10
    even = discriminator(picture[:1], torch.full((1, 10), 0.1))
    assert float(even) == pytest.approx(float(logits.mean()), abs=1e-5)


@torch.no_grad()
def test_dcgan_of_grey_photographs_draws_no_colour() -> None:
    grey = np.repeat(np.random.default_rng(0).integers(0, 256, (4, 32, 32, 1), np.uint8), 3, axis=3)
    coloured = grey.copy()
    coloured[0, 0, 0, 0] ^= 128
    settings = OwnPicturesAdversarialHyperparameters(width=4, generator_batch_norm=False)
    for pictures, is_grey in ((grey, True), (coloured, False)):
        generator = dcgan.build(settings, DataFacts(1, "square-32", pictures=pictures))["generator"]
        drawn = generator(torch.randn(2, 100))
        assert bool((drawn.std(dim=1) < 1e-5).all()) == is_grey
        loaded = dcgan.build(settings, DataFacts(1, "square-32"))["generator"]  # knows no pictures
        loaded.load_state_dict(generator.state_dict())
        latent = torch.randn(2, 100)
        assert torch.equal(loaded(latent), generator(latent))


def test_a_residual_network_that_looks_at_the_mirror_image_too_answers_both_alike() -> None:
    torch.manual_seed(0)
    network = FastResNet(classes=3, side=16, widths=(8, 16, 16), mirror_average=True).eval()
    nn.init.normal_(network.whitening.weight)
    pictures = torch.rand(4, 3, 16, 16)
    answers = network(pictures)
    assert torch.allclose(network(pictures.flip(-1)), answers, atol=1e-5)
    alone = network.classify(network.features(pictures))
    mirrored = network.classify(network.features(pictures.flip(-1)))
    assert torch.allclose(answers, (alone + mirrored) / 2, atol=1e-5)
    assert not torch.allclose(alone, mirrored, atol=1e-3)
    network.train()
    assert len(network(pictures)) == 4
