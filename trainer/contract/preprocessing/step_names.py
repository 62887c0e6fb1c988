"""The names of the preparation steps and what they give. Loads nothing: forms and the catalog ask at the start."""

import re

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

FIND_DIGITS = "find-digits-28x28"
GREY = "grey-28x28"
GREY_SIDE = 28
SMALLEST_SQUARE, LARGEST_SQUARE = 16, 512
_SQUARE = re.compile(r"square-([1-9]\d{1,2})")


def square_step(side: int) -> str:
    """The name of the step that brings photographs to `side` x `side` pixels."""
    return f"square-{side}"


def side_of_square(step: str) -> int:
    """The side that `step` brings photographs to. Raises WorkshopError `model-invalid` for another or unknown step."""
    match = _SQUARE.fullmatch(step)
    side = int(match[1]) if match else 0
    if not SMALLEST_SQUARE <= side <= LARGEST_SQUARE:
        raise unknown_steps((step,))
    return side


def picture_shape(step: str) -> tuple[int, ...]:
    """(H,W) or (H,W,3) of what `step` gives. Raises WorkshopError `model-invalid` for a step that does not exist."""
    if step in (FIND_DIGITS, GREY):
        return (28, 28)
    side = side_of_square(step)
    return (side, side, 3)


def unknown_steps(steps: tuple[str, ...]) -> WorkshopError:
    """The error for steps of a card that this program does not have."""
    names = ", ".join(steps) or "-"
    return WorkshopError(
        "model-invalid",
        Text(
            f"The model asks for a preparation that this program does not know: {names}.",
            f"模型要求的预处理步骤未知：{names}。",
        ),
        Text("Update Model Workshop, or export the model again.", "请更新模型工坊，或重新导出模型。"),
    )
