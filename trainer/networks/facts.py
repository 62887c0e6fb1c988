"""What a network must know of its data before it can be built, and a graph before it can be described."""

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from trainer.contract.preprocessing.step_names import picture_shape
from trainer.contract.tokenization import Tokenizer


@dataclass(frozen=True)
class DataFacts:
    """The number of classes, the step that prepares pictures, and the mean of the training pictures.

    `mean_picture` is float32 [H,W] or [H,W,3] from 0 to 1, `pictures` some of the training pictures, uint8; both are
    None where weights are loaded anyway.
    """

    classes: int
    step: str
    mean_picture: np.ndarray | None = None
    pictures: np.ndarray | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(H,W) or (H,W,3) of a picture."""
        return picture_shape(self.step)

    @property
    def channels(self) -> int:
        """1 for grey pictures, 3 for colour."""
        return self.shape[2] if len(self.shape) == 3 else 1

    @property
    def meaning(self) -> str:
        """What a picture's bytes mean, in the card's words."""
        return "pictures in colour" if self.channels == 3 else "pictures, light ink on dark ground"

    @property
    def side(self) -> int:
        """Height, which is the width too."""
        return self.shape[0]


class PretrainedBody(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a pretrained network beside its weights: its name, the settings of its shape, its licence."""

    name: str
    config: dict[str, Any]
    licence: str


@dataclass(frozen=True)
class TextFacts:
    """The number of classes (0 for texts without labels) and the tokenizer, trained on the training part.

    Where the network goes on from a pretrained `body`, the tokenizer is that of the body.
    """

    classes: int
    tokenizer: Tokenizer
    body: PretrainedBody | None = None


@dataclass(frozen=True)
class SoundFacts:
    """The number of classes, the samples a second of recordings, and how many of them are looked at together."""

    classes: int
    rate: int
    window: int
