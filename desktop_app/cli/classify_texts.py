"""The lines of `classify` for texts, which are read many at a time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from desktop_app.cli.terminal import internal_error
from desktop_app.inference.text_items import TextItem, text_items
from trainer.contract.errors import ITEM_ERROR_KINDS, WorkshopError
from trainer.contract.results import error_fields

AT_ONCE = 256
"""Texts that are read together. Of paths that come on standard input each is read as it comes."""

Finish = Callable[[dict[str, Any], Any, float], dict[str, Any]]
"""Place, result and milliseconds of a text to its line."""


def text_lines(
    paths: Sequence[str], texts: Sequence[str], column: str | None, pipeline: Any, finish: Finish
) -> Iterator[dict[str, Any]]:
    """A line for each text, in order. Raises WorkshopError of a kind that is none of an item."""
    items = text_items(paths, texts, column)
    most = 1 if "-" in paths else AT_ONCE
    while portion := list(islice(items, most)):
        yield from _lines_of(portion, pipeline, finish)


def texts_without_model(texts: Iterable[str], error: WorkshopError) -> Iterator[dict[str, Any]]:
    """A line for each text that was given itself, where the model cannot be used."""
    return (_error_line(TextItem("", text), error) for text in texts)


def _lines_of(items: Sequence[TextItem], pipeline: Any, finish: Finish) -> Iterator[dict[str, Any]]:
    start = time.perf_counter()
    readable = [item for item in items if item.error is None]
    try:
        results = iter(pipeline.classify_texts([item.text for item in readable]))
    except WorkshopError as error:
        results = iter([error] * len(readable))
    except Exception as error:  # noqa: BLE001 - what one portion cannot do must not stop the rest
        results = iter([internal_error(error)] * len(readable))
    milliseconds = (time.perf_counter() - start) * 1000 / max(len(readable), 1)
    for item in items:
        result = item.error or next(results)
        if isinstance(result, WorkshopError):
            yield _error_line(item, result)
        else:
            yield finish(item.place, result, milliseconds)


def _error_line(item: TextItem, error: WorkshopError) -> dict[str, Any]:
    if error.kind not in ITEM_ERROR_KINDS:
        raise error
    return item.place | {"error": error_fields(error)}
