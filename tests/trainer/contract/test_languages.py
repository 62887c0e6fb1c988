"""Languages by the names of columns and of data."""

import pytest

from trainer.contract.languages import language_of_column, languages_of_data


@pytest.mark.parametrize(
    ("name", "code"),
    [("en", "en"), ("English", "en"), ("source_de", "de"), ("中文", "zh"), ("Text (French)", "fr"), ("garden", "")],
)
def test_a_column_says_its_language(name: str, code: str) -> None:
    assert language_of_column(name) == code


def test_data_say_theirs_by_the_end_of_their_name() -> None:
    assert languages_of_data("multi30k-en-de") == ("en", "de")
    assert languages_of_data("own-texts") == ()
