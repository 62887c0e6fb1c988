import csv

import numpy as np
import pytest

from desktop_app.services.number_table import NumberTable, lines_of, save_table
from trainer.contract.errors import WorkshopError

TABLE = NumberTable(
    ("series", "step", "value"), (["a", "b", "c"], np.array([1, 2, 3]), np.array([0.1234567890123, np.nan, 1e-9]))
)


def test_cells_keep_their_digits_and_gaps_are_empty():
    assert TABLE.row(0) == ["a", "1", "0.123456789"]
    assert TABLE.row(1) == ["b", "2", ""]
    assert TABLE.row(2) == ["c", "3", "1e-09"]


def test_rows_go_to_the_clipboard_with_their_names():
    assert lines_of(TABLE, [0, 2]) == "series\tstep\tvalue\na\t1\t0.123456789\nc\t3\t1e-09"


def test_all_rows_are_written_for_other_programs(tmp_path):
    save_table(TABLE, tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [list(TABLE.names), *(TABLE.row(row) for row in range(3))]


def test_an_empty_table_is_written_too(tmp_path):
    save_table(NumberTable(("a", "b"), ([], np.empty(0))), tmp_path / "empty.csv")
    assert (tmp_path / "empty.csv").read_text() == "a,b\n"


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(WorkshopError):
        save_table(TABLE, tmp_path / "file" / "figures.csv")
