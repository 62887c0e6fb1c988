"""Makes export jobs of checkpoints and does them: for the worker, beside a training, and on demand."""

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from trainer.catalog import documented_model, training_command
from trainer.contract.card import LicenceClass, Metric, Provenance, TrainingRecord
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder, RunSpec
from trainer.contract.text import Text
from trainer.contract.writing import cannot_write, full_disk_behind, write_errors_told
from trainer.data_place import data_dir
from trainer.datasets.sources import Access, load_training_data
from trainer.export.job import JOB, PRETRAINED, TOKENIZER, WEIGHTS, ExportJob, run_export
from trainer.processes import FAILED, NO_SPACE, child_environment, worker_command

ERROR = "error.txt"

_log = logging.getLogger(__name__)


class ExportNotes(msgspec.Struct, frozen=True, kw_only=True):
    """What a checkpoint says, beside its weights, for the card of the model that it may become.

    `metrics` are figures that the training itself found, beside those that are measured on the exported file.
    `weights_licence` is that of weights that came from elsewhere, and then `licence_class` holds for them too.
    """

    data_name: str
    data_sha256: str
    data_licence: str
    licence_class: LicenceClass
    data_source: str
    counts: dict[str, int]
    label_names: tuple[str, ...]
    hyperparameters: dict[str, Any]
    threads: int
    device: str
    parameters: int
    versions: dict[str, str]
    metrics: tuple[Metric, ...] = ()
    generated: str = ""
    weights_licence: str = ""


@contextmanager
def job_folder(folder: RunFolder, spec: RunSpec, *, target: Path, snapshot: bool = False) -> Iterator[Path]:
    """A folder inside the run's with a job that exports its best checkpoint, or the last one; gone afterwards.

    Raises WorkshopError `not-found` where the run has no checkpoint yet, and OSError where it cannot be written.
    """
    place = write_job(folder, spec, target=target, snapshot=snapshot)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def write_job(folder: RunFolder, spec: RunSpec, *, target: Path, snapshot: bool) -> Path:
    """Writes `job.json` and `weights.pt` into a new folder inside the run's."""
    from trainer.training.checkpoints import Checkpoints

    checkpoints = Checkpoints(folder.checkpoints)
    last = checkpoints.load_last()
    if last is None:
        raise WorkshopError(
            "not-found",
            Text("The training has no checkpoint yet.", "该训练还没有检查点。"),
            Text("Let it run for a while, then export it.", "请让训练运行一段时间后再导出。"),
        )
    best = last["state"]["best_file"]
    weights = checkpoints.names()[-1] if snapshot or best not in checkpoints.names() else best
    notes = msgspec.json.decode(last["notes"], type=ExportNotes)
    job = _job(spec, notes, last["state"], target, evaluate=not snapshot)
    place = folder.path / f"export-{time.time_ns()}"
    place.mkdir()
    try:
        shutil.copyfile(folder.checkpoints / weights, place / WEIGHTS)
        for name in (TOKENIZER, PRETRAINED):
            with suppress(FileNotFoundError):  # models of pictures have neither
                shutil.copyfile(folder.path / name, place / name)
        (place / JOB).write_bytes(msgspec.json.encode(job))
    except OSError:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return place


def _job(spec: RunSpec, notes: ExportNotes, state: dict[str, Any], target: Path, *, evaluate: bool) -> ExportJob:
    model = documented_model(spec.documented_model)
    is_catalogued = notes.data_name in (model.data, model.sample_data)
    return ExportJob(
        target=str(target),
        where=spec.data or notes.data_name,
        columns=spec.columns,
        label_names=notes.label_names,
        evaluate=evaluate,
        threads=notes.threads,
        training=TrainingRecord(
            documented_model=model.name,
            preset=spec.preset,
            command=_command(spec, notes),
            hyperparameters=notes.hyperparameters,
            seed=notes.hyperparameters["seed"],
            threads=notes.threads,
            device=notes.device,
            steps=state["step"],
            epochs=state["epoch"],
            seconds=round(state["seconds"], 1),
            parameters=notes.parameters,
        ),
        provenance=Provenance(
            data=notes.data_name,
            data_sha256=notes.data_sha256,
            counts=notes.counts,
            versions=notes.versions,
            date=time.strftime("%Y-%m-%d", time.gmtime()),
            source=model.source,
            source_title=model.source_title,
            generated=notes.generated,
        ),
        data_licence=notes.data_licence,
        weights_licence=notes.weights_licence or (model.weights_licence if is_catalogued else notes.data_licence),
        licence_class=model.licence_class if is_catalogued and not notes.weights_licence else notes.licence_class,
        metrics=notes.metrics,
    )


def _command(spec: RunSpec, notes: ExportNotes) -> str:
    """The command with every setting that the preset has otherwise."""
    model = documented_model(spec.documented_model)
    preset = msgspec.structs.asdict(model.presets[spec.preset].hyperparameters)  # type: ignore[index]
    seed = notes.hyperparameters["seed"]
    # Device and threads change how fast a result comes, and its last digits; the card has them beside the command.
    left_out = ("seed", "device", "threads", "devices")
    changes = [
        f"--set {name}={value}"
        for name, value in notes.hyperparameters.items()
        if name not in left_out and name in preset and value != preset[name]
    ]
    return " ".join([training_command(model, spec.preset, notes.data_name, seed), *changes])


def export_graph_of_job(folder: Path, number: int) -> int:
    """Exports graph `number` of the job in `folder`; the work of a process of its own."""
    try:
        _export_graph(folder, number)
    except Exception as error:
        if full_disk_behind(error):
            os._exit(NO_SPACE)  # what is printed goes to that disk too; at a usual exit this would change the status
        raise
    return 0


def _export_graph(folder: Path, number: int) -> None:
    import torch

    from trainer.assembly import hyperparameters_from
    from trainer.data_facts import facts_for_export
    from trainer.export.graph import export_graph
    from trainer.networks.table import NETWORKS
    from trainer.recipes.table import RECIPES

    job = msgspec.json.decode((folder / JOB).read_bytes(), type=ExportJob)
    model = documented_model(job.training.documented_model)
    hyperparameters = hyperparameters_from(job.training.hyperparameters, model)
    checkpoint = torch.load(folder / WEIGHTS, map_location="cpu", weights_only=True)
    needs = model.needs(job.training.hyperparameters)
    facts = facts_for_export(model, job.training.hyperparameters, len(job.label_names), folder)
    networks = NETWORKS[model.network](hyperparameters, facts)
    for name, state in {**checkpoint["networks"], **(checkpoint["averages"] or {})}.items():
        networks[name].load_state_dict(state)
        networks[name].eval()
    kind = RECIPES[model.recipe]
    if kind.finish:
        validation = load_training_data(job.where or None, Access(data_dir(), columns=job.columns), needs).validation
        kind.finish(networks, validation, facts)
    graphs = kind.graphs(networks, hyperparameters, facts)
    report = export_graph(graphs[number], folder / f"graph-{number}.onnx", len(graphs))
    (folder / f"graph-{number}.json").write_bytes(msgspec.json.encode(report))


def export_job(folder: Path) -> int:
    """Does the job in `folder`; what went wrong is left there for whoever started this process."""
    try:
        with write_errors_told(folder):
            run_export(folder, Access(data_dir()))
    except WorkshopError as error:
        with suppress(OSError):
            (folder / ERROR).write_text(error.message.en, encoding="utf-8")
        return _complain(error)
    return 0


def export_run(path: Path, target: Path | None = None) -> int:
    """Exports the best checkpoint of the run in `path`, with its evaluation, to `target` or its `model.onnx`."""
    folder = RunFolder(path.absolute())
    try:
        spec = folder.read_spec()
        with write_errors_told(folder.path), job_folder(folder, spec, target=target or folder.model_file) as job:
            run_export(job, Access(data_dir()))
    except WorkshopError as error:
        return _complain(error)
    return 0


def _complain(error: WorkshopError) -> int:
    sys.stderr.write(f"{error.message.en} {error.hint.en}\n{''.join(getattr(error, '__notes__', []))}\n")
    return NO_SPACE if error.kind == "no-space" else FAILED


class ExportProcess:
    """Exports snapshots in a process beside the training, one at a time, to `snapshot-<step>.onnx`."""

    def __init__(self, folder: RunFolder, spec: RunSpec) -> None:
        self._folder = folder
        self._spec = spec
        self._process: subprocess.Popen[bytes] | None = None
        self._job = self._target = Path()
        self._refusal = ""

    def start(self, step: int) -> None:
        """Begins to export the checkpoint of `step`, which is the last one; a full disk is told by `finished`."""
        self._target = self._folder.path / f"snapshot-{step:09d}.onnx"
        try:
            self._job = write_job(self._folder, self._spec, target=self._target, snapshot=True)
        except OSError as error:
            self._refusal = cannot_write(self._target, error).message.en
            return
        self._process = subprocess.Popen(
            worker_command("--export-job", str(self._job)), stdin=subprocess.DEVNULL, env=child_environment()
        )

    def finished(self) -> tuple[str, str] | None:
        """The file that was written, or else the reason why not; None while the export runs or none was begun."""
        if self._refusal:
            refusal, self._refusal = self._refusal, ""
            return "", refusal
        if self._process is None or self._process.poll() is None:
            return None
        worked = self._process.returncode == 0
        self._process = None
        reason = "" if worked else _reason(self._job)
        shutil.rmtree(self._job, ignore_errors=True)
        return (self._target.name if worked else "", reason)

    def end(self) -> None:
        """Gives up an export that still runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            shutil.rmtree(self._job, ignore_errors=True)


def _reason(job: Path) -> str:
    try:
        return (job / ERROR).read_text(encoding="utf-8")
    except OSError:
        return "the export ended unexpectedly; look into worker.log"
