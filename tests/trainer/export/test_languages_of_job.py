"""The languages that an export writes into the card."""

from types import SimpleNamespace
from typing import Any

import pytest

from trainer.export.job import languages_of


def job(model: str, data: str, **columns: str) -> Any:
    names = SimpleNamespace(documented_model=model), SimpleNamespace(data=data)
    return SimpleNamespace(training=names[0], provenance=names[1], columns=columns)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (job("translator-en-de", "multi30k-en-de"), ("en", "de")),
        (job("translator-en-zh", "phrase-pairs"), ("en", "zh")),
        (job("translator-en-de", "own-texts", source="Deutsch", target="English"), ("de", "en")),
        (job("translator-en-de", "own-texts", source="a", target="English"), ()),
        (job("translator-en-de", "own-texts"), ()),
        (job("sentiment-en", "phrase-pairs"), ()),
    ],
)
def test_by_columns_else_by_the_data(made: Any, expected: tuple[str, ...]) -> None:
    assert languages_of(made) == expected
