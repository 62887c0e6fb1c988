"""Columns that a person chose, beside those that are guessed."""

import pytest

from trainer.contract.chosen_columns import parse_with_columns
from trainer.contract.column_guesses import guess_columns
from trainer.contract.errors import WorkshopError
from trainer.contract.tables import parse_table

ROWS = [f"{number},title {number},a long text about thing {number},{'ab'[number % 2]}" for number in range(8)]
TABLE = "\n".join(["id,title,text,label", *ROWS])


def roles(**chosen: str):
    found = parse_with_columns(TABLE, chosen)[1]
    return found.text, found.label


def test_nothing_chosen_is_the_guess() -> None:
    table, found = parse_with_columns(TABLE, {})
    assert found == guess_columns(parse_table(TABLE))
    assert table.columns == ("id", "title", "text", "label")


def test_what_is_chosen_holds_and_the_rest_is_guessed() -> None:
    assert roles() == ("text", "label")
    assert roles(text="title") == ("title", "label")
    assert roles(label="id") == ("text", "id")


def test_a_column_that_is_taken_is_guessed_for_nothing_else() -> None:
    assert roles(label="text") == ("title", "text")


def test_names_of_a_header_that_does_not_look_like_one() -> None:
    lines = "alpha,beta\n" + "good,bad\n" * 3 + "bad,good\n"
    assert parse_table(lines).columns != ("alpha", "beta")
    table, found = parse_with_columns(lines, {"text": "beta"})
    assert (table.columns, found.text) == (("alpha", "beta"), "beta")


def test_the_numbered_name_of_a_column_without_a_header() -> None:
    lines = "fine thing,1\nbad thing,2\nother thing,1\nlast thing,2\n"
    assert parse_with_columns(lines, {"text": "column 2"})[1].text == "column 2"


@pytest.mark.parametrize("chosen", [{"text": "body"}, {"text": "title", "label": "title"}])
def test_a_column_that_is_not_there_or_is_there_twice_is_refused(chosen) -> None:
    with pytest.raises(WorkshopError) as caught:
        parse_with_columns(TABLE, chosen)
    assert caught.value.kind == "invalid-setting"
    assert chosen["text"] in caught.value.message.en
