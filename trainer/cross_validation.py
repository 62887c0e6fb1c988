"""Cross-validation: the same training on k parts of the pictures in turn, each time validated on the part left out.

The parts hold all pictures that may be seen, those of training and validation, each label in its share (Stone 1974,
"Cross-validatory choice and assessment of statistical predictions"). Of recordings of as many known speakers as there
are to be parts, each part is one of them: how well a voice is understood that was never heard. What a part scores is
the figure after its last epoch: had it chosen its best epoch, it would flatter itself. Then the network that is
exported is trained as always.

`cross-validation.json` in the run folder holds the parts that are done, the folder `cross-validation/` the checkpoints
of the one under way; so it can be stopped, killed and resumed at any moment.
"""

import shutil
import statistics
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from trainer.contract.card import Metric
from trainer.contract.run_folder import RunFolder
from trainer.contract.settings import invalid_settings
from trainer.contract.text import Text
from trainer.contract.writing import write_by_rename
from trainer.datasets.data_errors import data_changed
from trainer.datasets.dataset import Dataset, Examples, Pictures
from trainer.datasets.sounds import Sounds
from trainer.datasets.splits import fold_numbers
from trainer.training.checkpoints import Checkpoints
from trainer.training.shifted_reporter import Place


class Part(msgspec.Struct, frozen=True):
    """One part that is done: what it scored, and how long its training was."""

    value: float
    steps: int
    epochs: int
    seconds: float


class CrossValidation(msgspec.Struct, frozen=True, kw_only=True):
    """How far a cross-validation is."""

    data_sha256: str
    folds: int
    parts: tuple[Part, ...] = ()

    @property
    def values(self) -> list[float]:
        """What the parts scored."""
        return [part.value for part in self.parts]

    @property
    def is_complete(self) -> bool:
        """Whether every part has been left out once."""
        return len(self.parts) == self.folds

    def place(self) -> Place:
        """Where the training that comes now, of a part or in the end of all pictures, lies in the whole."""
        return Place(
            sum(part.steps for part in self.parts),
            sum(part.epochs for part in self.parts),
            sum(part.seconds for part in self.parts),
            self.folds - len(self.parts),
        )

    def with_part(self, part: Part) -> "CrossValidation":
        """One part further."""
        return msgspec.structs.replace(self, parts=(*self.parts, part))


def read_cross_validation(folder: RunFolder) -> CrossValidation | None:
    """What an earlier attempt has got to; None where none has begun."""
    try:
        return msgspec.json.decode(_file(folder).read_bytes(), type=CrossValidation)
    except (OSError, msgspec.DecodeError):
        return None


def begun_cross_validation(folder: RunFolder, dataset: Dataset, folds: int, *, is_over: bool) -> CrossValidation:
    """What an earlier attempt has got to with the same pictures, else a new one.

    Raises WorkshopError `data-changed` where the pictures are others, and `invalid-setting` where there are fewer than
    two parts' worth of them. If it `is_over`, a training of all pictures has begun, and what there is holds.
    """
    state = read_cross_validation(folder)
    if state is None and is_over:
        return CrossValidation(data_sha256=dataset.sha256, folds=0)
    if state is None:
        check_folds(folds, dataset)
        state = CrossValidation(data_sha256=dataset.sha256, folds=folds)
        keep_cross_validation(folder, state)
    if state.data_sha256 != dataset.sha256:
        raise data_changed()
    return state


def check_folds(folds: int, dataset: Dataset) -> None:
    """Raises WorkshopError `invalid-setting` where the pictures cannot be cut into so many parts, or not in memory."""
    count = len(dataset.train) + len(dataset.validation)
    if isinstance(dataset.train, Pictures) and dataset.train.is_mapped:
        raise invalid_settings(
            [
                Text(
                    f"folds is {folds}; with more pictures than are held in memory ({count}) it must be 0",
                    f"folds 为 {folds}；图片（{count} 张）超出内存容量时必须为 0",
                )
            ]
        )
    if 2 <= folds <= count:
        return
    raise invalid_settings(
        [
            Text(
                f"folds is {folds}; it must be 0, or from 2 to the number of pictures ({count})",
                f"folds 为 {folds}，应为 0，或在 2 到图片数（{count}）之间",
            )
        ]
    )


def check_devices(devices: int) -> None:
    """Raises WorkshopError `invalid-setting` where a training is divided: processes can join for one training only."""
    if devices > 1:
        raise invalid_settings(
            [Text("folds needs devices to be 1", "使用 folds 时 devices 必须为 1")],
        )


def keep_cross_validation(folder: RunFolder, state: CrossValidation) -> None:
    """Puts it on the disk, and the checkpoints away of the part that is done."""
    write_by_rename(_file(folder), msgspec.json.encode(state))
    shutil.rmtree(_place(folder), ignore_errors=True)


def part_folder(folder: RunFolder, state: CrossValidation) -> RunFolder:
    """The folder for the checkpoints of the part under way."""
    part = RunFolder(_place(folder) / str(len(state.parts) + 1))
    part.samples.mkdir(parents=True, exist_ok=True)
    return part


def steps_done(folder: RunFolder, checkpoint_step: int, checkpoint_epoch: int) -> tuple[int, int]:
    """Steps and epochs safely behind a run as a whole; the checkpoint is that of the final training, if any."""
    state = read_cross_validation(folder)
    if state is None:
        return checkpoint_step, checkpoint_epoch
    place = state.place()
    checkpoint = None
    if not state.is_complete and (_place(folder) / str(len(state.parts) + 1)).is_dir():
        checkpoint = Checkpoints(part_folder(folder, state).checkpoints).load_last()
    if checkpoint:
        checkpoint_step, checkpoint_epoch = checkpoint["state"]["step"], checkpoint["state"]["epoch"]
    return place.steps + checkpoint_step, place.epochs + checkpoint_epoch


def without_part(dataset: Dataset, number: int, folds: int) -> Dataset:
    """The data set with part `number`, from 0, to validate with, and all other parts to train on."""
    pool = dataset.train.and_then(dataset.validation)
    is_left_out = _part_of_each(pool, folds) == number
    return replace(
        dataset, train=pool.take((~is_left_out).nonzero()[0]), validation=pool.take(is_left_out.nonzero()[0])
    )


def speakers_left_out(pool: Examples, folds: int) -> tuple[str, ...]:
    """Who is left out of each part in turn, where each part is a speaker; else nobody."""
    if isinstance(pool, Sounds) and len(pool.speaker_names) == folds and pool.speakers.min(initial=0) >= 0:
        return pool.speaker_names
    return ()


def _part_of_each(pool: Any, folds: int) -> np.ndarray:
    if speakers_left_out(pool, folds):
        return np.asarray(pool.speakers)
    return fold_numbers(pool.strata, folds, together=pool.together)


def spread(values: list[float]) -> float:
    """The standard deviation of what the parts scored; 0 for a single one."""
    return statistics.stdev(values) if len(values) > 1 else 0.0


def metrics_of(state: CrossValidation, dataset: Dataset) -> tuple[Metric, ...]:
    """Mean and spread for the card; nothing where no part was validated."""
    if not state.parts:
        return ()
    count = len(dataset.train) + len(dataset.validation)
    speakers = speakers_left_out(dataset.train, state.folds)
    each = ", ".join(
        f"{speakers[number]} {value:.4f}" if speakers else f"{value:.4f}" for number, value in enumerate(state.values)
    )
    parts = f"{state.folds} parts of training and validation"
    figures = (
        ("cross_validation_accuracy", Text("Accuracy, cross-validation", "正确率，交叉验证"), "higher"),
        ("cross_validation_spread", Text("Spread of cross-validation", "交叉验证的离散程度"), "lower"),
    )
    values = (statistics.fmean(state.values), spread(state.values))
    return tuple(
        Metric(
            name=name,
            title=title,
            value=value,
            unit="share",
            direction=direction,  # type: ignore[arg-type]
            data=dataset.name,
            split=f"{parts}, each a speaker" if speakers else parts,
            n=count,
            note=f"parts: {each}; the spread is their standard deviation",
        )
        for (name, title, direction), value in zip(figures, values, strict=True)
    )


def _file(folder: RunFolder) -> Path:
    return folder.path / "cross-validation.json"


def _place(folder: RunFolder) -> Path:
    return folder.path / "cross-validation"
