"""What generators have in common, whatever they make: noise of a seed, and the label asked for."""

from collections.abc import Sequence

import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.sampling import normal_noise
from trainer.contract.text import Text

LABEL_WEIGHTS = "label_weights"
"""The input of a generator that takes labels, float32 [batch, labels]: 1 for the one asked for, or a mixture."""


class LatentGenerator:
    """Feeds the main graph of a generator."""

    output = ""
    """The name of what the graph makes."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        if card.generation is None:
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how to feed the generator.", "模型卡片没有说明如何使用该生成器。"),
                Text("Export the model again.", "请重新导出模型。"),
            )
        self._run = run
        self._latent_size = card.generation.latent_size
        self._labels = card.generation.labels

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes that can be asked for; none where the generator takes no label."""
        return self._labels

    def latents(self, seed: int, first: int, count: int, truncation: float = 1.0) -> np.ndarray:
        """Latent vectors, float32 [count, latent], of samples `first`... of `seed`, scaled by `truncation`."""
        return normal_noise(seed, first, count, self._latent_size) * np.float32(truncation)

    def label_weights(self, first: int, count: int, label: str | None = None) -> np.ndarray:
        """Label weights, float32 [count, labels], of samples `first`...: all of `label`, or of all labels in turn.

        Raises WorkshopError `wrong-kind` where the generator takes no label, `invalid-setting` where it has no such.
        """
        if label is not None:
            check_label(label, self._labels)
        numbers = np.arange(first, first + count) % max(len(self._labels), 1)
        if label is not None:
            numbers[:] = self._labels.index(label)
        return (
            np.eye(len(self._labels), dtype=np.float32)[numbers] if self._labels else np.empty((count, 0), np.float32)
        )

    def decode(self, latents: np.ndarray, label_weights: np.ndarray | None = None) -> np.ndarray:
        """What the graph makes, [N, ...], of latent vectors [N, latent] and label weights [N, labels].

        Without weights, those of all labels in turn.
        """
        feeds = {"latent": latents.astype(np.float32)}
        if self._labels:
            weights = self.label_weights(0, len(latents)) if label_weights is None else label_weights
            feeds[LABEL_WEIGHTS] = weights.astype(np.float32)
        return self._run(MAIN_ROLE, feeds)[self.output]


def check_label(label: str, labels: Sequence[str]) -> None:
    """Raises WorkshopError `wrong-kind` where a generator takes no label, `invalid-setting` where it has not this."""
    if not labels:
        raise WorkshopError(
            "wrong-kind",
            Text("This model makes things of all kinds; it cannot be asked for one.", "此模型不能按类别生成。"),
            Text("Leave out the label.", "请去掉类别。"),
        )
    if label not in labels:
        names = ", ".join(labels)
        raise WorkshopError(
            "invalid-setting",
            Text(f"The model knows no label {label}.", f"模型中没有类别 {label}。"),
            Text(f"Use one of: {names}.", f"可用：{names}。"),
        )
