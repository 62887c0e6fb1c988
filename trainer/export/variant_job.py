"""Makes a smaller file of an exported model: graphs, comparison, card, self-test, evaluation, speed. Needs no torch.

It is the work of a process of its own, started by whoever wants the file: `folder` holds `variant.json`, and in the end
the finished model. Progress goes out line by line; when the one who started it is gone, nothing is left behind.
"""

import contextlib
import json
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import onnx

from trainer.catalog import needs_of_card
from trainer.contract.card import (
    MAIN_ROLE,
    ClassificationSpec,
    Metric,
    ModelCard,
    Parity,
    SelfTest,
    TensorSpec,
    Variant,
    VariantKind,
    companion_path,
    model_files,
    read_card,
    sha256_of,
    variant_of,
)
from trainer.contract.errors import WorkshopError
from trainer.contract.onnx_metadata import graph_sha256
from trainer.contract.preprocessing.step_names import FIND_DIGITS
from trainer.contract.selftest import inputs_of, make_selftest, selftest_difference
from trainer.contract.speed import BATCHES, times_faster
from trainer.contract.text import Text
from trainer.contract.writing import write_errors_told
from trainer.datasets.dataset import Dataset
from trainer.datasets.needs import PictureNeeds, SoundNeeds
from trainer.datasets.sources import Access, load_training_data
from trainer.export import variant_errors
from trainer.export.calibration import calibrate, calibrate_sounds, calibrate_texts
from trainer.export.job import SELFTEST_BATCH, SELFTEST_SEED
from trainer.export.lighter_graphs import DYNAMIC, HALF, STATIC, folded, is_static, to_fp16, to_int8
from trainer.export.onnx_files import check_model
from trainer.export.package import pack_companions, pack_main
from trainer.export.report import TOLERANCE
from trainer.export.session import GraphRunner
from trainer.export.variant_inputs import BATCH, feeds_of, reads_pictures
from trainer.model_place import is_trusted
from trainer.processes import FAILED, NO_SPACE
from trainer.processor import processor_kind

if TYPE_CHECKING:
    from trainer.contract.pipelines.run import RunGraph

JOB = "variant.json"
CALIBRATION_BATCHES, COMPARED_BATCHES = 16, 2  # of 32
CALIBRATION_SEED, COMPARED_SEED = 100, 200
LARGEST_DIFFERENCE: dict[VariantKind, float] = {"int8": 0.2, "fp16": 0.02}
"""Root mean square of the difference, as a share of the original's output; beyond it the file is not made."""
OTHER_MACHINES: dict[VariantKind, float] = {"int8": 0.02, "fp16": 0.005}
"""What the self-test allows, as a share of the largest number that it expects: other machines round elsewhere."""
TWO_WAYS = 4.0
"""It allows at least this many times what one machine gives when it computes the file in two ways."""

Tell = Callable[[str, float], object]
"""Is told the phase (`converting`, `evaluating`, `timing`) and the share of it that is done."""


class VariantJob(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be made: `source` is the main file of the original, `where` finds its data again (empty: its own)."""

    source: str
    kind: VariantKind
    where: str = ""


@dataclass(frozen=True)
class _Work:
    """What the steps share; `data` is None where there are none."""

    source: Path
    original: ModelCard
    kind: VariantKind
    where: str
    folder: Path
    access: Access
    data: Dataset | None
    tell: Tell


def make_variant(folder: Path, job: VariantJob, access: Access, tell: Tell) -> Path:
    """Makes the model in `folder`; returns its main file.

    Raises WorkshopError: `wrong-kind` for a model from elsewhere or one that is such a file already, `data-missing`
    where it must be calibrated and there are no pictures, `unsupported-model` where too much would be lost.
    """
    source = Path(job.source)
    card = read_card(source)
    _check(source, card, access)
    tell("converting", 0.0)
    graphs = {role: folded(companion_path(source, role), folder) for role in (MAIN_ROLE, *sorted(card.graphs))}
    has_ranges = all(map(is_static, graphs.values())) and not _reads_tokens(card)
    is_calibrated = job.kind == "int8" and has_ranges
    data = _data(card, job.where, access, must=is_calibrated and reads_pictures(card))
    work = _Work(source, card, job.kind, job.where, folder, access, data, tell)
    sources = {}
    for number, (role, graph) in enumerate(graphs.items()):
        sources[role] = _convert(work, role, graph, is_calibrated)
        tell("converting", (number + 1) / len(graphs))
    method = HALF if job.kind == "fp16" else STATIC if is_calibrated else DYNAMIC
    return _pack(work, sources, method)


def _check(source: Path, card: ModelCard, access: Access) -> None:
    if variant_of(card) is not None:
        raise variant_errors.is_variant(card.name)
    if not all(is_trusted(sha256_of(file), access.data_dir) for file in model_files(source, card)):
        raise variant_errors.from_elsewhere(card.name)


def _data(card: ModelCard, where: str, access: Access, *, must: bool) -> Dataset | None:
    try:
        return load_training_data(where or None, access, needs_of_card(card))
    except WorkshopError as error:
        if error.kind != "data-missing" or where:
            raise
        if must:
            raise variant_errors.nothing_to_calibrate_on(needs_of_card(card).data) from error
        access.announce(variant_errors.NOT_MEASURED)
        return None


def _convert(work: _Work, role: str, graph: onnx.ModelProto, is_calibrated: bool) -> Path:
    feeds = partial(feeds_of, work.original, role, _images(work), CALIBRATION_BATCHES, CALIBRATION_SEED)
    made = to_fp16(graph) if work.kind == "fp16" else to_int8(graph, feeds if is_calibrated else None, work.folder)
    check_model(made, inputs_of(work.original, role), _outputs_of(work.original, role))
    path = work.folder / f"graph-{role}.onnx"
    path.write_bytes(made.SerializeToString(deterministic=True))
    return path


def _reads_tokens(card: ModelCard) -> bool:
    """Drawn tokens are no language, so nothing is calibrated on them."""
    return any(spec.type == "int64" for spec in card.inputs)


def _images(work: _Work, *, validation: bool = False) -> np.ndarray | None:
    """Pictures to work with; None where there are none, or where the model reads something else."""
    if work.data is None or not reads_pictures(work.original):
        return None
    return (work.data.validation if validation else work.data.train).images


def _outputs_of(card: ModelCard, role: str) -> tuple[TensorSpec, ...]:
    return tuple(spec for spec in card.outputs if spec.graph == role)


def _pack(work: _Work, sources: dict[str, Path], method: Text) -> Path:
    """The model with its card; each part of the card is measured on the file that has the parts before."""
    original, model_id = work.original, uuid.uuid4().hex
    (work.folder / "model").mkdir()
    main = work.folder / "model" / f"{original.name}-{work.kind}.onnx"
    hashes = pack_companions(sources, main, model_id)
    variant = _variant(work, method)
    card = msgspec.structs.replace(
        original,
        name=f"{original.name}-{work.kind}",
        title=Text(f"{original.title.en} ({work.kind})", f"{original.title.zh}（{work.kind}）"),
        model_id=model_id,
        graphs=hashes,
        metrics=(),
        variant=variant,
    )
    pack_main(sources[MAIN_ROLE], main, card)
    card = msgspec.structs.replace(card, main_sha256=graph_sha256(main), parity=_parity(work, main))
    run = GraphRunner(main, os.cpu_count() or 1)
    card = msgspec.structs.replace(
        card, selftest=_selftest(work, card, main, run), classification=_classification(work, card, run)
    )
    pack_main(sources[MAIN_ROLE], main, card)
    metrics, of_original = _measure(work, main)
    work.tell("timing", 0.0)
    faster = times_faster(card, run, GraphRunner(work.source, os.cpu_count() or 1))
    variant = msgspec.structs.replace(variant, original_metrics=of_original, times_faster=round(faster, 2))
    _pack_with_size(sources[MAIN_ROLE], main, msgspec.structs.replace(card, metrics=metrics), variant)
    return main


def _variant(work: _Work, method: Text) -> Variant:
    files = model_files(work.source, work.original)
    return Variant(
        kind=work.kind,
        of=work.original.model_id,
        of_name=work.original.name,
        method=_told_on_what(work, method),
        bytes=0,
        original_bytes=sum(file.stat().st_size for file in files),
        original_metrics={},
        times_faster=1.0,
        batch_sizes=BATCHES,
        threads=os.cpu_count() or 1,
        processor=processor_kind(),
        date=time.strftime("%Y-%m-%d", time.gmtime()),
    )


def _told_on_what(work: _Work, method: Text) -> Text:
    if method is not STATIC:
        return method
    count = CALIBRATION_BATCHES * BATCH
    if work.data is None or not reads_pictures(work.original):
        return Text(f"{method.en} with {count} drawn inputs", f"{method.zh}（{count} 个抽取的输入）")
    name = work.data.name
    return Text(f"{method.en} with {count} training pictures of {name}", f"{method.zh}（{name} 的 {count} 张训练图片）")


def _parity(work: _Work, main: Path) -> Parity:
    """How far the file is from the original on validation pictures. Raises WorkshopError where it is too far."""
    images = _images(work, validation=True)
    run, original = GraphRunner(main), GraphRunner(work.source)
    largest = 0.0
    for role in (MAIN_ROLE, *sorted(work.original.graphs)):
        for feeds in feeds_of(work.original, role, images, COMPARED_BATCHES, COMPARED_SEED):
            expected, actual = original(role, feeds), run(role, feeds)
            largest = max(largest, *(_relative(actual[name], expected[name]) for name in expected))
    limit = LARGEST_DIFFERENCE[work.kind]
    if not largest <= limit:
        raise variant_errors.too_different(work.original.name, work.kind, largest, limit)
    return Parity(
        compared=f"{work.original.name} in float32 and this file on the CPU, every output of every graph, "
        f"{'validation pictures' if images is not None else 'drawn inputs'}; "
        "root mean square of the difference as a share of the output",
        batch_sizes=(BATCH,),
        largest_difference=largest,
        tolerance=limit,
    )


def _relative(actual: np.ndarray, expected: np.ndarray) -> float:
    expected = expected.astype(np.float64)
    error = np.sqrt(np.mean((actual.astype(np.float64) - expected) ** 2))
    size = np.sqrt(np.mean(expected**2))
    return float(error / size) if size else float(error)


def _selftest(work: _Work, card: ModelCard, main: Path, run: "RunGraph") -> SelfTest:
    """Other machines round in other places; how far that leads is seen when the file is run as it is written."""
    inputs = {role: inputs_of(card, role) for role in (MAIN_ROLE, *sorted(card.graphs))}
    made = make_selftest(inputs, run, SELFTEST_SEED, SELFTEST_BATCH, TOLERANCE)
    spread = selftest_difference(msgspec.structs.replace(card, selftest=made), GraphRunner(main, as_written=True))
    largest = max(abs(value) for values in made.expected.values() for value in values)
    tolerance = max(TOLERANCE, OTHER_MACHINES[work.kind] * largest, TWO_WAYS * max(spread.values()))
    return msgspec.structs.replace(made, tolerance=tolerance)


def _classification(work: _Work, card: ModelCard, run: "RunGraph") -> ClassificationSpec | None:
    """The threshold below which it is not sure, found anew; the original's where there are no data."""
    if card.classification is None or work.data is None:
        return card.classification
    needs, validation = needs_of_card(card), work.data.validation
    if isinstance(needs, PictureNeeds):
        return calibrate(run, validation, unknown=needs.step == FIND_DIGITS)
    if isinstance(needs, SoundNeeds):
        return calibrate_sounds(card, run, validation)
    return calibrate_texts(card, run, validation)


def _measure(work: _Work, main: Path) -> tuple[tuple[Metric, ...], dict[str, float]]:
    """The figures of the file, and those of the original on the same data: from its card, or measured too."""
    if work.data is None:
        return (), {}
    metrics = _evaluate(work, main, 0.0)
    kept = {metric.name: metric.value for metric in work.original.metrics if _origin(metric) in map(_origin, metrics)}
    if work.data.sha256 != work.original.provenance.data_sha256 or len(kept) < len(metrics):
        kept = {metric.name: metric.value for metric in _evaluate(work, work.source, 0.5)}
    return metrics, {metric.name: kept[metric.name] for metric in metrics if metric.name in kept}


def _origin(metric: Metric) -> tuple[Any, ...]:
    return metric.name, metric.data, metric.split, metric.n


def _evaluate(work: _Work, path: Path, done: float) -> tuple[Metric, ...]:
    from trainer.evaluation import evaluate  # brings scikit-learn

    def progress(count: int, total: int) -> bool:
        work.tell("evaluating", done + count / total / 2)
        return True

    return tuple(evaluate(path, work.where or None, work.access, progress=progress))


def _pack_with_size(source: Path, main: Path, card: ModelCard, variant: Variant) -> None:
    """The card holds the size of the files, of which it is a part itself: written again until that is true."""
    size = 0
    while variant.bytes != size or not size:
        variant = msgspec.structs.replace(variant, bytes=size)
        pack_main(source, main, msgspec.structs.replace(card, variant=variant))
        size = sum(file.stat().st_size for file in model_files(main, card))


def variant_job(folder: Path, data_dir: Path) -> int:
    """Does the job in `folder` for the process that started this one, and tells it line by line how far it is."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no line of ours
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()

    def say(**fields: Any) -> None:
        try:
            lines.write(json.dumps(fields) + "\n")
            lines.flush()
        except OSError:
            _leave_nothing(folder)  # nobody listens any more

    try:
        with write_errors_told(folder):
            job = msgspec.json.decode((folder / JOB).read_bytes(), type=VariantJob)
            access = Access(data_dir, announce=lambda text: say(announced=[text.en, text.zh]))
            made = make_variant(folder, job, access, lambda phase, share: say(phase=phase, share=share))
    except WorkshopError as error:
        hint = [error.hint.en, error.hint.zh]
        say(kind=error.kind, message=[error.message.en, error.message.zh], hint=hint)
        return NO_SPACE if error.kind == "no-space" else FAILED
    say(made=str(made))
    return 0


def _end_with_parent(folder: Path) -> None:
    """Standard input ends when the process that wanted the file is gone, however it ended."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    _leave_nothing(folder)


def _leave_nothing(folder: Path) -> None:
    """Ends this process. Its other threads may still write while the folder is emptied, so that is tried again."""
    tries = 20
    while folder.exists() and tries:
        shutil.rmtree(folder, ignore_errors=True)
        tries -= 1
        time.sleep(0.02)
    os._exit(FAILED)
