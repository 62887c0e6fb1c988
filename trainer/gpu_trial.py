"""The job that tries PyTorch on the graphics card: `train-worker --gpu-trial FOLDER`.

Some steps of a small training on the CPU and, where there is a card, on the card: the losses must agree. It prints one
line of JSON, which `doctor --gpu-check` shows as well.
"""

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

import torch
from torch import nn

from trainer.networks.small_cnn import SmallCNN
from trainer.training.devices import cuda_trouble

BATCH, STEPS = 64, 10
TOLERANCE = 0.02
"""Of the loss: CUDA may round the factors of a convolution to ten bits (TF32)."""


def main(words: list[str]) -> int:
    """0 if the training worked on the card and agrees with the CPU."""
    started = time.perf_counter()
    result = try_training(Path(words[0]) if words else None)
    result["seconds"] = round(time.perf_counter() - started, 2)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0 if result["worked"] else 1


def try_training(folder: Path | None) -> dict[str, Any]:
    """Trains on both; `folder` is where PyTorch must come from."""
    facts: dict[str, Any] = {"library": f"torch {torch.__version__}", "cuda": torch.version.cuda}
    if folder is not None and not Path(torch.__file__).is_relative_to(folder):
        return facts | {"worked": False, "detail": "PyTorch was loaded from another folder"}
    expected, facts["cpu_milliseconds"] = _train("cpu")
    trouble = cuda_trouble()
    if trouble is not None:
        return facts | {"worked": False, "detail": trouble.en}
    losses, facts["gpu_milliseconds"] = _train("cuda")
    facts["device"] = torch.cuda.get_device_name()
    facts["capability"] = ".".join(map(str, torch.cuda.get_device_capability()))
    return facts | compared(losses, expected)


def compared(losses: list[float], expected: list[float]) -> dict[str, Any]:
    """Whether the losses of the first step agree; later ones part by rounding alone, and must only be numbers."""
    difference = abs(losses[0] - expected[0]) / abs(expected[0])
    worked = difference <= TOLERANCE and all(map(math.isfinite, losses))
    detail = "" if worked else f"the graphics card computes something else (losses {losses[0]:.4g}, {expected[0]:.4g})"
    return {"worked": worked, "detail": detail, "difference": difference}


def _train(device: str) -> tuple[list[float], float]:
    """The loss of each step, and the milliseconds that a step took, the first one left out."""
    torch.manual_seed(0)
    network = SmallCNN()
    pictures, labels = torch.rand(BATCH, 1, 28, 28), torch.randint(10, (BATCH,))
    network, pictures, labels = network.to(device), pictures.to(device), labels.to(device)
    optimiser = torch.optim.Adam(network.parameters())
    losses = []
    started = 0.0
    for step in range(STEPS):
        if step == 1:
            started = time.perf_counter()
        loss = nn.functional.cross_entropy(network(pictures), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())  # waits for the card
    return losses, 1000 * (time.perf_counter() - started) / (STEPS - 1)
