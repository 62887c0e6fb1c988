"""Trains a variational autoencoder.

Loss: the negative evidence lower bound, cross-entropy summed over pixels plus the KL divergence of the code from a
standard normal distribution, both in nats a picture (Kingma and Welling 2013, arXiv 1312.6114, appendix B).
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.card import TensorSpec
from trainer.contract.events import ScalarSpec
from trainer.contract.hyperparameters import VariationalHyperparameters
from trainer.contract.sampling import normal_noise
from trainer.contract.text import Text
from trainer.networks.facts import DataFacts
from trainer.recipes.workbench import Workbench
from trainer.training.batches import Batch, as_floats
from trainer.training.learner import Learner
from trainer.training.recipe import Graph, Networks

VALIDATION_BATCH = 500
VALIDATION_SEED = 3
SAMPLES = 100

SCALARS: tuple[ScalarSpec, ...] = (
    ScalarSpec(name="training_loss", title=Text("-ELBO, training", "-ELBO，训练"), unit="nats", direction="lower"),
    ScalarSpec(
        name="reconstruction", title=Text("Reconstruction, training", "重建误差，训练"), unit="nats", direction="lower"
    ),
    ScalarSpec(name="kl", title=Text("KL divergence, training", "KL 散度，训练"), unit="nats"),
    ScalarSpec(
        name="validation_loss",
        title=Text("-ELBO, validation", "-ELBO，验证"),
        unit="nats",
        direction="lower",
        every="epoch",
    ),
    ScalarSpec(
        name="validation_reconstruction",
        title=Text("Reconstruction, validation", "重建误差，验证"),
        unit="nats",
        direction="lower",
        every="epoch",
    ),
    ScalarSpec(
        name="validation_kl",
        title=Text("KL divergence, validation", "KL 散度，验证"),
        unit="nats",
        every="epoch",
    ),
)


class Variational:
    """The recipe of the network `autoencoder`: pixels [B,P] and noise [B,Z] to (logits, mean, log variance)."""

    deployed: tuple[str, ...] = ("autoencoder",)
    scalars = SCALARS
    best_by = "validation_loss"

    def __init__(self, workbench: Workbench) -> None:
        hyperparameters: VariationalHyperparameters = workbench.hyperparameters
        self.networks = workbench.networks
        self.learning_rates = {"learning_rate": hyperparameters.learning_rate}
        self._learner = Learner(
            workbench.fabric, self.networks["autoencoder"], hyperparameters, hyperparameters.learning_rate
        )
        self.optimisers = {"learning_rate": self._learner.optimiser}
        self._latent_size = hyperparameters.latent_size
        self._binarises = hyperparameters.binarisation == "dynamic"
        self._warmup_steps = hyperparameters.kl_warmup * workbench.steps_per_epoch
        self._generator = workbench.randomness.generator("variational")
        self._device = workbench.device
        self._pixels, self._noise = self._validation_pairs(workbench.validation.images)
        latent = normal_noise(hyperparameters.seed, 0, SAMPLES, hyperparameters.latent_size)
        self._sample_latent = torch.from_numpy(latent).to(self._device)

    def step(self, batch: Batch) -> dict[str, Tensor]:
        """One step down the negative ELBO, the KL term at its weight of the moment."""
        pixels = batch.pictures.flatten(1)  # [B,P]
        if self._binarises:
            pixels = binarised(pixels, self._generator)
        noise = torch.randn((len(pixels), self._latent_size), generator=self._generator, device=self._device)
        logits, mean, log_variance = self._learner(pixels, noise)
        reconstruction = cross_entropy(logits, pixels).mean()
        divergence = kl_divergence(mean, log_variance).mean()
        self._learner.descend(reconstruction + kl_weight(batch.step, self._warmup_steps) * divergence)
        reconstruction, divergence = reconstruction.detach(), divergence.detach()
        return {"training_loss": reconstruction + divergence, "reconstruction": reconstruction, "kl": divergence}

    def validate(self, networks: Networks) -> dict[str, float]:
        """The negative ELBO on all validation pictures: one sample each, the same pixels and noise at every epoch."""
        reconstruction, divergence = 0.0, 0.0
        for start in range(0, len(self._pixels), VALIDATION_BATCH):
            pixels = self._pixels[start : start + VALIDATION_BATCH].to(torch.float32)
            pixels = pixels if self._binarises else pixels / 255.0
            logits, mean, log_variance = networks["autoencoder"](pixels, self._noise[start : start + VALIDATION_BATCH])
            reconstruction += float(cross_entropy(logits, pixels).sum())
            divergence += float(kl_divergence(mean, log_variance).sum())
        count = len(self._pixels)
        return {
            "validation_loss": (reconstruction + divergence) / count,
            "validation_reconstruction": reconstruction / count,
            "validation_kl": divergence / count,
        }

    def samples(self, networks: Networks) -> np.ndarray:
        """Pictures decoded from the noise of samples 0 to 99 of the training's seed."""
        logits = networks["autoencoder"].decoder(self._sample_latent)  # type: ignore[operator]
        return as_bytes(torch.sigmoid(logits)).cpu().numpy()

    def _validation_pairs(self, images: np.ndarray) -> tuple[Tensor, Tensor]:
        """The validation pixels as bytes [N,P], black or white where that is on, and the noise [N,Z] for them."""
        generator = torch.Generator().manual_seed(VALIDATION_SEED)
        noise = torch.randn((len(images), self._latent_size), generator=generator)
        pixels = torch.from_numpy(images).flatten(1)
        if self._binarises:
            pixels = binarised(pixels / 255.0, generator).to(torch.uint8)
        return pixels.to(self._device), noise.to(self._device)


def binarised(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """Each pixel [B,P] drawn 1 with its grey level as the probability, else 0."""
    return (torch.rand(pixels.shape, generator=generator, device=pixels.device) < pixels).to(torch.float32)


def cross_entropy(logits: Tensor, pixels: Tensor) -> Tensor:
    """The binary cross-entropy of each picture, summed over its pixels: [B,P], [B,P] to [B]."""
    return functional.binary_cross_entropy_with_logits(logits, pixels, reduction="none").sum(dim=1)


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """The divergence of each code from the standard normal distribution: [B,Z], [B,Z] to [B]."""
    return -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum(dim=1)


def kl_weight(step: int, warmup_steps: int) -> float:
    """The weight of the KL term, which grows evenly to 1 (Bowman and others 2015, arXiv 1511.06349)."""
    return min(1.0, step / warmup_steps) if warmup_steps else 1.0


def as_bytes(ink: Tensor) -> Tensor:
    """Ink from 0 to 1, [B,784] to uint8 [B,28,28]."""
    return torch.round(ink * 255.0).clamp(0.0, 255.0).to(torch.uint8).view(-1, 28, 28)


class DecoderGraph(nn.Module):
    """Latent vectors in, pictures out."""

    def __init__(self, decoder: nn.Module) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, latent: Tensor) -> tuple[Tensor, Tensor]:
        """[B,Z] to (pictures uint8 [B,28,28], probabilities [B,28,28])."""
        ink = torch.sigmoid(self.decoder(latent))
        return as_bytes(ink), ink.view(-1, 28, 28)


class ReconstructionGraph(nn.Module):
    """Pictures and noise in, the same pictures out as the autoencoder remembers them."""

    def __init__(self, autoencoder: nn.Module) -> None:
        super().__init__()
        self.autoencoder = autoencoder

    def forward(self, images: Tensor, noise: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """uint8 [B,28,28], [B,Z] to (pictures uint8, probabilities [B,28,28], mean [B,Z], log variance [B,Z])."""
        logits, mean, log_variance = self.autoencoder(as_floats(images).flatten(1), noise)
        ink = torch.sigmoid(logits)
        return as_bytes(ink), ink.view(-1, 28, 28), mean, log_variance


def graphs(networks: Networks, hyperparameters: VariationalHyperparameters, facts: DataFacts) -> tuple[Graph, ...]:
    """The decoder as the main graph, and encoder and decoder together as the companion `reconstruction`."""
    autoencoder = networks["autoencoder"]
    size = hyperparameters.latent_size
    picture, code = ("batch", 28, 28), ("batch", size)
    ink = TensorSpec(name="probabilities", type="float32", shape=picture, meaning="ink from 0 to 1")
    decoder = Graph(
        role="main",
        module=DecoderGraph(autoencoder.decoder),  # type: ignore[arg-type]
        examples={"latent": torch.zeros((2, size))},
        inputs=(TensorSpec(name="latent", type="float32", shape=code, meaning="standard normal noise"),),
        outputs=(TensorSpec(name="images", type="uint8", shape=picture, meaning="pictures, light ink on dark"), ink),
    )
    reconstruction = Graph(
        role="reconstruction",
        module=ReconstructionGraph(autoencoder),
        examples={"images": torch.zeros((2, 28, 28), dtype=torch.uint8), "noise": torch.zeros((2, size))},
        inputs=(
            TensorSpec(
                name="images",
                type="uint8",
                shape=picture,
                steps=(facts.step,),
                meaning="pictures, light ink on dark ground",
            ),
            TensorSpec(name="noise", type="float32", shape=code, meaning="zeros for the likeliest reconstruction"),
        ),
        outputs=(
            TensorSpec(name="reconstructions", type="uint8", shape=picture, meaning="pictures, light ink on dark"),
            ink,
            TensorSpec(name="mean", type="float32", shape=code, meaning="of the code"),
            TensorSpec(name="log_variance", type="float32", shape=code, meaning="of the code"),
        ),
    )
    return decoder, reconstruction
