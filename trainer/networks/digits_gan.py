"""Two networks that compete: a generator draws digits from noise, a discriminator tells them from real ones.

Generator 100-128-256-512-1024-784 with tanh, 1,506,448 parameters; discriminator 784-512-256-128-1 with a logit,
566,273 parameters. Batch normalisation and spectral normalisation are options.

Papers: Goodfellow and others 2014, "Generative Adversarial Networks", arXiv 1406.2661; batch normalisation as Radford,
Metz, Chintala 2015, arXiv 1511.06434; spectral normalisation, Miyato and others 2018, arXiv 1802.05957.
Data: MNIST (CC BY-SA 3.0).

Shapes: B pictures of a batch, Z latent numbers; pixels from -1 (ground) to 1 (ink).
"""

from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from trainer.contract.hyperparameters import Activation, AdversarialHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.facts import DataFacts

PIXELS = 784
MEAN, SPREAD = -0.7387, 0.6162
"""Of the pixels of the training pictures, from -1 to 1. The discriminator centres and scales what it sees: as they are,
mostly ground and far from 0, it learns more slowly from them (measured)."""


class Generator(nn.Module):
    """Latent vectors [B,Z] to pictures [B,1,28,28] from -1 to 1."""

    def __init__(self, *, latent_size: int = 100, activation: Activation = "relu", batch_norm: bool = False) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        width = latent_size
        for next_width in (128, 256, 512, 1024):
            layers.append(nn.Linear(width, next_width))
            layers += [nn.BatchNorm1d(next_width)] if batch_norm else []
            layers.append(activation_module(activation))
            width = next_width
        self.body = nn.Sequential(*layers, nn.Linear(width, PIXELS), nn.Tanh())

    def forward(self, latent: Tensor) -> Tensor:
        """Latent vectors [B,Z] to pictures [B,1,28,28]."""
        return self.body(latent).view(-1, 1, 28, 28)


class Discriminator(nn.Module):
    """Pictures [B,1,28,28] from -1 to 1 to one logit each, [B]: above 0 for "real"."""

    def __init__(
        self, *, activation: Activation = "relu", batch_norm: bool = False, spectral_normalisation: bool = False
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for number, (width, next_width) in enumerate(((PIXELS, 512), (512, 256), (256, 128))):
            linear = nn.Linear(width, next_width)
            layers.append(spectral_norm(linear) if spectral_normalisation else linear)
            # Not at the input, as in the article on DCGAN. Without running figures, judging a generator's pictures
            # leaves the discriminator as it was, to the bit.
            normalise = batch_norm and number > 0
            layers += [nn.BatchNorm1d(next_width, track_running_stats=False)] if normalise else []
            layers.append(activation_module(activation))
        output = nn.Linear(128, 1)
        self.body = nn.Sequential(*layers, spectral_norm(output) if spectral_normalisation else output)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [B,1,28,28] to logits [B]."""
        return self.body((pictures.flatten(1) - MEAN) / SPREAD).squeeze(1)


def build(hyperparameters: AdversarialHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
    """Both networks as the hyperparameters want them, under the names `generator` and `discriminator`."""
    generator = Generator(
        latent_size=hyperparameters.latent_size,
        activation=hyperparameters.activation,
        batch_norm=hyperparameters.generator_batch_norm,
    )
    discriminator = Discriminator(
        activation=hyperparameters.activation,
        batch_norm=hyperparameters.discriminator_batch_norm,
        spectral_normalisation=hyperparameters.spectral_normalisation,
    )
    return {"generator": generator, "discriminator": discriminator}
