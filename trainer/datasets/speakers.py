"""Some of the speakers of a data set, so that others can judge what was learnt from them."""

from dataclasses import replace

import numpy as np

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets.dataset import Dataset
from trainer.datasets.sounds import Sounds


def of_speakers(dataset: Dataset[Sounds], names: str) -> Dataset[Sounds]:
    """The data set with what the speakers `names`, parted by commas, say.

    Raises WorkshopError `invalid-setting` for a speaker whom the data lack.
    """
    train, validation = (spoken_by(each, names) for each in (dataset.train, dataset.validation))
    return replace(dataset, train=train, validation=validation)


def spoken_by(sounds: Sounds, names: str) -> Sounds:
    """The recordings of the speakers `names`; all where there are none. Raises as `of_speakers`."""
    wanted = split_names(names)
    unknown = sorted(set(wanted) - set(sounds.speaker_names))
    if unknown:
        known = ", ".join(sounds.speaker_names)
        raise WorkshopError(
            "invalid-setting",
            Text(f"The data have no speaker called {unknown[0]}.", f"数据中没有名为 {unknown[0]} 的说话人。"),
            Text(
                f"Use some of: {known}." if known else "Leave the speakers empty.",
                f"可用：{known}。" if known else "请将说话人留空。",
            ),
        )
    if not wanted:
        return sounds
    numbers = [sounds.speaker_names.index(name) for name in wanted]
    return sounds.take(np.flatnonzero(np.isin(sounds.speakers, numbers)))


def split_names(names: str) -> list[str]:
    """The names between the commas."""
    return [name.strip() for name in names.split(",") if name.strip()]
