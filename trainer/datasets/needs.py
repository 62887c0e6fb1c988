"""What a model needs its examples to be."""

from dataclasses import dataclass
from typing import Literal

from trainer.contract.preprocessing.step_names import FIND_DIGITS, picture_shape

SOUND_RATE = 8000
"""Samples a second, as of a telephone: enough for what is said."""

DataKind = Literal["pictures", "labelled-texts", "running-text", "sentence-pairs", "labelled-sounds"]


@dataclass(frozen=True)
class PictureNeeds:
    """`data` is the catalogued data set that is taken where a person names none, `sample_data` what stands in for it;
    either may be empty. `step` prepares the pictures. Where they are not `labelled`, all are of one kind, wherever they
    lie.
    """

    data: str = "mnist"
    sample_data: str = "mnist-sample"
    step: str = FIND_DIGITS
    labelled: bool = True

    @property
    def kind(self) -> DataKind:
        """Always pictures."""
        return "pictures"

    @property
    def shape(self) -> tuple[int, ...]:
        """(H,W) or (H,W,3) of each prepared picture."""
        return picture_shape(self.step)


@dataclass(frozen=True)
class TextNeeds:
    """As `PictureNeeds`; `kind` says which texts."""

    data: str
    sample_data: str
    kind: DataKind = "labelled-texts"

    @property
    def labelled(self) -> bool:
        """Whether each text has a label."""
        return self.kind == "labelled-texts"

    @property
    def shape(self) -> tuple[int, ...]:
        """None: texts have as many tokens as they have."""
        return ()


@dataclass(frozen=True)
class SoundNeeds:
    """As `PictureNeeds`; recordings come at `rate` samples a second."""

    data: str
    sample_data: str
    rate: int = SOUND_RATE
    kind: DataKind = "labelled-sounds"

    @property
    def labelled(self) -> bool:
        """Always."""
        return True

    @property
    def shape(self) -> tuple[int, ...]:
        """None: recordings are as long as they are."""
        return ()


Needs = PictureNeeds | TextNeeds | SoundNeeds

DIGITS = PictureNeeds()
