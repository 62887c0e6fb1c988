"""Trains a generator against a discriminator (Goodfellow and others 2014, arXiv 1406.2661).

Losses on logits: the discriminator's is softplus(-D(x)) + softplus(D(G(z))), the generator's the non-saturating
softplus(-D(G(z))); or the hinge loss, max(0, 1 - D(x)) + max(0, 1 + D(G(z))) against -D(G(z)) (Lim and Ye 2017, arXiv
1705.02894). R1, the squared gradient of the discriminator on real pictures, keeps it from growing ever steeper
(Mescheder and others 2018, arXiv 1801.04406); it is computed at every few steps only and weighted by as many (Karras
and others 2019, arXiv 1912.04958). Each step trains one network and leaves the other as it is.

Where networks know classes, both are told one as a weight of 1: the discriminator the real picture's, or that which a
generated one was made for; the generator all of them equally often (Mirza and Osindero 2014, arXiv 1411.1784). A
discriminator with a head for classes learns to name that of real pictures, and the generator to be named rightly
(Odena, Olah, Shlens 2017, arXiv 1610.09585); the judge of the result is another network.

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
from trainer.contract.hyperparameters.adversarial import ResidualAdversarialHyperparameters
from trainer.contract.pipelines.unconditional_image_generation import LABEL_WEIGHTS
from trainer.contract.sampling import normal_noise
from trainer.contract.text import Text
from trainer.metrics.generation import feature_statistics, frechet_distance
from trainer.networks.facts import DataFacts
from trainer.recipes.adversarial_health import HEALTH_SCALARS, AdversarialHealth, accuracy, gradient_share
from trainer.recipes.workbench import Workbench
from trainer.training.batches import Batch, as_bytes, as_floats
from trainer.training.diff_augment import DiffAugment
from trainer.training.learner import Learner
from trainer.training.random_features import RandomFeatures
from trainer.training.recipe import Graph, Networks

Labels = tuple[Tensor, ...]
"""One tensor of label weights [B,K], or none where the networks know no classes."""

WEIGHTS_MEANING = "1 for the label asked for and 0 for the others, or a mixture; in the order of generation.labels"

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
    *HEALTH_SCALARS,
)


class Adversarial:
    """The recipe of `generator`, [B,Z] to pictures [B,C,H,W] from -1 to 1, and `discriminator`, those to logits [B].

    Networks that know K classes take label weights [B,K] as a second input; a discriminator with a head for classes
    gives [B,1+K], a logit for each class behind the first.
    """

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
        self._classification_weight = float(getattr(hyperparameters, "classification_weight", 0.0))
        self._fabric = workbench.fabric
        self._device = workbench.device
        self._classes = workbench.facts.classes if is_conditional(hyperparameters) else 0
        self._random = workbench.randomness.generator("latent")
        self._augmentation = workbench.augmentation
        augment_random = workbench.randomness.generator("diff-augment")
        self._diff_augment = DiffAugment(augment_random) if hyperparameters.diff_augment else None
        self._features = RandomFeatures(self._device, workbench.facts)
        validation = torch.from_numpy(workbench.validation.images).to(self._device)
        real = self._features.of(as_floats(validation))
        self._real = feature_statistics(real)
        self._health = AdversarialHealth(real, workbench.validation.labels, workbench.warn)
        self._validation_inputs = self._fixed_inputs(VALIDATION_SEED, len(validation))
        self._sample_inputs = self._fixed_inputs(hyperparameters.seed, SAMPLES)

    def step(self, batch: Batch) -> dict[str, Tensor]:
        """One step of the discriminator, then one of the generator, on the same generated pictures."""
        real = batch.pictures * 2.0 - 1.0  # [B,C,H,W]
        latent = torch.randn((len(real), self._settings.latent_size), generator=self._random, device=self._device)
        real_labels, labels = self._labels(batch)
        generated = self._generator(latent, *labels)  # [B,C,H,W]
        losses = self.train_discriminator(real, generated.detach(), batch.step, real_labels, labels)
        losses |= self.train_generator(generated, labels)
        self._health.add(losses["discriminator_accuracy"])
        return losses | {"gradient_share": gradient_share(self.networks["generator"], self.networks["discriminator"])}

    def train_discriminator(
        self, real: Tensor, generated: Tensor, step: int, real_labels: Labels = (), labels: Labels = ()
    ) -> dict[str, Tensor]:
        """One step of the discriminator alone, on pictures [B,C,H,W] of both kinds; `step` decides if R1 is due."""
        real, generated = self._augmented(real), self._augmented(generated)
        of_real, of_generated = self._judge(real, generated, real_labels, labels)
        real_logits, generated_logits = realness(of_real), realness(of_generated)
        loss = self._discriminator_loss(real_logits, generated_logits)
        objective = loss + self._classification_loss(of_real, real_labels)
        if self._settings.r1_weight and step % self._settings.r1_interval == 0:
            penalty = r1_penalty(self.networks["discriminator"], real, *real_labels)
            objective = objective + self._settings.r1_weight * self._settings.r1_interval * penalty
        self._discriminator.descend(objective)
        return {
            "discriminator_loss": loss.detach(),
            "real_score": torch.sigmoid(real_logits.detach()).mean(),
            "generated_score": torch.sigmoid(generated_logits.detach()).mean(),
            "discriminator_accuracy": accuracy(real_logits.detach(), generated_logits.detach()),
        }

    def train_generator(self, generated: Tensor, labels: Labels = ()) -> dict[str, Tensor]:
        """One step of the generator alone, through the discriminator, which is frozen meanwhile.

        `generated` [B,C,H,W] must still hang on the generator's graph.
        """
        discriminator = self.networks["discriminator"]
        discriminator.requires_grad_(False)
        discriminator.eval()  # spectral normalisation would go on estimating
        with self._fabric.autocast():
            judged = discriminator(self._augmented(generated), *labels).float()
        logits = realness(judged)
        hinge = self._settings.adversarial_loss == "hinge"
        loss = -logits.mean() if hinge else functional.softplus(-logits).mean()
        self._generator.descend(loss + self._classification_loss(judged, labels))
        discriminator.train()
        discriminator.requires_grad_(True)
        return {"generator_loss": loss.detach()}

    def validate(self, networks: Networks) -> dict[str, float]:
        """The Frechet distance on random features between as many generated pictures as there are to validate with."""
        parts = zip(*(each.split(GENERATING_BATCH) for each in self._validation_inputs), strict=True)
        pictures = torch.cat([as_floats(drawn(networks["generator"], *part)) for part in parts])
        features = self._features.of(pictures)
        distance = frechet_distance(feature_statistics(features), self._real)
        return {"validation_distance": distance} | self._health.end_epoch(features)

    def samples(self, networks: Networks) -> np.ndarray:
        """Pictures from the noise of samples 0 to 99 of the training's seed; number k is of class k, in turn."""
        return drawn(networks["generator"], *self._sample_inputs).cpu().numpy()

    def _labels(self, batch: Batch) -> tuple[Labels, Labels]:
        """Label weights [B,K] of the real pictures, and as many for generated ones; none where no class is told."""
        if not self._classes:
            return (), ()
        drawn_labels = torch.randint(self._classes, batch.labels.shape, generator=self._random, device=self._device)
        return (one_hot(batch.labels, self._classes),), (one_hot(drawn_labels, self._classes),)

    def _judge(self, real: Tensor, generated: Tensor, real_labels: Labels, labels: Labels) -> tuple[Tensor, Tensor]:
        """Both kinds in one go, or one after the other where batch normalisation would tell them apart by their mix."""
        if self._settings.discriminator_batch_norm:
            return self._discriminator(real, *real_labels), self._discriminator(generated, *labels)
        both = (torch.cat(pair) for pair in zip((real, *real_labels), (generated, *labels), strict=True))
        logits = self._discriminator(*both)
        return logits[: len(real)], logits[len(real) :]

    def _discriminator_loss(self, real_logits: Tensor, generated_logits: Tensor) -> Tensor:
        if self._settings.adversarial_loss == "hinge":
            return functional.relu(1.0 - real_logits).mean() + functional.relu(1.0 + generated_logits).mean()
        return functional.softplus(-real_logits).mean() + functional.softplus(generated_logits).mean()

    def _classification_loss(self, judged: Tensor, labels: Labels) -> Tensor | float:
        """Weighted cross-entropy of the logits for classes in `judged` [B,1+K]; 0 where there is no head for them."""
        if judged.ndim == 1 or not isinstance(self._settings, ResidualAdversarialHyperparameters):
            return 0.0
        return self._classification_weight * functional.cross_entropy(judged[:, 1:], labels[0])

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

    def _fixed_inputs(self, seed: int, count: int) -> tuple[Tensor, ...]:
        """The generator's inputs for the first `count` samples of `seed`; sample k is of class k, in turn."""
        latent = torch.from_numpy(normal_noise(seed, 0, count, self._settings.latent_size)).to(self._device)
        if not self._classes:
            return (latent,)
        return latent, one_hot(torch.arange(count, device=self._device) % self._classes, self._classes)


def is_conditional(hyperparameters: AdversarialHyperparameters) -> bool:
    """Whether the networks are told classes; some kinds of network cannot be."""
    return bool(getattr(hyperparameters, "conditional", False))


def realness(judged: Tensor) -> Tensor:
    """The logit of being real, [B], of what a discriminator says: [B], or [B,1+K] where it has a head for classes."""
    return judged if judged.ndim == 1 else judged[:, 0]


def one_hot(labels: Tensor, classes: int) -> Tensor:
    """Labels int64 [B] to label weights float32 [B,K]."""
    return functional.one_hot(labels, classes).float()


def r1_penalty(discriminator: nn.Module, real: Tensor, *labels: Tensor) -> Tensor:
    """Half the mean squared norm of the gradient at real pictures [B,C,H,W]; its weight is the article's gamma."""
    pictures = real.detach().requires_grad_(True)
    (gradient,) = torch.autograd.grad(realness(discriminator(pictures, *labels)).sum(), pictures, create_graph=True)
    return 0.5 * gradient.square().flatten(1).sum(dim=1).mean()


def drawn(generator: nn.Module, latent: Tensor, *labels: Tensor) -> Tensor:
    """The pictures of latent vectors [B,Z], and label weights [B,K], uint8 [B,H,W] or [B,H,W,3]."""
    return as_bytes((generator(latent, *labels) + 1.0) / 2.0)


class GeneratorGraph(nn.Module):
    """Latent vectors in, and label weights where classes are known, pictures out."""

    def __init__(self, generator: nn.Module) -> None:
        super().__init__()
        self.generator = generator

    def forward(self, latent: Tensor) -> Tensor:
        """[B,Z] to pictures uint8 [B,H,W] or [B,H,W,3]."""
        return drawn(self.generator, latent)


class ConditionalGeneratorGraph(GeneratorGraph):
    """The same with a second input; the exporter takes inputs by their names, not as a list of any length."""

    def forward(self, latent: Tensor, label_weights: Tensor) -> Tensor:  # type: ignore[override]
        """[B,Z] and [B,K] to pictures uint8 [B,H,W] or [B,H,W,3]."""
        return drawn(self.generator, latent, label_weights)


def graphs(networks: Networks, hyperparameters: AdversarialHyperparameters, facts: DataFacts) -> tuple[Graph, ...]:
    """The generator; nobody needs the discriminator once the training is over."""
    size, generator = hyperparameters.latent_size, networks["generator"]
    inputs = [TensorSpec(name="latent", type="float32", shape=("batch", size), meaning="standard normal noise")]
    if conditional := is_conditional(hyperparameters):
        inputs.append(
            TensorSpec(name=LABEL_WEIGHTS, type="float32", shape=("batch", facts.classes), meaning=WEIGHTS_MEANING)
        )
    images = TensorSpec(name="images", type="uint8", shape=("batch", *facts.shape), meaning=facts.meaning)
    return (
        Graph(
            role="main",
            module=ConditionalGeneratorGraph(generator) if conditional else GeneratorGraph(generator),
            examples={spec.name: torch.zeros((2, int(spec.shape[1]))) for spec in inputs},
            inputs=tuple(inputs),
            outputs=(images,),
        ),
    )
