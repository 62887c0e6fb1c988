import pytest
import torch
from torch import nn

from trainer.contract.hyperparameters import ResidualAdversarialHyperparameters
from trainer.networks import residual_gan
from trainer.networks.facts import DataFacts


def pair(step: str = "square-32", classes: int = 10, **settings) -> dict[str, nn.Module]:
    return residual_gan.build(ResidualAdversarialHyperparameters(width=4, **settings), DataFacts(classes, step))


@pytest.mark.parametrize(("step", "start"), [("find-digits-28x28", 7), ("square-32", 4), ("square-64", 4)])
@pytest.mark.parametrize("widening", [1, 2])
def test_it_doubles_up_to_any_side(step, start, widening) -> None:
    facts = DataFacts(3, step)
    networks = pair(step, classes=3, widening=widening)
    pictures = networks["generator"](torch.randn(4, 100), torch.eye(3)[[0, 1, 2, 0]])
    assert pictures.shape == (4, facts.channels, facts.side, facts.side)
    assert pictures.abs().max() <= 1
    widest = networks["generator"].project.out_features // start**2
    assert widest == 4 * widening ** (len(networks["generator"].blocks) - 1)


@pytest.mark.parametrize(
    ("weight", "conditional", "shape"), [(0.1, True, (4, 11)), (0.0, True, (4,)), (0.1, False, (4,))]
)
def test_the_discriminator_names_classes_only_with_a_head(weight, conditional, shape) -> None:
    networks = pair(classification_weight=weight, conditional=conditional, spectral_normalisation=True)
    assert networks["discriminator"](torch.zeros(4, 3, 32, 32), torch.eye(10)[:4]).shape == shape


@torch.no_grad()
def test_noise_and_class_both_change_a_picture() -> None:
    torch.manual_seed(0)
    generator = pair()["generator"].eval()
    latent, labels = torch.randn(2, 100), torch.eye(10)
    usual, other_noise = generator(latent, labels[[0, 0]])
    other_class = generator(latent[:1], labels[[1]])[0]
    assert (usual - other_noise).abs().mean() > 0.05
    assert (usual - other_class).abs().mean() > 0.05


@torch.no_grad()
def test_noise_reaches_every_block() -> None:
    torch.manual_seed(0)
    generator = pair()["generator"].eval()
    generator.project.weight.zero_()  # what is left comes by the scales and means
    first, second = generator(torch.randn(2, 100), torch.eye(10)[[3, 3]])
    assert (first - second).abs().mean() > 0.01


@torch.no_grad()
def test_the_logit_of_being_real_depends_on_the_class_told_and_the_head_does_not() -> None:
    discriminator = pair(spectral_normalisation=True)["discriminator"].eval()
    judged = discriminator(torch.rand(1, 3, 32, 32).repeat(10, 1, 1, 1), torch.eye(10))
    assert len(set(judged[:, 0].tolist())) == 10
    assert torch.allclose(judged[:, 1:], judged[:1, 1:].expand(10, 10), atol=1e-5)


@torch.no_grad()
def test_spectral_normalisation_bounds_every_layer_but_the_head() -> None:
    discriminator = pair(spectral_normalisation=True)["discriminator"].train()
    for _ in range(50):  # the estimate of the largest singular value needs a few steps
        discriminator(torch.zeros(1, 3, 32, 32), torch.eye(10)[:1])
    discriminator.eval()
    layers = [layer for layer in discriminator.body.modules() if isinstance(layer, nn.Conv2d)]
    assert len(layers) == 3 * 3 + 2
    for layer in [*layers, discriminator.output, discriminator.project]:
        largest = torch.linalg.matrix_norm(layer.weight.flatten(1), ord=2)
        assert float(largest) == pytest.approx(1.0, abs=0.05)
    assert not hasattr(discriminator.head, "parametrizations")


@torch.no_grad()
def test_without_batch_normalisation_a_picture_does_not_depend_on_the_others() -> None:
    torch.manual_seed(0)
    generator = pair(generator_batch_norm=False)["generator"].train()
    latent, labels = torch.randn(4, 100), torch.eye(10)[:4]
    assert torch.allclose(generator(latent, labels)[:1], generator(latent[:1], labels[:1]), atol=1e-5)
    normalised = pair()["generator"].train()
    assert not torch.allclose(normalised(latent, labels)[:1], normalised(latent[:1], labels[:1]), atol=1e-3)
