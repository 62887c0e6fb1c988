"""The closed list of named preparation steps that model cards use, each with its one implementation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trainer.contract.errors import WorkshopError
from trainer.contract.preprocessing.decode import decode_picture
from trainer.contract.preprocessing.digits import FoundDigit, find_digits
from trainer.contract.text import Text

Source = Path | bytes | NDArray[np.uint8]
Step = Callable[[NDArray[np.uint8]], list[FoundDigit]]

FIND_DIGITS = "find-digits-28x28"
STEPS: dict[str, Step] = {FIND_DIGITS: find_digits}


def prepare_picture(steps: tuple[str, ...], source: Source) -> list[FoundDigit]:
    """What `steps` find in a picture: a file, its bytes, or pixels uint8 [H,W], [H,W,3] or [H,W,4].

    Raises WorkshopError: `model-invalid` for steps that do not exist, and what `decode_picture` raises.
    """
    if len(steps) != 1 or steps[0] not in STEPS:
        raise _unknown_steps(steps)
    pixels = with_alpha(source) if isinstance(source, np.ndarray) else decode_picture(source)
    return STEPS[steps[0]](pixels)


def with_alpha(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGBA uint8 [H,W,4] of pixels uint8 [H,W], [H,W,3] or [H,W,4]."""
    colours: Any = np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels
    if colours.shape[2] == 4:
        return np.asarray(colours)
    opaque = np.full((*colours.shape[:2], 1), 255, dtype=np.uint8)
    return np.concatenate([colours, opaque], axis=2)


def _unknown_steps(steps: tuple[str, ...]) -> WorkshopError:
    names = ", ".join(steps) or "-"
    return WorkshopError(
        "model-invalid",
        Text(
            f"The model asks for a preparation that this program does not know: {names}.",
            f"模型要求的预处理步骤未知：{names}。",
        ),
        Text("Update Model Workshop, or export the model again.", "请更新模型工坊，或重新导出模型。"),
    )
