"""A variational autoencoder that describes a digit of 28x28 pixels by 20 numbers and draws digits from such numbers.

Encoder 784-512-256 to a mean and a log variance of 20 each; decoder 20-256-512-784, its mirror: 1,082,680 parameters.

Paper: Kingma, Welling 2013, "Auto-Encoding Variational Bayes", arXiv 1312.6114. Data: MNIST (CC BY-SA 3.0).

Shapes: B pictures of a batch, Z latent numbers, 784 pixels in rows.
"""

import numpy as np
import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import Activation, VariationalHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.facts import DataFacts

PIXELS = 784


class Encoder(nn.Module):
    """Pixels, float32 [B,784] from 0 to 1, to the mean [B,Z] and log variance [B,Z] of what may have made them."""

    def __init__(self, latent_size: int, activation: Activation) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(PIXELS, 512), activation_module(activation), nn.Linear(512, 256), activation_module(activation)
        )
        self.mean = nn.Linear(256, latent_size)
        self.log_variance = nn.Linear(256, latent_size)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Pixels [B,784] to (mean [B,Z], log variance [B,Z])."""
        hidden = self.body(pixels)  # [B,256]
        return self.mean(hidden), self.log_variance(hidden)


class Decoder(nn.Module):
    """Latent vectors [B,Z] to the logits [B,784] of the pixels' ink.

    The output's bias starts at the logit of the mean picture, so that training begins at "an average digit".
    """

    def __init__(self, latent_size: int, activation: Activation, mean_picture: np.ndarray | None) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(latent_size, 256),
            activation_module(activation),
            nn.Linear(256, 512),
            activation_module(activation),
        )
        self.output = nn.Linear(512, PIXELS)
        if mean_picture is not None:
            mean = torch.from_numpy(np.ascontiguousarray(mean_picture, dtype=np.float32)).flatten()
            with torch.no_grad():
                self.output.bias.copy_(torch.logit(mean.clamp(0.001, 0.999)))

    def forward(self, latent: Tensor) -> Tensor:
        """Latent vectors [B,Z] to logits [B,784]."""
        return self.output(self.body(latent))


class DigitsVAE(nn.Module):
    """Encoder, noise, decoder."""

    def __init__(
        self, *, latent_size: int = 20, activation: Activation = "relu", mean_picture: np.ndarray | None = None
    ) -> None:
        super().__init__()
        self.encoder = Encoder(latent_size, activation)
        self.decoder = Decoder(latent_size, activation, mean_picture)

    def forward(self, pixels: Tensor, noise: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Pixels [B,784] and standard normal noise [B,Z] to (logits [B,784], mean [B,Z], log variance [B,Z]).

        The latent vector is `mean + exp(log_variance / 2) * noise`, so that gradients reach the encoder through it.
        """
        mean, log_variance = self.encoder(pixels)
        latent = mean + torch.exp(0.5 * log_variance) * noise
        return self.decoder(latent), mean, log_variance


def build(hyperparameters: VariationalHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `autoencoder`."""
    network = DigitsVAE(
        latent_size=hyperparameters.latent_size,
        activation=hyperparameters.activation,
        mean_picture=facts.mean_picture,
    )
    return {"autoencoder": network}
