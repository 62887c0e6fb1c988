"""Puts a training together: networks, recipe, batches, device and loop, from `run.json` and the data."""

import importlib.metadata
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import torch
from lightning_fabric import Fabric
from torch import nn

from trainer.catalog import DEFAULT_PRESET, DocumentedModel, documented_model
from trainer.contract.card import Metric, strictest
from trainer.contract.events import RunStarted, Warned
from trainer.contract.hyperparameters import (
    ClassifierHyperparameters,
    Hyperparameters,
    PretrainedTextHyperparameters,
)
from trainer.contract.run_folder import RunFolder, RunSpec
from trainer.contract.settings import field_specs, invalid_settings, parse_settings
from trainer.contract.text import Text
from trainer.data_facts import facts_of
from trainer.data_place import data_dir
from trainer.datasets.dataset import Dataset
from trainer.export_jobs import ExportNotes
from trainer.networks.facts import DataFacts, SoundFacts, TextFacts
from trainer.networks.table import NETWORKS
from trainer.pretrained import licence_class, weights_of_checkpoint
from trainer.recipes.table import RECIPES
from trainer.recipes.workbench import Workbench
from trainer.training.checkpoints import Checkpoints
from trainer.training.dealing import BatchSource, Dealing
from trainer.training.devices import DeviceChoice, choose_device, make_fabric, set_threads
from trainer.training.loop import Equipment, Intervals, TrainingLoop
from trainer.training.random_state import RandomSources
from trainer.training.recipe import Recipe
from trainer.training.reporter import Reporter
from trainer.training.requests import RequestDesk
from trainer.training.steering import Snapshots, Steering
from trainer.training.team import Team
from trainer.training.transfer import find_weights, take_over


@dataclass(frozen=True)
class Assembly:
    """A training that is ready to run."""

    loop: TrainingLoop
    steering: Steering
    run_started: RunStarted
    warnings: tuple[Text, ...]


def hyperparameters_of(spec: RunSpec, model: DocumentedModel) -> Hyperparameters:
    """The hyperparameters of a run, checked. Raises WorkshopError `invalid-setting`."""
    preset = model.presets.get(spec.preset, model.presets[DEFAULT_PRESET])  # type: ignore[call-overload]
    return parse_settings(preset.hyperparameters, spec.hyperparameters)


def hyperparameters_from(values: dict[str, Any], model: DocumentedModel) -> Hyperparameters:
    """The hyperparameters that a card or job holds in full. Raises WorkshopError `invalid-setting`."""
    return parse_settings(model.presets[DEFAULT_PRESET].hyperparameters, values)


def assemble(
    folder: RunFolder,
    spec: RunSpec,
    dataset: Dataset,
    *,
    reporter: Reporter,
    desk: RequestDesk | None,
    snapshots: Snapshots | None,
    stop: Callable[[], bool],
    intervals: Intervals | None = None,
    fresh: bool = True,
    metrics: tuple[Metric, ...] = (),
) -> Assembly:
    """The training that `spec` asks for. Raises WorkshopError where a setting cannot be had.

    A `fresh` one takes over the weights that it is to start from; any other has its own in a checkpoint.
    `metrics` go into the card of the model.
    """
    model = documented_model(spec.documented_model)
    hyperparameters = hyperparameters_of(spec, model)
    device = choose_device(hyperparameters)
    fabric = make_fabric(device, hyperparameters)
    fabric.launch()
    threads = set_threads(hyperparameters.threads)
    team = Team(fabric)
    torch.manual_seed(hyperparameters.seed)
    facts = facts_of(model, hyperparameters, dataset, folder.path)
    networks = NETWORKS[model.network](hyperparameters, facts)
    taken = _take_over(networks, hyperparameters, dataset) if fresh else None
    randomness = RandomSources(hyperparameters.seed, fabric.device, team.rank)
    recipe, batches = _recipe_and_batches(
        model, hyperparameters, dataset, facts, networks, randomness, team, fabric, reporter
    )
    steering = Steering(
        team=team,
        reporter=reporter,
        desk=desk,
        snapshots=snapshots,
        settings=field_specs(type(hyperparameters)),
        stop_signalled=stop,
    )
    parameters = sum(p.numel() for name in recipe.deployed for p in networks[name].parameters())
    loop = TrainingLoop(
        Equipment(
            folder=folder,
            team=team,
            recipe=recipe,
            batches=batches,
            randomness=randomness,
            checkpoints=Checkpoints(folder.checkpoints),
            reporter=reporter,
            steering=steering,
            device=fabric.device,
            notes={
                "data_sha256": dataset.sha256,
                "data_name": dataset.name,
                "added_sha256": dataset.added.sha256 if dataset.added else "",
                "notes": _export_notes(dataset, hyperparameters, facts, threads, device, parameters, metrics),
            },
            intervals=intervals or Intervals(),
        ),
        hyperparameters,
    )
    run_started = _run_started(spec, dataset, loop, recipe, hyperparameters, device, threads, parameters)
    warnings = (*dataset.warnings, *([taken] if taken else []))
    return Assembly(loop, steering, run_started, warnings)


def _take_over(networks: dict[str, nn.Module], hyperparameters: Hyperparameters, dataset: Dataset) -> Text | None:
    """Takes over the weights that a classifier is to start from; says which."""
    if isinstance(hyperparameters, PretrainedTextHyperparameters):
        weights = weights_of_checkpoint(hyperparameters.checkpoint)
        return take_over(networks["classifier"], weights, dataset.label_names)
    if not isinstance(hyperparameters, ClassifierHyperparameters):
        return None
    if hyperparameters.start_from:
        weights = find_weights(hyperparameters.start_from, "classifier", data_dir())
        return take_over(networks["classifier"], weights, dataset.label_names)
    if hyperparameters.frozen:
        raise invalid_settings(
            [
                Text(
                    "frozen is on, but start_from names no model whose weights could be kept",
                    "已启用 frozen，但 start_from 没有指定可沿用权重的模型",
                )
            ]
        )
    return None


def _recipe_and_batches(
    model: DocumentedModel,
    hyperparameters: Hyperparameters,
    dataset: Dataset,
    facts: DataFacts | TextFacts | SoundFacts,
    networks: dict[str, nn.Module],
    randomness: RandomSources,
    team: Team,
    fabric: Fabric,
    reporter: Reporter,
) -> tuple[Recipe, BatchSource]:
    kind = RECIPES[model.recipe]
    train = dataset.to_train_on
    batches = kind.batches(
        Dealing(train, hyperparameters, facts, randomness, fabric.device, rank=team.rank, ranks=team.ranks)
    )
    workbench = Workbench(
        fabric=fabric,
        networks=networks,
        hyperparameters=hyperparameters,
        train=train,
        validation=dataset.validation,
        randomness=randomness,
        steps_per_epoch=batches.steps_per_epoch,
        batch_size=batches.share,
        facts=facts,
        label_names=dataset.label_names,
        warn=lambda text: reporter.event(Warned(message=text)),
    )
    return kind.recipe(workbench), batches


def _export_notes(
    dataset: Dataset,
    hyperparameters: Hyperparameters,
    facts: DataFacts | TextFacts,
    threads: int,
    device: DeviceChoice,
    parameters: int,
    metrics: tuple[Metric, ...],
) -> str:
    body = facts.body if isinstance(facts, TextFacts) else None
    data = dataset.origin
    notes = ExportNotes(
        data_name=dataset.name,
        data_sha256=dataset.sha256,
        data_licence=data.licence,
        licence_class=strictest(data.licence_class, licence_class(body.licence)) if body else data.licence_class,
        data_source=data.source,
        counts=dataset.counts,
        label_names=dataset.label_names,
        hyperparameters=without_paths(msgspec.structs.asdict(hyperparameters)),
        threads=threads,
        device=device.name,
        parameters=parameters,
        versions=versions(),
        metrics=metrics,
        generated=dataset.added.note if dataset.added else "",
        weights_licence=f"{body.licence} (the checkpoint {body.name}); {data.licence} (the data)" if body else "",
    )
    return msgspec.json.encode(notes).decode()


def _run_started(
    spec: RunSpec,
    dataset: Dataset,
    loop: TrainingLoop,
    recipe: Recipe,
    hyperparameters: Hyperparameters,
    device: DeviceChoice,
    threads: int,
    parameters: int,
) -> RunStarted:
    return RunStarted(
        documented_model=spec.documented_model,
        preset=spec.preset,
        total_steps=loop.total_steps,
        total_epochs=hyperparameters.epochs,
        steps_per_epoch=loop.total_steps // hyperparameters.epochs,
        scalars=list(recipe.scalars),
        best_by=recipe.best_by,
        device=device.kind,
        device_name=device.name,
        precision=hyperparameters.precision,
        threads=threads,
        parameters=parameters,
        data=dataset.name,
        counts=dataset.counts,
        device_reason=device.reason or msgspec.UNSET,
    )


def without_paths(values: dict[str, Any]) -> dict[str, Any]:
    """Hyperparameters as a card may have them: of a path that names a model or a run, the last part alone."""
    return {
        name: Path(value).name if isinstance(value, str) and _is_path(value) else value
        for name, value in values.items()
    }


def _is_path(value: str) -> bool:
    """Whether it is the path of something, and not a name such as those of the hub, which have a slash too."""
    path = Path(value).expanduser()
    return path.is_absolute() or (len(path.parts) > 1 and path.exists())


def versions() -> dict[str, str]:
    """The versions of what the weights depend on."""
    packages = (
        "torch",
        "lightning-fabric",
        "numpy",
        "tokenizers",
        "onnx",
        "onnxscript",
        "onnxruntime-gpu",
        "transformers",
        "onnxruntime",
    )
    found: dict[str, Any] = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
