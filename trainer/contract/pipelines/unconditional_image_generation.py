"""A seed in, pictures out; of a label where the generator takes one."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.sampling import interpolate, normal_noise
from trainer.contract.text import Text

BATCH = 250
LABEL_WEIGHTS = "label_weights"
"""The input of a generator that takes labels, float32 [batch, labels]: 1 for the one asked for, or a mixture."""


class UnconditionalImageGeneration:
    """Draws pictures from the generator of a model."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        if card.generation is None:
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how to draw pictures.", "模型卡片没有说明如何生成图片。"),
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
        """Pictures, uint8 [N,H,W] or [N,H,W,3], of latent vectors [N, latent] and label weights [N, labels].

        Without weights, those of all labels in turn.
        """
        feeds = {"latent": latents.astype(np.float32)}
        if self._labels:
            weights = self.label_weights(0, len(latents)) if label_weights is None else label_weights
            feeds[LABEL_WEIGHTS] = weights.astype(np.float32)
        return self._run(MAIN_ROLE, feeds)["images"]

    def generate(
        self,
        count: int,
        seed: int,
        truncation: float = 1.0,
        label: str | None = None,
        keep_going: Callable[[int], bool] = lambda done: True,
    ) -> np.ndarray:
        """`count` pictures of `seed`, all of `label`; without one, sample k has label number k, in turn.

        Ends early with those made so far when `keep_going(done)` says no. Raises WorkshopError as `label_weights` does.
        """
        batches = []
        for batch in self._batches(count, seed, truncation, label):
            batches.append(batch)
            if not keep_going(sum(map(len, batches))):
                break
        return np.concatenate(batches)

    def morph(
        self,
        start: tuple[int, int],
        end: tuple[int, int],
        frames: int,
        truncation: float = 1.0,
        labels: tuple[str | None, str | None] = (None, None),
    ) -> np.ndarray:
        """Pictures on the way from one (seed, sample) to another, both ends included.

        `labels` are those that the ends were drawn for; where they differ, they are mixed on the way.
        """
        fractions = np.linspace(0.0, 1.0, frames)
        ends = [self.latents(seed, sample, 1, truncation)[0] for seed, sample in (start, end)]
        told = [
            self.label_weights(sample, 1, label)[0] for (_, sample), label in zip((start, end), labels, strict=True)
        ]
        weights = np.outer(1.0 - fractions, told[0]) + np.outer(fractions, told[1])
        return self.decode(interpolate(ends[0], ends[1], fractions), weights)

    def _batches(self, count: int, seed: int, truncation: float, label: str | None) -> Iterator[np.ndarray]:
        for first in range(0, count, BATCH):
            size = min(BATCH, count - first)
            yield self.decode(self.latents(seed, first, size, truncation), self.label_weights(first, size, label))


def check_label(label: str, labels: Sequence[str]) -> None:
    """Raises WorkshopError `wrong-kind` where a generator takes no label, `invalid-setting` where it has not this."""
    if not labels:
        raise WorkshopError(
            "wrong-kind",
            Text("This model draws pictures of all kinds; it cannot be asked for one.", "此模型不能按类别生成图片。"),
            Text("Leave out the label.", "请去掉类别。"),
        )
    if label not in labels:
        names = ", ".join(labels)
        raise WorkshopError(
            "invalid-setting",
            Text(f"The model knows no label {label}.", f"模型中没有类别 {label}。"),
            Text(f"Use one of: {names}.", f"可用：{names}。"),
        )
