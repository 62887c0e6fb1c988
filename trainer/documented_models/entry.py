"""What an entry of the catalog says of its model."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from trainer.contract.card import LicenceClass, Task
from trainer.contract.hyperparameters import Hyperparameters
from trainer.contract.preprocessing.step_names import FIND_DIGITS, picture_shape
from trainer.contract.text import Text
from trainer.datasets.needs import DataKind, Needs, PictureNeeds, SoundNeeds, TextNeeds

PresetName = Literal["quick", "best", "article"]
DEFAULT_PRESET: PresetName = "quick"
RANDOM_JUDGE = "random"
"""In place of a classifier: features of a network with random weights, which knows no labels."""


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of hyperparameters, and what to expect of it; `parameters` where their number is unusual."""

    hyperparameters: Hyperparameters
    note: Text
    parameters: int | None = None


class DocumentedModel(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: what it is, how it is trained, on what, and what to hold its result against.

    `network` names a module of `trainer.networks`, `recipe` one of `trainer.recipes`. `expected` is the figure to reach
    with preset `best`; `expected_metric` its name among the metrics of `evaluate`. `data` is a catalogued data set,
    `sample_data` one that stands in for it; empty where a person must bring the data. `data_kind` says what its
    examples are; `step` prepares pictures, its {braces} filled in with hyperparameters. `judge` names the shipped
    classifier that looks at what a generator draws, or `RANDOM_JUDGE`. Pictures that are not `labelled` may lie
    anywhere, unless the setting `conditional` is on.
    """

    name: str
    title: Text
    summary: Text
    limitations: Text
    network: str
    recipe: str
    tasks: tuple[Task, ...]
    data: str
    sample_data: str
    presets: dict[PresetName, Preset]
    parameters: int
    expected: float
    expected_metric: str
    expected_text: Text
    baseline: str
    source_title: str
    source: str
    article: Text
    data_kind: DataKind = "pictures"
    step: str = FIND_DIGITS
    judge: str = ""
    labelled: bool = True
    weights_licence: str = "CC BY-SA 3.0"
    licence_class: LicenceClass = "share-alike"

    def needs(self, hyperparameters: Mapping[str, Any]) -> Needs:
        """What the examples of a training with `hyperparameters` must be. Raises WorkshopError `model-invalid`."""
        if self.data_kind == "labelled-sounds":
            return SoundNeeds(self.data, self.sample_data)
        if self.data_kind != "pictures":
            return TextNeeds(self.data, self.sample_data, self.data_kind)
        try:
            step = self.step.format_map(hyperparameters)
        except KeyError:
            step = self.step  # a card that lacks the setting; no such step exists
        picture_shape(step)
        labelled = self.labelled or bool(hyperparameters.get("conditional", False))
        return PictureNeeds(self.data, self.sample_data, step, labelled)
