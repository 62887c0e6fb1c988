"""What a smaller file is calibrated on and compared with: training pictures, drawn noise and labels."""

from collections.abc import Iterator

import numpy as np

from trainer.contract.card import ModelCard
from trainer.contract.pipelines.image_to_image import repairs
from trainer.contract.pipelines.unconditional_image_generation import LABEL_WEIGHTS
from trainer.contract.selftest import inputs_of, selftest_inputs
from trainer.datasets.damage import DAMAGES

BATCH = 32


def reads_pictures(card: ModelCard) -> bool:
    """Whether the model is fed with pictures; a generator is fed with noise."""
    return any(spec.type == "uint8" for spec in card.inputs)


def feeds_of(
    card: ModelCard, role: str, images: np.ndarray | None, batches: int, seed: int
) -> Iterator[dict[str, np.ndarray]]:
    """Inputs of the graph `role`, `batches` times 32 of them: pictures taken from `images`, noise and labels drawn.

    What repairs pictures is given damaged ones. Without `images`, pictures are drawn as for the self-test.
    """
    random = np.random.Generator(np.random.Philox(key=np.array([seed, 0], dtype=np.uint64)))
    for number in range(batches):
        feeds = selftest_inputs(inputs_of(card, role), seed + number, BATCH)
        for name, values in feeds.items():
            if values.dtype == np.uint8 and images is not None:
                feeds[name] = _pictures(card, images, random, number)
            elif name == LABEL_WEIGHTS:
                feeds[name] = np.eye(values.shape[1], dtype=np.float32)[random.integers(0, values.shape[1], BATCH)]
        yield feeds


def _pictures(card: ModelCard, images: np.ndarray, random: np.random.Generator, number: int) -> np.ndarray:
    chosen = np.asarray(images[np.sort(random.integers(0, len(images), BATCH))])
    if not repairs(card):
        return chosen
    damages = list(DAMAGES.values())
    return damages[number % len(damages)].apply(chosen, number, 0)
