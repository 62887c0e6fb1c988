"""The faster convolutions of grey pictures give the numbers of the plain layers, forward and backward."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from trainer.networks import thin_convolutions
from trainer.networks.thin_convolutions import ConvolutionOfPictures, ConvolutionToPictures
from trainer.recipes.adversarial import r1_penalty

GEOMETRIES = [(5, 2, 2, 1), (4, 2, 1, 0), (3, 1, 1, 0)]
"""Side of the kernel, stride, padding, output padding."""


def of_pictures(kind: type[nn.Conv2d], kernel: int, stride: int, padding: int, channels: int = 1) -> nn.Conv2d:
    torch.manual_seed(0)
    return kind(channels, 12, kernel, stride=stride, padding=padding)


def to_pictures(
    kind: type[nn.ConvTranspose2d], kernel: int, stride: int, padding: int, added: int, channels: int = 1
) -> nn.ConvTranspose2d:
    torch.manual_seed(0)
    return kind(12, channels, kernel, stride=stride, padding=padding, output_padding=added)


def gradients(layer: Callable[[Tensor], Tensor], inputs: Tensor, *others: Tensor) -> tuple[Tensor, ...]:
    """The outputs, and the gradients of a sum of them in which each counts differently."""
    inputs = inputs.clone().requires_grad_()
    outputs = layer(inputs)
    weights = torch.linspace(-1.0, 1.0, outputs.numel()).view(outputs.shape)
    return outputs.detach(), *torch.autograd.grad((outputs * weights).sum(), (inputs, *others))


def assert_all_close(ours: tuple[Tensor, ...], plain: tuple[Tensor, ...]) -> None:
    assert len(ours) == len(plain)
    for mine, other in zip(ours, plain, strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-4, atol=1e-5)


@pytest.fixture
def patches_added(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows whenever the faster form is taken."""
    taken: list[int] = []
    plain = thin_convolutions._overlapping_patches

    def counted(*arguments: Tensor) -> Tensor:
        taken.append(1)
        return plain(*arguments)

    monkeypatch.setattr(thin_convolutions, "_overlapping_patches", counted)
    return taken


@pytest.mark.parametrize(("kernel", "stride", "padding", "added"), GEOMETRIES)
def test_of_pictures(kernel: int, stride: int, padding: int, added: int, patches_added: list[int]) -> None:
    ours = of_pictures(ConvolutionOfPictures, kernel, stride, padding)
    plain = of_pictures(nn.Conv2d, kernel, stride, padding)
    pictures = torch.randn(3, 1, 12, 16)
    assert_all_close(gradients(ours, pictures, *ours.parameters()), gradients(plain, pictures, *plain.parameters()))
    assert patches_added
    assert ours(pictures).is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize(("kernel", "stride", "padding", "added"), GEOMETRIES)
def test_to_pictures(kernel: int, stride: int, padding: int, added: int, patches_added: list[int]) -> None:
    ours = to_pictures(ConvolutionToPictures, kernel, stride, padding, added)
    plain = to_pictures(nn.ConvTranspose2d, kernel, stride, padding, added)
    maps = torch.randn(3, 12, 6, 8)
    assert_all_close(gradients(ours, maps, *ours.parameters()), gradients(plain, maps, *plain.parameters()))
    assert patches_added


def test_the_penalty_on_gradients_reaches_the_weights() -> None:
    def penalised(kind: type[nn.Conv2d]) -> tuple[Tensor, ...]:
        layer = of_pictures(kind, 5, 2, 2)
        torch.manual_seed(1)
        penalty = r1_penalty(nn.Sequential(layer, nn.Tanh()), torch.randn(4, 1, 12, 12))
        return torch.autograd.grad(penalty, layer.weight)

    assert_all_close(penalised(ConvolutionOfPictures), penalised(nn.Conv2d))


def test_elsewhere_they_are_the_plain_layers(patches_added: list[int]) -> None:
    """In evaluation, as they are exported; with colours; and in other precisions."""
    evaluated = to_pictures(ConvolutionToPictures, 5, 2, 2, 1).eval()
    evaluated(torch.randn(2, 12, 4, 4))
    to_pictures(ConvolutionToPictures, 5, 2, 2, 1, channels=3)(torch.randn(2, 12, 4, 4))
    coloured = of_pictures(ConvolutionOfPictures, 5, 2, 2, channels=3)
    gradients(coloured, torch.randn(2, 3, 8, 8))
    with torch.autocast("cpu", torch.bfloat16):
        low = of_pictures(ConvolutionOfPictures, 5, 2, 2)(torch.randn(2, 1, 8, 8))
        low.sum().backward()
    assert not patches_added


def test_their_parameters_have_the_names_of_the_plain_layers() -> None:
    assert list(ConvolutionOfPictures(1, 4, 3).state_dict()) == list(nn.Conv2d(1, 4, 3).state_dict())
    assert list(ConvolutionToPictures(4, 1, 3).state_dict()) == list(nn.ConvTranspose2d(4, 1, 3).state_dict())
