"""Many texts read in one go: files, folders, and the rows of tables."""

import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from desktop_app.services.inference_requests import REPORT_SECONDS, BatchItem, Watch
from trainer.contract.card import Task

if TYPE_CHECKING:
    from desktop_app.inference.text_items import TextItem
    from trainer.contract.pipelines.text_classification import TextClassification
    from trainer.contract.results import Refusal, TextReading

AT_ONCE = 256
"""Texts that are read together."""


def is_table(path: Path, text: str) -> bool:
    """Whether the text of a file is a table, whose rows are texts of their own."""
    from trainer.contract.tables import looks_like_table

    return looks_like_table(text, str(path))


@dataclass(frozen=True)
class ReadTexts:
    """What a classifier reads in all texts of some paths; the items come as reports, the result is their number.

    `column` names the one of a table that holds the text, else it is guessed.
    """

    task: ClassVar[Task] = "text-classification"
    paths: tuple[Path, ...]
    column: str | None = None

    def run(self, pipeline: "TextClassification", watch: Watch) -> int:
        """Reads many at a time; says how many it got to."""
        from desktop_app.inference.text_items import text_items

        items = []
        for item in text_items(map(str, self.paths), (), self.column):
            if not watch.goes_on():
                return 0
            items.append(item)
        done, waiting = 0, []
        last_report = 0.0
        source = iter(items)
        while watch.goes_on() and (portion := list(islice(source, AT_ONCE))):
            waiting += _read(portion, pipeline)
            done += len(portion)
            if time.monotonic() - last_report >= REPORT_SECONDS:
                watch.report(done, len(items), tuple(waiting))
                last_report = time.monotonic()
                waiting.clear()
        if waiting or not items:
            watch.report(done, len(items), tuple(waiting))
        return done


def _read(items: "list[TextItem]", pipeline: "TextClassification") -> list[BatchItem]:
    from trainer.contract.results import Refusal

    results = iter(pipeline.classify_texts([item.text for item in items if item.error is None]))
    return [_answered(item, Refusal(item.error) if item.error else next(results)) for item in items]


def _answered(item: "TextItem", result: "TextReading | Refusal") -> BatchItem:
    return BatchItem(Path(item.path), result, item.text, item.row, item.head, item.cells)
