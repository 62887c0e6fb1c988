"""A seed in, pictures out; of a label where the generator takes one."""

from collections.abc import Callable, Iterator

import numpy as np

from trainer.contract.pipelines.latent_generator import LABEL_WEIGHTS, LatentGenerator, check_label
from trainer.contract.sampling import interpolate

__all__ = ["BATCH", "LABEL_WEIGHTS", "UnconditionalImageGeneration", "check_label"]

BATCH = 250


class UnconditionalImageGeneration(LatentGenerator):
    """Draws pictures from the generator of a model."""

    output = "images"  # uint8 [N,H,W] or [N,H,W,3]

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
