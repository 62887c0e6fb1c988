"""Measures an exported model: its file, ONNX Runtime, its pipeline and a data set -> metrics, each with a baseline.

The worker calls this after export, the verb `evaluate` the same function, the window in a child process.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from trainer.catalog import CATALOG, needs_of_card
from trainer.contract.card import MAIN_ROLE, Metric, ModelCard, companion_path, read_card, sha256_of
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.onnx_metadata import graph_sha256
from trainer.contract.pipelines.image_to_image import repairs
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.datasets.dataset import Progress, always_continue
from trainer.datasets.needs import Needs
from trainer.datasets.sources import Access, SplitName, load_split, load_training_data
from trainer.documented_models.entry import RANDOM_JUDGE
from trainer.metrics import restoration_report
from trainer.metrics.autoencoder_report import report_autoencoder
from trainer.metrics.classifier_report import report_classifier
from trainer.metrics.generator_report import report_generator
from trainer.metrics.judge import Judge, Looks
from trainer.metrics.language_report import report_language
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.random_judge import RandomJudge
from trainer.metrics.sound_judge import SoundJudge
from trainer.metrics.sound_report import report_sounds
from trainer.metrics.speech_report import report_speech
from trainer.metrics.text_report import report_texts
from trainer.metrics.translation_report import report_translation
from trainer.model_place import SHIPPED_MODELS

if TYPE_CHECKING:
    import onnxruntime

OpenGraphs = Callable[[Path, ModelCard], RunGraph]
Report = Callable[[ModelCard, RunGraph, Material, Reached], list[Metric]]


def _report_image_to_image(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """A denoiser says so by its output; every other model of this task is an autoencoder."""
    report = restoration_report.report_restoration if repairs(card) else report_autoencoder
    return report(card, run, material, reached)


REPORTS: dict[str, Report] = {
    "image-classification": report_classifier,
    "image-to-image": _report_image_to_image,
    "unconditional-image-generation": report_generator,
    "text-classification": report_texts,
    "audio-classification": report_sounds,
    "text-to-audio": report_speech,
    "text-generation": report_language,
    "translation": report_translation,
}
"""One report a task."""

_PROGRESS_STEPS = 1000


def open_on_cpu(path: Path, card: ModelCard) -> RunGraph:
    """The graphs of a trusted model file in ONNX Runtime on the CPU; each session is made when it is first used."""
    return _CpuGraphs(path, card)


def evaluate(
    model_path: Path,
    where: str | None,
    access: Access,
    *,
    split: SplitName = "test",
    judges: Path = SHIPPED_MODELS,
    judge: Path | None = None,
    open_graphs: OpenGraphs = open_on_cpu,
    progress: Progress = always_continue,
) -> list[Metric]:
    """The figures of the model at `model_path` on the `split` of the data `where` (None: its own).

    `judge` is the exported classifier that looks at generated pictures, None the one in the folder `judges` that the
    catalog names for this model; without that file its figures are left out, which is announced. Raises WorkshopError
    as the card and the data do, and Cancelled when `progress` says no.
    """
    card = read_card(model_path)
    run = open_graphs(model_path, card)
    material = _gather(where, access, split, needs_of_card(card), _judge(card, judges, judge))
    reports = [REPORTS[task] for task in card.tasks if task in REPORTS]
    tell = partial(_tell, progress)
    tell(0.0)
    metrics: list[Metric] = []
    for number, report in enumerate(reports):
        metrics += report(card, run, material, part_of(tell, number / len(reports), (number + 1) / len(reports)))
    return metrics


def _gather(where: str | None, access: Access, split: SplitName, needs: Needs, judge: Looks | None) -> Material:
    training = load_training_data(where, access, needs)
    measured = load_split(where or training.name, access, split, needs)
    return Material(measured, training, judge, access.data_dir / "cache", access.announce)


def _judge(card: ModelCard, folder: Path, named: Path | None) -> Looks | None:
    """The one at the path `named`, else that in `folder` which the catalog names; None where its file is missing."""
    model = CATALOG.get(card.training.documented_model)
    name = model.judge if model else ""
    if named is None and name == RANDOM_JUDGE:
        return RandomJudge()
    path = named or folder / f"{name}.onnx"
    if not path.is_file():
        return None
    card = read_card(path)
    kind = SoundJudge if "audio-classification" in card.tasks else Judge
    return kind(card, open_on_cpu(path, card), graph_sha256(path))


def _tell(progress: Progress, share: float) -> None:
    if not progress(round(share * _PROGRESS_STEPS), _PROGRESS_STEPS):
        raise Cancelled


class _CpuGraphs:
    def __init__(self, path: Path, card: ModelCard) -> None:
        self._path = path
        self._card = card
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}

    def __call__(self, role: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        if role not in self._sessions:
            self._sessions[role] = self._open(role)
        session = self._sessions[role]
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, dict(feeds)), strict=True))

    def _open(self, role: str) -> Any:
        import onnxruntime

        file = companion_path(self._path, role)
        if role != MAIN_ROLE and (not file.is_file() or self._card.graphs.get(role) != sha256_of(file)):
            raise _not_whole(self._path, role)
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # numpy computes in between
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"])


def _not_whole(path: Path, role: str) -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text(
            f"The graph {role} that belongs to {path.name} is missing or another one.",
            f"{path.name} 所属的 {role} 计算图缺失或不匹配。",
        ),
        Text("Export the model again, or copy all of its files.", "请重新导出模型，或复制其全部文件。"),
    )
