"""A seed in, pictures out."""

from collections.abc import Callable, Iterator

import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.sampling import interpolate, normal_noise
from trainer.contract.text import Text

BATCH = 250


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

    def decode(self, latents: np.ndarray) -> np.ndarray:
        """Pictures, uint8 [N,H,W] or [N,H,W,3], of latent vectors [N, latent]."""
        return self._run(MAIN_ROLE, {"latent": latents.astype(np.float32)})["images"]

    def generate(
        self, count: int, seed: int, truncation: float = 1.0, keep_going: Callable[[int], bool] = lambda done: True
    ) -> np.ndarray:
        """`count` pictures of `seed`; ends early with those made so far when `keep_going(done)` says no."""
        batches = []
        for batch in self._batches(count, seed, truncation):
            batches.append(batch)
            if not keep_going(sum(map(len, batches))):
                break
        return np.concatenate(batches)

    def morph(self, start: tuple[int, int], end: tuple[int, int], frames: int, truncation: float = 1.0) -> np.ndarray:
        """Pictures on the way from one (seed, sample) to another, both ends included."""
        ends = [self.latents(seed, sample, 1, truncation)[0] for seed, sample in (start, end)]
        return self.decode(interpolate(ends[0], ends[1], np.linspace(0.0, 1.0, frames)))

    def _batches(self, count: int, seed: int, truncation: float) -> Iterator[np.ndarray]:
        for first in range(0, count, BATCH):
            yield self.decode(self.latents(seed, first, min(BATCH, count - first), truncation))
