"""The processes that train one network together; a team of one is the common case."""

from typing import Any, TypeVar

from lightning_fabric import Fabric
from torch import Tensor

T = TypeVar("T")

STEPS_BETWEEN_TALKS = 10
"""Asking every process at every step whether something is due would cost more than the answer is worth."""


class Team:
    """What the processes must agree on. Rank 0 decides, and alone writes files."""

    def __init__(self, fabric: Fabric) -> None:
        self._fabric = fabric
        self.rank = fabric.global_rank
        self.ranks = fabric.world_size

    @property
    def leads(self) -> bool:
        """Whether this is the process that decides."""
        return self.rank == 0

    def share(self, thing: T) -> T:
        """What rank 0 passed in, in all processes."""
        return self._fabric.broadcast(thing) if self.ranks > 1 else thing

    def agree(self, step: int, due: bool) -> bool:
        """Whether something is due for rank 0; a larger team asks it at every tenth step only."""
        if self.ranks == 1:
            return due
        return step % STEPS_BETWEEN_TALKS == 0 and self.share(due)

    def mean(self, values: Tensor) -> Tensor:
        """The mean of the values over all processes."""
        return self._fabric.all_reduce(values, reduce_op="mean") if self.ranks > 1 else values  # type: ignore[return-value]

    def collect(self, thing: Any) -> list[Any]:
        """What each process passed in, by rank."""
        return [self._turn(rank, thing) for rank in range(self.ranks)] if self.ranks > 1 else [thing]

    def _turn(self, rank: int, thing: Any) -> Any:
        return self._fabric.broadcast(thing, src=rank)
