"""`classify MODEL [PATH...] [--text T]...`: one JSON line for each picture, text or part of a sound, in order."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop_app.cli.item_lines import error_line, lines_without_model
from desktop_app.cli.terminal import Terminal, internal_error
from desktop_app.cli.verb import FAILED, WORKED, DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import open_workshop, pipeline_for
from desktop_app.inference.items import Item, items_of
from trainer.contract.card import ModelCard, Task
from trainer.contract.errors import WorkshopError
from trainer.contract.results import Refusal, SoundReading, reading_fields, refusal_fields, span_fields, whole_fields
from trainer.contract.text import Text

if TYPE_CHECKING:
    from desktop_app.inference.models import OpenModel

PICTURES: Task = "image-classification"
TEXTS: Task = "text-classification"
SOUNDS: Task = "audio-classification"


@verb
def classify(
    model: ModelName,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Pictures, sounds, or texts and tables of them, and folders; - reads NUL-separated paths.",
            show_default=False,
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="T", help="A text itself; may come several times.", show_default=False),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option("--column", metavar="NAME", help="The column of tables that holds the text.", show_default=False),
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="K", min=1, help="How many labels each line holds.")] = 5,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """Prints JSON with and without `--json`. An item that cannot be read never stops the rest."""
    from desktop_app.cli.classify_texts import text_lines, texts_without_model  # tables, which pictures do not need

    terminal = Terminal(json_output, quiet)
    paths, texts = paths or [], texts or []
    if not paths and not texts:
        raise _nothing_given()
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    try:
        opened = workshop.open(entry, device)
        task = _task_of(opened.card, asks_for_text=bool(texts))
        pipeline = pipeline_for(opened, task, terminal)
    except WorkshopError as error:
        for line in (*lines_without_model(paths, error), *texts_without_model(texts, error)):
            terminal.json(line)
        terminal.complain(error)
        return FAILED
    try:
        finish = partial(_finished, model=entry.id, task=task, opened=opened, top=top)
        if task == TEXTS:
            return _print_all(text_lines(paths, texts, column, pipeline, finish), "texts", terminal)
        lines = (line for item in items_of(paths) for line in _lines_of(item, pipeline, finish))
        return _print_all(lines, "pictures" if task == PICTURES else "sounds", terminal)
    finally:
        opened.close()


def _task_of(card: ModelCard, *, asks_for_text: bool) -> Task:
    """What the model classifies. Raises WorkshopError `wrong-kind` where a text was given to one that reads none."""
    if asks_for_text and TEXTS not in card.tasks:
        raise WorkshopError(
            "wrong-kind",
            Text(f"{card.title.en} reads no texts.", f"{card.title.zh} 不能读取文本。"),
            Text("Choose a model for texts.", "请选择用于文本的模型。"),
        )
    return next((task for task in (TEXTS, SOUNDS) if task in card.tasks), PICTURES)


def _print_all(lines: Iterator[dict[str, Any]], things: str, terminal: Terminal) -> int:
    count = failed = 0
    for line in lines:
        terminal.json(line)
        count += 1
        failed += "error" in line
    if count > 1:
        terminal.say(f"{count} {things}, {failed} without an answer." if failed else f"{count} {things}.")
    return FAILED if failed else WORKED


def _lines_of(item: Item, pipeline: Any, finish: Callable[..., dict[str, Any]]) -> list[dict[str, Any]]:
    """The line of a picture, or those of a sound: one for each of its parts."""
    if item.error is not None:
        return [error_line(item, item.error)]
    start = time.perf_counter()
    try:
        result = pipeline.classify_source(Path(item.path))
    except WorkshopError as error:
        return [error_line(item, error)]
    except Exception as error:  # noqa: BLE001 - one bad item must not stop the rest
        return [error_line(item, internal_error(error))]
    milliseconds = (time.perf_counter() - start) * 1000
    place = {"path": item.path}
    if not isinstance(result, SoundReading) or len(result.parts) == 1:
        return [finish(place, result, milliseconds)]
    whole = whole_fields(result)
    each = milliseconds / len(result.parts)
    return [finish(place | {"part": span_fields(part)}, part, each) | whole for part in result.parts]


def _finished(
    place: dict[str, Any],
    result: Any,
    milliseconds: float,
    *,
    model: str,
    task: str,
    opened: "OpenModel",
    top: int,
) -> dict[str, Any]:
    """The line of an item that was read, or cannot be."""
    if isinstance(result, Refusal):
        return place | refusal_fields(result, top)
    return {
        **place,
        "model": model,
        "task": task,
        **reading_fields(result, top),
        "provider": opened.verdict.provider,
        "milliseconds": round(milliseconds, 3),
    }


def _nothing_given() -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text("There is nothing to classify.", "没有要分类的内容。"),
        Text(
            "Give paths of pictures, sounds or texts, or a text with --text.",
            "请给出图片、声音或文本的路径，或用 --text 给出文本。",
        ),
    )
