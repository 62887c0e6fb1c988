"""Our trainings as the worker runs them: our side of `test_keras_speed`, a process of its own like the other.

Each line on its input asks for something and is answered by a line: `{"model", "precision", "steps"}` by the seconds
of so many steps, `{"count"}` by the work of one step of a model, `{"peak"}` by the speed of a large matrix product.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from tests.helpers.training import tiny_pictures
from trainer.catalog import documented_model
from trainer.contract.hyperparameters import Hyperparameters
from trainer.contract.settings import parse_settings
from trainer.datasets.dataset import Pictures
from trainer.freed_memory import keep_freed_memory
from trainer.networks.facts import DataFacts
from trainer.networks.table import NETWORKS
from trainer.recipes.table import RECIPES
from trainer.recipes.workbench import Workbench
from trainer.training.dealing import Dealing
from trainer.training.devices import choose_device, make_fabric, set_threads
from trainer.training.meter import Meter
from trainer.training.random_state import RandomSources

PRESET = "article"
PICTURES = 4000
THREADS = 2
PEAK_SIDE = 2048

Run = Callable[[int], None]


def article_settings(model: str, **changes: Any) -> Any:
    """The hyperparameters of the article's preset, on the CPU."""
    return parse_settings(documented_model(model).presets[PRESET].hyperparameters, {"device": "cpu", **changes})  # type: ignore[index]


def training(network: str, kind: str, settings: Hyperparameters, pictures: Pictures, step: str) -> tuple[Run, Any]:
    """Our recipe with its batches and its meter, as the loop drives them; and the recipe itself."""
    fabric = make_fabric(choose_device(settings), settings)
    facts = DataFacts(10, step)
    networks = NETWORKS[network](settings, facts)
    randomness = RandomSources(0, fabric.device)
    batches = RECIPES[kind].batches(Dealing(pictures, settings, facts, randomness, fabric.device))
    recipe = RECIPES[kind].recipe(
        Workbench(
            fabric=fabric,
            networks=networks,
            hyperparameters=settings,
            train=pictures,
            validation=pictures.take(np.arange(100)),
            randomness=randomness,
            steps_per_epoch=batches.steps_per_epoch,
            batch_size=batches.share,
            facts=facts,
        )
    )
    dealt = (batch for epoch in range(10**6) for batch in batches.epoch(epoch))
    meter = Meter()

    def run(steps: int) -> None:
        for step in range(steps):
            meter.add(step, recipe.step(next(dealt)), batches.batch_size)
            if step % 5 == 4:  # the loop reads the losses ten times a second
                meter.take_points(meter.take_tensor())

    return run, recipe


def article_training(model: str, precision: str = "float32") -> tuple[Run, Any]:
    """The training of a documented model as its article has it, on pictures drawn by rule."""
    entry, settings = documented_model(model), article_settings(model, precision=precision)
    needs: Any = entry.needs(msgspec.structs.asdict(settings))
    pictures = tiny_pictures(PICTURES, shape=needs.shape)
    return training(entry.network, entry.recipe, settings, pictures, needs.step)


def parameters(recipe: Any) -> int:
    """Of all networks that are trained."""
    return sum(each.numel() for network in recipe.networks.values() for each in network.parameters())


def work_of_a_step(model: str) -> dict[str, int]:
    """The floating-point operations of a training step, by PyTorch's own count, and the parameters."""
    run, recipe = article_training(model)
    run(1)
    with FlopCounterMode(display=False) as counter:
        run(1)
    return {"operations": counter.get_total_flops(), "parameters": parameters(recipe)}


def matrix_peak() -> float:
    """Operations a second of a large product of matrices in float32, by the faster of PyTorch's two libraries."""
    left, right = torch.randn(PEAK_SIDE, PEAK_SIDE), torch.randn(PEAK_SIDE, PEAK_SIDE)
    kernels, maps = right.view(PEAK_SIDE, PEAK_SIDE, 1, 1), left.view(1, PEAK_SIDE, 1, PEAK_SIDE)
    maps = maps.contiguous(memory_format=torch.channels_last)
    fastest = min(
        seconds(product)
        for product in (lambda: torch.mm(left, right), lambda: torch.conv2d(maps, kernels))
        for _ in range(4)
    )
    return 2 * PEAK_SIDE**3 / fastest


def seconds(call: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def main() -> None:
    """Answers the lines of the standard input until it ends."""
    keep_freed_memory()
    set_threads(THREADS)
    trainings: dict[tuple[str, str], Run] = {}
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        wanted = json.loads(line)
        if "peak" in wanted:
            answer: dict[str, Any] = {"speed": matrix_peak()}
        elif "count" in wanted:
            answer = work_of_a_step(wanted["count"])
        else:
            key = wanted["model"], wanted["precision"]
            if key not in trainings:
                trainings[key] = article_training(*key)[0]
            steps = wanted["steps"]
            answer = {"seconds": seconds(lambda run=trainings[key], steps=steps: run(steps))}  # type: ignore[misc]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
