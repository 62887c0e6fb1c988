"""Puts a finished model among the shipped ones, and makes the documents beside them again.

    python packaging/ship_model.py FILE.onnx

A smaller file (int8, fp16) takes the place and the name of the model that it was made of; its card still says how it
was made and what that changed.
"""

import argparse
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import msgspec  # noqa: E402
from describe_models import FOLDER, documents  # noqa: E402

from trainer.catalog import documented_model  # noqa: E402
from trainer.contract.card import MAIN_ROLE, ModelCard, companion_path, read_card, variant_of  # noqa: E402
from trainer.contract.errors import WorkshopError  # noqa: E402
from trainer.export.package import pack_main  # noqa: E402


def main() -> int:
    """Ships what the command line names; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the shipped models are")
    words = parser.parse_args()
    try:
        target = ship(words.file, words.folder)
    except WorkshopError as error:
        print(f"{words.file}: {error.message.en} {error.hint.en}", file=sys.stderr)
        return 1
    print(target)
    return 0


def ship(path: Path, folder: Path) -> Path:
    """Copies the model at `path` into `folder` under its documented name. Raises WorkshopError for a broken file."""
    card = read_card(path)
    target = folder / f"{as_shipped(card).name}.onnx"
    for role in (MAIN_ROLE, *card.graphs):
        shutil.copyfile(companion_path(path, role), companion_path(target, role))
    if as_shipped(card) != card:
        pack_main(path, target, as_shipped(card))
    for name, content in documents(folder).items():
        (folder / name).write_text(content, encoding="utf-8")
    return target


def as_shipped(card: ModelCard) -> ModelCard:
    """The card under the name and title of the documented model."""
    if variant_of(card) is None:
        return card
    model = documented_model(card.training.documented_model)
    return msgspec.structs.replace(card, name=model.name, title=model.title)


if __name__ == "__main__":
    sys.exit(main())
