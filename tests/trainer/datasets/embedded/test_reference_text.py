"""The reference text of Python is whole, and what is tested on is not in what is trained on."""

import sys

import pytest

from trainer.contract.errors import WorkshopError
from trainer.datasets.embedded.reference_text import read_reference_text


def paragraphs(documents: tuple[str, ...]) -> set[str]:
    """Those of at least a line, with single spaces."""
    found = {" ".join(each.split()) for document in documents for each in document.split("\n\n")}
    return {each for each in found if len(each) > 100}


def test_about_a_tenth_of_the_signs_is_for_testing() -> None:
    train, test = ("".join(read_reference_text(part)) for part in ("train", "test"))
    assert len(train) + len(test) > 300_000
    assert 0.05 < len(test) / (len(train) + len(test)) < 0.15
    assert "\x00" not in train + test


def test_no_paragraph_is_in_both_parts() -> None:
    train, test = (paragraphs(read_reference_text(part)) for part in ("train", "test"))
    assert len(test) > 20
    assert not train & test


def test_sections_of_other_topics_are_left_out() -> None:
    documents = read_reference_text("train") + read_reference_text("test")
    assert (
        sum('The "while" statement is used for repeated execution' in " ".join(each.split()) for each in documents) == 1
    )


def test_a_python_without_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    with pytest.raises(WorkshopError, match="carries no reference text") as caught:
        read_reference_text("train")
    assert caught.value.kind == "data-missing"
