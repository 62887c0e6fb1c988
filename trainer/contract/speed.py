"""How many times faster one model is than another, on drawn inputs: for the export and for the window alike."""

import math
import statistics
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.selftest import inputs_of, selftest_inputs

if TYPE_CHECKING:
    from trainer.contract.pipelines.run import RunGraph

BATCHES = (1, 64)
"""A single picture, and a wall or folder of them."""
SEED = 13
SECONDS = 0.4
"""For each batch size."""
FEWEST, MOST = 5, 100  # turns


def times_faster(card: ModelCard, run: "RunGraph", original: "RunGraph") -> float:
    """The time that `original` takes by the time of `run`: above 1, `run` is faster. Takes about a second.

    Both have the inputs of `card` and take turns, so that other work on the machine slows both; the median of the
    turns counts for each batch size, and the geometric mean over the sizes.
    """
    logarithms = []
    for batch in BATCHES:
        feeds = selftest_inputs(inputs_of(card, MAIN_ROLE), SEED, batch)
        logarithms.append(math.log(_ratio(feeds, run, original)))
    return math.exp(statistics.fmean(logarithms))


def _ratio(feeds: Mapping[str, np.ndarray], run: "RunGraph", original: "RunGraph") -> float:
    for each in (run, original):
        each(MAIN_ROLE, feeds)  # memory is laid out at the first run
    ratios: list[float] = []
    end = time.perf_counter() + SECONDS
    while len(ratios) < FEWEST or (len(ratios) < MOST and time.perf_counter() < end):
        ratios.append(_seconds(original, feeds) / _seconds(run, feeds))
    return statistics.median(ratios)


def _seconds(run: "RunGraph", feeds: Mapping[str, np.ndarray]) -> float:
    start = time.perf_counter()
    run(MAIN_ROLE, feeds)
    return max(time.perf_counter() - start, 1e-9)
