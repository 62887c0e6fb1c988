"""Trains a generator against a discriminator (Goodfellow and others 2014, arXiv 1406.2661).

Losses on logits: the discriminator's is softplus(-D(x)) + softplus(D(G(z))), the generator's the non-saturating
softplus(-D(G(z))). R1, the squared gradient of the discriminator on real pictures, keeps it from growing ever steeper
(Mescheder and others 2018, arXiv 1801.04406); it is computed at every few steps only and weighted by as many (Karras
and others 2019, arXiv 1912.04958). Each step trains one network and leaves the other as it is.

Augmentation: the discriminator sees a share of the real and of the generated pictures through the same kinds of random
shifts, turns and scales, so that it cannot learn the training pictures by heart, and the generator need not draw
shifted ones (Zhao and others 2020, arXiv 2006.10738; Karras and others 2020, arXiv 2006.06676).

The best epoch: losses of a GAN say nothing of its pictures, and the classifier that will judge the result must have no
part in making it. So an epoch is measured by the Frechet distance of its pictures to the validation pictures on the
features of a network with random weights, which needs no training and no labels.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.card import TensorSpec
from trainer.contract.events import ScalarSpec
from trainer.contract.hyperparameters import AdversarialHyperparameters
from trainer.contract.sampling import normal_noise
from trainer.contract.text import Text
from trainer.networks.facts import DataFacts
from trainer.recipes.workbench import Workbench
from trainer.training.batches import Batch, as_bytes, as_floats
from trainer.training.diff_augment import DiffAugment
from trainer.training.learner import Learner
from trainer.training.random_features import RandomFeatures
from trainer.training.recipe import Graph, Networks

SAMPLES = 100
VALIDATION_SEED = 1
GENERATING_BATCH = 500

SCALARS: tuple[ScalarSpec, ...] = (
    ScalarSpec(name="discriminator_loss", title=Text("Loss, discriminator", "损失，判别器"), unit="nats"),
    ScalarSpec(name="generator_loss", title=Text("Loss, generator", "损失，生成器"), unit="nats"),
    ScalarSpec(name="real_score", title=Text("Real ones held real", "真图被判为真"), chart="quality"),
    ScalarSpec(name="generated_score", title=Text("Generated ones held real", "生成图被判为真"), chart="quality"),
    ScalarSpec(
        name="validation_distance",
        title=Text("Distance to real pictures", "与真实图片的距离"),
        direction="lower",
        chart="quality",
        every="epoch",
    ),
)


class Adversarial:
    """The recipe of `generator`, [B,Z] to pictures [B,C,H,W] from -1 to 1, and `discriminator`, those to logits [B]."""

    deployed: tuple[str, ...] = ("generator",)
    scalars = SCALARS
    best_by = "validation_distance"

    def __init__(self, workbench: Workbench) -> None:
        hyperparameters: AdversarialHyperparameters = workbench.hyperparameters
        self.networks = workbench.networks
        rate = hyperparameters.learning_rate
        discriminator_rate = hyperparameters.discriminator_learning_rate or rate
        self.learning_rates = {"learning_rate": rate, "discriminator_learning_rate": discriminator_rate}
        self._generator = Learner(workbench.fabric, self.networks["generator"], hyperparameters, rate)
        self._discriminator = Learner(
            workbench.fabric, self.networks["discriminator"], hyperparameters, discriminator_rate
        )
        self.optimisers = {
            "learning_rate": self._generator.optimiser,
            "discriminator_learning_rate": self._discriminator.optimiser,
        }
        self._settings = hyperparameters
        self._device = workbench.device
        self._random = workbench.randomness.generator("latent")
        self._augmentation = workbench.augmentation
        augment_random = workbench.randomness.generator("diff-augment")
        self._diff_augment = DiffAugment(augment_random) if hyperparameters.diff_augment else None
        self._features = RandomFeatures(self._device, workbench.facts)
        validation = torch.from_numpy(workbench.validation.images).to(self._device)
        self._real = self._features.statistics(as_floats(validation))
        self._validation_latent = self._fixed_latent(VALIDATION_SEED, len(validation))
        self._sample_latent = self._fixed_latent(hyperparameters.seed, SAMPLES)

    def step(self, batch: Batch) -> dict[str, Tensor]:
        """One step of the discriminator, then one of the generator, on the same generated pictures."""
        real = batch.pictures * 2.0 - 1.0  # [B,C,H,W]
        latent = torch.randn((len(real), self._settings.latent_size), generator=self._random, device=self._device)
        generated = self._generator(latent)  # [B,C,H,W]
        losses = self.train_discriminator(real, generated.detach(), batch.step)
        return losses | self.train_generator(generated)

    def train_discriminator(self, real: Tensor, generated: Tensor, step: int) -> dict[str, Tensor]:
        """One step of the discriminator alone, on pictures [B,C,H,W] of both kinds; `step` decides if R1 is due."""
        real, generated = self._augmented(real), self._augmented(generated)
        real_logits, generated_logits = self._judge(real, generated)
        loss = functional.softplus(-real_logits).mean() + functional.softplus(generated_logits).mean()
        objective = loss
        if self._settings.r1_weight and step % self._settings.r1_interval == 0:
            penalty = r1_penalty(self.networks["discriminator"], real)
            objective = loss + self._settings.r1_weight * self._settings.r1_interval * penalty
        self._discriminator.descend(objective)
        return {
            "discriminator_loss": loss.detach(),
            "real_score": torch.sigmoid(real_logits.detach()).mean(),
            "generated_score": torch.sigmoid(generated_logits.detach()).mean(),
        }

    def train_generator(self, generated: Tensor) -> dict[str, Tensor]:
        """One step of the generator alone, through the discriminator, which is frozen meanwhile.

        `generated` [B,C,H,W] must still hang on the generator's graph.
        """
        discriminator = self.networks["discriminator"]
        discriminator.requires_grad_(False)
        discriminator.eval()  # spectral normalisation would go on estimating
        loss = functional.softplus(-discriminator(self._augmented(generated))).mean()
        self._generator.descend(loss)
        discriminator.train()
        discriminator.requires_grad_(True)
        return {"generator_loss": loss.detach()}

    def validate(self, networks: Networks) -> dict[str, float]:
        """The Frechet distance on random features between as many generated pictures as there are to validate with."""
        parts = self._validation_latent.split(GENERATING_BATCH)
        pictures = torch.cat([as_floats(drawn(networks["generator"], latent)) for latent in parts])
        distance = self._features.distance(self._features.statistics(pictures), self._real)
        return {"validation_distance": distance}

    def samples(self, networks: Networks) -> np.ndarray:
        """Pictures from the noise of samples 0 to 99 of the training's seed."""
        return drawn(networks["generator"], self._sample_latent).cpu().numpy()

    def _judge(self, real: Tensor, generated: Tensor) -> tuple[Tensor, Tensor]:
        """Both kinds in one go, or one after the other where batch normalisation would tell them apart by their mix."""
        if self._settings.discriminator_batch_norm:
            return self._discriminator(real), self._discriminator(generated)
        logits = self._discriminator(torch.cat([real, generated]))
        return logits[: len(real)], logits[len(real) :]

    def _augmented(self, pictures: Tensor) -> Tensor:
        """Pictures [B,C,H,W], a share of them changed like another hand's; gradients flow through it."""
        if self._diff_augment:
            pictures = self._diff_augment(pictures)
        ink = (pictures + 1.0) / 2.0
        changed = self._augmentation(ink)
        if changed is ink:
            return pictures
        dice = torch.rand(len(pictures), 1, generator=self._random, device=self._device).view(-1, 1, 1, 1)
        return torch.where(dice < self._settings.augmented_share, changed * 2.0 - 1.0, pictures)

    def _fixed_latent(self, seed: int, count: int) -> Tensor:
        return torch.from_numpy(normal_noise(seed, 0, count, self._settings.latent_size)).to(self._device)


def r1_penalty(discriminator: nn.Module, real: Tensor) -> Tensor:
    """Half the mean squared norm of the gradient at real pictures [B,C,H,W]; its weight is the article's gamma."""
    pictures = real.detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(discriminator(pictures).sum(), pictures, create_graph=True)
    return 0.5 * gradient.square().flatten(1).sum(dim=1).mean()


def drawn(generator: nn.Module, latent: Tensor) -> Tensor:
    """The pictures of latent vectors [B,Z], uint8 [B,H,W] or [B,H,W,3]."""
    return as_bytes((generator(latent) + 1.0) / 2.0)


class GeneratorGraph(nn.Module):
    """Latent vectors in, pictures out."""

    def __init__(self, generator: nn.Module) -> None:
        super().__init__()
        self.generator = generator

    def forward(self, latent: Tensor) -> Tensor:
        """[B,Z] to pictures uint8 [B,H,W] or [B,H,W,3]."""
        return drawn(self.generator, latent)


def graphs(networks: Networks, hyperparameters: AdversarialHyperparameters, facts: DataFacts) -> tuple[Graph, ...]:
    """The generator; nobody needs the discriminator once the training is over."""
    size = hyperparameters.latent_size
    latent = TensorSpec(name="latent", type="float32", shape=("batch", size), meaning="standard normal noise")
    images = TensorSpec(name="images", type="uint8", shape=("batch", *facts.shape), meaning=facts.meaning)
    return (
        Graph(
            role="main",
            module=GeneratorGraph(networks["generator"]),
            examples={"latent": torch.zeros((2, size))},
            inputs=(latent,),
            outputs=(images,),
        ),
    )
