"""What a network must know of its data before it can be built."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DataFacts:
    """The number of classes, and the mean of the training pictures, float32 [28,28] from 0 to 1."""

    classes: int
    mean_picture: np.ndarray
