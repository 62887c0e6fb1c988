"""Embedded tables are read whole or refused with the reason."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.contract.errors import WorkshopError
from trainer.datasets.embedded.tables import read_table

COLUMNS = ("a", "b")


@settings(max_examples=60, deadline=None)
@given(content=st.one_of(st.binary(max_size=40), st.text("ab\t\n\r\u2028", max_size=40).map(str.encode)))
def test_any_bytes_give_full_rows_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("table") / "a.tsv"
    path.write_bytes(b"a\tb\n" + content)
    try:
        assert all(len(row) == 2 and all(row) for row in read_table(path, COLUMNS))
    except WorkshopError as error:
        assert error.kind == "unreadable"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "header"),
        (b"a\tc\n1\t2\n", "header"),
        (b"a\tb\n1\t2\n1\n", "row 3"),
        (b"a\tb\n1\t\n", "row 2"),
        (b"a\tb\n\xff\t2\n", "not UTF-8"),
    ],
)
def test_the_reason_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(content)
    with pytest.raises(WorkshopError, match=reason):
        read_table(path, COLUMNS)


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match=r"gone\.tsv"):
        read_table(tmp_path / "gone.tsv", COLUMNS)
