"""Trains a network that repairs pictures: each batch is damaged anew, and the network is shown what was there before.

Loss: the mean squared error of each picture, its square root, or its logarithm, which is PSNR but for a factor (Chen
and others 2021, "HINet", arXiv 2105.06086). Epochs are compared by the gain in PSNR on validation pictures, damaged
once and for all as `evaluate` damages test pictures.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from trainer.contract.card import TensorSpec
from trainer.contract.events import ScalarSpec
from trainer.contract.hyperparameters import RestorationHyperparameters
from trainer.contract.hyperparameters.restoration import RestorationLoss
from trainer.contract.pipelines.image_to_image import RESTORED
from trainer.contract.text import Text
from trainer.datasets.damage import DAMAGES
from trainer.networks.facts import DataFacts
from trainer.recipes.workbench import Workbench
from trainer.training.batches import Batch, as_bytes, as_floats
from trainer.training.damaging import Damaging
from trainer.training.learner import Learner
from trainer.training.recipe import Graph, Networks

VALIDATION_BATCH = 500
VALIDATION_PICTURES = 1000
"""Of each damage; more would take longer than they tell."""
VALIDATION_SEED = 8
PAIRS = 50
"""In the sheet of samples: damaged and repaired side by side."""
SMALLEST_ERROR = 1 / 255**2
"""Mean squared error of one level, 48.1 dB: what is less nobody sees, and `evaluate` counts it as this."""

LOSSES: dict[RestorationLoss, Callable[[Tensor], Tensor]] = {
    "squared": lambda errors: errors,
    "root": lambda errors: (errors + SMALLEST_ERROR).sqrt(),
    "log": lambda errors: (errors + SMALLEST_ERROR).log10(),
}


class Restoration:
    """The recipe of the network `denoiser`, damaged pictures [B,C,H,W] to repaired ones, both from 0 to 1."""

    deployed: tuple[str, ...] = ("denoiser",)
    best_by = "validation_gain"

    def __init__(self, workbench: Workbench) -> None:
        """Raises WorkshopError `invalid-setting` where every damage is off."""
        hyperparameters: RestorationHyperparameters = workbench.hyperparameters
        self.networks = workbench.networks
        # Convolutions on CPUs are faster with the channels last.
        self.networks["denoiser"].to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.learning_rates = {"learning_rate": hyperparameters.learning_rate}
        self._learner = Learner(
            workbench.fabric, self.networks["denoiser"], hyperparameters, hyperparameters.learning_rate
        )
        self.optimisers = {"learning_rate": self._learner.optimiser}
        self._loss = LOSSES[hyperparameters.loss]
        self._damaging = Damaging(hyperparameters, workbench.randomness.generator("damage"))
        self.scalars = scalars(self._damaging.names)
        images = workbench.validation.images[:VALIDATION_PICTURES]
        self._originals = torch.from_numpy(images).to(workbench.device)
        self._damaged = {
            name: torch.from_numpy(DAMAGES[name].apply(images, VALIDATION_SEED, 0)).to(workbench.device)
            for name in self._damaging.names
        }

    def step(self, batch: Batch) -> dict[str, Tensor]:
        """One step towards the pictures as they were."""
        damaged = self._damaging(batch.pictures).contiguous(memory_format=torch.channels_last)
        loss = self._loss(squared_errors(self._learner(damaged), batch.pictures)).mean()
        self._learner.descend(loss)
        return {"training_loss": loss.detach()}

    def validate(self, networks: Networks) -> dict[str, float]:
        """The loss and the gain in PSNR, over all damages and of each."""
        figures = {}
        losses = []
        for name, damaged in self._damaged.items():
            after = torch.cat(self._errors_after(networks["denoiser"], damaged))
            before = squared_errors(as_floats(damaged), as_floats(self._originals))
            losses.append(float(self._loss(after).mean()))
            figures[gain_name(name)] = float((psnr(after) - psnr(before)).mean())
        gain = float(np.mean(list(figures.values())))
        return {"validation_loss": float(np.mean(losses)), "validation_gain": gain, **figures}

    def samples(self, networks: Networks) -> np.ndarray:
        """Damaged validation pictures, each beside what the network makes of it; the damages take turns."""
        chosen = np.arange(PAIRS)
        stacked = torch.stack(list(self._damaged.values()))  # [damages,N,...]
        damaged = stacked[chosen % len(stacked), chosen % stacked.shape[1]]
        repaired = as_bytes(networks["denoiser"](as_floats(damaged)))
        return torch.stack([damaged, repaired], dim=1).flatten(0, 1).cpu().numpy()

    def _errors_after(self, network: nn.Module, damaged: Tensor) -> list[Tensor]:
        """The squared error of each repaired picture, batch by batch; whole bytes, as the exported graph gives."""
        return [
            squared_errors(as_floats(as_bytes(network(as_floats(part)))), as_floats(originals))
            for part, originals in zip(
                damaged.split(VALIDATION_BATCH), self._originals.split(VALIDATION_BATCH), strict=True
            )
        ]


def scalars(damages: tuple[str, ...]) -> tuple[ScalarSpec, ...]:
    """The curves of a training with these damages."""
    gains = [
        _gain(gain_name(name), Text(f"Gain, {DAMAGES[name].title.en}", f"增益，{DAMAGES[name].title.zh}"))
        for name in damages
    ]
    return (
        ScalarSpec(name="training_loss", title=Text("Loss, training", "损失，训练"), direction="lower"),
        ScalarSpec(
            name="validation_loss", title=Text("Loss, validation", "损失，验证"), direction="lower", every="epoch"
        ),
        _gain("validation_gain", Text("Gain in PSNR, validation", "PSNR 增益，验证")),
        *gains,
    )


def gain_name(damage: str) -> str:
    """The scalar that holds the gain in PSNR for a damage."""
    return f"gain_{damage}"


def squared_errors(pictures: Tensor, originals: Tensor) -> Tensor:
    """The mean squared error of each picture: [B,C,H,W], [B,C,H,W] to [B]."""
    return (pictures - originals).square().flatten(1).mean(dim=1)


def psnr(errors: Tensor) -> Tensor:
    """Peak signal-to-noise ratios in dB of mean squared errors [B] on pixels from 0 to 1, at most 48.1."""
    return -10 * torch.log10(errors.clamp(min=SMALLEST_ERROR))


class RestorationGraph(nn.Module):
    """Damaged pictures in, repaired ones out."""

    def __init__(self, denoiser: nn.Module) -> None:
        super().__init__()
        self.denoiser = denoiser

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """uint8 [B,H,W] or [B,H,W,3] to (pictures of the same shape and type, pixels [B,C,H,W] not rounded)."""
        repaired = self.denoiser(as_floats(images))
        return as_bytes(repaired), repaired.clamp(0.0, 1.0)


def graphs(networks: Networks, hyperparameters: RestorationHyperparameters, facts: DataFacts) -> tuple[Graph, ...]:
    """The one graph of a denoiser."""
    shape: tuple[str | int, ...] = ("batch", *facts.shape)
    images = TensorSpec(name="images", type="uint8", shape=shape, steps=(facts.step,), meaning=facts.meaning)
    pixels = ("batch", facts.channels, facts.side, facts.side)
    return (
        Graph(
            role="main",
            module=RestorationGraph(networks["denoiser"]),
            examples={"images": torch.zeros((2, *facts.shape), dtype=torch.uint8)},
            inputs=(images,),
            outputs=(
                TensorSpec(name=RESTORED, type="uint8", shape=shape, meaning="the same pictures, repaired"),
                TensorSpec(name="pixels", type="float32", shape=pixels, meaning="the same from 0 to 1, not rounded"),
            ),
        ),
    )


def _gain(name: str, title: Text) -> ScalarSpec:
    return ScalarSpec(name=name, title=title, unit="dB", direction="higher", chart="quality", every="epoch")
