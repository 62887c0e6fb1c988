"""Pictures in, labels with probabilities out."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.preprocessing.found import FoundPicture
from trainer.contract.preprocessing.steps import prepare_picture
from trainer.contract.results import LabelScore, PictureReading, Refusal
from trainer.contract.text import Text

BATCH = 256


class ImageClassification:
    """Classifies pictures as the card of a model says."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        if card.classification is None:
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how to read the scores.", "模型卡片没有说明如何解读得分。"),
                Text("Export the model again.", "请重新导出模型。"),
            )
        self._card = card
        self._run = run
        self._steps = card.inputs[0].steps
        self._unsure_below = card.classification.unsure_below

    def classify_source(self, source: Path | bytes | np.ndarray) -> PictureReading | Refusal:
        """The reading of one picture: a file, its bytes, or pixels uint8 [H,W], [H,W,3] or [H,W,4].

        Never raises WorkshopError: a picture that cannot be read or has no single answer gives a Refusal.
        """
        try:
            found = prepare_picture(self._steps, source)
        except WorkshopError as error:
            return Refusal(error)
        if not found:
            return Refusal(_nothing_found())
        readings = self.read(found)
        return readings[0] if len(readings) == 1 else Refusal(_several_objects(readings), tuple(readings))

    def read(self, found: Sequence[FoundPicture]) -> list[PictureReading]:
        """The readings of pictures that are already at the network's size."""
        probabilities = self.probabilities(np.stack([each.picture for each in found]))
        return [self._reading(row, each) for row, each in zip(probabilities, found, strict=True)]

    def probabilities(self, pictures: np.ndarray) -> np.ndarray:
        """float32 [N, labels] for uint8 [N,H,W] or [N,H,W,3], run in batches."""
        batches = [pictures[start : start + BATCH] for start in range(0, len(pictures), BATCH)]
        return np.concatenate([self._run(MAIN_ROLE, {"images": batch})["probabilities"] for batch in batches])

    def _reading(self, probabilities: np.ndarray, found: FoundPicture) -> PictureReading:
        order = np.argsort(-probabilities, kind="stable")
        labels = tuple(LabelScore(self._card.labels[index], float(probabilities[index])) for index in order)
        return PictureReading(labels, labels[0].score < self._unsure_below, found.picture, found.box)


def _nothing_found() -> WorkshopError:
    return WorkshopError(
        "nothing-found",
        Text("There is nothing to read in this picture.", "这张图片中没有可识别的内容。"),
        Text("Use a picture with one clear object on a plain ground.", "请使用背景干净、只有一个清晰对象的图片。"),
    )


def _several_objects(readings: Sequence[PictureReading]) -> WorkshopError:
    labels = ", ".join(reading.label for reading in readings)
    return WorkshopError(
        "several-objects",
        Text(
            f"There are {len(readings)} objects in this picture; they read as {labels}.",
            f"图片中有 {len(readings)} 个对象，分别识别为：{labels}。",
        ),
        Text("Crop the picture to one of them.", "请裁剪图片，只保留其中一个。"),
    )
