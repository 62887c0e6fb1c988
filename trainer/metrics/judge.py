"""The judge: an exported classifier whose features and answers say how real generated digits look.

It is never a training signal; else a generator would learn to please it.
"""

from dataclasses import dataclass

import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text

_BATCH = 500


@dataclass(frozen=True)
class Judged:
    """The judge's opinion of N pictures: `features` float32 [N, D] and `probabilities` float32 [N, classes]."""

    features: np.ndarray
    probabilities: np.ndarray


class Judge:
    """A classifier and the SHA-256 of its file. Raises WorkshopError `model-invalid` for a model of another task."""

    def __init__(self, card: ModelCard, run: RunGraph, sha256: str) -> None:
        if card.classification is None:
            raise WorkshopError(
                "model-invalid",
                Text(
                    f"{card.name} cannot judge pictures: it is no classifier.",
                    f"{card.name} 不是分类器，无法评判图片。",
                ),
                Text("Choose an image classifier as the judge.", "请选择一个图像分类模型作为评判者。"),
            )
        self.name = card.name
        self.sha256 = sha256
        self._run = run
        self._features = card.classification.features

    def look_at(self, images: np.ndarray) -> Judged:
        """Features and probabilities of pictures uint8 [N,28,28]."""
        batches = (images[start : start + _BATCH] for start in range(0, len(images), _BATCH))
        outputs = [self._run(MAIN_ROLE, {"images": batch}) for batch in batches]
        return Judged(*(np.concatenate([each[name] for each in outputs]) for name in (self._features, "probabilities")))
