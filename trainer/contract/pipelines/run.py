"""How a pipeline reaches the graphs of its model, wherever they run."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np


class RunGraph(Protocol):
    """Runs the graph of a role (`main` or a companion's) on named inputs and returns its named outputs."""

    def __call__(self, role: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The outputs by name, for inputs by name."""
        ...
