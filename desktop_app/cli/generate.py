"""`generate MODEL --count N --out PATH`: new pictures, or words, of a seed."""

import secrets
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app import __version__
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import open_workshop, pipeline_for
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

LARGEST_SEED = 2**64 - 1
MOST_PICTURES = 1_000_000


@verb
def generate(
    model: ModelName,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="PATH",
            help="A .png grid, an .npy array, a .wav of speech, or a folder.",
            show_default=False,
        ),
    ],
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=MOST_PICTURES, help="How many.")] = 100,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="T", help="What is spoken, such as 2026.", show_default=False),
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", metavar="L", help="Only of this class.", show_default=False)
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="S", min=0, max=LARGEST_SEED, help="Same seed, same result; else by chance."),
    ] = None,
    truncation: Annotated[
        float | None,
        typer.Option("--truncation", metavar="T", min=0.0, max=4.0, help="Below 1: more usual, less varied."),
    ] = None,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> None:
    """Writes the pictures or the speech and says where."""
    from desktop_app.inference.outputs import output_form, picture_notes, save_pictures
    from trainer.contract.pipelines.unconditional_image_generation import check_label

    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    card = entry.usable_card()
    if "text-to-audio" not in card.tasks:
        _refuse_text(text)
        output_form(out)  # a wrong ending is told before the work
    if label is not None:
        check_label(label, card.generation.labels if card.generation else ())
    if seed is None:
        seed = secrets.randbits(31)
    if truncation is None:
        truncation = card.generation.truncation if card.generation else 1.0
    if "text-to-audio" in card.tasks:
        from desktop_app.cli.speak import speak

        chosen = {"text": text, "count": count, "label": label, "seed": seed, "truncation": truncation}
        _tell(speak(workshop, entry, out, device=device, terminal=terminal, **chosen), out, terminal)  # type: ignore[arg-type]
        return
    opened = workshop.open(entry, device)
    try:
        pipeline = pipeline_for(opened, "unconditional-image-generation", terminal)
        start = time.perf_counter()
        pictures = pipeline.generate(count, seed, truncation, label)
        milliseconds = (time.perf_counter() - start) * 1000
    finally:
        opened.close()
    notes = picture_notes(seed, card.model_id, entry.id, __version__, truncation, label)
    files = save_pictures(pictures, out, notes, f"{entry.name}-seed{seed}")
    result = {
        "model": entry.id,
        "task": "unconditional-image-generation",
        "count": len(pictures),
        "seed": seed,
        "truncation": truncation,
        **({} if label is None else {"label": label}),
        "files": [str(file) for file in files],
        "provider": opened.verdict.provider,
        "milliseconds": round(milliseconds, 3),
    }
    _tell(result, out, terminal)


def _refuse_text(text: str | None) -> None:
    if text is not None:
        raise WorkshopError(
            "wrong-kind",
            Text("This model draws pictures; it says nothing.", "此模型生成图片，不会说话。"),
            Text("Leave out --text, or choose a model that speaks.", "请去掉 --text，或选择会说话的模型。"),
        )


def _tell(result: dict[str, Any], out: Path, terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.json(result)
        return
    terminal.line(str(out))
    noun = "word" if result["task"] == "text-to-audio" else "picture"
    noun += "" if result["count"] == 1 else "s"
    terminal.say(f"{result['count']} {noun} of seed {result['seed']} by {result['model']}.")
