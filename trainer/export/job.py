"""The whole export of a training: graphs, parity, card, self-test, calibration, evaluation, rename. Needs no torch.

Each graph is exported by a process of its own, which alone loads PyTorch.
"""

import subprocess
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from trainer.catalog import DocumentedModel, documented_model
from trainer.contract.card import (
    MAIN_ROLE,
    SCHEMA_VERSION,
    AudioSpec,
    ClassificationSpec,
    GenerationSpec,
    Licence,
    Metric,
    ModelCard,
    Parity,
    Provenance,
    StateSpec,
    TensorSpec,
    TextSpec,
    TrainingRecord,
)
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.languages import Languages, language_of_column, languages_of_data
from trainer.contract.onnx_metadata import graph_sha256
from trainer.contract.preprocessing.step_names import FIND_DIGITS
from trainer.contract.selftest import make_selftest
from trainer.contract.speech_pictures import WINDOW
from trainer.contract.text import Text
from trainer.contract.titles import label_titles
from trainer.contract.writing import no_room
from trainer.datasets.needs import PictureNeeds, SoundNeeds
from trainer.datasets.sources import Access, load_training_data
from trainer.datasets.token_streams import is_marked
from trainer.export.calibration import calibrate, calibrate_sounds, calibrate_texts
from trainer.export.package import pack_companions, pack_main, publish
from trainer.export.report import TOLERANCE, GraphReport
from trainer.export.session import GraphRunner
from trainer.processes import NO_SPACE, child_environment, worker_command

if TYPE_CHECKING:
    from trainer.contract.pipelines.run import RunGraph

SELFTEST_SEED = 7
SELFTEST_BATCH = 2
WEIGHTS = "weights.pt"
TOKENIZER = "tokenizer.json"
PRETRAINED = "pretrained.json"
CLASSIFIERS = frozenset({"image-classification", "text-classification", "audio-classification"})
"""Tasks whose cards have labels and a threshold."""
JOB = "job.json"


class ExportJob(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be exported, as it stands in the file `job.json` beside `weights.pt`, a checkpoint.

    `where` finds the data again, with the `columns` of tables, to calibrate and to evaluate on; `target` is the path of
    the main file. `metrics` are added to those of the evaluation.
    """

    target: str
    where: str
    label_names: tuple[str, ...]
    evaluate: bool
    threads: int
    training: TrainingRecord
    provenance: Provenance
    data_licence: str
    weights_licence: str
    licence_class: str
    metrics: tuple[Metric, ...] = ()
    columns: dict[str, str] = {}


def run_export(
    folder: Path,
    access: Access,
    on_phase: Callable[[str], None] = lambda name: None,
    keep_going: Callable[[], bool] = lambda: True,
) -> ModelCard:
    """Exports the job in `folder` to its target; returns the card.

    `on_phase` hears `exporting` and `evaluating`. Raises WorkshopError `training-failed` where a graph does not keep
    its promises, `no-space` or OSError where a file cannot be written, and Cancelled where `keep_going` said no.
    """
    job = msgspec.json.decode((folder / JOB).read_bytes(), type=ExportJob)
    access = replace(access, columns=job.columns)
    model = documented_model(job.training.documented_model)
    on_phase("exporting")
    reports = _export_graphs(folder, keep_going)
    main = folder / f"{model.name}.onnx"
    sources = {report.role: folder / f"graph-{number}.onnx" for number, report in enumerate(reports)}
    model_id = uuid.uuid4().hex
    hashes = pack_companions(sources, main, model_id)
    tokenizer = read_tokenizer(folder)
    card = _card(job, model, reports, {"model_id": model_id, "graphs": hashes, "tokenizer": tokenizer})
    pack_main(sources[MAIN_ROLE], main, card)
    run = GraphRunner(main, job.threads)
    inputs = {report.role: report.inputs for report in reports}
    card = msgspec.structs.replace(
        card,
        main_sha256=graph_sha256(main),
        selftest=make_selftest(inputs, run, SELFTEST_SEED, SELFTEST_BATCH, TOLERANCE),
    )
    card = msgspec.structs.replace(card, classification=_classification(card, job, model, run, access))
    pack_main(sources[MAIN_ROLE], main, card)
    if job.evaluate:
        on_phase("evaluating")
        card = msgspec.structs.replace(card, metrics=(*_metrics(main, job, access, keep_going), *job.metrics))
        pack_main(sources[MAIN_ROLE], main, card)
    publish(main, Path(job.target), card)
    return card


def _export_graphs(folder: Path, keep_going: Callable[[], bool]) -> list[GraphReport]:
    reports: list[GraphReport] = []
    while not reports or len(reports) < reports[0].graphs:
        reports.append(_export_graph(folder, len(reports), keep_going))
    return reports


def _export_graph(folder: Path, number: int, keep_going: Callable[[], bool]) -> GraphReport:
    log = folder / f"graph-{number}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            worker_command("--export-graph", str(folder), str(number)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=child_environment(),
        )
        try:
            while process.poll() is None:
                if not keep_going():
                    raise Cancelled
                time.sleep(0.05)
        finally:
            process.kill()
            process.wait()
    if process.returncode == NO_SPACE:
        raise no_room(folder)
    if process.returncode:
        raise _failed(log.read_text(encoding="utf-8", errors="replace"))
    return msgspec.json.decode((folder / f"graph-{number}.json").read_bytes(), type=GraphReport)


def _card(job: ExportJob, model: DocumentedModel, reports: list[GraphReport], ids: Mapping[str, Any]) -> ModelCard:
    is_classifier = not CLASSIFIERS.isdisjoint(model.tasks)
    lengths = tuple(sorted({length for report in reports for length in report.lengths}))
    ordered = sorted(reports, key=lambda report: report.role != MAIN_ROLE)
    return ModelCard(
        schema_version=SCHEMA_VERSION,
        name=model.name,
        title=model.title,
        summary=model.summary,
        limitations=model.limitations,
        tasks=model.tasks,
        inputs=tuple(spec for report in ordered for spec in report.inputs),
        outputs=tuple(spec for report in ordered for spec in report.outputs),
        labels=job.label_names if is_classifier else (),
        label_titles=label_titles(job.label_names) if is_classifier else (),
        generation=_generation(job),
        text=_text(job, ordered),
        audio=_audio(job, model),
        training=job.training,
        provenance=job.provenance,
        licence=Licence(
            code="MIT",
            weights=job.weights_licence,
            data=job.data_licence,
            licence_class=job.licence_class,  # type: ignore[arg-type]
        ),
        parity=Parity(
            compared="PyTorch and ONNX Runtime on the CPU, every output of every graph, seeded inputs; "
            "floats relative to values above 1, bytes to within one level",
            batch_sizes=ordered[0].batch_sizes,
            lengths=lengths or msgspec.UNSET,
            largest_difference=max(report.largest_difference for report in reports),
            tolerance=max(report.tolerance for report in reports),
        ),
        selftest=make_selftest({}, lambda role, feeds: {}, SELFTEST_SEED, SELFTEST_BATCH, TOLERANCE),
        **ids,
    )


def _generation(job: ExportJob) -> GenerationSpec | None:
    hyperparameters = job.training.hyperparameters
    if "latent_size" not in hyperparameters:
        return None
    labels = job.label_names if hyperparameters.get("conditional") else ()
    return GenerationSpec(latent_size=int(hyperparameters["latent_size"]), labels=labels)


def _text(job: ExportJob, reports: list[GraphReport]) -> TextSpec | None:
    settings = job.training.hyperparameters
    longest = settings.get("longest") or settings.get("context")
    states = tuple(state for report in reports for state in states_of(report.inputs, report.outputs))
    marked = is_marked(job.provenance.counts["train"])
    if not longest:
        return None
    return TextSpec(longest=int(longest), states=states, marked=marked, languages=languages_of(job))


def languages_of(job: ExportJob) -> Languages:
    """From which language into which a model translates: by the columns of an own table, else by the data's name."""
    model, data = documented_model(job.training.documented_model), job.provenance.data
    if model.data_kind != "sentence-pairs":
        return ()
    if {"source", "target"} <= set(job.columns):
        source, target = (language_of_column(job.columns[role]) for role in ("source", "target"))
        return (source, target) if source and target else ()
    return languages_of_data(model.data if data == model.sample_data else data)


def _audio(job: ExportJob, model: DocumentedModel) -> AudioSpec | msgspec.UnsetType:
    needs = model.needs(job.training.hyperparameters)
    if not isinstance(needs, SoundNeeds):
        return msgspec.UNSET
    return AudioSpec(rate=needs.rate, window=int(job.training.hyperparameters.get("window", WINDOW)))


def states_of(inputs: tuple[TensorSpec, ...], outputs: tuple[TensorSpec, ...]) -> tuple[StateSpec, ...]:
    """What a graph keeps from step to step: each output `present_...` is the next step's input `past_...`.

    It grows along the axis that is called `past`.
    """
    named = {spec.name.removeprefix("past_"): spec for spec in inputs if spec.name.startswith("past_")}
    kept = [spec.name.removeprefix("present_") for spec in outputs if spec.name.startswith("present_")]
    return tuple(
        StateSpec(
            input=named[name].name,
            output=f"present_{name}",
            grows=named[name].shape.index("past") if "past" in named[name].shape else None,
        )
        for name in kept
        if name in named
    )


def _classification(
    card: ModelCard, job: ExportJob, model: DocumentedModel, run: "RunGraph", access: Access
) -> ClassificationSpec | None:
    if CLASSIFIERS.isdisjoint(card.tasks):
        return None
    needs = model.needs(job.training.hyperparameters)
    validation = load_training_data(job.where or None, access, needs).validation
    if isinstance(needs, PictureNeeds):
        return calibrate(run, validation, unknown=needs.step == FIND_DIGITS)
    if isinstance(needs, SoundNeeds):
        return calibrate_sounds(card, run, validation)
    return calibrate_texts(card, run, validation)


def read_tokenizer(folder: Path) -> str | None:
    """The JSON text of the tokenizer in the folder of a run or a job; None where the model has none."""
    path = folder / TOKENIZER
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _metrics(main: Path, job: ExportJob, access: Access, keep_going: Callable[[], bool]) -> tuple[Metric, ...]:
    from trainer.evaluation import evaluate  # brings scikit-learn

    return tuple(evaluate(main, job.where or None, access, progress=lambda done, total: keep_going()))


def _failed(log: str) -> WorkshopError:
    lines = [line for line in log.strip().splitlines() if line.strip()] or ["it said nothing"]
    error = WorkshopError(
        "training-failed",
        Text(f"The export failed: {lines[-1]}", f"导出失败：{lines[-1]}"),
        Text(
            "The trained network is kept; look into worker.log, then export the run again.",
            "训练好的网络已保留；请查看 worker.log，然后重新导出。",
        ),
    )
    error.add_note(log)
    return error
