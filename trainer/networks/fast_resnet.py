"""A residual network that learns photographs fast: a whitening first layer, then groups of convolutions.

The first layer is fixed: it takes 2x2 patches apart into directions in which they vary independently and equally much,
so that all that follows learns at once. Each group halves the side: a convolution, pooling, and a second convolution
whose result is added. Kernels start as the identity; the logits are scaled down.

Sources: Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU", arXiv 2404.00498 (whitening, layout, identity
start); He and others 2015, arXiv 1512.03385 (residuals). Data: CIFAR-10.

Shapes: B pictures of a batch, C channels, K classes.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import Activation, ResNetHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.dropout import Dropout
from trainer.networks.facts import DataFacts

PATCH = 2
LEAST_VARIANCE = 5e-4
"""Added to the variance in every direction, so that noise is not blown up."""
LOGIT_SCALE = 1 / 9
LARGEST_WITHOUT_STEM = 80
"""Pixels of a side; each halving beyond it costs one narrow group more."""
BATCH_NORM_MOMENTUM = 0.4


class FastResNet(nn.Module):
    """Pictures, float32 [B,C,side,side] from 0 to 1, to logits [B,K]; any side from 16 pixels on."""

    mean: Tensor

    def __init__(
        self,
        *,
        classes: int = 10,
        channels: int = 3,
        side: int = 32,
        widths: tuple[int, ...] = (64, 256, 256),
        activation: Activation = "gelu",
        dropout: float = 0.0,
        mirror_average: bool = False,
        pictures: np.ndarray | None = None,
    ) -> None:
        """`pictures`, uint8 [N,H,W] or [N,H,W,3], are those that the first layer whitens; without them its weights
        must be loaded. With `mirror_average` a trained network answers with the mean over a picture and its mirrored
        one.
        """
        super().__init__()
        patch = channels * PATCH**2
        self.register_buffer("mean", torch.zeros(1, channels, 1, 1))
        self.whitening = nn.Conv2d(channels, 2 * patch, PATCH)
        self.whitening.weight.requires_grad_(False)
        if pictures is not None:
            self._whiten(pictures)
        self.activation = activation_module(activation)
        stems = _halvings(side)
        self.stem = nn.Sequential(*(Group(2 * patch, 2 * patch, activation) for _ in range(stems)))
        pairs = zip((2 * patch, *widths[:-1]), widths, strict=True)
        self.groups = nn.Sequential(*(Group(before, after, activation) for before, after in pairs))
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(widths[-1], classes, bias=False)
        self.mirror_average = mirror_average

    def features(self, pictures: Tensor) -> Tensor:
        """What the last layer sees, [B, last width]."""
        white = self.activation(self.whitening(pictures - self.mean))
        maps = self.groups(self.stem(white))
        return maps.amax(dim=(2, 3))

    def classify(self, features: Tensor) -> Tensor:
        """Features [B, last width] to logits [B,K]."""
        return self.output(self.dropout(features)) * LOGIT_SCALE

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [B,C,side,side] to logits [B,K]."""
        if self.training or not self.mirror_average:
            return self.classify(self.features(pictures))
        both = self.classify(self.features(torch.cat([pictures, pictures.flip(-1)])))
        return both.unflatten(0, (2, -1)).mean(dim=0)

    def _whiten(self, images: np.ndarray) -> None:
        rows = torch.from_numpy(images).to(torch.float32).div_(255.0)
        pictures = rows.unsqueeze(1) if rows.ndim == 3 else rows.permute(0, 3, 1, 2)
        self.mean.copy_(pictures.mean(dim=(0, 2, 3), keepdim=True))
        patches = functional.unfold(pictures - self.mean, PATCH)  # [N, C*4, L]
        flat = patches.permute(1, 0, 2).flatten(1).to(torch.float64)
        values, vectors = torch.linalg.eigh(flat @ flat.T / flat.shape[1])
        directions = (vectors / torch.sqrt(values + LEAST_VARIANCE)).T.flip(0).to(torch.float32)
        kernels = directions.reshape(-1, pictures.shape[1], PATCH, PATCH)
        with torch.no_grad():
            self.whitening.weight.copy_(torch.cat([kernels, -kernels]))


class Group(nn.Module):
    """[B,I,H,W] to [B,O,H/2,W/2]: convolution, pooling, and what a second convolution adds."""

    def __init__(self, before: int, after: int, activation: Activation) -> None:
        super().__init__()
        self.first, self.second = _convolution(before, after), _convolution(after, after)
        self.first_norm, self.second_norm = _norm(after), _norm(after)
        self.activation = activation_module(activation)

    def forward(self, maps: Tensor) -> Tensor:
        """[B,I,H,W] to [B,O,H/2,W/2]."""
        pooled = self.activation(self.first_norm(functional.max_pool2d(self.first(maps), 2)))
        return pooled + self.activation(self.second_norm(self.second(pooled)))


def _convolution(before: int, after: int) -> nn.Conv2d:
    """3x3, padded, starting as the identity on the channels that there are."""
    made = nn.Conv2d(before, after, 3, padding=1, bias=False)
    with torch.no_grad():
        nn.init.dirac_(made.weight[:before])
    return made


def _norm(width: int) -> nn.BatchNorm2d:
    """Batch normalisation with a bias alone: the scale of a layer behind it would only be undone by the next."""
    made = nn.BatchNorm2d(width, momentum=BATCH_NORM_MOMENTUM)
    made.weight.requires_grad_(False)
    return made


def _halvings(side: int) -> int:
    count = 0
    while side > LARGEST_WITHOUT_STEM:
        side //= 2
        count += 1
    return count


def build(hyperparameters: ResNetHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `classifier`."""
    network = FastResNet(
        classes=facts.classes,
        channels=facts.channels,
        side=facts.side,
        widths=tuple(round(width * hyperparameters.width) for width in (64, 256, 256)),
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
        mirror_average=hyperparameters.mirror_average,
        pictures=facts.pictures,
    )
    return {"classifier": network}
