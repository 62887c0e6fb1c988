"""Two convolutional networks that compete, of pictures of any size; they may be told which class is meant.

Generator: a matrix to the smallest maps (28: 7x7, 32 and 64: 4x4), then 5x5 transposed convolutions of stride 2 up to
the picture, with tanh. Discriminator: as many 5x5 convolutions of stride 2 back down, then a matrix to one logit.

A class is told as `label_weights`, a one or a mixture over the classes. The generator adds the class's own smallest
maps to those of the noise, a label embedding; the discriminator adds the product of its features and the class's
vector to the logit, a projection, which compares picture and class.

The sub-pixel form of a transposed convolution (a 3x3 convolution and a pixel shuffle, which gives the same numbers) is
slower on a CPU than the thing itself with channels last (measured), so the plain form stays. Between maps and grey
pictures another form is faster (`thin_convolutions`).

Photographs have three colours. Where all training pictures are grey, a fixed last layer gives each its mean, so that no
picture has a tint.

Papers: Radford, Metz, Chintala 2015, arXiv 1511.06434; projection, Miyato and Koyama 2018, arXiv 1802.05637; spectral
normalisation, Miyato and others 2018, arXiv 1802.05957.

Shapes: B pictures of a batch, Z latent numbers, K classes (0 for none), C channels, H=W the side; pixels from -1 to 1.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from trainer.contract.hyperparameters import Activation, ConvolutionalAdversarialHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.facts import DataFacts
from trainer.networks.thin_convolutions import ConvolutionOfPictures, ConvolutionToPictures

KERNEL = 5
GREY_MOST = 2
"""Levels by which the colours of a grey pixel may differ."""
LARGEST_START = 7
"""The smallest maps have at most this side."""


class Generator(nn.Module):
    """Latent vectors [B,Z], and label weights [B,K] where it knows classes, to pictures [B,C,H,W] from -1 to 1.

    `widths` are the numbers of maps from the smallest side on, one for each doubling up to `side`.
    """

    def __init__(
        self,
        *,
        latent_size: int,
        side: int,
        channels: int,
        widths: Sequence[int],
        classes: int = 0,
        activation: Activation = "relu",
        batch_norm: bool = True,
        grey: bool = False,
    ) -> None:
        super().__init__()
        self._start = (side >> len(widths), side >> len(widths), widths[0])
        maps = self._start[0] * self._start[1] * widths[0]
        self.project = nn.Linear(latent_size, maps)
        self.embed = nn.Linear(classes, maps, bias=False) if classes else None
        layers: list[nn.Module] = []
        for number, width in enumerate(widths):
            layers += [nn.BatchNorm2d(width)] if batch_norm else []
            layers.append(activation_module(activation))
            next_width = widths[number + 1] if number + 1 < len(widths) else channels
            layer = nn.ConvTranspose2d if number + 1 < len(widths) else ConvolutionToPictures
            layers.append(layer(width, next_width, KERNEL, stride=2, padding=2, output_padding=1))
        layers += [_colours(channels, grey)] if channels > 1 else []
        self.body = nn.Sequential(*layers, nn.Tanh())
        self._initialise()

    def forward(self, latent: Tensor, label_weights: Tensor | None = None) -> Tensor:
        """Latent vectors [B,Z] and label weights [B,K] to pictures [B,C,H,W]."""
        maps = self.project(latent)
        if self.embed is not None:
            maps = maps + self.embed(label_weights)
        maps = maps.view(-1, *self._start).permute(0, 3, 1, 2)  # [B,C,h,w], channels last in memory
        return self.body(maps)

    @torch.no_grad()
    def _initialise(self) -> None:
        """Noise and class share the variance that keeps the maps at unit variance through the layers."""
        shares = 1 if self.embed is None else 2
        _normal(self.project, self.project.in_features * shares, gain=1.0)
        if self.embed is not None:
            _normal(self.embed, shares, gain=1.0)
        for layer in self.body:
            if isinstance(layer, nn.ConvTranspose2d):  # each output pixel hears a quarter of the kernel
                _normal(layer, layer.in_channels * KERNEL**2 // 4, gain=2.0)


class Discriminator(nn.Module):
    """Pictures [B,C,H,W] from -1 to 1, and label weights [B,K] where it knows classes, to one logit each, [B].

    `widths` are the numbers of maps from the largest side on, one for each halving. What it sees is centred on the
    mean of the training pixels, `mean`, so that the border is not far from what lies beyond it.
    """

    def __init__(
        self,
        *,
        side: int,
        channels: int,
        widths: Sequence[int],
        mean: float = 0.0,
        classes: int = 0,
        activation: Activation = "leaky-relu",
        batch_norm: bool = False,
        spectral_normalisation: bool = False,
    ) -> None:
        super().__init__()
        self.mean: Tensor
        self.register_buffer("mean", torch.tensor(mean))
        layers: list[nn.Module] = []
        width = channels
        for number, next_width in enumerate(widths):
            layer = nn.Conv2d if number else ConvolutionOfPictures
            layers.append(layer(width, next_width, KERNEL, stride=2, padding=2))
            _normal(layers[-1], width * KERNEL**2, gain=2.0)
            # Not at the input, as in the article on DCGAN. Without running figures, judging a generator's pictures
            # leaves the discriminator as it was, to the bit.
            layers += [nn.BatchNorm2d(next_width, track_running_stats=False)] if batch_norm and number else []
            layers.append(activation_module(activation))
            width = next_width
        features = width * (side >> len(widths)) ** 2
        self.body = nn.Sequential(*layers, nn.Flatten())
        self.output = nn.Linear(features, 1)
        self.project = nn.Linear(features, classes, bias=False) if classes else None
        if spectral_normalisation:
            for layer in [*self.body, self.output, self.project]:
                if isinstance(layer, nn.Conv2d | nn.Linear):
                    spectral_norm(layer)

    def forward(self, pictures: Tensor, label_weights: Tensor | None = None) -> Tensor:
        """Pictures [B,C,H,W] and label weights [B,K] to logits [B]."""
        features = self.body(pictures - self.mean)  # [B,F]
        logits = self.output(features).squeeze(1)
        if self.project is None:
            return logits
        return logits + (self.project(features) * label_weights).sum(dim=1)


def build(hyperparameters: ConvolutionalAdversarialHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
    """Both networks as the hyperparameters want them, under the names `generator` and `discriminator`."""
    widths = widths_of(facts.side, hyperparameters.width, hyperparameters.widening)
    classes = facts.classes if hyperparameters.conditional else 0
    generator = Generator(
        latent_size=hyperparameters.latent_size,
        side=facts.side,
        channels=facts.channels,
        widths=widths[::-1],
        classes=classes,
        activation=hyperparameters.activation,
        batch_norm=hyperparameters.generator_batch_norm,
        grey=_are_grey(facts.pictures),
    )
    discriminator = Discriminator(
        side=facts.side,
        channels=facts.channels,
        widths=widths,
        mean=0.0 if facts.mean_picture is None else 2.0 * float(facts.mean_picture.mean()) - 1.0,
        classes=classes,
        batch_norm=hyperparameters.discriminator_batch_norm,
        spectral_normalisation=hyperparameters.spectral_normalisation,
    )
    return {"generator": generator, "discriminator": discriminator}


def widths_of(side: int, width: int, widening: int) -> list[int]:
    """The numbers of maps at half the side of a picture, a quarter, ... down to the smallest maps.

    They grow by the factor `widening` from one to the next. Raises ValueError for an odd side.
    """
    if side % 2:
        raise ValueError(f"pictures of {side} pixels cannot be halved")
    widths: list[int] = []
    while not widths or (side > LARGEST_START and side % 2 == 0):
        widths.append(width * widening ** len(widths))
        side //= 2
    return widths


@torch.no_grad()
def _colours(channels: int, grey: bool) -> nn.Conv2d:
    """A layer that is not trained: each colour as it is, or the mean of all for each."""
    layer = nn.Conv2d(channels, channels, 1, bias=False).requires_grad_(False)
    weights = torch.full((channels, channels), 1.0 / channels) if grey else torch.eye(channels)
    layer.weight.copy_(weights[:, :, None, None])
    return layer


def _are_grey(pictures: np.ndarray | None) -> bool:
    """Whether pictures uint8 [N,H,W,3] have no colour at all; not asked where weights are loaded."""
    return pictures is not None and pictures.ndim == 4 and bool((np.ptp(pictures, axis=3) <= GREY_MOST).all())


@torch.no_grad()
def _normal(layer: nn.Module, fan_in: int, *, gain: float) -> None:
    """Normal weights of variance gain / fan_in (He and others 2015, arXiv 1502.01852), biases of 0."""
    layer.weight.normal_(0.0, (gain / fan_in) ** 0.5)  # type: ignore[operator]
    if layer.bias is not None:
        layer.bias.zero_()  # type: ignore[operator]
