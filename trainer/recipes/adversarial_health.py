"""How an adversarial training fares: curves, and a collapse in words.

Neither loss says whether a generator still learns. What does: how often the discriminator is right (never wrong, it
teaches nothing), how large the gradients of both are, how many classes appear, and how much the pictures vary. The last
two look at features of a network with random weights, which has no part in the training.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from trainer.contract.events import ScalarSpec
from trainer.contract.text import Text

RIGHT_TOO_OFTEN = 0.99
LEAST_VARIETY = 0.25
COVERED = 1 / 3
"""A class is covered when it has at least this part of its even share."""

HEALTH_SCALARS: tuple[ScalarSpec, ...] = (
    ScalarSpec(
        name="discriminator_accuracy", title=Text("Discriminator right", "判别器正确率"), unit="share", chart="health"
    ),
    ScalarSpec(
        name="gradient_share",
        title=Text("Generator's part of the gradients", "生成器梯度占比"),
        unit="share",
        chart="health",
    ),
    ScalarSpec(
        name="classes_covered", title=Text("Classes covered", "覆盖的类别"), unit="share", chart="health", every="epoch"
    ),
    ScalarSpec(
        name="variety",
        title=Text("Variety, against real", "多样性（相对真实图片）"),
        unit="share",
        chart="health",
        every="epoch",
    ),
)
"""All are shares, so that one chart can show them."""


class AdversarialHealth:
    """Watches one attempt; a collapse is told once.

    `real` are the features float32 [N,D] of validation pictures, `labels` int64 [N] their classes.
    """

    def __init__(self, real: np.ndarray, labels: np.ndarray, warn: Callable[[Text], None]) -> None:
        self._classes = NearestClassMean(real, labels)
        self._real_variance = float(real.var(axis=0).sum())
        self._warn = warn
        self._accuracies: list[Tensor] = []
        self._told = False

    def add(self, discriminator_accuracy: Tensor) -> None:
        """Takes in one step; the tensor stays on its device until the epoch ends."""
        self._accuracies.append(discriminator_accuracy)

    def end_epoch(self, generated: np.ndarray) -> dict[str, float]:
        """The figures of an epoch by the features float32 [N,D] of its pictures; tells of a collapse."""
        variety = float(generated.var(axis=0).sum()) / max(self._real_variance, 1e-12)
        right = float(torch.stack(self._accuracies).mean()) if self._accuracies else 0.0
        self._accuracies.clear()
        message = collapse(right, variety)
        if message and not self._told:
            self._told = True
            self._warn(message)
        return {"classes_covered": self._classes.covered(generated), "variety": variety}


class NearestClassMean:
    """Which class a picture's features are nearest to, by the distance of Mahalanobis with one covariance for all.

    The plainest classifier there is: fitted to validation features [N,D] and labels [N] in one go.
    """

    def __init__(self, features: np.ndarray, labels: np.ndarray) -> None:
        exact = features.astype(np.float64)
        present, places = np.unique(labels, return_inverse=True)
        means = np.stack([exact[labels == label].mean(axis=0) for label in present])
        covariance = np.atleast_2d(np.cov(exact - means[places], rowvar=False))
        ridge = 1e-3 * np.trace(covariance) / len(covariance) + 1e-12
        self._weights = np.linalg.solve(covariance + ridge * np.eye(len(covariance)), means.T)  # [D,K]
        self._offsets = -0.5 * np.sum(means.T * self._weights, axis=0)

    def classes(self, features: np.ndarray) -> np.ndarray:
        """The place of the nearest class, int64 [N]."""
        return np.argmax(features @ self._weights + self._offsets, axis=1)

    def covered(self, features: np.ndarray) -> float:
        """The share of the classes that have at least a third of their even share of the pictures."""
        classes = len(self._offsets)
        counts = np.bincount(self.classes(features), minlength=classes)
        return float(np.mean(counts >= COVERED * len(features) / classes))


def collapse(right: float, variety: float) -> Text | None:
    """What is wrong after an epoch in which the discriminator was right in the share `right`, and what to do."""
    if variety < LEAST_VARIETY:
        return Text(
            f"The generator draws nearly the same picture again and again: its pictures vary {variety:.0%} as much as "
            "real ones. Start again with a higher R1 penalty or a lower learning rate.",
            f"生成器反复画出几乎相同的图片：其多样性仅为真实图片的 {variety:.0%}。"
            "请提高 R1 惩罚或降低学习率后重新开始。",
        )
    if right > RIGHT_TOO_OFTEN:
        return Text(
            f"The discriminator was right about {right:.1%} of the pictures for a whole epoch, so the generator hardly "
            "learns from it. Start again with a lower discriminator learning rate or a higher R1 penalty.",
            f"判别器在整个轮次中对 {right:.1%} 的图片判断正确，生成器几乎学不到东西。"
            "请降低判别器学习率或提高 R1 惩罚后重新开始。",
        )
    return None


def accuracy(real_logits: Tensor, generated_logits: Tensor) -> Tensor:
    """The share of logits [B] of both kinds on the right side of 0."""
    return ((real_logits > 0).float().mean() + (generated_logits < 0).float().mean()) / 2


def gradient_norm(network: nn.Module) -> Tensor:
    """The norm of all gradients that the last step left."""
    gradients = [parameter.grad for parameter in network.parameters() if parameter.grad is not None]
    return torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))


def gradient_share(generator: nn.Module, discriminator: nn.Module) -> Tensor:
    """The generator's part of the sum of both norms: half where they are equal."""
    own, other = gradient_norm(generator), gradient_norm(discriminator)
    return own / (own + other).clamp(min=1e-12)
