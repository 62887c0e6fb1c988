"""What a model needs its pictures to be."""

from dataclasses import dataclass

from trainer.contract.preprocessing.step_names import FIND_DIGITS, picture_shape


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
    def shape(self) -> tuple[int, ...]:
        """(H,W) or (H,W,3) of each prepared picture."""
        return picture_shape(self.step)


DIGITS = PictureNeeds()
