"""Writes generated pictures where the person wants them: a grid, one picture, a strip, an animation."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import __version__
from trainer.contract.writing import write_errors_told, write_whole

if TYPE_CHECKING:
    import numpy as np

    from desktop_app.services.rebuild_requests import ChosenDamage
    from trainer.contract.card import ModelCard

ENLARGED = 8
"""Animations are shown by many programs at their own size, where 28 pixels are too few to see."""
FRAME_MILLISECONDS = 50


def notes_of(card: "ModelCard", seed: int, truncation: float, label: str | None = None, **more: str) -> dict[str, str]:
    """The metadata from which a picture can be made again; `more` such as the number of the sample."""
    from desktop_app.inference.outputs import picture_notes

    return picture_notes(seed, card.model_id, card.name, __version__, truncation, label) | more


def notes_of_rebuilt(card: "ModelCard", damage: "ChosenDamage | None") -> dict[str, str]:
    """The metadata of a picture that a model repaired or rebuilt, and what it suffered before."""
    notes = {"Software": f"Model Workshop {__version__}", "model": card.name, "model_id": card.model_id}
    if damage is not None:
        notes["damage"] = f"{damage.name} {damage.strength:g}, seed {damage.seed}"
    return notes


def picture_file(picture: "np.ndarray", notes: Mapping[str, str]) -> bytes:
    """The bytes of a PNG of one picture, uint8 [H,W] or [H,W,3]."""
    from desktop_app.inference.outputs import png_bytes

    return png_bytes(picture, notes)


def save_grid(pictures: "np.ndarray", target: Path, notes: Mapping[str, str]) -> Path:
    """Writes uint8 [N,H,W] or [N,H,W,3] as one PNG. Raises WorkshopError where it cannot be written."""
    from desktop_app.inference.outputs import save_pictures

    return save_pictures(pictures, target, notes, target.stem)[0]


def save_picture(picture: "np.ndarray", target: Path, notes: Mapping[str, str]) -> Path:
    """Writes one picture as PNG. Raises WorkshopError where it cannot be written."""
    return save_grid(picture[None], target, notes)


def save_strip(frames: "np.ndarray", target: Path, notes: Mapping[str, str]) -> Path:
    """Writes frames [N,H,W] or [N,H,W,3] side by side as one PNG. Raises WorkshopError where it cannot be written."""
    import numpy as np

    return save_picture(np.concatenate(list(frames), axis=1), target, notes)


def save_animation(frames: "np.ndarray", target: Path, notes: Mapping[str, str]) -> Path:
    """Writes frames [N,H,W] or [N,H,W,3], there and back without end, as GIF. Raises WorkshopError."""
    from PIL import Image

    height, width = frames.shape[1:3]
    size = (width * ENLARGED, height * ENLARGED)
    images = [Image.fromarray(frame).resize(size, Image.Resampling.NEAREST) for frame in (*frames, *frames[-2:0:-1])]
    buffer = io.BytesIO()
    comment = "; ".join(f"{key}: {value}" for key, value in notes.items()).encode()
    options = {"save_all": True, "append_images": images[1:], "duration": FRAME_MILLISECONDS, "loop": 0}
    images[0].save(buffer, "GIF", comment=comment, **options)
    with write_errors_told(target):
        write_whole(target, buffer.getvalue())
    return target
