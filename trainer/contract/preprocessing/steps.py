"""The closed list of named preprocessing steps that model cards may ask for."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from trainer.contract.errors import WorkshopError
from trainer.contract.preprocessing.digits import FoundDigit, find_digits
from trainer.contract.text import Text

FIND_DIGITS_28X28 = "find-digits-28x28"

PreprocessingStep = Callable[[NDArray[np.uint8]], list[FoundDigit]]
"""From RGBA pixels uint8 [H,W,4] to the parts that a network is shown one by one, in reading order."""

PREPROCESSING_STEPS: Mapping[str, PreprocessingStep] = MappingProxyType({FIND_DIGITS_28X28: find_digits})


def preprocessing_step(name: str) -> PreprocessingStep:
    """The step of this name; WorkshopError of kind `model-invalid` where no step has it."""
    if name in PREPROCESSING_STEPS:
        return PREPROCESSING_STEPS[name]
    known = ", ".join(PREPROCESSING_STEPS)
    raise WorkshopError(
        "model-invalid",
        Text(
            f"The model asks for the preprocessing step {name!r}, which does not exist here (known: {known}).",
            f"模型要求的预处理步骤 {name!r} 在此不存在（已知步骤：{known}）。",
        ),
        Text(
            "Use a newer version of this program, or export the model again.",
            "请使用本程序的更新版本，或重新导出该模型。",
        ),
    )
