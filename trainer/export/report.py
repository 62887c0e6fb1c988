"""What a process that exports one graph reports to the one that asked for it."""

import msgspec

from trainer.contract.card import TensorSpec

TOLERANCE = 1e-4
"""Largest difference of floating-point outputs, relative to values above 1; bytes may differ by one level."""


class GraphReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the exporting process found out; `graphs` is how many graphs the model has in all."""

    role: str
    graphs: int
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    largest_difference: float
    tolerance: float
    batch_sizes: tuple[int, ...]
    lengths: tuple[int, ...] = ()
