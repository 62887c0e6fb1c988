"""`export --variant`: makes a smaller file of a model, and says what it costs and brings."""

from pathlib import Path
from typing import Any

from desktop_app.cli.progress import share_progress
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.workshop import Workshop
from desktop_app.inference.library import LibraryEntry
from desktop_app.services.variant_making import MEANT_FOR, Making, add_variant, write_variant
from trainer.contract.card import ModelCard, Variant, VariantKind, variant_of

PHASES = ("converting", "evaluating", "timing")
STEPS = 1000


def make_variant(
    workshop: Workshop,
    entry: LibraryEntry,
    kind: VariantKind,
    where: str,
    *,
    name: str,
    out: Path | None,
    terminal: Terminal,
) -> str:
    """The place of the new model: a path where `out` was given, else its id in the library."""
    parameters = entry.usable_card().training.parameters
    if kind == "int8" and parameters < MEANT_FOR:
        terminal.say(
            f"{name} has {parameters:,} parameters; int8 is meant for more than {MEANT_FOR:,}. It is made as you asked."
        )
    with share_progress(f"Making {name}-{kind}", terminal) as progress:

        def tell(phase: str, share: float) -> None:
            progress(round(STEPS * (PHASES.index(phase) + share) / len(PHASES)), STEPS)

        making = Making(tell, terminal.say)
        if out is None:
            place = add_variant(making, workshop.library, entry, kind, where, workshop.places)
        else:
            target = out / f"{name}-{kind}.onnx" if out.is_dir() else out
            written = write_variant(making, workshop.library, entry, kind, where, workshop.places, target=target)
            place = str(written)
    _report(workshop.library.find(place).usable_card(), terminal)
    return place


def variant_fields(card: ModelCard) -> dict[str, Any]:
    """What documents say of a smaller file; nothing for any other model."""
    variant = variant_of(card)
    if variant is None:
        return {}
    return {
        "variant": {
            "kind": variant.kind,
            "of": variant.of_name,
            "of_model_id": variant.of,
            "bytes": variant.bytes,
            "original_bytes": variant.original_bytes,
            "original_metrics": variant.original_metrics,
            "times_faster": variant.times_faster,
            "processor": variant.processor,
            "threads": variant.threads,
        }
    }


def _report(card: ModelCard, terminal: Terminal) -> None:
    variant = variant_of(card)
    assert variant is not None
    terminal.say(f"{variant.bytes / 1e6:.2f} MB in place of {variant.original_bytes / 1e6:.2f} MB.")
    for metric in card.metrics[:1]:
        terminal.say(
            f"{metric.title.en}: {metric.value:.4g}, the original {variant.original_metrics[metric.name]:.4g}."
        )
    terminal.say(_speed(variant))


def _speed(variant: Variant) -> str:
    here = f"measured here ({variant.processor}, {variant.threads} threads)"
    if variant.times_faster >= 1:
        return f"{variant.times_faster:.2f} times as fast as the original, {here}."
    slower = f"Slower than the original: {variant.times_faster:.2f} times as fast, {here}."
    return f"{slower} fp16 is for graphics cards." if variant.kind == "fp16" else slower
