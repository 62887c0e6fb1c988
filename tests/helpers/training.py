"""Tiny data, runs and workers for tests of the training."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from tests.helpers.idx_files import write_idx_pair
from tests.helpers.tiny_texts import tiny_text_dataset
from trainer.catalog import documented_model
from trainer.contract.hyperparameters import TextHyperparameters
from trainer.contract.run_folder import RunFolder, RunSpec
from trainer.contract.settings import parse_settings
from trainer.datasets.dataset import Dataset, Origin, Pictures
from trainer.datasets.needs import PictureNeeds
from trainer.processes import child_environment, worker_command

ORIGIN = Origin(name="own-pictures", licence="MIT", licence_class="free", source="")


def tiny_pictures(count: int, seed: int = 0, shape: tuple[int, ...] = (28, 28)) -> Pictures:
    """Ten kinds of bright bars at different places, with noise; as easy to tell apart as digits are."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    images = random.integers(0, 40, (count, *shape), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        row = 3 + 2 * int(label) + int(random.integers(-1, 2))
        image[row : row + 3, 6 : 10 + int(label)] = random.integers(180, 256)
    order = random.permutation(count)
    return Pictures(images[order], labels[order].astype(np.int64))


def tiny_dataset(train: int = 200, validation: int = 40, shape: tuple[int, ...] = (28, 28)) -> Dataset:
    """A data set in memory."""
    names = tuple("0123456789")
    return Dataset(ORIGIN, tiny_pictures(train, 0, shape), tiny_pictures(validation, 1, shape), names, "0" * 64)


def tiny_data(folder: Path, count: int = 300) -> str:
    """The same as files; what `--data` would name."""
    folder.mkdir(parents=True, exist_ok=True)
    train, test = tiny_pictures(count), tiny_pictures(60, 2)
    write_idx_pair(folder, "train", train.images, train.labels)
    write_idx_pair(folder, "t10k", test.images, test.labels)
    return str(folder)


def small_settings(model: str, **changes: Any) -> Any:
    """Hyperparameters of preset `quick` with one thread on the CPU and small batches, and `changes`."""
    quick = documented_model(model).presets["quick"].hyperparameters
    usual: dict[str, Any] = {"device": "cpu", "threads": 1, "batch_size": 20, "epochs": 2}
    usual |= {name: 0.0 for name in ("unknown_share", "flagged_ones") if hasattr(quick, name)}
    usual |= {"vocabulary": 300, "width": 32} if isinstance(quick, TextHyperparameters) else {}
    return parse_settings(quick, usual | changes)


def make_run(path: Path, model: str, data: str, **changes: Any) -> RunFolder:
    """A run folder that waits for its worker."""
    folder = RunFolder(path)
    hyperparameters = msgspec.structs.asdict(small_settings(model, **changes))
    folder.create(
        RunSpec(
            run_id=path.name,
            documented_model=model,
            preset="quick",
            hyperparameters=hyperparameters,
            data=data,
            created=time.time(),
            program_version="0",
        )
    )
    return folder


def bench(model: str, **changes: Any) -> tuple[Any, Any]:
    """The recipe of a documented model on tiny data, and its batches, on the CPU with one thread."""
    import torch

    from trainer.data_facts import facts_of
    from trainer.networks.facts import DataFacts
    from trainer.networks.table import NETWORKS
    from trainer.recipes.table import RECIPES
    from trainer.recipes.workbench import Workbench
    from trainer.training.dealing import Dealing
    from trainer.training.devices import choose_device, make_fabric
    from trainer.training.random_state import RandomSources

    torch.set_num_threads(1)
    entry, settings = documented_model(model), small_settings(model, **changes)
    fabric = make_fabric(choose_device(settings), settings)
    torch.manual_seed(settings.seed)
    needs = entry.needs(msgspec.structs.asdict(settings))
    facts: Any
    if isinstance(needs, PictureNeeds):
        dataset = tiny_dataset(shape=needs.shape)
        facts = DataFacts(10, needs.step, dataset.train.images.mean(axis=0) / 255, dataset.train.images)
    else:
        dataset = tiny_text_dataset(needs.kind)
        with tempfile.TemporaryDirectory() as folder:
            facts = facts_of(entry, settings, dataset, Path(folder))
    networks = NETWORKS[entry.network](settings, facts)
    randomness = RandomSources(settings.seed, fabric.device)
    batches = RECIPES[entry.recipe].batches(Dealing(dataset.train, settings, facts, randomness, fabric.device))
    workbench = Workbench(
        fabric=fabric,
        networks=networks,
        hyperparameters=settings,
        train=dataset.train,
        validation=dataset.validation,
        randomness=randomness,
        steps_per_epoch=batches.steps_per_epoch,
        batch_size=batches.share,
        facts=facts,
    )
    return RECIPES[entry.recipe].recipe(workbench), batches


def start_worker(folder: RunFolder, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """A real worker process."""
    return subprocess.Popen(
        worker_command(str(folder.path)), stdin=subprocess.DEVNULL, env={**child_environment(), **(environment or {})}
    )


def start_quick_worker(folder: RunFolder, **options: float) -> "subprocess.Popen[bytes]":
    """A worker with other intervals and without an export; see `tests/helpers/quick_worker.py`."""
    words = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "tests.helpers.quick_worker", *words, str(folder.path)]
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": root})


def wait_until(condition: Any, seconds: float = 180.0) -> Any:
    """Waits for `condition()` to be true and returns it; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return value
