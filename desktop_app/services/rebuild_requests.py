"""Asking a model to repair or rebuild a picture, damaged on purpose first where one wants to see what it can do."""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from trainer.contract.card import Task

if TYPE_CHECKING:
    import numpy as np

    from desktop_app.services.inference_requests import Watch
    from trainer.contract.pipelines.image_to_image import Damage, ImageToImage
    from trainer.contract.results import Reconstruction

DamageName = Literal["noise", "blur", "holes", "reduction"]

STRIDE = 503
"""The embedded sample is sorted by digit, 500 of each: with this stride one digit after another comes."""


@dataclass(frozen=True)
class Strength:
    """What a damage's strength may be: pixels from 0 to 1 for noise, pixels for a blur, a number of holes."""

    least: float
    most: float
    usual: float
    decimals: int


STRENGTHS: dict[DamageName, Strength] = {
    "noise": Strength(0.05, 0.5, 0.3, decimals=2),
    "blur": Strength(0.5, 2.5, 1.4, decimals=1),
    "holes": Strength(1, 8, 4, decimals=0),
}
"""A reduction has none: it is always to half the size."""


@dataclass(frozen=True)
class ChosenDamage:
    """A damage of a kind, its strength, and the seed of what is random in it."""

    name: DamageName
    strength: float
    seed: int

    def function(self) -> "Damage":
        """What damages pictures at the network's size."""
        from trainer.datasets import damage

        functions: dict[DamageName, Damage] = {
            "noise": partial(damage.noise, seed=self.seed, sigma=self.strength),
            "blur": partial(damage.blur, sigma=self.strength),
            "holes": partial(damage.holes, seed=self.seed, count=round(self.strength)),
            "reduction": damage.reduction,
        }
        return functions[self.name]


@dataclass(frozen=True)
class SampleDigit:
    """A digit of the embedded sample; neighbouring numbers are different digits."""

    number: int

    def pixels(self) -> "np.ndarray":
        """uint8 [28,28]. Raises WorkshopError where the sample cannot be read."""
        images = _sample_images()
        return images[self.number * STRIDE % len(images)]


@dataclass(frozen=True)
class Rebuilt:
    """A picture before and after; where the original is known, the PSNR of both in dB."""

    pair: "Reconstruction"
    psnr: tuple[float, float] | None = None


@dataclass(frozen=True)
class RebuildPicture:
    """What becomes of all objects in one picture: a file, its bytes, pixels, or a digit of the sample."""

    task: ClassVar[Task] = "image-to-image"
    source: "Path | bytes | np.ndarray | SampleDigit"
    damage: ChosenDamage | None = None

    def make_ready(self) -> None:
        """Reads the sample, and loads what damages and measures."""
        if isinstance(self.source, SampleDigit):
            self.source.pixels()
        if self.damage is not None:
            import trainer.datasets.damage
            import trainer.metrics.picture_quality  # noqa: F401 - so that it is there

    def run(self, pipeline: "ImageToImage", watch: "Watch") -> list[Rebuilt]:
        """Prepares the picture, damages it where that is wanted, then repairs or rebuilds it."""
        source = self.source.pixels() if isinstance(self.source, SampleDigit) else self.source
        pairs = pipeline.transform_source(source, self.damage.function() if self.damage else None)
        return [Rebuilt(pair, _psnr(pair)) for pair in pairs]


def has_sample() -> bool:
    """Whether there are sample digits."""
    from trainer.datasets.mnist import sample_path

    return sample_path().is_file()


@cache
def _sample_images() -> "np.ndarray":
    from trainer.datasets.mnist import read_sample, sample_path

    return read_sample(sample_path()).images


def _psnr(pair: "Reconstruction") -> tuple[float, float] | None:
    from trainer.metrics.picture_quality import psnr

    if pair.original is None:
        return None
    before, after = (float(psnr(each[None], pair.original[None])[0]) for each in (pair.before, pair.after))
    return before, after
