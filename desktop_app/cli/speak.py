"""What the verb `generate` does with a model that speaks."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop_app.cli.terminal import Terminal
from desktop_app.cli.workshop import Workshop, pipeline_for

if TYPE_CHECKING:
    from desktop_app.inference.library import LibraryEntry
    from trainer.contract.pipelines.text_to_audio import TextToAudio


def speak(
    workshop: Workshop,
    entry: "LibraryEntry",
    out: Path,
    *,
    text: str | None,
    count: int,
    label: str | None,
    seed: int,
    truncation: float,
    device: str,
    terminal: Terminal,
) -> dict[str, Any]:
    """Speaks `text`, or else `count` samples, and writes them; what the verb prints. Raises WorkshopError."""
    from desktop_app.inference.sound_outputs import save_sound, save_sounds, sound_form
    from trainer.contract.pipelines.text_to_audio import words_of

    form = sound_form(out)  # a wrong ending is told before the work
    card = entry.usable_card()
    labels = card.generation.labels if card.generation else ()
    words = None if text is None else words_of(text, labels)
    opened = workshop.open(entry, device)
    try:
        pipeline: TextToAudio = pipeline_for(opened, "text-to-audio", terminal)
        said = pipeline.labels_of(count, label) if words is None else words
        start = time.perf_counter()
        sounds = pipeline.words(said, seed, truncation)
        milliseconds = (time.perf_counter() - start) * 1000
        spoken = pipeline.joined(sounds, said)
    finally:
        opened.close()
    if form == "file":
        files = [save_sound(spoken.samples, spoken.rate, out)]
    else:
        files = save_sounds(sounds, spoken.rate, out, f"{entry.name}-seed{seed}")
    seconds = spoken.seconds if form == "file" else sum(map(np.size, sounds)) / spoken.rate
    return {
        "model": entry.id,
        "task": "text-to-audio",
        "count": len(sounds),
        "seed": seed,
        "truncation": truncation,
        **({} if label is None else {"label": label}),
        **({} if text is None else {"text": text}),
        "seconds": round(seconds, 3),
        "files": [str(file) for file in files],
        "provider": opened.verdict.provider,
        "milliseconds": round(milliseconds, 3),
    }
