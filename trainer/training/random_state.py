"""Every random number of a training comes from here, so that a checkpoint can hold where each source stands."""

import hashlib
import random
from typing import Any

import numpy as np
import torch


class RandomSources:
    """The process's own random generators and any number of named ones, all started from one seed.

    Each rank of a data-parallel training has other numbers.
    """

    def __init__(self, seed: int, device: torch.device, rank: int = 0) -> None:
        self._seed = seed
        self._device = device
        self._rank = rank
        self._generators: dict[str, torch.Generator] = {}
        random.seed(self._number("python"))
        np.random.seed(self._number("numpy") % 2**32)
        torch.manual_seed(self._number("torch"))

    def generator(self, name: str) -> torch.Generator:
        """The generator called `name`, on the device of the training."""
        if name not in self._generators:
            self._generators[name] = torch.Generator(self._device).manual_seed(self._number(name))
        return self._generators[name]

    def state(self) -> dict[str, Any]:
        """Where all sources stand, in types that `torch.load(weights_only=True)` takes."""
        kind, keys, position, has_gauss, cached = np.random.get_state(legacy=True)
        state: dict[str, Any] = {
            "python": random.getstate(),
            "numpy": [
                kind,
                torch.from_numpy(np.asarray(keys, dtype=np.int64)),
                int(position),
                int(has_gauss),
                float(cached),
            ],
            "torch": torch.get_rng_state(),
            "named": {name: generator.get_state() for name, generator in self._generators.items()},
        }
        if self._device.type == "cuda":
            state["cuda"] = torch.cuda.get_rng_state(self._device)
        return state

    def restore(self, state: dict[str, Any]) -> None:
        """Sets all sources back to where they stood."""
        random.setstate(state["python"])
        kind, keys, *rest = state["numpy"]
        np.random.set_state((kind, keys.numpy().astype(np.uint32), *rest))
        torch.set_rng_state(state["torch"])
        for name, generator_state in state["named"].items():
            self.generator(name).set_state(generator_state)
        if self._device.type == "cuda" and "cuda" in state:
            torch.cuda.set_rng_state(state["cuda"], self._device)

    def _number(self, name: str) -> int:
        digest = hashlib.sha256(f"{self._seed}/{self._rank}/{name}".encode()).digest()
        return int.from_bytes(digest[:8], "little") >> 1
