"""The lines that verbs print for items that have no result."""

from collections.abc import Iterable, Iterator
from typing import Any

from desktop_app.inference.items import Item, items_of
from trainer.contract.errors import ITEM_ERROR_KINDS, WorkshopError
from trainer.contract.results import error_fields


def error_line(item: Item, error: WorkshopError) -> dict[str, Any]:
    """The line of an item that has no result. Raises `error` itself where it is none of an item."""
    if error.kind not in ITEM_ERROR_KINDS:
        raise error
    return {"path": item.path, "error": error_fields(error)}


def lines_without_model(paths: Iterable[str], error: WorkshopError) -> Iterator[dict[str, Any]]:
    """A line for each item where the model cannot be used. Raises `error` itself where it is none of an item."""
    if error.kind not in ITEM_ERROR_KINDS:
        raise error
    for item in items_of(paths):
        yield error_line(item, error)
