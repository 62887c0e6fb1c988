"""The models that come with the program, and a look that no picture of a person does."""

import shutil
import sys
from pathlib import Path

from workshop_package.problems import PackageError

ROOT = Path(__file__).resolve().parents[2]
for folder in (ROOT, ROOT / "packaging"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from describe_models import documents  # noqa: E402

from trainer.contract.card import model_files, read_card  # noqa: E402

FOLDER = "exported_models"
PICTURES = {".bmp", ".gif", ".jpeg", ".jpg", ".npy", ".npz", ".parquet", ".png", ".tif", ".tiff", ".webp"}
ALLOWED_PICTURES = ("PySide6/", "pyqtgraph/", "share/icons/")


def copy_models(source: Path, program: Path, free_only: bool) -> tuple[list[str], list[str]]:
    """Copy the models of `source` with documents made for exactly them.

    With `free_only` those stay behind whose licence allows research alone. Returns the names (copied, left out).
    """
    target = program / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    copied, left_out = [], []
    for path in sorted(source.glob("*.onnx")):
        if path.name.count(".") > 1:
            continue
        card = read_card(path)
        if free_only and card.licence.licence_class == "research":
            left_out.append(path.stem)
            continue
        for file in model_files(path, card):
            shutil.copyfile(file, target / file.name)
        copied.append(path.stem)
    for name, text in documents(target).items():
        (target / name).write_text(text, encoding="utf-8")
    return copied, left_out


def check_no_people(program: Path) -> None:
    """Raise `PackageError` if the package holds pictures that are not its own icons, or a data set of faces."""
    found = []
    for path in program.rglob("*"):
        place = path.relative_to(program).as_posix().removeprefix("_internal/")
        picture = path.suffix.lower() in PICTURES and not place.startswith(ALLOWED_PICTURES)
        if path.is_file() and (picture or "faces" in place.lower().split("/")):
            found.append(place)
    if found:
        raise PackageError(f"Pictures that nobody has looked at are in the package: {', '.join(sorted(found)[:8])}.")
