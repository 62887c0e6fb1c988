"""A model's self-test: seeded inputs, and the numbers that its graphs must give back for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from trainer.contract.card import ModelCard, SelfTest, TensorSpec

if TYPE_CHECKING:
    from trainer.contract.pipelines.run import RunGraph

VALUES = 16
"""How many numbers of each output are kept."""
LENGTH = 12
"""Of texts, and of every other free axis but the batch."""


def selftest_inputs(
    inputs: tuple[TensorSpec, ...], seed: int, batch: int, length: int = LENGTH
) -> dict[str, np.ndarray]:
    """The inputs of one graph. Input number i is drawn from `Philox(key=[seed, i])`: bytes as pictures, floats normal,
    whole numbers as token ids.

    The free axis `batch` is so long, every other one `length`. Raises ValueError for an input of a type that has no
    rule yet.
    """
    drawn: dict[str, np.ndarray] = {}
    for number, spec in enumerate(inputs):
        random = np.random.Generator(np.random.Philox(key=np.array([seed, number], dtype=np.uint64)))
        lengths = {"batch": batch}
        shape = tuple(size if isinstance(size, int) else lengths.get(size, length) for size in spec.shape)
        if spec.type == "uint8":
            drawn[spec.name] = drawn_pictures(random, shape)
        elif spec.type == "float32":
            drawn[spec.name] = random.standard_normal(shape, dtype=np.float32)
        elif spec.type == "int64" and spec.below is not msgspec.UNSET:
            drawn[spec.name] = drawn_tokens(random, shape, spec.below)
        else:
            raise ValueError(f"no self-test input is defined for {spec.type}")
    return drawn


def drawn_tokens(random: np.random.Generator, shape: tuple[int, ...], below: int) -> np.ndarray:
    """Token ids from 1 to `below` - 1, int64 [B,T]; each text but the first is one token shorter than that before it,
    with padding behind, down to a single token.
    """
    tokens = random.integers(1, below, shape, dtype=np.int64)
    if len(shape) == 2:
        kept = np.maximum(shape[1] - np.arange(shape[0]), 1)
        tokens[np.arange(shape[1])[None, :] >= kept[:, None]] = 0
    return tokens


def drawn_pictures(random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Rings and slanted bars, light on dark, uint8 [B,H,W] or [B,H,W,3].

    Evenly drawn bytes would prove little: a classifier that was taught to hold noise for nothing has no feature of it.
    """
    rows, columns = np.mgrid[-1 : 1 : shape[1] * 1j, -1 : 1 : shape[2] * 1j]
    pictures = np.stack([_ring_or_bar(random, rows, columns) for _ in range(shape[0])])
    return np.broadcast_to(pictures[..., None], shape).copy() if len(shape) == 4 else pictures


def _ring_or_bar(random: np.random.Generator, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    down, across, slant = random.uniform(-0.1, 0.1, 3)
    height, width, pen = random.uniform((0.5, 0.2, 0.1), (0.7, 0.5, 0.25))
    if random.random() < 0.5:
        distance = np.abs(np.hypot((rows - down) / height, (columns - across) / width) - 1) * width
    else:
        distance = np.hypot(np.maximum(np.abs(rows - down) - height, 0), columns - across - 3 * slant * rows)
    return np.asarray(np.clip(1.5 - distance / pen, 0, 1) * 255, dtype=np.uint8)


def inputs_of(card: ModelCard, role: str) -> tuple[TensorSpec, ...]:
    """The inputs of one of the card's graphs."""
    return tuple(spec for spec in card.inputs if spec.graph == role)


def first_values(output: np.ndarray) -> list[float]:
    """The numbers of an output that a card keeps: 16 that lie evenly over all of it."""
    flat = output.reshape(-1)
    chosen = np.linspace(0, len(flat) - 1, min(VALUES, len(flat))).astype(np.int64)
    return [float(value) for value in flat[chosen]]


def expected_values(role: str, outputs: Mapping[str, np.ndarray]) -> dict[str, list[float]]:
    """What a card expects of one graph, as `role/output` to numbers."""
    return {f"{role}/{name}": first_values(output) for name, output in outputs.items()}


def selftest_difference(card: ModelCard, run: RunGraph) -> dict[str, float]:
    """How far each output, as `role/output`, is from what the card expects; infinite where it is missing or misshapen.

    Bytes may differ by one level, which is left out: pixels are rounded, and machines round differently.
    """
    differences = {}
    types = {f"{spec.graph}/{spec.name}": spec.type for spec in card.outputs}
    actual: dict[str, list[float]] = {}
    for role in ("main", *sorted(card.graphs)):
        feeds = selftest_inputs(inputs_of(card, role), card.selftest.seed, card.selftest.batch)
        actual |= expected_values(role, run(role, feeds))
    for name, expected in card.selftest.expected.items():
        values = actual.get(name, [])
        if len(values) != len(expected):
            differences[name] = float("inf")
            continue
        difference = float(np.max(np.abs(np.subtract(values, expected)), initial=0.0))
        differences[name] = max(0.0, difference - 1.0) if types.get(name) == "uint8" else difference
    return differences


def make_selftest(
    inputs: dict[str, tuple[TensorSpec, ...]], run: RunGraph, seed: int, batch: int, tolerance: float
) -> SelfTest:
    """The self-test of a model whose graphs take `inputs` by role, from what they give back now."""
    expected: dict[str, list[float]] = {}
    for role, specs in inputs.items():
        expected |= expected_values(role, run(role, selftest_inputs(specs, seed, batch)))
    return SelfTest(seed=seed, batch=batch, expected=expected, tolerance=tolerance)
