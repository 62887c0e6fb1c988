"""`classify MODEL PATH...`: one JSON line for each picture, in order."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app.cli.item_lines import error_line, lines_without_model
from desktop_app.cli.terminal import Terminal, internal_error
from desktop_app.cli.verb import FAILED, WORKED, DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import open_workshop, pipeline_for
from desktop_app.inference.items import Item, items_of
from trainer.contract.errors import WorkshopError
from trainer.contract.results import Refusal, reading_fields, refusal_fields


@verb
def classify(
    model: ModelName,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Pictures and folders; - reads NUL-separated paths.", show_default=False),
    ],
    top: Annotated[int, typer.Option("--top", metavar="K", min=1, help="How many labels each line holds.")] = 5,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """Prints JSON with and without `--json`. A picture that cannot be read never stops the rest."""
    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    try:
        opened = workshop.open(entry, device)
        pipeline = pipeline_for(opened, "image-classification", terminal)
    except WorkshopError as error:
        for line in lines_without_model(paths, error):
            terminal.json(line)
        terminal.complain(error)
        return FAILED
    try:
        return _classify_all(paths, lambda item: _line(item, pipeline, entry.id, opened, top), terminal)
    finally:
        opened.close()


def _classify_all(paths: list[str], line_of: Any, terminal: Terminal) -> int:
    count = failed = 0
    for item in items_of(paths):
        line = line_of(item)
        terminal.json(line)
        count += 1
        failed += "error" in line
    if count > 1:
        terminal.say(f"{count} pictures, {failed} without an answer." if failed else f"{count} pictures.")
    return FAILED if failed else WORKED


def _line(item: Item, pipeline: Any, model_id: str, opened: Any, top: int) -> dict[str, Any]:
    if item.error is not None:
        return error_line(item, item.error)
    start = time.perf_counter()
    try:
        result = pipeline.classify_source(Path(item.path))
    except WorkshopError as error:
        return error_line(item, error)
    except Exception as error:  # noqa: BLE001 - one bad picture must not stop the rest
        return error_line(item, internal_error(error))
    if isinstance(result, Refusal):
        return {"path": item.path, **refusal_fields(result, top)}
    return {
        "path": item.path,
        "model": model_id,
        "task": "image-classification",
        **reading_fields(result, top),
        "provider": opened.verdict.provider,
        "milliseconds": round((time.perf_counter() - start) * 1000, 3),
    }
