"""Writes what `exported_models/` says of its files: README.md, LICENSES.md, NOTICE and SHA256SUMS, from their cards.

Run it after a model file was added or replaced; a test fails where these documents are stale.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from trainer.contract.card import Metric, ModelCard, model_files, read_card, sha256_of, variant_of  # noqa: E402

FOLDER = ROOT / "exported_models"
HINT = "Generated from the model cards by `packaging/describe_models.py`; do not edit."


def main() -> None:
    """Writes all documents."""
    for name, content in documents(FOLDER).items():
        (FOLDER / name).write_text(content, encoding="utf-8")


def documents(folder: Path) -> dict[str, str]:
    """The documents by file name, for the models in `folder`."""
    cards = {path: read_card(path) for path in sorted(folder.glob("*.onnx")) if path.name.count(".") == 1}
    return {
        "README.md": _readme(cards),
        "LICENSES.md": _licences(cards),
        "NOTICE": _notice(cards),
        "SHA256SUMS": _sums(cards),
    }


def _readme(cards: dict[Path, ModelCard]) -> str:
    sections = [_section(path, card) for path, card in cards.items()]
    return "\n".join(["# Exported models", "", HINT, "", *sections])


def _section(path: Path, card: ModelCard) -> str:
    size = sum(file.stat().st_size for file in model_files(path, card)) / 1e6
    training, data = card.training, card.provenance
    files = ", ".join(f"`{file.name}`" for file in model_files(path, card))
    counts = ", ".join(f"{count:,} {split}" for split, count in data.counts.items())
    return "\n".join(
        [
            f"## {card.title.en} ({card.title.zh})",
            "",
            f"{card.summary.en} {card.limitations.en}",
            "",
            f"- Files: {files}, {size:.1f} MB. Tasks: {', '.join(card.tasks)}.",
            f"- Trained by `{training.command}` on {data.data}: {counts}, {training.epochs} epochs.",
            f"- Took {training.seconds / 60:.0f} minutes with {_threads(training.threads)} on a busy machine.",
            f"- Source: [{data.source_title}]({data.source}).",
            f"- Licences: weights {card.licence.weights}, data {card.licence.data}, code {card.licence.code}.",
            *_made_smaller(card),
            "",
            "| measured | value | baseline | on |",
            "|---|---|---|---|",
            *(_row(metric) for metric in card.metrics),
            "",
        ]
    )


def _made_smaller(card: ModelCard) -> list[str]:
    variant = variant_of(card)
    if variant is None:
        return [f"- PyTorch and ONNX Runtime differ by at most {card.parity.largest_difference:.1e}."]
    first = card.metrics[0]
    was = f"{_number(variant.original_metrics[first.name])} before" if first.name in variant.original_metrics else ""
    sizes = f"{variant.bytes / 1e6:.1f} MB in place of {variant.original_bytes / 1e6:.1f} MB"
    return [f"- Made smaller ({variant.kind}), {sizes}: {variant.method.en}. {first.title.en}: {was}."]


def _row(metric: Metric) -> str:
    baseline = "" if metric.baseline is None else f"{_number(metric.baseline)} ({metric.baseline_name})"
    value = f"{_number(metric.value)} {'' if metric.unit == 'share' else metric.unit}".strip()
    return f"| {metric.title.en} | {value} | {baseline} | {metric.data} {metric.split}, n = {metric.n:,} |"


def _number(value: float) -> str:
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _licences(cards: dict[Path, ModelCard]) -> str:
    rows = [
        f"| `{path.name}` | {card.licence.weights} "
        f"| {card.provenance.data}: {card.licence.data} | {card.licence.licence_class} |"
        for path, card in cards.items()
    ]
    return "\n".join(
        ["# Licences of the models", "", HINT, "", "| file | weights | data | class |", "|---|---|---|---|", *rows, ""]
    )


def _notice(cards: dict[Path, ModelCard]) -> str:
    names = sorted({card.provenance.data for card in cards.values()})
    lines = [f"The models in this folder were trained on {', '.join(names)}."]
    if "mnist" in names:
        lines.append(
            "MNIST: Yann LeCun and Corinna Cortes, made from NIST Special Databases 1 and 3; "
            "given as Creative Commons Attribution-ShareAlike 3.0. No picture of it is in these files."
        )
    return "\n".join([*lines, ""])


def _sums(cards: dict[Path, ModelCard]) -> str:
    files = [file for path, card in cards.items() for file in model_files(path, card)]
    return "".join(f"{sha256_of(file)}  {file.name}\n" for file in sorted(files))


def _threads(count: int) -> str:
    return "1 thread" if count == 1 else f"{count} threads"


if __name__ == "__main__":
    main()
