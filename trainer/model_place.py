"""Finds a model file by its library id, a bare name or a path. The window has a library; the worker has this."""

import json
from pathlib import Path

SHIPPED_MODELS = Path(__file__).parents[1] / "exported_models"
"""The models that came with the program."""
SUFFIX = ".onnx"


def find_model_file(model: str, data_dir: Path) -> Path | None:
    """The main file of `shipped/NAME`, `mine/NAME`, a bare name or a path; None where there is none.

    A bare name means the one the person preferred, else the shipped one, else their own.
    """
    if model.endswith(SUFFIX):
        path = Path(model).expanduser()
        return path if path.is_file() else None
    folders = {"shipped": SHIPPED_MODELS, "mine": data_dir / "models"}
    for model_id in _ids_of(model, data_dir / "models" / "preferred.json"):
        origin, _, name = model_id.partition("/")
        if origin in folders and name == Path(name).name and (path := folders[origin] / f"{name}{SUFFIX}").is_file():
            return path
    return None


def is_trusted(sha256: str, data_dir: Path) -> bool:
    """Whether a file of this content came with the program or was exported by a training here."""
    try:
        shipped = (SHIPPED_MODELS / "SHA256SUMS").read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        shipped = []
    try:
        own = json.loads((data_dir / "models" / "known.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        own = {}
    return sha256 in shipped or (isinstance(own, dict) and sha256 in own)


def _ids_of(model: str, preferences: Path) -> tuple[str, ...]:
    if "/" in model:
        return (model,)
    try:
        preferred = json.loads(preferences.read_text(encoding="utf-8"))[model]
    except (OSError, ValueError, KeyError, TypeError):
        preferred = ""
    return (str(preferred), f"shipped/{model}", f"mine/{model}")
