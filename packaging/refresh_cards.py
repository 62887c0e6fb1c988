"""Measures shipped models again and writes the new figures into their cards; the graphs stay byte for byte the same.

    python packaging/refresh_cards.py                          all models of exported_models/
    python packaging/refresh_cards.py digits-vae digits-gan    some of them
    python packaging/refresh_cards.py --data-dir FOLDER        the data folder, if not the usual one

Run it after a metric or its wording changed. Each model is measured on the test pictures of the data set that its card
names, which must be in the data folder and be the very pictures that it was trained on. Written anew are the metrics
and the titles of the labels; model id, training record, date and self-test stay. Then the documents beside the models
are made again.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import msgspec  # noqa: E402
from describe_models import FOLDER, documents  # noqa: E402

from trainer.catalog import needs_of_card  # noqa: E402
from trainer.contract.card import ModelCard, read_card  # noqa: E402
from trainer.contract.errors import WorkshopError  # noqa: E402
from trainer.contract.onnx_metadata import graph_sha256  # noqa: E402
from trainer.contract.text import Text  # noqa: E402
from trainer.contract.titles import label_titles  # noqa: E402
from trainer.data_place import data_dir  # noqa: E402
from trainer.datasets.sources import Access, load_training_data  # noqa: E402
from trainer.evaluation import evaluate  # noqa: E402
from trainer.export.package import pack_main  # noqa: E402


def main() -> int:
    """Refreshes what the command line asks for; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a model of the folder; all where none is named")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="the data folder")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the models are")
    words = parser.parse_args()
    access = Access(words.data_dir or data_dir(), announce=lambda text: print(text.en))
    names = words.names or [path.stem for path in sorted(words.folder.glob("*.onnx")) if path.name.count(".") == 1]
    for name in names:
        path = words.folder / f"{name}.onnx"
        try:
            before = read_card(path)
            after = refreshed(path, before, access)
            write_card(path, after)
        except WorkshopError as error:
            print(f"{name}: {error.message.en} {error.hint.en}", file=sys.stderr)
            return 1
        print(f"{name}:", *changes(before, after), sep="\n  ")
    for name, content in documents(words.folder).items():
        (words.folder / name).write_text(content, encoding="utf-8")
    return 0


def refreshed(path: Path, card: ModelCard, access: Access) -> ModelCard:
    """The card of the model at `path` with figures measured now. Raises WorkshopError, `data-changed` among others."""
    data = load_training_data(card.provenance.data, access, needs_of_card(card))
    if data.sha256 != card.provenance.data_sha256:
        raise WorkshopError(
            "data-changed",
            Text(f"{data.name} is not what this model was trained on.", f"{data.name} 与该模型训练时所用的数据不同。"),
            Text("Bring the pictures named in its card.", "请准备其卡片中所述的图片。"),
        )
    return msgspec.structs.replace(
        card,
        metrics=tuple(evaluate(path, card.provenance.data, access, judges=path.parent)),
        label_titles=label_titles(card.labels) or card.label_titles,
    )


def write_card(path: Path, card: ModelCard) -> None:
    """Puts `card` into the file at `path`. Raises ValueError, and changes nothing, where the graph would change."""
    fresh = path.with_name(f".{path.name}.part")
    pack_main(path, fresh, card)
    try:
        if graph_sha256(fresh) != graph_sha256(path):
            raise ValueError(f"writing the card of {path.name} would change its graph")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def changes(before: ModelCard, after: ModelCard) -> list[str]:
    """One line for each figure: what it was and what it is."""
    old = {metric.name: f"{metric.value:.6g}" for metric in before.metrics}
    new = {metric.name: f"{metric.value:.6g}" for metric in after.metrics}
    return [f"{name}: {old.get(name, 'not there')} -> {new.get(name, 'gone')}" for name in {**old, **new}]


if __name__ == "__main__":
    sys.exit(main())
