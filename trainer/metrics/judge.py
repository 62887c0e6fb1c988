"""The judge: an exported classifier whose features and answers say how real generated pictures look.

It is never a training signal; else a generator would learn to please it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from PIL import Image

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text

OTHER = -1
"""What a picture is read as that shows a class which the data lack."""
_BATCH = 500


@dataclass(frozen=True)
class Judged:
    """The judge's opinion of N pictures: `features` float32 [N, D] and `probabilities` float32 [N, classes]."""

    features: np.ndarray
    probabilities: np.ndarray


class Looks(Protocol):
    """What a report asks of a judge; `sha256` tells judges apart."""

    name: str
    sha256: str

    def look_at(self, images: Any, /) -> Judged:
        """What it thinks of pictures uint8 [N,H,W] or [N,H,W,3]; a judge of sounds, of samples float32 [n] each."""
        ...

    def knows(self, label_names: Sequence[str]) -> bool:
        """Whether its answers mean something for data with these labels."""
        ...

    def read(self, judged: Judged, label_names: Sequence[str]) -> np.ndarray:
        """The number in `label_names` of what each picture is read as, int64 [N]."""
        ...


class Judge:
    """A classifier and the SHA-256 of its graph. Raises WorkshopError `model-invalid` for a model of another task."""

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
        self._labels = card.labels
        self._features = card.classification.features
        self._shape = card.inputs[0].shape[1:]

    def look_at(self, images: np.ndarray) -> Judged:
        """What it thinks of pictures uint8 [N,H,W] or [N,H,W,3], brought to its own size and colours."""
        batches = (self._fitted(images[start : start + _BATCH]) for start in range(0, len(images), _BATCH))
        outputs = [self._run(MAIN_ROLE, {"images": batch}) for batch in batches]
        return Judged(*(np.concatenate([each[name] for each in outputs]) for name in (self._features, "probabilities")))

    def knows(self, label_names: Sequence[str]) -> bool:
        """Whether these are classes of its own, so that its answers mean something for the data."""
        return set(label_names) <= set(self._labels)

    def read(self, judged: Judged, label_names: Sequence[str]) -> np.ndarray:
        """The number in `label_names`, all known, of what each picture is read as; `OTHER` for any other class."""
        numbers = np.full(len(self._labels), OTHER, dtype=np.int64)
        for number, name in enumerate(label_names):
            numbers[self._labels.index(name)] = number
        return np.asarray(numbers[judged.probabilities.argmax(axis=1)])

    def _fitted(self, images: np.ndarray) -> np.ndarray:
        if images.shape[1:] == self._shape:
            return images
        height, width = (int(side) for side in self._shape[:2])
        mode = "RGB" if len(self._shape) == 3 else "L"
        method = Image.Resampling.BOX if images.shape[1] > height else Image.Resampling.BICUBIC
        pictures = (Image.fromarray(image).convert(mode) for image in images)
        return np.stack([np.asarray(each.resize((width, height), method)) for each in pictures])
