"""One network with its optimiser."""

from typing import Any

from lightning_fabric import Fabric
from torch import Tensor, nn
from torch.optim import Optimizer

from trainer.contract.hyperparameters import Hyperparameters
from trainer.training.optimisers import build_optimiser, l1_penalty, penalised_weights


class Learner:
    """A network set up for its device, precision and processes, and the steps of its optimiser.

    `network` is the plain network; calling the learner runs it as it is trained.
    """

    def __init__(
        self, fabric: Fabric, network: nn.Module, hyperparameters: Hyperparameters, learning_rate: float
    ) -> None:
        self.network = network
        self.optimiser: Optimizer = build_optimiser(network, hyperparameters, learning_rate)
        self._fabric = fabric
        self._network, self._optimiser = fabric.setup(network, self.optimiser)
        self._clipping = hyperparameters.gradient_clipping
        self._l1 = hyperparameters.l1
        self._penalised = penalised_weights(network)

    def __call__(self, *inputs: Tensor) -> Any:
        """The network's outputs, with gradients averaged over all processes when they are computed."""
        return self._network(*inputs)

    def descend(self, loss: Tensor) -> None:
        """One step of the optimiser down the gradient of `loss` plus the L1 penalty, clipped where that is on."""
        if self._l1:
            loss = loss + l1_penalty(self._penalised, self._l1)
        self._optimiser.zero_grad(set_to_none=True)
        self._fabric.backward(loss)
        if self._clipping:
            self._fabric.clip_gradients(
                self._network, self._optimiser, max_norm=self._clipping, error_if_nonfinite=False
            )
        self._optimiser.step()
