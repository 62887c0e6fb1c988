"""A folder of shipped models as the program has it, with tiny ones in place of the trained."""

import hashlib
from pathlib import Path

from desktop_app.inference.known import MANIFEST
from desktop_app.places import Places
from tests.helpers.tiny_models import tiny_classifier, tiny_denoiser, tiny_generator, tiny_vae
from trainer.contract.card import ClassificationSpec
from trainer.contract.text import Text

ALWAYS_SURE = ClassificationSpec(unsure_below=0.0, calibration="tests want sure answers")
NEVER_SURE = ClassificationSpec(unsure_below=1.1, calibration="tests want unsure answers")


def ship_models(folder: Path, classification: ClassificationSpec = ALWAYS_SURE) -> Path:
    """`digits-cnn`, `digits-gan` and `digits-vae` of random weights, and the list of their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    tiny_classifier(folder, "digits-cnn", classification=classification, title=Text("Tiny reader", "微型识别器"))
    tiny_generator(folder, "digits-gan", seed=1, title=Text("Tiny generator", "微型生成器"))
    tiny_vae(folder, "digits-vae", seed=2, title=Text("Tiny rebuilder", "微型重建器"))
    files = sorted(folder.glob("*.onnx"))
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (folder / MANIFEST).write_text("".join(lines))
    return folder


def places_with_models(folder: Path, classification: ClassificationSpec = ALWAYS_SURE) -> Places:
    """An empty data folder beside a folder of shipped models."""
    return Places(data=folder / "data 数据", shipped_models=ship_models(folder / "shipped", classification))


def places_with_denoiser(folder: Path) -> Places:
    """The same with a model more, which repairs pictures and draws none."""
    shipped = ship_models(folder / "shipped")
    path = tiny_denoiser(shipped, "digits-denoiser", title=Text("Tiny denoiser", "微型修复器"))
    with (shipped / MANIFEST).open("a") as manifest:
        manifest.write(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
    return Places(data=folder / "data 数据", shipped_models=shipped)
