"""One attempt at a run: data, training, export, evaluation, and the one final event."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import torch

from trainer.assembly import Assembly, assemble, hyperparameters_of
from trainer.catalog import documented_model
from trainer.contract.card import Metric, ModelCard
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.events import (
    AttemptStarted,
    Exported,
    FoldEnded,
    Phase,
    RunFailed,
    RunFinished,
    RunStopped,
    Warned,
    finite,
)
from trainer.contract.hyperparameters import ClassifierHyperparameters
from trainer.contract.run_folder import RunFolder, RunSpec
from trainer.contract.run_history import EventReader
from trainer.contract.text import Text
from trainer.contract.writing import full_disk_behind
from trainer.cross_validation import (
    CrossValidation,
    Part,
    begun_cross_validation,
    check_devices,
    keep_cross_validation,
    metrics_of,
    part_folder,
    steps_done,
    without_part,
)
from trainer.data_place import data_dir
from trainer.datasets.data_errors import data_changed
from trainer.datasets.dataset import Dataset, say_nothing
from trainer.datasets.sources import Access, load_training_data
from trainer.datasets.speakers import of_speakers
from trainer.export.job import run_export
from trainer.export_jobs import ExportProcess, job_folder
from trainer.generated_data import pictures_to_add, shortage
from trainer.processes import FAILED, STOPPED
from trainer.training.checkpoints import Checkpoints
from trainer.training.event_log import EventLog
from trainer.training.loop import Intervals
from trainer.training.ranks import OtherRanks
from trainer.training.reporter import Reporter
from trainer.training.requests import RequestDesk
from trainer.training.shifted_reporter import ShiftedReporter

Export = Callable[[Path, Access, Callable[[str], None], Callable[[], bool]], ModelCard]

CPU_ALLOCATOR = "DefaultCPUAllocator"  # begins the RuntimeError of PyTorch where memory cannot be had
LONGEST_DETAILS = 16_000  # signs of a traceback, so that it fits into the log's reserve

_log = logging.getLogger(__name__)

_PHASES = {
    "data": Text("Reading the data", "读取数据"),
    "training": Text("Training", "训练中"),
    "exporting": Text("Exporting the model", "导出模型"),
    "evaluating": Text("Evaluating the model on test data", "在测试数据上评估模型"),
}


class Attempt:
    """The work of the process that leads a training and alone writes to its folder."""

    def __init__(
        self,
        folder: RunFolder,
        spec: RunSpec,
        stop: Callable[[], bool],
        started: float,
        *,
        intervals: Intervals | None = None,
        export: Export = run_export,
    ) -> None:
        """`started` is when the process began: requests from before it were meant for an earlier attempt."""
        self._intervals = intervals
        self._run_export = export
        self._folder = folder
        self._spec = spec
        self._stop = stop
        self._log = EventLog(folder.events_file)
        self._whole = Reporter(folder, self._log)
        self._reporter: Reporter = self._whole
        self._desk = RequestDesk(folder, self._log)
        self._started = started
        self._snapshots = ExportProcess(folder, spec)
        self._assembly: Assembly | None = None

    def run(self) -> int:
        """Trains, exports and evaluates; whatever happens, one final event is the last. Returns the exit status.

        Where not even that event can be written, the run is `interrupted`, as readers see by its lock.
        """
        try:
            return self._work()
        except Exception as error:  # noqa: BLE001 - whatever happened, the run must end with an event that says so
            _log.exception("the training failed")
            return self._fail(_in_words(error, self._folder))
        finally:
            self._put_away()

    def _work(self) -> int:
        self._desk.answer_stale(self._started)
        checkpoint = Checkpoints(self._folder.checkpoints).load_last()
        state = checkpoint["state"] if checkpoint else {"step": 0, "epoch": 0}
        step, epoch = steps_done(self._folder, state["step"], state["epoch"])
        self._reporter.event(AttemptStarted(attempt=self._number(), from_step=step, from_epoch=epoch))
        self._log.sync()
        self._reporter.summary("running", step=step, epoch=epoch)
        return self._train_and_export(checkpoint)

    def _put_away(self) -> None:
        self._snapshots.end()
        try:
            self._desk.refuse_all("the training has ended")
            self._log.close()
        except OSError:
            _log.exception("the last answers could not be written")

    def _train_and_export(self, checkpoint: dict[str, Any] | None) -> int:
        self._phase("data")
        dataset = with_generated(
            self._folder, self._spec, load_data(self._spec, checkpoint, self._access()), checkpoint
        )
        hyperparameters = self._spec.hyperparameters
        metrics: tuple[Metric, ...] = ()
        if hyperparameters.get("folds"):
            validated = self._cross_validate(dataset, int(hyperparameters["folds"]), is_over=checkpoint is not None)
            if validated is None:
                return self._end_stopped()
            metrics = metrics_of(validated, dataset)
            self._reporter = ShiftedReporter(self._whole, validated.place())
        with OtherRanks(int(hyperparameters.get("devices", 1)), self._folder.path):
            assembly = self._assembled(self._folder, dataset, checkpoint, metrics)
            self._warn(assembly)
            self._phase("training")
            ending = assembly.loop.run()
        if ending == "stopped":
            return self._end_stopped()
        return self._export(assembly, ending)

    def _assembled(
        self,
        folder: RunFolder,
        dataset: Dataset,
        checkpoint: dict[str, Any] | None,
        metrics: tuple[Metric, ...] = (),
    ) -> Assembly:
        self._assembly = assembly = assemble(
            folder,
            self._spec,
            dataset,
            reporter=self._reporter,
            desk=self._desk,
            snapshots=self._snapshots if folder is self._folder else None,
            stop=self._stop,
            intervals=self._intervals,
            fresh=checkpoint is None,
            metrics=metrics,
        )
        if checkpoint:
            assembly.loop.restore(checkpoint)
        self._reporter.event(assembly.run_started)
        return assembly

    def _cross_validate(self, dataset: Dataset, folds: int, *, is_over: bool) -> CrossValidation | None:
        """Trains on all parts but one in turn, as far as that is not done yet; None where a person stopped it."""
        check_devices(int(self._spec.hyperparameters.get("devices", 1)))
        state = begun_cross_validation(self._folder, dataset, folds, is_over=is_over)
        while not state.is_complete:
            number = len(state.parts)
            part = part_folder(self._folder, state)
            self._reporter = ShiftedReporter(self._whole, state.place())
            checkpoint = Checkpoints(part.checkpoints).load_last()
            assembly = self._assembled(part, without_part(dataset, number, folds), checkpoint)
            title = Text(
                f"Cross-validation, part {number + 1} of {folds}", f"交叉验证，第 {number + 1} 部分，共 {folds} 部分"
            )
            self._reporter.event(Phase(name="training", title=title))
            if assembly.loop.run() == "stopped":
                return None
            values, reached = assembly.loop.validate(), assembly.loop.state
            finite_values = {name: finite(value) for name, value in values.items()}
            self._reporter.event(FoldEnded(fold=number + 1, folds=folds, step=reached.step, values=finite_values))
            score = Part(values[assembly.loop.best_by], reached.step, reached.epoch, reached.seconds)
            state = state.with_part(score)
            keep_cross_validation(self._folder, state)
        return state

    def _export(self, assembly: Assembly, ending: str) -> int:
        assembly.steering.refuse_waiting("the training is complete; the model is being exported")
        with job_folder(self._folder, self._spec, target=self._folder.model_file) as job:
            try:
                card = self._run_export(job, self._access(), self._phase, self._keep_going)
            except Cancelled:
                return self._end_stopped()
        state = assembly.loop.state
        self._reporter.event(Exported(file=self._folder.model_file.name, step=state.step, final=True))
        self._summary("finished")
        metrics = {metric.name: metric.value for metric in card.metrics}
        self._reporter.event(
            RunFinished(
                step=state.step,
                epoch=state.epoch,
                seconds=state.seconds,
                reason="early-stopping" if ending == "early-stopping" else "complete",
                metrics=metrics,
            )
        )
        return 0

    def _keep_going(self) -> bool:
        if self._assembly:
            self._assembly.steering.refuse_waiting("the training is complete; the model is being exported")
            return not (self._stop() or self._assembly.steering.stopped)
        return not self._stop()

    def _end_stopped(self) -> int:
        state = self._assembly.loop.state if self._assembly else None
        step, epoch, seconds = (state.step, state.epoch, state.seconds) if state else (0, 0, 0.0)
        self._summary("stopped")
        self._reporter.event(RunStopped(step=step, epoch=epoch, seconds=seconds))
        return STOPPED if self._stop() else 0

    def _fail(self, error: WorkshopError) -> int:
        state = self._assembly.loop.state if self._assembly else None
        failed = RunFailed(
            step=state.step if state else 0,
            kind=error.kind,
            message=error.message,
            hint=error.hint,
            details="".join(traceback.format_exception(error))[-LONGEST_DETAILS:],
        )
        self._log.give_up_reserve()
        try:
            self._summary("failed")
            self._reporter.event(failed)
        except OSError:
            _log.exception("the end of the training could not be written")
        return FAILED

    def _summary(self, ending: Any) -> None:
        if self._assembly is None:
            self._reporter.summary(ending)
        else:
            self._assembly.loop.summarise(ending, at_once=True)

    def _phase(self, name: Any) -> None:
        self._reporter.event(Phase(name=name, title=_PHASES[name]))

    def _warn(self, assembly: Assembly) -> None:
        for warning in assembly.warnings:
            self._reporter.event(Warned(message=warning))

    def _access(self) -> Access:
        return Access(data_dir(), announce=lambda text: self._reporter.event(Warned(message=text)))

    def _number(self) -> int:
        earlier = EventReader(self._folder.events_file).poll()
        return 1 + sum(isinstance(event, AttemptStarted) for event in earlier)


def help_to_train(folder: RunFolder, spec: RunSpec) -> int:
    """The work of the other processes of a data-parallel training: the same steps, without a word."""
    checkpoint = Checkpoints(folder.checkpoints).load_last()
    dataset = load_data(spec, checkpoint, Access(data_dir(), announce=say_nothing))
    dataset = with_generated(folder, spec, dataset, checkpoint)
    silent = Reporter(folder, None)
    assembly = assemble(
        folder,
        spec,
        dataset,
        reporter=silent,
        desk=None,
        snapshots=None,
        stop=lambda: False,
        fresh=checkpoint is None,
    )
    if checkpoint:
        assembly.loop.restore(checkpoint)
    assembly.loop.run()
    return 0


def load_data(spec: RunSpec, checkpoint: dict[str, Any] | None, access: Access) -> Dataset:
    """The pictures of a run. Raises WorkshopError; `data-changed` where a checkpoint was made with others."""
    where = spec.data or None
    if checkpoint and where is None:
        where = checkpoint["data_name"]
    model = documented_model(spec.documented_model)
    access = replace(access, columns=spec.columns)
    hyperparameters = hyperparameters_of(spec, model)
    dataset = load_training_data(where, access, model.needs(msgspec.structs.asdict(hyperparameters)))
    if checkpoint and checkpoint["data_sha256"] != dataset.sha256:
        raise data_changed()
    speakers = getattr(hyperparameters, "speakers", "")
    return of_speakers(dataset, speakers) if speakers else dataset


def with_generated(folder: RunFolder, spec: RunSpec, dataset: Dataset, checkpoint: dict[str, Any] | None) -> Dataset:
    """The data set with the generated pictures that the run wants beside it. Raises WorkshopError."""
    hyperparameters = hyperparameters_of(spec, documented_model(spec.documented_model))
    if not isinstance(hyperparameters, ClassifierHyperparameters):
        return dataset
    expected = checkpoint.get("added_sha256", "") if checkpoint else ""
    found = pictures_to_add(hyperparameters, dataset, folder.path / "generated.npz", expected, data_dir())
    warning = shortage(hyperparameters, found, dataset.label_names) if found else None
    return replace(dataset, added=found, warnings=(*dataset.warnings, *([warning] if warning else [])))


def _in_words(error: Exception, folder: RunFolder) -> WorkshopError:
    """What a person is told of an error that ends the training."""
    if full_disk_behind(error) or (isinstance(error, WorkshopError) and error.kind == "no-space"):
        made = _full_disk(folder)
    elif isinstance(error, WorkshopError):
        return error
    elif isinstance(error, torch.OutOfMemoryError):
        made = _out_of_memory(Text("The memory of the GPU is full.", "GPU 显存已满。"))
    elif isinstance(error, MemoryError) or CPU_ALLOCATOR in str(error):
        made = _out_of_memory(Text("The memory of this computer is full.", "本机内存已满。"))
    else:
        name = type(error).__name__
        made = WorkshopError(
            "internal",
            Text(f"The training failed unexpectedly ({name}).", f"训练意外失败（{name}）。"),
            Text("Resume it; if it fails again, look into worker.log.", "请继续训练；若再次失败，请查看 worker.log。"),
        )
    made.__cause__ = error
    return made


def _full_disk(folder: RunFolder) -> WorkshopError:
    return WorkshopError(
        "no-space",
        Text(
            f"The disk is full, so the training cannot write to {folder.path}.",
            f"磁盘已满，训练无法写入 {folder.path}。",
        ),
        Text(
            "Free some space, then resume the training: it goes on from its last checkpoint.",
            "请腾出一些空间，然后继续训练：训练会从最近的检查点继续。",
        ),
    )


def _out_of_memory(message: Text) -> WorkshopError:
    return WorkshopError(
        "training-failed", message, Text("Start again with a smaller batch size.", "请用更小的批大小重新开始。")
    )
