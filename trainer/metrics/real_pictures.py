"""What the judge thinks of real pictures: the scale for everything generated. Kept, since it is always the same."""

import zipfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from trainer.datasets.dataset import Dataset, Pictures, Split
from trainer.datasets.splits import stratified_choice
from trainer.metrics import generation
from trainer.metrics.classification import accuracy
from trainer.metrics.judge import Looks

CONTROL_SIGMA = 0.1
"""Of the noise on pixels in [0, 1] that spoils the control pictures."""
MOST_PICTURES = 10_000
MOST_NEIGHBOURS = 1_000
"""Pictures whose nearest training picture is looked for; each costs a comparison with all of them."""

_VERSION = 2


@dataclass(frozen=True)
class RealPictures:
    """Features float32 [N, D] of the held-out pictures with their `radii` [N], and what real pictures score.

    `floor` is the Frechet distance of training to held-out pictures, `control` that of the held-out ones with noise.
    `accuracy` is that of the judge, and 0 where it does not know the labels. `nearest` are the distances, float32 [M],
    of held-out pictures to their nearest training picture.
    """

    features: np.ndarray
    radii: np.ndarray
    nearest: np.ndarray
    sure_share: float
    accuracy: float
    floor: float
    control: float


def real_pictures(judge: Looks, split: Split, training: Dataset, cache: Path) -> RealPictures:
    """Looked up in `cache`, else made and kept there."""
    key = f"{judge.sha256[:16]}-{split.sha256[:16]}-{training.sha256[:16]}-{_VERSION}"
    path = cache / f"real-pictures-{key}.npz"
    kept = _read(path)
    if kept is None:
        kept = _make(judge, split, training.train)
        _write(path, kept)
    return kept


def spoil(images: np.ndarray, seed: int = 0) -> np.ndarray:
    """The control: pictures uint8 with Gaussian noise of `CONTROL_SIGMA`, clipped."""
    noise = np.random.default_rng(seed).standard_normal(images.shape, dtype=np.float32) * np.float32(CONTROL_SIGMA)
    return np.rint(np.clip(images / np.float32(255) + noise, 0, 1) * 255).astype(np.uint8)


def some_of(pictures: Pictures, most: int) -> Pictures:
    """At most `most` pictures, each label in its share."""
    if len(pictures) <= most:
        return pictures
    return pictures.take(stratified_choice(pictures.labels, most))


def nearest_of_real(held_out: Pictures, train: Pictures) -> np.ndarray:
    """Distances, float32 [at most 1,000], of held-out pictures to their nearest training picture."""
    return generation.nearest_distances(some_of(held_out, MOST_NEIGHBOURS).images, train.images)


def _make(judge: Looks, split: Split, train: Pictures) -> RealPictures:
    held_out = some_of(split.examples, MOST_PICTURES)
    judged = judge.look_at(held_out.images)
    statistics = generation.feature_statistics(judged.features)
    others = [judge.look_at(each).features for each in (some_of(train, MOST_PICTURES).images, spoil(held_out.images))]
    floor, control = (generation.frechet_distance(generation.feature_statistics(each), statistics) for each in others)
    is_known = judge.knows(split.label_names)
    return RealPictures(
        features=judged.features,
        radii=generation.neighbour_radii(judged.features),
        nearest=nearest_of_real(split.examples, train),
        sure_share=generation.sure_share(judged.probabilities),
        accuracy=accuracy(held_out.labels, judge.read(judged, split.label_names)) if is_known else 0.0,
        floor=floor,
        control=control,
    )


def _read(path: Path) -> RealPictures | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {field.name: kept[field.name] for field in fields(RealPictures)}
            values: dict[str, Any] = {name: each if each.ndim else float(each) for name, each in arrays.items()}
            return RealPictures(**values)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None  # missing or damaged: made again


def _write(path: Path, real: RealPictures) -> None:
    """A folder that cannot be written to only costs time at the next evaluation."""
    temporary = path.with_suffix(".part.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(temporary, **asdict(real))
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
