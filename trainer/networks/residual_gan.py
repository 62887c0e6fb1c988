"""Two residual networks that compete, of pictures of any size; they may be told which class is meant.

Generator: a matrix to the smallest maps (32 and 64: 4x4), then a block for each doubling up to the picture, and tanh.
Discriminator: a block for each halving, a last one at the smallest maps, the sum over them, and a matrix to one logit.
A block adds what two convolutions make of its maps; the one that changes their size is a 4x4 convolution of stride 2,
which costs less than half of a 3x3 convolution before the pooling, or behind the upsampling.

A class is told as `label_weights`, a one or a mixture over the classes. In the generator noise and class set the scale
and the mean behind each batch normalisation (conditional batch normalisation; noise at each block as in BigGAN). The
discriminator adds the product of its features and the class's vector to the logit, a projection. With a head for
classes it also says which class it sees, and the generator can learn from that to be recognisable.

Papers: Miyato and Koyama 2018, arXiv 1802.05637; spectral normalisation, Miyato and others 2018, arXiv 1802.05957;
Brock, Donahue, Simonyan 2018, arXiv 1809.11096; the head, Odena, Olah, Shlens 2017, arXiv 1610.09585.

Shapes: B pictures of a batch, Z latent numbers, K classes (0 for none), C channels, H=W the side; pixels from -1 to 1.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

from trainer.contract.hyperparameters import Activation, ResidualAdversarialHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.dcgan import widths_of
from trainer.networks.facts import DataFacts

NOISE_SPREAD, CLASS_SPREAD = 0.02, 0.2
"""Of the weights that set scales and means: noise comes as a hundred numbers at once, a class as a single one."""


class ConditionalNorm(nn.Module):
    """Batch normalisation of maps [B,C,H,W], whose scale and mean noise [B,Z] and class [B,K] decide."""

    def __init__(self, width: int, latent_size: int, classes: int, batch_norm: bool) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(width, affine=False) if batch_norm else nn.Identity()
        self.by_noise = nn.Linear(latent_size, 2 * width)
        nn.init.normal_(self.by_noise.weight, std=NOISE_SPREAD)
        nn.init.zeros_(self.by_noise.bias)
        self.by_class = nn.Linear(classes, 2 * width, bias=False) if classes else None
        if self.by_class is not None:
            nn.init.normal_(self.by_class.weight, std=CLASS_SPREAD)

    def forward(self, maps: Tensor, latent: Tensor, label_weights: Tensor | None) -> Tensor:
        """Maps [B,C,H,W] to as many."""
        style = self.by_noise(latent)
        if self.by_class is not None:
            style = style + self.by_class(label_weights)
        scale, mean = style[:, :, None, None].chunk(2, dim=1)  # each [B,C,1,1]
        return self.norm(maps) * (1.0 + scale) + mean


class Rising(nn.Module):
    """Maps [B,I,H,W] to [B,O,2H,2W]."""

    def __init__(
        self, before: int, after: int, *, latent_size: int, classes: int, activation: Activation, batch_norm: bool
    ) -> None:
        super().__init__()
        self.first_norm = ConditionalNorm(before, latent_size, classes, batch_norm)
        self.first = nn.ConvTranspose2d(before, after, 4, stride=2, padding=1)
        self.second_norm = ConditionalNorm(after, latent_size, classes, batch_norm)
        self.second = nn.Conv2d(after, after, 3, padding=1)
        self.shortcut = nn.Conv2d(before, after, 1)
        self.activation = activation_module(activation)

    def forward(self, maps: Tensor, latent: Tensor, label_weights: Tensor | None) -> Tensor:
        """Maps [B,I,H,W] to [B,O,2H,2W]."""
        inner = self.first(self.activation(self.first_norm(maps, latent, label_weights)))
        inner = self.second(self.activation(self.second_norm(inner, latent, label_weights)))
        return inner + functional.interpolate(self.shortcut(maps), scale_factor=2.0, mode="nearest")


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
    ) -> None:
        super().__init__()
        self._start = (side >> len(widths), side >> len(widths), widths[0])
        self.project = nn.Linear(latent_size, self._start[0] ** 2 * widths[0])
        self.blocks = nn.ModuleList(
            Rising(
                before, after, latent_size=latent_size, classes=classes, activation=activation, batch_norm=batch_norm
            )
            for before, after in zip((widths[0], *widths), widths, strict=False)
        )
        self.output = nn.Sequential(
            nn.BatchNorm2d(widths[-1]) if batch_norm else nn.Identity(),
            activation_module(activation),
            nn.Conv2d(widths[-1], channels, 3, padding=1),
        )
        _start_orthogonal(self)

    def forward(self, latent: Tensor, label_weights: Tensor | None = None) -> Tensor:
        """Latent vectors [B,Z] and label weights [B,K] to pictures [B,C,H,W]."""
        maps = self.project(latent).view(-1, *self._start).permute(0, 3, 1, 2)  # [B,C,h,w], channels last in memory
        for block in self.blocks:
            maps = block(maps, latent, label_weights)
        return torch.tanh(self.output(maps).float())  # in half precision pale pixels would lose their last bits


class Falling(nn.Module):
    """Maps [B,I,H,W] to [B,O,H/2,W/2], or as large as they are where it does not `halve`.

    The block at the pictures is not `activated` in front: they are not maps yet.
    """

    def __init__(
        self,
        before: int,
        after: int,
        *,
        activation: Activation,
        batch_norm: bool,
        halve: bool = True,
        activated: bool = True,
    ) -> None:
        super().__init__()
        act, norm = activation_module(activation), batch_norm
        second = nn.Conv2d(after, after, 4, stride=2, padding=1) if halve else nn.Conv2d(after, after, 3, padding=1)
        self.inner = nn.Sequential(
            *([_norm(before, norm), act] if activated else []),
            nn.Conv2d(before, after, 3, padding=1),
            _norm(after, norm),
            act,
            second,
        )
        pooling = nn.AvgPool2d(2) if halve else nn.Identity()
        self.shortcut = nn.Sequential(pooling, nn.Conv2d(before, after, 1)) if halve else nn.Identity()

    def forward(self, maps: Tensor) -> Tensor:
        """Maps [B,I,H,W] to [B,O,H/2,W/2] or [B,O,H,W]."""
        return self.inner(maps) + self.shortcut(maps)


class Discriminator(nn.Module):
    """Pictures [B,C,H,W] from -1 to 1, and label weights [B,K] where it knows classes, to one logit each, [B].

    With a `head` for classes [B,1+K]: the logit, then one for each class that it may see. `widths` are the numbers of
    maps from the largest side on, one for each halving.
    """

    def __init__(
        self,
        *,
        channels: int,
        widths: Sequence[int],
        classes: int = 0,
        head: bool = False,
        activation: Activation = "relu",
        batch_norm: bool = False,
        spectral_normalisation: bool = False,
    ) -> None:
        super().__init__()
        pairs = zip((channels, *widths), widths, strict=False)
        self.body = nn.Sequential(
            *(
                Falling(before, after, activation=activation, batch_norm=batch_norm, activated=number > 0)
                for number, (before, after) in enumerate(pairs)
            ),
            Falling(widths[-1], widths[-1], activation=activation, batch_norm=batch_norm, halve=False),
            activation_module(activation),
        )
        self.output = nn.Linear(widths[-1], 1)
        self.project = nn.Linear(widths[-1], classes, bias=False) if classes else None
        self.head = nn.Linear(widths[-1], classes) if classes and head else None
        _start_orthogonal(self)
        if spectral_normalisation:
            for layer in [*self.body.modules(), self.output, self.project]:
                if isinstance(layer, nn.Conv2d | nn.Linear):
                    spectral_norm(layer)

    def forward(self, pictures: Tensor, label_weights: Tensor | None = None) -> Tensor:
        """Pictures [B,C,H,W] and label weights [B,K] to logits [B] or [B,1+K]."""
        maps = self.body(pictures.contiguous(memory_format=torch.channels_last))
        features = maps.sum(dim=(2, 3), dtype=torch.float32)  # [B,F]
        logits = self.output(features).squeeze(1).float()
        if self.project is not None:
            logits = logits + (self.project(features) * label_weights).sum(dim=1)
        if self.head is None:
            return logits
        return torch.cat([logits[:, None], self.head(features).float()], dim=1)


def build(hyperparameters: ResidualAdversarialHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
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
    )
    discriminator = Discriminator(
        channels=facts.channels,
        widths=widths,
        classes=classes,
        head=hyperparameters.classification_weight > 0,
        activation=hyperparameters.activation,
        batch_norm=hyperparameters.discriminator_batch_norm,
        spectral_normalisation=hyperparameters.spectral_normalisation,
    )
    networks: dict[str, nn.Module] = {"generator": generator, "discriminator": discriminator}
    return {name: network.to(memory_format=torch.channels_last) for name, network in networks.items()}  # type: ignore[call-overload]


def _norm(width: int, batch_norm: bool) -> nn.Module:
    """Without running figures, so that judging a generator's pictures leaves the discriminator as it was."""
    return nn.BatchNorm2d(width, track_running_stats=False) if batch_norm else nn.Identity()


@torch.no_grad()
def _start_orthogonal(network: nn.Module) -> None:
    """Orthogonal kernels and matrices, biases of 0; what sets scales and means has a start of its own."""
    for name, layer in network.named_modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear) and not name.endswith(("noise", "by_class")):
            nn.init.orthogonal_(layer.weight)
            if layer.bias is not None:
                layer.bias.zero_()
